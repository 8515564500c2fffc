#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Make very many bind() calls fail, and say how long readers take meanwhile.

    bounds.py flood CALLS PORT FILE...

In each of CALLS calls, bind() asks for PORT on another device, dev1 to dev200 in turn, so
that up to 200 calls differ. Then it reads FILEs. Prints how many calls failed, and the
milliseconds that each file took.

    bounds.py read FILE TIMES

Prints the fewest microseconds of CPU time that reading FILE has taken.
"""
import errno
import socket
import sys
import time

DEVICES = 200


def flood(calls, port, files):
    """Make the calls, then read the files."""
    failed = 0
    sockets = []
    for number in range(1, DEVICES + 1):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"dev%d" % number)
        sockets.append(one)
    for call in range(calls):
        try:
            sockets[call % DEVICES].bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            failed += 1
    took = [failed]
    for name in files:
        begin = time.monotonic()
        with open(name, "rb") as file:
            file.read()
        took.append(round((time.monotonic() - begin) * 1000, 3))
    print(*took)


def read(name, times):
    """Read the file that often."""
    took = []
    for _ in range(times):
        begin = time.thread_time_ns()
        with open(name, "rb") as file:
            file.read()
        took.append(time.thread_time_ns() - begin)
    print(min(took) // 1000)


if sys.argv[1] == "flood":
    flood(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
else:
    read(sys.argv[2], int(sys.argv[3]))
