#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TIME_WAIT, shown: TIME_WAIT assassination (RFC 1337). An RST, such as an old
# duplicate provokes, ends it; with net.ipv4.tcp_rfc1337 it doesn't.

. "$(dirname "$0")/lib/lib.sh"

shot()
{
	wire "$v" open close '<F.' '>F.' '<.' '>R' '<none' && counted EnterClose=1 "$@" &&
		agreed
}

plan 4

load
for v in -4 -6; do
	namespace
	check "$v tcp_rfc1337=0: an RST ends it" shot ExitRst=1

	namespace tcp_rfc1337=1
	check "$v tcp_rfc1337=1: it lives on" shot
done

ktap_finished
