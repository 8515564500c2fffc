#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TIME_WAIT, shown: a new SYN with a higher sequence number or a newer timestamp
# reopens the tuple at once (RFC 9293 3.10.7.4, RFC 6191); an old one does not, and
# neither does one with an old timestamp (PAWS).

. "$(dirname "$0")/lib/lib.sh"

# syn SEGMENT ANSWER COUNTER...: in TIME_WAIT, the server listens
syn()
{
	local segment=$1 answer=$2

	shift 2
	wire -l "$v" "${timestamps[@]}" open close '<F.' '>F.' '<.' "$segment" "$answer" \
		'<none' && counted EnterClose=1 "$@"
}

plan 10

load
for v in -4 -6; do
	timestamps=(-T)
	namespace
	check "$v a higher sequence number reopens" syn '>S' '<S.' ExitReopened=1
	namespace
	check "$v a lower one does not" syn '>S,seq=-100' '<.'

	timestamps=()
	namespace
	check "$v a lower one with a newer timestamp does" \
		syn '>S,seq=-100' '<S.' ExitReopened=1
	namespace
	check "$v a lower one with an old timestamp does not" \
		syn '>S,seq=-100,ts=-50' '<.' Extended=1
	namespace
	check "$v nor does a higher one with an old timestamp" \
		syn '>S,isn=1000,ts=-50' '<.' Extended=1
done

ktap_finished
