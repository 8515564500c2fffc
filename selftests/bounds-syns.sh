#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What a reader pays for a SYN that may reopen a tuple, when it is not yet known whether it
# does: little more than without one. A remote peer can send such SYNs at any time.

. "$(dirname "$0")/lib/lib.sh"

most=15			# microseconds of CPU time: thousands of instructions
wait=(open close '<F.' '>F.' '<.')

# cost [SEGMENT ANSWER]: sets $cost to the CPU time of a read after the segment
cost()
{
	local steps=()

	[ $# = 0 ] || steps=("$@")
	wire "${wait[@]}" "${steps[@]}" "!$here/lib/bounds.py read $(file twstat/counters) 1 > /tmp/cost" &&
		cost=$(cat /tmp/cost)
}

# The lowest of three, since the first run of a program costs more.
lowest()
{
	local i

	lowest=
	for i in 1 2 3; do
		cost "$@" || return
		[ -n "$lowest" ] && [ "$lowest" -le "$cost" ] || lowest=$cost
	done
}

pending_costs()
{
	local without

	lowest && without=$lowest && lowest '>S' '<.' || return
	echo "# CPU time of a read, in us: $without, and $lowest with a pending SYN"
	[ $((lowest - without)) -le $most ] &&
		counted_segments AckSent=3 SegSynRefused=3 SynRefusedClosed=3
}

plan 1

load
namespace tcp_invalid_ratelimit=0
check "a pending SYN" pending_costs

ktap_finished
