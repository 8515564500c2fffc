#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The matrix of transitions: what came into a state less what left it is what ss
# lists in it, for sockets held in each of the states; and who closed first.

. "$(dirname "$0")/lib.sh"

# Of what ss lists and then of our matrix: prints the states that have sockets, and a
# comment where the two don't agree. The first row is of no state; then they are as
# in the header.
# shellcheck disable=SC2016 # this is for awk
compare='
	FILENAME == "-" { listed[$1]++; next }
	FNR == 1 { for (i = 2; i <= NF; i++) state[i] = $i; next }
	{ for (i = 2; i <= NF; i++) { n[i] += $i; n[FNR - 1] -= $i } }
	END {
		for (i = 2; i in state; i++) {
			name = state[i]
			sub("ESTABLISHED", "ESTAB", name)
			sub("WAIT1", "WAIT_1", name)
			sub("WAIT2", "WAIT_2", name)
			gsub("_", "-", name)
			if (name == "CLOSE")
				continue
			if (n[i] + 0 != listed[name] + 0)
				print "# " name ": " n[i] ", should be " listed[name] + 0
			else if (n[i])
				print name, n[i]
		}
	}'

# has [STATE COUNT]...: there are as many sockets in these states, and in no other
has()
{
	local states

	mapfile -t states < <(inside ss -Htan |
		awk "$compare" - "$(file twstat/states)")
	equal sockets "$*" "${states[*]}"
}

# closed ACTIVE PASSIVE BOTH ABORTED
closed()
{
	equal "Active Passive Both Aborted" "$*" "$(counter CloseActive) $(
		counter ClosePassive) $(counter CloseBoth) $(counter CloseAborted)"
}

# Nothing gets through to the other side meanwhile.
lose()
{
	inside nft "add table inet lose; add chain inet lose out { type filter hook \
		output priority 0; }; add rule inet lose out meta l4proto tcp drop"
}

let_pass()
{
	inside nft delete table inet lose
}

count=5

plan 20

load
for address in 127.0.0.1 ::1; do
	namespace
	hold -a $address -n $count -p 8080 wcew
	check "$address: connected" has ESTAB $((2 * count)) LISTEN 1
	lose
	# The FIN is lost, and so it waits for the other side to see it.
	echo >&9
	check "$address: closed, but the peer doesn't know" wait_for 20 \
		has ESTAB $((2 * count - 1)) FIN-WAIT-1 1 LISTEN 1
	let_pass
	holds=2
	wait_for 20 holding
	check "$address: closed on one side" has FIN-WAIT-2 $count \
		CLOSE-WAIT $count LISTEN 1
	go_on
	check "$address: we closed first" closed $count $count 0 0

	namespace
	hold -a $address -n $count -p 8080 Cew
	check "$address: a mini-socket in FIN_WAIT2" has FIN-WAIT-2 $count \
		CLOSE-WAIT $count LISTEN 1
	lose
	go_on
	check "$address: the peer's last ACK never comes" has FIN-WAIT-2 $count \
		LAST-ACK $count

	namespace
	conns -a $address -n $count ceSEC
	check "$address: TIME_WAIT" has TIME-WAIT $count
	inside ss -K -tan state time-wait > /dev/null
	conns -a $address -n $count r
	check "$address: nothing is left" has
	check "$address: closed by RST" closed $count $count 0 $((2 * count))

	namespace
	inside sysctl -qw net.ipv4.tcp_max_tw_buckets=3
	conns -a $address -n $count ceSEC
	check "$address: denied TIME_WAIT" has TIME-WAIT 3
done

ktap_finished
