#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Listens to a group of the family, by the kernel's own client: a line for each event.

    listen.py [--deaf] GROUP

With --deaf it never reads, and has little room. Says "listening" first. A line is a JSON
object, with the name of the event and when it came, in ms. It ends when nobody reads
that any more.
"""
import json
import os
import select
import socket
import sys
import time

here = os.path.dirname(os.path.abspath(__file__))
sys.path.append(f'{here}/../../ynl')
sys.dont_write_bytecode = True

from lib import YnlFamily  # noqa: E402

family = YnlFamily(f'{here}/../twstat.yaml', schema='')
deaf = sys.argv[1] == '--deaf'
family.ntf_subscribe(sys.argv[1 + deaf])
if deaf:
    family.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
family.do('config-get', {})
print('listening', flush=True)
poll = select.poll()
poll.register(1, 0)
if not deaf:
    poll.register(family.sock, select.POLLIN)
while (1, select.POLLERR) not in poll.poll():
    family.check_ntf()
    for event in family.async_msg_queue:
        event['msg']['name'] = event['name']
        event['msg']['at'] = int(time.monotonic() * 1000)
        print(json.dumps(event['msg']), flush=True)
    family.async_msg_queue.clear()
