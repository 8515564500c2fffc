#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TIME_WAIT, shown: TIME_WAIT assassination (RFC 1337). An RST, for instance one that an
# old duplicate provokes, ends TIME_WAIT; with net.ipv4.tcp_rfc1337 it does not.

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
	check "$v tcp_rfc1337=1: an RST does not end it" shot
done

ktap_finished
