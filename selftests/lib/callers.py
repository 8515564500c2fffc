#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Connect as many programs: one process that changes its command name.

    callers.py [--keep] ADDRESS PORT NAME=N...
    callers.py [--keep] ADDRESS PORT --zipf PROGRAMS CONNECTS [--seed N]

Prints for each name how many connect() calls got a port, and how many failed with
EADDRNOTAVAIL: "NAME OK FAILED". With --zipf, the programs p0, p1 and so on connect in a
mixed order, p0 most often. The server is in the same process, and the client closes first.
With --keep the connections stay, until a line comes on stdin.
"""
import argparse
import collections
import errno
import random
import socket
import sys


def name_me(name):
    """Change the command name."""
    with open('/proc/self/comm', 'w', encoding='ascii') as comm:
        comm.write(name)


def calls(args):
    """Yield the name of the program for each call."""
    if not args.zipf:
        for pair in args.programs:
            name, number = pair.split('=')
            yield from [name] * int(number)
        return
    programs, connects = args.zipf
    seeded = random.Random(args.seed)
    weights = [1 / (i + 1) for i in range(programs)]
    yield from (f'p{i}' for i in seeded.choices(range(programs), weights, k=connects))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--keep', action='store_true')
    parser.add_argument('--zipf', type=int, nargs=2)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('address')
    parser.add_argument('port', type=int)
    parser.add_argument('programs', nargs='*')
    args = parser.parse_args()
    family = socket.AF_INET6 if ':' in args.address else socket.AF_INET
    good, bad = collections.Counter(), collections.Counter()
    kept = []
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((args.address, args.port))
    listener.listen(128)
    for name in calls(args):
        name_me(name)
        client = socket.socket(family)
        try:
            client.connect((args.address, args.port))
        except OSError as error:
            if error.errno != errno.EADDRNOTAVAIL:
                raise
            bad[name] += 1
            client.close()
            continue
        good[name] += 1
        server = listener.accept()[0]
        if args.keep:
            kept += [client, server]
            continue
        client.close()
        server.close()
    for name in sorted(good | bad):
        print(name, good[name], bad[name], flush=True)
    if args.keep:
        sys.stdin.readline()
        for one in kept[::2] + kept[1::2]:
            one.close()


main()
