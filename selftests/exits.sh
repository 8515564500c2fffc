#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Why a socket in TIME_WAIT ends before its time: taken by a connect() that looked
# for a port or by one that had bound it, reopened by the peer's SYN, or destroyed.
# What segments do to it, see segments.sh. For a clock that counts instructions.

. "$(dirname "$0")/lib/lib.sh"

count=20

# once_more COUNTER STEPS OPTION...: the same connections once more, when their
# timestamps may be newer: those in TIME_WAIT end for that, all of them
once_more()
{
	local counter=$1 steps=$2

	shift 2
	conns "$@" -n $count "$steps" && sleep 2 &&
		inside sysctl -qw net.ipv4.tcp_tw_reuse=1 &&
		conns "$@" -n $count "$steps" &&
		counted EnterClose=$((2 * count)) "$counter"=$count && agreed
}

# What the kernel counts of connects that took a socket: both kinds
recycled()
{
	equal TWRecycled "$1" "$(kernel_counter TcpExtTWRecycled)"
}

plan 12

load
for address in 127.0.0.1 ::1; do
	namespace
	inside sysctl -qw \
		net.ipv4.ip_local_port_range="40000 $((40000 + count - 1))"
	check "$address: a connect() that looks for a port: ExitReused" \
		once_more ExitReused ceSEC -a $address -p 8080
	check "$address: as many as the kernel says" recycled $count

	namespace
	check "$address: a connect() that has bound it: ExitTakenOver" \
		once_more ExitTakenOver ceSEC -a $address -p 8080 -c 40000
	check "$address: as many as the kernel says" recycled $count

	# The server closes first, so it is the one in TIME_WAIT.
	namespace
	check "$address: a SYN of the peer: ExitReopened" \
		once_more ExitReopened sEcSC -a $address -p 8080 -c 40000

	namespace
	conns -a $address -n $count ceSEC
	destroy
	check "$address: ss -K: ExitDestroyed" counted EnterClose=$count \
		ExitDestroyed=$count
done

ktap_finished
