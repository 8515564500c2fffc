#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Births are counted exactly, with every backend, for IPv4 and IPv6; compared with nstat,
# ss and sockstat.

. "$(dirname "$0")/lib/lib.sh"

count=2000

# both_sides ADDRESS: makes connections that the client closes first, then others that the
# server closes first. A port that is chosen again would reopen a tuple that the server has
# in TIME_WAIT. So in the second half each client has its own port.
both_sides()
{
	conns -a "$1" -n $((count / 2)) ceSEC &&
	conns -a "$1" -n $((count / 2)) -c 10000 sECeS
}

witnesses_saw()
{
	{ old_kernel || equal TcpExtTW $count "$(kernel_counter TcpExtTW)"; } &&
	equal sockstat $count "$(sockstat_tw)" &&
	equal ss $count "$(ss_count time-wait)"
}

gauged()
{
	equal now $count "$(gauge TimeWait)" &&
	equal peak $count "$(gauge TimeWait peak)"
}

plan 14

for backend in ftrace kprobe; do
	load backend=$backend
	for address in 127.0.0.1 ::1; do
		namespace
		both_sides $address
		check "$backend, $address: the witnesses saw $count" witnesses_saw
		check "$backend, $address: EnterClose, and nothing else" \
			counted EnterClose=$count
		check "$backend, $address: gauge and peak" gauged
	done
	check "$backend: hooks were found and none missed a call" \
		equal missed 0 "$(awk 'NR > 1 { n += $7 } END { print n }' /proc/net/twstat/hooks)"
	unload
done

ktap_finished
