#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TIME_WAIT, shown: the lost last ACK. Who closed last waits for the ACK of its FIN
# and repeats the FIN until it comes. TIME_WAIT is there to answer. Without it the
# FIN meets an RST; and a new SYN that meets a peer still in LAST_ACK gets an ACK of
# the old connection, answers with an RST, and has to try again.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/loss.sh"

# The client is in TIME_WAIT, its last ACK is lost, the server in LAST_ACK: of what it
# sends, pure ACKs don't get through.
lose_last_ack()
{
	hold -a $address -p 8080 cewSE
	lose tcp dport 8080 tcp flags == ack
	go_on
	equal "server" 1 "$(ss_count last-ack)" && equal client 1 "$(ss_count time-wait)"
}

no_last_ack()
{
	[ "$(ss_count last-ack)" = 0 ]
}

# Each FIN that came again was answered, and started 2MSL again.
answered()
{
	local fins

	wait_for 30 no_last_ack || return
	fins=$(counter SegFin)
	[ "$fins" -ge 1 ] && counted EnterClose=1 Extended="$fins" &&
		counted_segments SegFin="$fins" AckSent="$fins"
}

# The server was reset, in a state where that is no error. Its FIN may have come again
# before TIME_WAIT was removed.
server_reset()
{
	wait_for 30 no_last_ack && equal OutRsts 1 "$(kernel_counter TcpOutRsts)" &&
		counted EnterClose=1 ExitDestroyed=1 "Extended=$(counter SegFin)"
}

meets_last_ack()
{
	wire -l "$v" open '>F.' '<.' close '<F.' '>S' '<.' '>R,seq=-1000001' '<none' \
		'>S,seq=-1' '<S.'
}

plan 8

load
for address in 127.0.0.1 ::1; do
	namespace
	check "$address: the last ACK is lost" lose_last_ack
	let_pass
	check "$address: TIME_WAIT answers the FIN again, the peer closes" answered

	namespace
	lose_last_ack
	destroy
	let_pass
	check "$address: without TIME_WAIT it meets an RST" server_reset
done

for v in -4 -6; do
	namespace
	check "$v a new SYN meets LAST_ACK" meets_last_ack
done

ktap_finished
