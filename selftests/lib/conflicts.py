#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Answer which conflicts a network namespace has, as JSON, by the kernel's own client.

Each line from stdin is the path of a namespace. The client starts once, since that takes
seconds, and enters each namespace with another socket.
"""
import ctypes
import json
import os
import socket
import sys

import family

CLONE_NEWNET = 0x40000000
NETLINK_GENERIC = 16
SOL_NETLINK = 270
NETLINK_CAP_ACK = 10
NETLINK_EXT_ACK = 11
NETLINK_GET_STRICT_CHK = 12


def enter(twstat, path):
    """Let the client ask in this namespace from now on."""
    fd = os.open(path, os.O_RDONLY)
    if ctypes.CDLL(None, use_errno=True).setns(fd, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), path)
    os.close(fd)
    twstat.sock.close()
    twstat.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
    for option in NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK:
        twstat.sock.setsockopt(SOL_NETLINK, option, 1)


def main():
    twstat = family.join()
    print('ready', flush=True)
    for line in sys.stdin:
        enter(twstat, line.strip())
        print(json.dumps(twstat.dump('conflict-get', {}) or []), flush=True)


main()
