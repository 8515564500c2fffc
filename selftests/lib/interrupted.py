#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Send config-set, and interrupt the wait for its answer by a signal.

    interrupted.py JSON

Prints the answer: the error, or "done".
"""
import json
import signal
import sys

import family


def main():
    twstat = family.join()
    signal.signal(signal.SIGALRM, lambda *_: None)
    # The first signal may come too early.
    signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
    try:
        twstat.do('config-set', json.loads(sys.argv[1]))
        print('done')
    except family.NlError as error:
        print(str(error).replace('\n', ' '))


main()
