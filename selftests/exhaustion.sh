#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The limit of connections to one destination: with the default range, 28,232 in 60 s, or
# 470 a second. Needs mode icount.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/endpoints.sh"

low=32768 high=60999
ports=$((high - low + 1))

seconds()
{
	local now

	read -r now _ < /proc/uptime
	echo "${now%.*}"
}

# The even ports, one after the other.
first_half()
{
	client_saw "connected $((ports / 2))" -n $((ports / 2)) &&
		columns destinations port=8080 time_wait=$((ports / 2)) second_half=0 \
			exhausted=0
}

# The odd ports. To find each, the kernel tries all even ones first, which takes more than
# 60 s of this clock in total. So the range is set to one piece after the other.
second_half()
{
	local from to

	for ((from = low; from <= high; from = to + 1)); do
		to=$((from + 199 < high ? from + 199 : high))
		inside sysctl -qw net.ipv4.ip_local_port_range="$from $to"
		conns -p 8080 -n $(((to - from + 1) / 2)) ceSEC || return
	done
	inside sysctl -qw net.ipv4.ip_local_port_range="$low $high"
	columns destinations port=8080 time_wait=$ports second_half=$((ports / 2)) exhausted=0
}

none_left()
{
	client_saw "connected 0 EADDRNOTAVAIL 3" -n 3 &&
		counted_ports ConnectAuto=$((ports + 3)) ConnectSecondHalf=$((ports / 2)) \
			ConnectExhausted=3 &&
		columns destinations port=8080 usable=$ports time_wait=$ports peak=$ports \
			exhausted=3 refused_off=$((3 * ports)) &&
		counted EnterClose=$ports && as_ss
}

# from_elsewhere: another source address, or another destination port, has free ports
from_elsewhere()
{
	client_saw "connected 10" -b 127.0.0.2 -n 10 &&
		client_saw "connected 10" -p 8081 -n 10 &&
		columns destinations local=127.0.0.2 time_wait=10 &&
		columns destinations port=8081 time_wait=10
}

wider()
{
	inside sysctl -qw net.ipv4.ip_local_port_range="1024 $high"
	client_saw "connected 10" -n 10 &&
		equal usable $((high - 1024 + 1)) "$(column destinations usable local=127.0.0.2)"
	inside sysctl -qw net.ipv4.ip_local_port_range="$low $high"
}

# come_back: each port is free again 60 s after its connection was closed, and no sooner
come_back()
{
	equal ExitExpired 0 "$(counter ExitExpired)" || return
	wait_for 80 at_least ExitExpired 1
	echo "# the first port is free after $(($(seconds) - began)) s"
	[ $(($(seconds) - began)) -ge 60 ] && client_saw "connected 10" -n 10 || return
	wait_for 80 at_least ExitExpired "$ports"
	wait_for 80 as_ss && conserved && nothing_lost
}

plan 6

load
namespace ip_local_port_range="$low $high"
began=$(seconds)
check "the first half of the range" first_half
check "the second half" second_half
check "after $ports connections there is no port left" none_left
check "other addresses have ports of their own" from_elsewhere
check "a wider range has more" wider
check "60 s later they are free again" come_back

ktap_finished
