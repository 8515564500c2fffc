#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TIME_WAIT, shown: a host that has tcp_max_tw_buckets sockets in TIME_WAIT skips it.
# The peer's FIN is acknowledged as ever; but when that ACK is lost and the FIN comes
# again, it meets an RST.

. "$(dirname "$0")/lib/lib.sh"

meets_rst()
{
	wire "$v" open close '<F.' '>F.' '<.' '>F.,seq=-1' '<R' '<none' &&
		kernel_denied 1 DeniedLimit=1
}

plan 2

load
for v in -4 -6; do
	namespace tcp_max_tw_buckets=0
	check "$v no TIME_WAIT: the FIN again meets an RST" meets_rst
done

ktap_finished
