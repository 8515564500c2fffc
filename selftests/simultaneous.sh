#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Both sides send their FIN before they receive the other's: both go through CLOSING, and
# both enter TIME_WAIT.

. "$(dirname "$0")/lib/lib.sh"

count=20

both_wait()
{
	[ "$(sockstat_tw)" = $((2 * count)) ]
}

plan 8

load
for address in 127.0.0.1 ::1; do
	namespace
	# The delay makes the FINs cross.
	inside tc qdisc add dev lo root netem delay 100ms
	conns -a $address -n $count csEe
	check "$address: both ends are in TIME_WAIT" wait_for 20 both_wait
	check "$address: EnterSimultaneous, twice a connection" counted \
		EnterSimultaneous=$((2 * count))
	check "$address: as ss lists them" agreed
	check "$address: CloseBoth, and neither side first" equal \
		"Active Passive Both" "0 0 $((2 * count))" \
		"$(counter CloseActive) $(counter ClosePassive) $(counter CloseBoth)"
done

ktap_finished
