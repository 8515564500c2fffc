#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TIME_WAIT, shown: the delayed segment. Data of an old connection that arrives in
# TIME_WAIT is answered with an ACK, and not delivered. Without TIME_WAIT, a new connection
# may have the same addresses and ports, and the data may lie in its window. Then modern
# kernels check its ACK number (RFC 5961 5.2) and its timestamp (RFC 7323 5). If it passes
# both, the new connection delivers old data.

. "$(dirname "$0")/lib/lib.sh"

# The server, which is the local end, closes the old connection. Its socket in TIME_WAIT is
# removed. A new connection begins at slightly lower sequence numbers.
renewed=(open close '<F.' '>F.' '<.' '!ss -HKtan state time-wait | sed "s/^/# /"'
	'>S,isn=-8' '<S.' '>.' accept)

# The delayed segment, at offset 3 of the window; and the data that fills the gap.
late="data=OLD,seq=3"
new=('>P.,data=new' '<.' read)

in_time_wait()
{
	wire -l "$v" open close '<F.' '>F.' '<.' '>P.,seq=-4,data=OLD' '<.' '<none' &&
		counted EnterClose=1 Extended=1 &&
		counted_segments SegOldData=1 SegOldDataBytes=3 AckSent=1
}

# delivers TEXT OPTION STEP...: the new connection's reader gets TEXT
delivers()
{
	local text=$1

	shift
	wire -l "$v" "$@" > /tmp/wire
	cat /tmp/wire
	equal delivered "# read $text" "$(grep '^# read' /tmp/wire)" &&
		counted EnterClose=1 ExitDestroyed=1
}

plan 8

load
for v in -4 -6; do
	namespace tcp_invalid_ratelimit=0
	check "$v TIME_WAIT: answered, and not delivered" in_time_wait

	namespace
	check "$v without TIME_WAIT: its ACK is too old" \
		delivers new -T "${renewed[@]}" ">P.,$late,ack=-10000000" '<.' "${new[@]}"

	namespace
	check "$v its ACK fits, but its timestamp is too old" \
		delivers new "${renewed[@]}" ">P.,$late,ts=-500" '<.' "${new[@]}"

	namespace
	check "$v its ACK fits, and there are no timestamps: old data is delivered" \
		delivers newOLD -T "${renewed[@]}" ">P.,$late" '<.' "${new[@]}"
done

ktap_finished
