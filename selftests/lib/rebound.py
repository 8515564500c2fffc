#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Bring ports that connect() chose into TIME_WAIT while bind() shares them, for a while.

    rebound.py COUNT

Connects COUNT times to 127.0.0.1:8080 and binds each of these ports at another address. The
clients close first, and then the other sockets go.
"""

import socket
import sys

listener = socket.create_server(("127.0.0.1", 8080), backlog=int(sys.argv[1]))
clients = [socket.create_connection(("127.0.0.1", 8080)) for _ in range(int(sys.argv[1]))]
servers = [listener.accept()[0] for _ in clients]
sharing = []
for client in clients:
    sharing.append(socket.socket())
    sharing[-1].bind(("127.0.0.2", client.getsockname()[1]))
for client, server in zip(clients, servers):
    client.shutdown(socket.SHUT_WR)
    server.recv(1)
    server.close()
    client.recv(1)
    client.close()
for shares in sharing:
    shares.close()
