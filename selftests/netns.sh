#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A namespace sees its own numbers and no others; one that goes away with
# sockets in TIME_WAIT leaves nothing behind.

. "$(dirname "$0")/lib/lib.sh"

spaces=10
[ "$TWSTAT_KERNEL" != debug ] || spaces=3

churn_and_vanish()
{
	local i

	for ((i = 0; i < spaces; i++)); do
		namespace
		conns -n 100 ceSEC && conns -a ::1 -n 20 ceSEC || return
		vanish
	done
}

unmoved()
{
	counted EnterClose=30 ExitExpired="$(counter ExitExpired)" && conserved
}

plan 8

load
namespace
first=$ns
conns -n 30 ceSEC
namespace
conns -n 7 ceSEC
check "the second has its own" counted EnterClose=7
check "and agrees with its witnesses" agreed
ns=$first
check "the first has not seen them" counted EnterClose=30

check "$spaces namespaces vanish with sockets in TIME_WAIT" churn_and_vanish
check "ExitPurged, in the first namespace" \
	wait_for 60 all_purged $((120 * spaces))
ns=$first
check "others don't notice" unmoved
check "nor do they see ExitPurged" equal ExitPurged 0 "$(counter ExitPurged)"

# Their sockets are purged by the kernel a moment later. What the module had of
# them must be gone by now: unloading it is where a leak would show.
unload
check "the module unloads after them" equal loaded 1 "$(loaded; echo $?)"

ktap_finished
