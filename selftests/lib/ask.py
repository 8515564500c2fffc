#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Answer requests, one on a line, by the kernel's own client, which takes seconds to start.

    one|all OPERATION ATTRIBUTE [JSON]

The answer is a line: the attribute's value in each message, sorted, "-" for a message
without it; or the text of the error.
"""
import json
import sys

import family


def key(value):
    return (0, value, '') if isinstance(value, int) else (1, 0, value)


def answer(twstat, mode, operation, attribute, request='{}'):
    request = json.loads(request)
    if mode == 'one':
        return str((twstat.do(operation, request) or {}).get(attribute, '-'))
    values = [one.get(attribute, '-') for one in twstat.dump(operation, request)]
    return ' '.join(map(str, sorted(values, key=key)))


def main():
    twstat = family.join()
    print('ready', flush=True)
    for line in sys.stdin:
        try:
            print(answer(twstat, *line.split(maxsplit=3)), flush=True)
        except family.NlError as error:
            print(str(error).replace('\n', ' '), flush=True)
        except Exception as error:
            print('Error:', repr(error).replace('\n', ' '), flush=True)


main()
