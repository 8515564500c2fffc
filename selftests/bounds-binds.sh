#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What failed bind() calls cost for a port that very many sockets in TIME_WAIT hold: for how
# long the kernel's list of these is locked, what the work item does in a second, and how long
# readers wait. The clock counts instructions, a million of them to a millisecond.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/bpftrace.sh"

held=6000		# sockets that hold the port
longest=100000		# instructions with the list locked; all of it takes a million
second=40000000		# instructions with it locked, in a second
reading=60		# milliseconds until a reader of this namespace has its numbers
other=2			# and of another one

# A server without SO_REUSEADDR closed first.
hold_port()
{
	conns -R -p 8080 -c 10000 -n $held sECeS
	equal "sockets that hold the port" $held "$(alive)"
}

# watch_locks: how long kernel threads keep a lock with bottom halves off
watch_locks()
{
	# shellcheck disable=SC2016 # bpftrace expands it, not the shell
	start_witness '
		kprobe:_raw_spin_lock_bh /strncmp(comm, "kworker", 7) == 0/ { @at[tid] = nsecs; }
		kprobe:_raw_spin_unlock_bh /@at[tid]/ {
			$held = nsecs - @at[tid];
			@longest = max($held);
			@all = sum($held);
			@parts = count();
			delete(@at[tid]);
		}
		END { clear(@at); }'
}

# at_most WHAT MOST NUMBER
at_most()
{
	echo "# $1: $3"
	awk -v most="$2" -v number="$3" 'BEGIN { exit !(number != "" && number <= most) }' ||
		{ echo "# $1: at most $2"; return 1; }
}

# One call after another asks for the same: all are counted, and few are examined.
same_call()
{
	local failed begin end

	watch_locks
	read -r begin _ < /proc/uptime
	failed=$(inside "$here/lib/binder.py" 8080 1 2000)
	equal EADDRINUSE 2000 "$failed" &&
		equal BindInTimeWait 2000 "$(counter BindInTimeWait)" && nothing_lost || return
	read -r end _ < /proc/uptime
	stop_witness
	echo "# $(saw parts) parts from $begin to $end"
	at_most "longest time locked" $longest "$(saw longest)" &&
		at_most "in all" $second "$(awk -v "all=$(saw all)" -v "begin=$begin" \
			-v "end=$end" 'BEGIN { print all / (int(end - begin) + 2) }')"
}

devices()
{
	local i

	for ((i = 1; i <= 200; i++)); do
		echo "link add dev$i type dummy"
	done | inside ip -batch -
}

# flood CALLS: different calls fail, while the work item can't run; then this namespace's
# numbers are read, and another's
flood()
{
	local failed mine others before

	before=$(($(counter BindInTimeWait) + $(counter BindLost)))

	sleep 2		# until there is a new budget
	read -r failed others mine < <(inside chrt -f 50 "$here/lib/bounds.py" flood "$1" 8080 \
		"$(ns=$elsewhere file twstat/counters)" "$(file twstat/counters)")
	equal EADDRINUSE "$1" "$failed" &&
		at_most "ms until another namespace's numbers are read" $other "$others" &&
		at_most "ms until these are read" $reading "$mine" &&
		equal "BindInTimeWait + BindLost" $((before + $1)) \
			$(($(counter BindInTimeWait) + $(counter BindLost))) &&
		echo "# BindLost $(counter BindLost)" && [ "$(counter BindLost)" -gt 0 ]
}

# The flood goes on while another namespace's calls fail.
other_calls()
{
	local many=$ns flood failed

	while :; do inside "$here/lib/bounds.py" flood 200 8080; done > /dev/null 2>&1 &
	flood=$!
	ns=$elsewhere
	conns -n 20 -c 20000 ceSEC
	failed=$(inside "$here/lib/binder.py" 20000 20 10)
	kill $flood
	wait $flood 2> /dev/null
	equal EADDRINUSE 200 "$failed" &&
		counted_ports BindAuto=1 BindInTimeWait=200 ConnectBound=20 && nothing_lost
	ns=$many
}

plan 5

load
namespace
elsewhere=$ns
namespace
check "$held sockets hold a port" hold_port
check "2000 equal calls" same_call
devices
check "200 different calls: some have no room" flood 200
check "2000 calls, 200 different ones" flood 2000
check "meanwhile no call of another namespace is lost" other_calls

ktap_finished
