#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What twstat costs in memory, by the kernel's own accounts: little for a namespace without TCP,
# and after a burst no more than before. Still nothing is lost: not the first event of a
# namespace, and no destination while a table grows.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/endpoints.sh"

idle=100	# namespaces without TCP
most=1400	# bytes for each of them, without its files: below 1024, and what else moves
files=10		# a folder and files, in /proc
spare=32	# blocks for namespaces that begin to use TCP
[ "$TWSTAT_KERNEL" != debug ] || idle=40

# in_slabs: prints the size of all objects that kmalloc() and /proc have allocated
in_slabs()
{
	local cache

	# Free objects that a CPU has at hand count as allocated.
	for cache in /sys/kernel/slab/kmalloc-[0-9]* /sys/kernel/slab/proc_dir_entry; do
		echo 1 > "$cache/shrink"
	done
	awk '$1 ~ /^(kmalloc-[0-9]+k?|proc_dir_entry)$/ { sum += $2 * $4 }
		END { print sum }' /proc/slabinfo
}

# sleeps PID: the process has its namespace, and sleeps
sleeps()
{
	[ "$(< "/proc/$1/comm")" = sleep ]
}

# spaces COUNT: makes namespaces without TCP, each with a process; sets $pids
spaces()
{
	local i

	pids=()
	for ((i = 0; i < $1; i++)); do
		unshare -n sleep 100000 &
		pids+=($!)
	done
	for i in "${pids[@]}"; do
		wait_for 20 sleeps "$i" || return
	done
}

no_spaces()
{
	kill "${pids[@]}"
	wait "${pids[@]}" 2> /dev/null
	# The kernel removes them a moment later.
	pause 10
}

# cost: sets $cost to what the kernel allocates for each of $idle namespaces, in bytes
cost()
{
	local before

	before=$(in_slabs)
	spaces $idle || return
	cost=$((($(in_slabs) - before) / idle))
	no_spaces
}

little()
{
	local plain entry

	# What the kernel allocates with the first namespaces stays.
	cost && cost || return
	plain=$cost
	load
	cost || return
	unload
	entry=$(awk '$1 == "proc_dir_entry" { print $4 }' /proc/slabinfo)
	echo "# each namespace: $plain bytes, $((cost - plain)) more with the module," \
		"of which its $files entries in /proc take $((files * entry))"
	[ $((cost - plain - files * entry)) -lt $most ]
}

# blocks: prints how many blocks there are, by the kernel's list of their largest part
blocks()
{
	grep -c 'twstat_block_alloc.*\[twstat\]' /proc/vmallocinfo
}

# The first namespace has one, too.
few_blocks()
{
	spaces $((spare + 10)) || return
	equal blocks $((spare + 1)) "$(blocks)" || return
	no_spaces
	equal "blocks without namespaces" 1 "$(blocks)"
}

# One more namespace than there are spare blocks, and one after the other uses TCP.
first_events()
{
	local spaces=() i

	for ((i = 0; i <= spare; i++)); do
		namespace
		spaces+=("$ns")
	done
	equal blocks $((spare + 1)) "$(blocks)" || return
	for ns in "${spaces[@]}"; do
		conns ceSEC
	done
	for ns in "${spaces[@]}"; do
		counted EnterClose=1 && counted_ports ConnectAuto=1 BindAuto=1 && nothing_lost && agreed &&
			equal SYN_SENT 1 "$(transition CLOSE SYN_SENT)" || return
	done
}

# transition FROM TO: prints its count
transition()
{
	awk -v from="$1" -v to="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$1 == from { print $at[to] }' "$(file twstat/states)"
}

# What was lost was counted.
first_at_once()
{
	local spaces=() jobs=() i lost=0

	for ((i = 0; i < at_once; i++)); do
		namespace
		spaces+=("$ns")
	done
	for ns in "${spaces[@]}"; do
		conns -n 5 ceSEC &
		jobs+=($!)
	done
	wait "${jobs[@]}"
	for ns in "${spaces[@]}"; do
		if [ "$(counter TrackFailed)" != 0 ]; then
			lost=$((lost + 1))
		else
			equal EnterClose 5 "$(counter EnterClose)" && agreed || return
		fi
		conserved || return
	done
	echo "# $lost of $at_once namespaces have lost events"
	[ $lost -lt $((at_once / 4)) ]
}

# unaccounted: prints the KiB that are in use, but by none of these, and are not free pages
# that a CPU has at hand
unaccounted()
{
	awk '
		/^MemTotal:/ { sum += $2 }
		/^(MemFree|Buffers|Cached|SwapCached|AnonPages|Slab|KernelStack):/ { sum -= $2 }
		/^(PageTables|SecPageTables|Percpu|VmallocUsed):/ { sum -= $2 }
		$1 == "count:" { sum -= 4 * $2 }
		END { print sum }' /proc/meminfo /proc/zoneinfo
}

# told: prints the KiB of entries, destinations and services, by config-get
told()
{
	"$here/twstat" -j config | jq '(."memory-entries" + ."memory-endpoints") / 1024 | floor'
}

# given_back KIB: no more memory is in use than that
given_back()
{
	[ "$(unaccounted)" -le "$1" ]
}

# 10,000 destinations and services, of which 4,096 each are kept, and as many entries
burst()
{
	local before during told difference

	conns -p 8079 -l 0.0.0.0 -d 100 -n 100 ceSEC
	before=$(unaccounted)
	told=$(told)
	conns -p 8080 -l 0.0.0.0 -d 10000 -n 10000 ceSEC
	during=$(unaccounted)
	told=$(($(told) - told))
	difference=$((during - before - told))
	echo "# $((during - before)) KiB more during the burst; config-get tells $told"
	[ ${difference#-} -lt $((told / 8)) ] || return
	wait_for 80 at_least ExitExpired 10000 || return
	# Four tenths of what the burst took is for destinations and services that are kept.
	wait_for 60 given_back $((during - (during - before) / 2)) &&
		echo "# $(($(unaccounted) - before)) KiB more after it" && nothing_lost && conserved && agreed
}

# Each dump has all destinations of the one before, once: none is evicted.
while_it_grows()
{
	local job before='' now dumps=0 to

	inside "$here/cost" -a 0.0.0.0 -n 3000 crawl > /dev/null &
	job=$!
	while kill -0 $job 2> /dev/null; do
		now=$(awk 'NR > 1 { print $2, $3, $4 }' "$(file twstat/destinations)" | sort)
		same twice "" "$(uniq -d <<< "$now")" &&
			same gone "" "$(comm -23 <(echo -n "$before") <(echo "$now"))" || return
		before=$now
		dumps=$((dumps + 1))
	done
	wait $job || return
	to=$(rows destinations)
	echo "# $dumps dumps, $to destinations"
	equal Destination "$to" "$(gauge Destination)" && [ "$to" -ge 3000 ] &&
		equal DestinationEvicted 0 "$(counter DestinationEvicted)" &&
		nothing_lost && conserved && agreed
}

if [ "$TWSTAT_MODE" = icount ]; then
	plan 4
	check "a namespace without TCP takes less than 1 KiB, and its files" little
	load
	check "$spare namespaces can begin to use TCP at once" few_blocks
	check "the first events of a namespace are counted" first_events
	unload
	load reserve=64
	namespace
	check "memory is given back within a minute after a burst" burst
else
	at_once=100
	[ "$TWSTAT_KERNEL" != debug ] || at_once=20
	plan 2
	load
	check "$at_once namespaces begin at once: what is lost is counted" first_at_once
	namespace
	check "destinations are read while their table grows" while_it_grows
fi

ktap_finished
