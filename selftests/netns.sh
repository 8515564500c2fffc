#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A namespace has its own numbers only. A namespace that is removed with sockets in TIME_WAIT
# leaves nothing behind.

. "$(dirname "$0")/lib/lib.sh"

spaces=10
[ "$TWSTAT_KERNEL" != debug ] || spaces=3

# in_kernel COUNT: the kernel has so many sockets in TIME_WAIT
in_kernel()
{
	read_sockstat
	equal "tw of sockstat" "$1" "$in_time_wait"
}

# The last FIN may still be on its way when its program ends: what is no socket in TIME_WAIT
# yet would be ended as a full socket.
churn_and_vanish()
{
	local i

	for ((i = 0; i < spaces; i++)); do
		namespace
		conns -n 100 ceSEC && conns -a ::1 -n 20 ceSEC &&
			wait_for 30 in_kernel 120 || return
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
check "the second agrees with its witnesses" agreed
ns=$first
check "the first does not count them" counted EnterClose=30

check "$spaces namespaces vanish with sockets in TIME_WAIT" churn_and_vanish
check "ExitPurged, in the first namespace" \
	wait_for 60 all_purged $((120 * spaces))
ns=$first
check "counters of the others do not move" unmoved
check "the others have no ExitPurged" equal ExitPurged 0 "$(counter ExitPurged)"

# The kernel purges their sockets a moment later. The module must have freed its entries by
# now: a leak would show when it is unloaded.
unload
check "the module unloads" equal loaded 1 "$(loaded; echo $?)"

ktap_finished
