#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Orphans in FIN_WAIT2: mini-sockets that are not in TIME_WAIT yet. Some get the peer's FIN,
# the others end after tcp_fin_timeout. Needs mode icount.

. "$(dirname "$0")/lib/lib.sh"

count=100
early=40

# The kernel makes most orphans mini-sockets, but if the peer's ACK comes during close(), the
# orphan stays a full socket. sockstat shows how many.
orphaned()
{
	minis=$(sockstat_tw)
	[ "$minis" -gt 0 ] &&
	equal ss "$1" "$(ss_count fin-wait-2)" &&
	equal FinWait2 "$minis" "$(gauge FinWait2)" &&
	equal TimeWait 0 "$(gauge TimeWait)"
}

promoted()
{
	equal FinWait2 0 "$(gauge FinWait2)" &&
	equal TimeWait $early "$(gauge TimeWait)" &&
	agreed
}

plan 10

load
for address in 127.0.0.1 ::1; do
	namespace tcp_fin_timeout=10

	hold -a $address -n $early CewS
	check "$address: ss sees $early in FIN_WAIT2" orphaned $early
	go_on
	check "$address: the FIN makes it TIME_WAIT" promoted
	check "$address: EnterFinWait2 and PromoteFinWait2" counted \
		EnterFinWait2="$minis" PromoteFinWait2="$minis" \
		EnterClose=$((early - minis))

	namespace tcp_fin_timeout=10
	hold -a $address -n $count CewS
	check "$address: ss sees $count in FIN_WAIT2" orphaned $count
	sleep 20
	check "$address: without a FIN they end" counted \
		EnterFinWait2="$minis" ExitFinWait2Expired="$minis"
	go_on
done

ktap_finished
