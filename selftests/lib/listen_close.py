#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Accept connections for ever, and close each at once: listen_close.py ADDRESS PORT."""
import socket
import sys

listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
while True:
    listener.accept()[0].close()
