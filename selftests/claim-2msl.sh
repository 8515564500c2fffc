#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TIME_WAIT, shown: it lasts 2MSL, which is 60 s on Linux, and a late FIN restarts it.
# Needs mode icount.

. "$(dirname "$0")/lib/lib.sh"

late_fin()
{
	wire "$v" open close '<F.' '>F.' '<.' '!sleep 50' '>F.,seq=-1' '<.' \
		'!sleep 50; ss -Htan state time-wait | grep -q .' &&
		counted EnterClose=1 Extended=1 && counted_segments SegFin=1 AckSent=1
}

gone()
{
	sleep 18
	counted EnterClose=1 Extended=1 ExitExpired=1 && agreed
}

plan 4

load
for v in -4 -6; do
	namespace
	check "$v 100 s later, after a FIN at 50 s, it is still there" late_fin
	check "$v 2MSL after that FIN it has expired" gone
done

ktap_finished
