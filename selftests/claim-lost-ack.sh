#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TIME_WAIT, shown: the lost last ACK. The side that closes last waits for the ACK of its
# FIN, and repeats the FIN until the ACK comes. A socket in TIME_WAIT answers the repeated
# FIN. Without it, the FIN gets an RST. And a new SYN to a peer still in LAST_ACK gets an ACK
# of the old connection, answers it with an RST, and has to be sent again.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/loss.sh"

# lose_last_ack: drops the client's pure ACKs: the client is in TIME_WAIT, the server in
# LAST_ACK
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

# answered: each repeated FIN was answered, and restarted 2MSL
answered()
{
	local fins

	wait_for 30 no_last_ack || return
	fins=$(counter SegFin)
	[ "$fins" -ge 1 ] && counted EnterClose=1 Extended="$fins" &&
		counted_segments SegFin="$fins" AckSent="$fins"
}

# server_reset: the server got an RST, which in LAST_ACK is not an error. It may have
# repeated its FIN before TIME_WAIT was removed.
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
	check "$address: TIME_WAIT answers the repeated FIN, the peer closes" answered

	namespace
	lose_last_ack
	destroy
	let_pass
	check "$address: without TIME_WAIT the repeated FIN gets an RST" server_reset
done

for v in -4 -6; do
	namespace
	check "$v a new SYN to a peer in LAST_ACK" meets_last_ack
done

ktap_finished
