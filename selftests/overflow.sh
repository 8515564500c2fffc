#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A namespace at its tcp_max_tw_buckets: who asks for more gets no TIME_WAIT,
# and TCPTimeWaitOverflow says the same.

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
	check "$address: the others are there" agreed
	check "$address: a peak of $limit" equal peak $limit "$(gauge TimeWait peak)"
done

# Denials from before are not ours.
unload
load
check "denied before: not counted" counted Adopted=$limit

ktap_finished
