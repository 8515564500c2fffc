#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A namespace at its tcp_max_tw_buckets: further sockets close without TIME_WAIT, as many as
# TCPTimeWaitOverflow says.

. "$(dirname "$0")/lib/lib.sh"

limit=50
count=200

plan 7

load
for address in 127.0.0.1 ::1; do
	namespace tcp_max_tw_buckets=$limit
	conns -a $address -n $count ceSEC
	check "$address: DeniedLimit is what the kernel denied" \
		kernel_denied $((count - limit)) EnterClose=$limit DeniedLimit=$((count - limit))
	check "$address: the others are in TIME_WAIT" agreed
	check "$address: a peak of $limit" equal peak $limit "$(gauge TimeWait peak)"
done

# Denials before the module was loaded are not counted.
unload
load
check "denied before: not counted" counted Adopted=$limit

ktap_finished
