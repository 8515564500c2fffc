#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Listens to a group of the family, by the kernel's own client: a line for each event.

    listen.py [--deaf] GROUP

With --deaf it never reads, and has little room. Says "listening" first. A line is a JSON
object, with the name of the event and when it came, in ms. It ends when nobody reads
that any more.
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
