#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Print the events of a multicast group of the family, by the kernel's own client.

    listen.py [--deaf] GROUP

The first line is "listening". Each event is a line: a JSON object, with the name of the
event and when it was read, in ms. With --deaf it never reads events, and has a small
receive buffer. It ends when its output is closed.
"""
import json
import select
import socket
import sys
import time

import family

twstat = family.join()
deaf = sys.argv[1] == '--deaf'
twstat.ntf_subscribe(sys.argv[1 + deaf])
if deaf:
    twstat.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
twstat.do('config-get', {})
print('listening', flush=True)
poll = select.poll()
poll.register(1, 0)
if not deaf:
    poll.register(twstat.sock, select.POLLIN)
while (1, select.POLLERR) not in poll.poll():
    twstat.check_ntf()
    for event in twstat.async_msg_queue:
        event['msg']['name'] = event['name']
        event['msg']['at'] = int(time.monotonic() * 1000)
        print(json.dumps(event['msg']), flush=True)
    twstat.async_msg_queue.clear()
