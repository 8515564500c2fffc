# SPDX-License-Identifier: GPL-2.0
"""The family twstat, by the kernel's own client and our specification."""
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path.append(f'{here}/../../ynl')
sys.dont_write_bytecode = True

from lib import NlError, YnlFamily  # noqa: E402,F401


def join():
    return YnlFamily(f'{here}/../twstat.yaml', schema='')
