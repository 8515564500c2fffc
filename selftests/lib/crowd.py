#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Connect to one address from every CPU at once.

    crowd.py [--first client|server] [--names N] ADDRESS PORT SECONDS

On each CPU a process connects again and again, and another one accepts; the client or the
server closes first. With --names, each process connects as N programs in turn: cpu0-0, cpu0-1
and so on. Prints how many connections there were in all.
"""
import argparse
import os
import signal
import socket
import time


def listen(address, port):
    """Make the listener that all servers share."""
    listener = socket.socket(socket.AF_INET6 if ':' in address else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    listener.listen(128)
    return listener


def serve(listener, first):
    """Accept connections for ever."""
    while True:
        conn, _ = listener.accept()
        if first == 'server':
            conn.shutdown(socket.SHUT_WR)
        conn.recv(1)
        conn.close()


def name_me(cpu, number):
    """Change the command name."""
    with open('/proc/self/comm', 'w', encoding='ascii') as comm:
        comm.write(f'cpu{cpu}-{number}')


def connect(args, cpu):
    """Connect until the time is over; return how often."""
    count = 0
    end = time.monotonic() + args.seconds
    while time.monotonic() < end:
        if args.names:
            name_me(cpu, count % args.names)
        with socket.create_connection((args.address, args.port)) as conn:
            if args.first == 'client':
                conn.shutdown(socket.SHUT_WR)
            conn.recv(1)
        count += 1
    return count


def main():
    """Start the processes, and add up what they have done."""
    parser = argparse.ArgumentParser()
    parser.add_argument('--first', choices=['client', 'server'], default='client')
    parser.add_argument('--names', type=int, default=0)
    parser.add_argument('address')
    parser.add_argument('port', type=int)
    parser.add_argument('seconds', type=float)
    args = parser.parse_args()

    listener = listen(args.address, args.port)
    servers, pipes = [], []
    for cpu in os.sched_getaffinity(0):
        pid = os.fork()
        if not pid:
            os.sched_setaffinity(0, {cpu})
            serve(listener, args.first)
        servers.append(pid)
        ours, theirs = os.pipe()
        if not os.fork():
            os.sched_setaffinity(0, {cpu})
            count = connect(args, cpu)
            os.write(theirs, str(count).encode())
            os._exit(0)
        os.close(theirs)
        pipes.append(ours)
    print(sum(int(os.read(pipe, 20)) for pipe in pipes))
    for pid in servers:
        os.kill(pid, signal.SIGKILL)


main()
