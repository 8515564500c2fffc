#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Early ends of sockets in TIME_WAIT: taken by a connect() that searched for a port or had
# bound it, reopened by the peer's SYN, or destroyed. segments.sh tests other segments.
# Needs mode icount.

. "$(dirname "$0")/lib/lib.sh"

count=20

# once_more COUNTER STEPS OPTION...: makes the same connections twice, the second time 2 s
# later, when their timestamps are newer: this ends all sockets in TIME_WAIT
once_more()
{
	local counter=$1 steps=$2

	shift 2
	conns "$@" -n $count "$steps" && sleep 2 &&
		inside sysctl -qw net.ipv4.tcp_tw_reuse=1 &&
		conns "$@" -n $count "$steps" &&
		counted EnterClose=$((2 * count)) "$counter"=$count && agreed
}

# recycled COUNT: the kernel counts both kinds of connect() that take a socket
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

	# The server closes first, so the server is in TIME_WAIT.
	namespace
	check "$address: a SYN of the peer: ExitReopened" \
		once_more ExitReopened sEcSC -a $address -p 8080 -c 40000

	if old_kernel; then
		ktap_test_skip "$address: ss -K: this kernel can't end sockets in TIME_WAIT"
		continue
	fi
	namespace
	conns -a $address -n $count ceSEC
	destroy
	check "$address: ss -K: ExitDestroyed" counted EnterClose=$count \
		ExitDestroyed=$count
done

ktap_finished
