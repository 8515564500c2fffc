#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A transparent proxy: for a SYN, netfilter finds the listener itself, and ends the socket in
# TIME_WAIT before TCP sees the segment.

. "$(dirname "$0")/lib/lib.sh"

# judged: prints how many segments TCP has processed for sockets in TIME_WAIT
judged()
{
	awk '$1 == "tcp_timewait_state_process" { print $6; exit }' \
		/proc/net/twstat/hooks
}

# proxied FAMILY STEP...: runs peer in a new namespace whose proxy is the listener
proxied()
{
	local v=$1 family=ip

	shift
	[ "$v" = -4 ] || family=ip6
	inside nft "add table $family proxy; add chain $family proxy in { type filter \
		hook prerouting priority mangle; }; add rule $family proxy in tcp \
		dport 8080 tproxy to :8080 accept"
	wire "$v" -l -t open close '<F.' "$@"
}

# reopened_past_tcp FAMILY ENTERED STEP...: the SYN reopened the tuple, and TCP did not
# process it for the socket in TIME_WAIT
reopened_past_tcp()
{
	local before

	before=$(judged)
	proxied "$1" "${@:3}" '>S' '<S.' && counted "$2=1" ExitReopened=1 &&
		counted_segments && conserved && equal judged "$before" "$(judged)"
}

not_reopened()
{
	proxied "$1" '>F.' '<.' '>F.,seq=-1' '<.,seq=0,ack=0' &&
		counted EnterClose=1 Extended=1 &&
		counted_segments SegFin=1 AckSent=1 && conserved
}

plan 6

load
for v in -4 -6; do
	namespace
	check "$v a new SYN reopens the tuple" reopened_past_tcp $v EnterClose '>F.' '<.'
	namespace
	check "$v in FIN_WAIT2 too" reopened_past_tcp $v EnterFinWait2 '>.'
	namespace
	check "$v a FIN goes to the socket in TIME_WAIT" not_reopened $v
done

ktap_finished
