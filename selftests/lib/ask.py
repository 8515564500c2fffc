#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Answers requests, one a line, by the kernel's own client: to start that takes seconds.

    one|all OPERATION ATTRIBUTE [JSON]

The answer is a line: this attribute's values, sorted, each once for as often as it is
there, or "-" where it is not; or an error's text.
"""
import json
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path.append(f'{here}/../../ynl')
sys.dont_write_bytecode = True

from lib import NlError, YnlFamily  # noqa: E402


def key(value):
    return (0, value, '') if isinstance(value, int) else (1, 0, value)


def answer(family, mode, operation, attribute, request='{}'):
    request = json.loads(request)
    if mode == 'one':
        return str((family.do(operation, request) or {}).get(attribute, '-'))
    values = [one.get(attribute, '-') for one in family.dump(operation, request)]
    return ' '.join(map(str, sorted(values, key=key)))


def main():
    family = YnlFamily(f'{here}/../twstat.yaml', schema='')
    print('ready', flush=True)
    for line in sys.stdin:
        try:
            print(answer(family, *line.split(maxsplit=3)), flush=True)
        except NlError as error:
            print(str(error).replace('\n', ' '), flush=True)
        except Exception as error:
            print('Error:', repr(error).replace('\n', ' '), flush=True)


main()
