#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Sockets with TCP-AO (RFC 5925), which few kernels have, count as plain TCP sockets do.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/matrix.sh"
. "$(dirname "$0")/lib/kinds.sh"

plan 2

load
optional=CONFIG_TCP_AO proof="TcpExtTCPAOGood $((2 * count))" \
	kind "AO" '127.0.0.1 ::1' -k ao

ktap_finished
