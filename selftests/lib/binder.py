#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Call bind(), or listen(), for ports that are held, and print how often it failed.

    binder.py [--listen] PORT PORTS ROUNDS

In each of the ROUNDS it calls bind() for PORTS ports from PORT on, each time with a new
socket that has not set SO_REUSEADDR. With --listen, one socket binds PORT with
SO_REUSEADDR, which it then takes back, so that the ROUNDS calls of listen() fail.
"""
import errno
import socket
import sys

ADDRESS = '127.0.0.1'


def fails(call, *args):
    """Tell whether a call fails with EADDRINUSE."""
    try:
        call(*args)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return True
    return False


def main():
    listens = sys.argv[1] == '--listen'
    port, ports, rounds = map(int, sys.argv[1 + listens:])
    refused = 0
    if listens:
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind((ADDRESS, port))
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        refused = sum(fails(one.listen) for _ in range(rounds))
    else:
        for _ in range(rounds):
            for number in range(port, port + ports):
                with socket.socket() as one:
                    refused += fails(one.bind, (ADDRESS, number))
    print(refused)


main()
