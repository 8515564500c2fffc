#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TIME_WAIT, shown: only the side that closes first enters TIME_WAIT; the other side goes
# to CLOSED. (If both close at the same time, both enter: see simultaneous.sh.)

. "$(dirname "$0")/lib/lib.sh"

count=20

# only_side sport|dport: in all sockets that ss lists, this port is the server's
only_side()
{
	equal "time-wait $1" "$count of $count" \
		"$(inside ss -Htan state time-wait "$1" = :8080 | wc -l) of $(ss_count time-wait)"
}

plan 8

load
for address in 127.0.0.1 ::1; do
	namespace
	conns -a $address -p 8080 -n $count ceSEC
	check "$address: the client closes first, and is in TIME_WAIT" only_side dport
	check "$address: RoleActiveOpen" equal "Active Passive" "$count 0" \
		"$(counter RoleActiveOpen) $(counter RolePassiveOpen)"

	namespace
	conns -a $address -p 8080 -n $count sEcSC
	check "$address: the server closes first, and is in TIME_WAIT" only_side sport
	check "$address: RolePassiveOpen" equal "Active Passive" "0 $count" \
		"$(counter RoleActiveOpen) $(counter RolePassiveOpen)"
done

ktap_finished
