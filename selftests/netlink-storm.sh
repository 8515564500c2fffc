#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Listeners that come and go while destinations change on two CPUs.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/listen.sh"

# What happens after that is told, and how often it did, exactly.
under_load()
{
	local jobs i

	for i in 1 2; do
		(for ((;;)); do
			conns -p 808$i -l 0.0.0.0 -d 40 -n 40 ceSEC
		done) &
		jobs+=" $!"
	done
	for i in 1 2 3; do
		subscribe destinations || return
	done
	# shellcheck disable=SC2086 # they are words
	kill $jobs
	# shellcheck disable=SC2086
	wait $jobs 2> /dev/null
	wait_for 20 all_closed
	few_ports
	fill 100
	wait_for 20 received "$up" '"ports": 100|"ports": [89].' '"usable": 100' || return
	fill 100
	wait_for 20 all_told 100 || return
	hush
	conserved && agreed && nothing_lost
}

# Changes of a namespace may be listed when it goes away, and when the module does.
gone()
{
	few_ports
	subscribe destinations || return
	fill 105
	hush
	vanish
	unload && load
}

plan 2

load
namespace
check "listeners come and go under load" under_load
namespace
check "a namespace and the module go away meanwhile" gone

ktap_finished
