#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The matrix of transitions: what came into a state less what left it is what ss
# lists in it, for sockets held in each of the states; and who closed first.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/loss.sh"
. "$(dirname "$0")/lib/matrix.sh"

# closed ACTIVE PASSIVE BOTH ABORTED
closed()
{
	equal "Active Passive Both Aborted" "$*" "$(counter CloseActive) $(
		counter ClosePassive) $(counter CloseBoth) $(counter CloseAborted)"
}

# those that have nothing but an ACK
acks="tcp flags & (fin|syn|rst|psh) == 0"

# half_open: a client that is connected, and a server that has not seen its ACK
half_open()
{
	namespace
	lose "$acks"
	conns -a $address -p 8080 ceSEC &
	wait_for 60 has ESTAB 1 SYN-RECV 1 LISTEN 1
}

# went TAKEN DROPPED STATES...: what became of requests, and what is there now
went()
{
	wait_for 60 has "${@:3}" && requests "$1" "$2"
}

# gone_either_way: nothing is left, and the request went one way or the other: the
# client's FIN has an ACK
gone_either_way()
{
	wait_for 60 has && equal "NEW_SYN_RECV to SYN_RECV or CLOSE" 1 \
		$(($(moves NEW_SYN_RECV SYN_RECV) + $(moves NEW_SYN_RECV CLOSE)))
}

# half_opened DESCRIPTION TAKEN DROPPED STATES...: then it is over
half_opened()
{
	check "$address: $1" went "${@:2}"
	stop_jobs
}

count=5

plan 38

load
for address in 127.0.0.1 ::1; do
	namespace
	lose
	conns -a $address -p 8080 ceSEC &
	check "$address: nobody answers the SYN" wait_for 60 has SYN-SENT 1 LISTEN 1
	let_pass
	half_opened "until it comes again" 1 0 TIME-WAIT 1

	half_open
	let_pass
	half_opened "half open, until the ACK comes" 1 0 TIME-WAIT 1
	half_open
	inside sysctl -qw net.ipv4.tcp_synack_retries=0
	half_opened "half open, until it takes too long" 0 1 ESTAB 1 LISTEN 1
	half_open
	inside ss -HK state established > /dev/null
	half_opened "half open, until an RST comes" 0 1 LISTEN 1
	half_open
	inside ss -HK state syn-recv > /dev/null
	half_opened "half open, until somebody destroys it" 0 1 ESTAB 1 LISTEN 1
	half_open
	pkill -x conns
	check "$address: half open, and both processes go" gone_either_way

	namespace tcp_fastopen=3
	conns -a $address -k fastopen ceSEC
	lose "$acks"
	hold -a $address -p 8080 -k fastopen wceSEC
	check "$address: accepted with its SYN" has ESTAB 1 SYN-RECV 1 \
		TIME-WAIT 1 LISTEN 1
	let_pass
	go_on

	namespace
	hold -a $address -n $count -p 8080 wcew
	check "$address: connected" has ESTAB $((2 * count)) LISTEN 1
	lose
	# The FIN is lost, and so it waits for the other side to see it.
	echo >&9
	check "$address: closed, but the peer doesn't know" wait_for 60 \
		has ESTAB $((2 * count - 1)) FIN-WAIT-1 1 LISTEN 1
	let_pass
	holds=2
	wait_for 60 holding
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
	hold -a $address -n $count -p 8080 wcsw
	# FINs are on their way for as long as this, so that they cross; and nothing
	# that is sent after them arrives.
	inside tc qdisc add dev lo root netem delay 10s
	hold_on
	lose
	check "$address: both close, and don't know that the other knows" wait_for 60 \
		has LISTEN 1 CLOSING $((2 * count))
	let_pass
	go_on

	namespace
	conns -a $address -n $count ceSEC
	check "$address: TIME_WAIT" went $count 0 TIME-WAIT $count
	destroy
	conns -a $address -n $count r
	check "$address: nothing is left" has
	check "$address: closed by RST" closed $count $count 0 $((2 * count))

	namespace tcp_max_tw_buckets=3
	conns -a $address -n $count ceSEC
	check "$address: denied TIME_WAIT" has TIME-WAIT 3
done

ktap_finished
