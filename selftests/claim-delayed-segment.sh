#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TIME_WAIT, shown: the delayed segment. Data of an old connection that arrives in
# TIME_WAIT is answered with an ACK and delivered to nobody. Without TIME_WAIT, when
# the same addresses and ports have a new connection and the data lies in its window,
# it depends: modern kernels look at the ACK it carries (RFC 5961 5.2), and at its
# timestamp (RFC 7323 5). If it passes both, the new connection delivers old data.

. "$(dirname "$0")/lib/lib.sh"

# The old connection, closed by the server, which is the local end; its socket in
# TIME_WAIT is removed; a new connection begins at sequence numbers a little lower.
renewed=(open close '<F.' '>F.' '<.' '!ss -HKtan state time-wait | sed "s/^/# /"'
	'>S,isn=-8' '<S.' '>.' accept)

# What then arrives, at an offset of 3 in the window, and what fills the gap.
late="data=OLD,seq=3"
new=('>P.,data=new' '<.' read)

in_time_wait()
{
	wire -l "$v" open close '<F.' '>F.' '<.' '>P.,seq=-4,data=OLD' '<.' '<none' &&
		counted EnterClose=1 Extended=1 &&
		counted_segments SegOldData=1 SegOldDataBytes=3 AckSent=1
}

# delivers TEXT OPTION STEP...: that is what the new connection's reader gets
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
	check "$v TIME_WAIT: answered, and delivered to nobody" in_time_wait

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
