#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Call bind() or connect() with a given local port, and print what each call returned.

    caller.py [OPTION...] bind ADDRESS PORT
    caller.py [OPTION...] connect ADDRESS PORT TO PORT
    caller.py [OPTION...] serve ADDRESS PORT
    caller.py [OPTION...] vanish ADDRESS PORT TO PORT

    --reuseaddr, --reuseport   set this option on the socket before bind()
    --rounds N                 call it N times
    --ports N                  for each of N ports, from PORT on

serve listens, connects to itself, and closes the accepted end first. vanish makes a live
connection, fails to connect from the same port, and resets that connection.

The output is "ok" or the name of an error, and how often: "EADDRINUSE 3".
"""
import argparse
import collections
import errno
import socket
import struct


def make(args, host):
    """Make a socket with the options."""
    one = socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET)
    if args.reuseaddr:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if args.reuseport:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return one


def call(args, port):
    """Bind a socket, connect it if that is wanted, and close it by an RST."""
    with make(args, args.where[0]) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        one.bind((args.where[0], port))
        if args.what == 'connect':
            one.connect((args.where[2], int(args.where[3])))


def serve(args, port):
    """Put a connection of a listener with the options into TIME_WAIT."""
    with make(args, args.where[0]) as listener:
        listener.bind((args.where[0], port))
        listener.listen()
        with socket.create_connection((args.where[0], port)) as client:
            listener.accept()[0].close()
            client.recv(1)


def vanish(args, port):
    """Fail because of a connection that ends before anybody looks."""
    with make(args, args.where[0]) as live:
        live.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        live.bind((args.where[0], port))
        live.connect((args.where[2], int(args.where[3])))
        with make(args, args.where[0]) as other:
            other.bind((args.where[0], port))
            other.connect((args.where[2], int(args.where[3])))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--reuseaddr', action='store_true')
    parser.add_argument('--reuseport', action='store_true')
    parser.add_argument('--rounds', type=int, default=1)
    parser.add_argument('--ports', type=int, default=1)
    parser.add_argument('what', choices=['bind', 'connect', 'serve', 'vanish'])
    parser.add_argument('where', nargs='+')
    args = parser.parse_args()
    action = {'serve': serve, 'vanish': vanish}.get(args.what, call)
    saw = collections.Counter()
    first = int(args.where[1])
    for _ in range(args.rounds):
        for port in range(first, first + args.ports):
            try:
                action(args, port)
                saw['ok'] += 1
            except OSError as error:
                saw[errno.errorcode[error.errno]] += 1
    print(*(f'{name} {number}' for name, number in sorted(saw.items())))


main()
