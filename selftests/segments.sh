#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Segments to a socket in TIME_WAIT or FIN_WAIT2: the counters that each one moves, and how
# the kernel answers. The peer sees the answers on the wire.

. "$(dirname "$0")/lib/lib.sh"

# segment WHAT SEGMENTS OTHERS STEP...: a new connection that the local end closes first,
# then these steps. They move SEGMENTS of the group segments, and OTHERS, besides the birth,
# of the group life.
segment()
{
	local what=$1 segments=$2 others=$3

	shift 3
	namespace tcp_invalid_ratelimit="$limit" tcp_rfc1337="$rfc1337"
	check "$v $what" moved "$segments" "$others" "$v" "$@"
}

# shellcheck disable=SC2086 # words NAME=VALUE
moved()
{
	local segments=$1 others=$2

	shift 2
	wire "$@" && counted_segments $segments && counted $others && conserved
}

limit=0 rfc1337=0

# The local end is in TIME_WAIT; or an orphan in FIN_WAIT2.
wait=(open close '<F.' '>F.' '<.')
half=(open close '<F.' '>.')
tw=EnterClose=1
fw="EnterFinWait2=1"

# kernel_said NAME VALUE: the kernel's counter after the last segment
kernel_said()
{
	check "$v and $1 of the kernel says so" equal "$1" "$2" \
		"$(kernel_counter "$1")"
}

plan 54

load
for v in -4 -6; do
	segment "a repeated FIN" "SegFin=1 AckSent=1" "$tw Extended=1" \
		"${wait[@]}" '>F.,seq=-1' '<.,seq=0,ack=0' '<none'
	segment "old data" "SegOldData=1 SegOldDataBytes=2 AckSent=1" "$tw Extended=1" \
		"${wait[@]}" '>P.,seq=-3,len=2' '<.' '<none'
	segment "a pure ACK, as expected" "SegOldAck=1" "$tw Extended=1" \
		"${wait[@]}" '>.' '<none'
	segment "a pure ACK, out of order" "SegOldAck=1 AckSent=1" "$tw Extended=1" \
		"${wait[@]}" '>.,seq=-1' '<.' '<none'
	segment "an old SYN" "SegSynRefused=1 SynRefusedSequence=1 AckSent=1" "$tw" \
		"${wait[@]}" '>S,seq=-100,no-ts' '<.' '<none'
	segment "a SYN with an old timestamp" \
		"SegSynRefused=1 SynRefusedTimestamp=1 AckSent=1" "$tw Extended=1" \
		"${wait[@]}" '>S,seq=-100,ts=-50' '<.' '<none'
	segment "a new SYN without a listener" \
		"SegSynRefused=1 SynRefusedClosed=1 AckSent=1" "$tw" \
		"${wait[@]}" '>S' '<.' '<none'
	segment "the same, and ss -K afterwards" \
		"SegSynRefused=1 SynRefusedClosed=1 AckSent=1" \
		"$tw ExitDestroyed=1" "${wait[@]}" '>S' '<.' \
		'!ss -HKtan state time-wait > /dev/null'
	segment "two new SYNs, and ss -K afterwards" \
		"SegSynRefused=2 SynRefusedClosed=2 AckSent=2" "$tw ExitDestroyed=1" \
		"${wait[@]}" '>S' '<.' '>S' '<.' \
		'!ss -HKtan state time-wait > /dev/null'
	segment "a new SYN, and a listener" "" "$tw ExitReopened=1" \
		-l "${wait[@]}" '>S' '<S.'
	segment "data with an old timestamp" "SegPaws=1 AckSent=1" "$tw Extended=1" \
		"${wait[@]}" '>P.,seq=-3,len=2,ts=-50' '<.' '<none'
	kernel_said TcpExtPAWSEstab 1
	segment "an RST" "" "$tw ExitRst=1" "${wait[@]}" '>R' '<none'
	segment "an RST out of order" "SegRstIgnored=1" "$tw" \
		"${wait[@]}" '>R,seq=5' '<none'
	rfc1337=1
	segment "an RST, with tcp_rfc1337" "SegRstIgnored=1" "$tw" \
		"${wait[@]}" '>R' '<none'
	rfc1337=0
	segment "only URG" "SegOther=1 AckSent=1" "$tw" \
		"${wait[@]}" '>U,seq=-1' '<.' '<none'
	limit=500
	segment "too many segments: an ACK is suppressed" \
		"SegOldAck=2 AckSent=1 AckLimited=1" "$tw Extended=2" \
		"${wait[@]}" '>.,seq=-1' '<.' '>.,seq=-1' '<none'
	kernel_said TcpExtTCPACKSkippedTimeWait 1
	limit=0

	segment "FIN_WAIT2: the FIN" "AckSent=1" "$fw PromoteFinWait2=1" \
		"${half[@]}" '>F.' '<.' '<none'
	segment "FIN_WAIT2: a repeated ACK" "SegOldAck=1" "$fw" \
		"${half[@]}" '>.' '<none'
	segment "FIN_WAIT2: an ACK out of order" "SegOldAck=1 AckSent=1" "$fw" \
		"${half[@]}" '>.,seq=-1' '<.' '<none'
	segment "FIN_WAIT2: old data" \
		"SegOldData=1 SegOldDataBytes=2 AckSent=1" "$fw" \
		"${half[@]}" '>P.,seq=-3,len=2' '<.' '<none'
	segment "FIN_WAIT2: data after close" "" "$fw ExitReset=1" \
		"${half[@]}" '>P.,len=5' '<R' '<none'
	segment "FIN_WAIT2: a SYN in the window" "" "$fw ExitReset=1" \
		"${half[@]}" '>S,seq=0' '<R.' '<none'
	segment "FIN_WAIT2: an RST" "" "$fw ExitRst=1" \
		"${half[@]}" '>R' '<none'
	limit=500
	segment "FIN_WAIT2: too many segments" \
		"SegOldAck=2 AckSent=1 AckLimited=1" "$fw" \
		"${half[@]}" '>.,seq=-1' '<.' '>.,seq=-1' '<none'
	kernel_said TcpExtTCPACKSkippedFinWait2 1
	limit=0
done

ktap_finished
