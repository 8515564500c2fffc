#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Everything that can happen to a mini-socket, at the same time on two CPUs. No socket is
# counted twice or missed. The witnesses are the kernel's counters of timers, and the
# sockets that are left.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/matrix.sh"

rounds=15
[ "$TWSTAT_KERNEL" != debug ] || rounds=1

# Births of every kind, and ends by tw_reuse (a narrow range), by RST (unread data), by
# ss -K, and by the timer of FIN_WAIT2.
mix()
{
	local address=$1 i

	for ((i = 0; i < rounds; i++)); do
		conns -a "$address" -n 100 ceSEC
		conns -a "$address" -n 50 Ce
		conns -a "$address" -n 50 dCS
		conns -a "$address" -n 50 cs
		destroy
		conns -a "$address" -n 100 sECeS
	done
}

armed()
{
	equal "Enter*" "$(($(kernel_counter TcpExtTW) + $(kernel_counter TcpExtTWKilled)))" \
		"$(sum 'Enter*')"
}

only_for_the_limit()
{
	at_least DeniedLimit 1 && equal DeniedNomem 0 "$(counter DeniedNomem)"
}

plan 12

load
namespace tcp_tw_reuse=1 tcp_fin_timeout=1 ip_local_port_range="40000 40299"
first=$ns
namespace tcp_max_tw_buckets=150

workers=()
for ns in "$first" "$ns"; do
	for address in 127.0.0.1 ::1; do
		mix $address &
		workers+=($!)
	done
done
wait "${workers[@]}"

for ns in "$first" "$ns"; do
	wait_for 30 agreed > /dev/null
	check "$ns, law 1: every socket that came has ended or is alive" conserved
	check "$ns, law 2: the gauges agree with ss and sockstat" agreed
	check "$ns: every timer that was armed is a birth" armed
	check "$ns: nothing lost" nothing_lost
	check "$ns: in each state what ss lists" wait_for 60 as_listed
done
check "denials are what the kernel says" equal TCPTimeWaitOverflow \
	"$(kernel_counter TcpExtTCPTimeWaitOverflow)" \
	"$(sum 'Denied*')"
check "there were denials, all because of the limit" \
	only_for_the_limit

ktap_finished
