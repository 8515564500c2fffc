# SPDX-License-Identifier: GPL-2.0
"""
Sends HTTP requests on one connection, at a rate: pace.py RATE COUNT PORT

Prints how many answers had each status. Sleeping takes no time under icount.
"""
import collections
import socket
import sys
import time

rate, count, port = float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
answers = collections.Counter()
connection = socket.create_connection(("127.0.0.1", port))
reader = connection.makefile("rb")
print("started", flush=True)
start = time.monotonic()
for i in range(count):
    time.sleep(max(0, start + i / rate - time.monotonic()))
    connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    answers[reader.readline().split()[1].decode()] += 1
    length = 0
    for line in iter(reader.readline, b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    reader.read(length)
for status, number in answers.items():
    print(status, number)
