#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The matrix of state transitions: transitions into a state less those out of it are what ss
# lists in it, for sockets held in each state; and which side closed first.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/loss.sh"
. "$(dirname "$0")/lib/matrix.sh"

# closed ACTIVE PASSIVE BOTH ABORTED: the counters Close* have these values
closed()
{
	equal "Active Passive Both Aborted" "$*" "$(counter CloseActive) $(
		counter ClosePassive) $(counter CloseBoth) $(counter CloseAborted)"
}

# In nft(8): pure ACKs.
acks="tcp flags & (fin|syn|rst|psh) == 0"

# half_open: a connected client, and a server that has not received its ACK
half_open()
{
	namespace
	lose "$acks"
	conns -a $address -p 8080 ceSEC &
	wait_for 60 has ESTAB 1 SYN-RECV 1 LISTEN 1
}

# went TAKEN DROPPED STATES...: these half-open connections were completed or dropped, and
# these sockets exist
went()
{
	wait_for 60 has "${@:3}" && requests "$1" "$2"
}

# gone_either_way: no socket is left. The half-open connection was completed or dropped:
# the client's FIN carries an ACK.
gone_either_way()
{
	wait_for 60 has && equal "NEW_SYN_RECV to SYN_RECV or CLOSE" 1 \
		$(($(moves NEW_SYN_RECV SYN_RECV) + $(moves NEW_SYN_RECV CLOSE)))
}

# half_opened DESCRIPTION TAKEN DROPPED STATES...: checks with went, then ends all
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
	check "$address: no answer to the SYN" wait_for 60 has SYN-SENT 1 LISTEN 1
	let_pass
	half_opened "half open, until the SYN is repeated" 1 0 TIME-WAIT 1

	half_open
	let_pass
	half_opened "half open, until the ACK comes" 1 0 TIME-WAIT 1
	half_open
	inside sysctl -qw net.ipv4.tcp_synack_retries=0
	half_opened "half open, until the timeout" 0 1 ESTAB 1 LISTEN 1
	half_open
	inside ss -HK state established > /dev/null
	half_opened "half open, until an RST comes" 0 1 LISTEN 1
	half_open
	inside ss -HK state syn-recv > /dev/null
	half_opened "half open, until ss -K" 0 1 ESTAB 1 LISTEN 1
	half_open
	pkill -x conns
	check "$address: half open, and both processes end" gone_either_way

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
	# The first FIN is lost: its client stays in FIN_WAIT1, and conns waits.
	echo >&9
	check "$address: closed, but the FIN is lost" wait_for 60 \
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
	# The delay makes the FINs cross; segments sent after them are lost.
	inside tc qdisc add dev lo root netem delay 10s
	hold_on
	lose
	check "$address: both close, and the ACKs of the FINs are lost" wait_for 60 \
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
