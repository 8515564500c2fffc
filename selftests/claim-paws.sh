#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TIME_WAIT, shown: PAWS rejects an old duplicate: a segment whose timestamp is older than
# that of the connection's last segment (RFC 7323 5.3).

. "$(dirname "$0")/lib/lib.sh"

rejected()
{
	inside sysctl -qw net.ipv4.tcp_invalid_ratelimit=0
	wire "$v" open close '<F.' '>F.' '<.' "$1,ts=-50" '<.' '<none' &&
		counted EnterClose=1 Extended=1 && counted_segments SegPaws=1 AckSent=1 &&
		equal PAWSEstab 1 "$(kernel_counter TcpExtPAWSEstab)"
}

plan 6

load
for v in -4 -6; do
	for segment in '>P.,seq=-3,len=2' '>F.,seq=-1' '>.'; do
		namespace
		check "$v $segment with an old timestamp" rejected "$segment"
	done
done

ktap_finished
