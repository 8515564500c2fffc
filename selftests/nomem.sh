#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# No memory for a mini-socket: DeniedNomem, and nothing else. No memory for the port of a
# connect(): ConnectNomem. Needs a kernel that can make allocations fail.

. "$(dirname "$0")/lib/lib.sh"

fail=/sys/kernel/debug/failslab
if [ ! -d $fail ]; then
	ktap_print_header
	ktap_skip_all "this kernel can't make allocations fail (CONFIG_FAILSLAB)"
	exit "$KSFT_SKIP"
fi

count=50

# failing SLAB: makes allocations from this cache fail, and no others
failing()
{
	echo 1 > "/sys/kernel/slab/$1/failslab"
	echo 1 > $fail/cache-filter
	echo 0 > $fail/ignore-gfp-wait
	echo 0 > $fail/verbose
	echo -1 > $fail/times
	echo 100 > $fail/probability
}

working()
{
	echo 0 > $fail/probability
	echo 0 > "/sys/kernel/slab/$1/failslab"
}

# portless ADDRESS: ConnectNomem is the number of the client's errors
portless()
{
	local told

	failing tcp_bind_bucket
	inside bash -c "for i in {1..$count}; do : <> /dev/tcp/$1/9; done" 2> /tmp/told
	working tcp_bind_bucket
	told=$(grep -c "connect: Cannot allocate memory" /tmp/told)
	equal told $count "$told" &&
		counted_ports ConnectAuto=$count ConnectNomem=$count
}

plan 4

load connect_result=1
for family in 4:127.0.0.1:tw_sock_TCP 6:::1:tw_sock_TCPv6; do
	slab=${family##*:}
	address=${family#*:}
	address=${address%:*}
	namespace
	failing "$slab"
	conns -a "$address" -n $count ceSEC
	working "$slab"
	check "$address: DeniedNomem is what the kernel denied" \
		kernel_denied $count DeniedNomem=$count
	namespace
	check "$address: ConnectNomem is the number of the client's errors" portless "$address"
done

ktap_finished
