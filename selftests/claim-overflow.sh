#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TIME_WAIT, shown: with tcp_max_tw_buckets sockets in TIME_WAIT, a host closes further
# connections without it. The peer's FIN is still acknowledged; but if that ACK is lost, the
# repeated FIN gets an RST.

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
	check "$v no TIME_WAIT: the repeated FIN gets an RST" meets_rst
done

ktap_finished
