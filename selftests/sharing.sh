#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# All CPUs connect to one destination at once: it then has a share on each CPU, and its numbers
# are still exact, also when the shares are folded into it again.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/endpoints.sh"

seconds=2
[ "$TWSTAT_KERNEL" != debug ] || seconds=8
tracing=/sys/kernel/tracing/instances/sharing

# crowd FIRST ADDRESS: connects from all CPUs; sets $made, and $ended to when that was over
crowd()
{
	made=$(inside python3 -B "$here/lib/crowd.py" --first "$1" "$2" 8080 $seconds)
	read -r ended _ < /proc/uptime
	[ "$made" -gt 0 ]
}

# watch_work: traces each run of the work item that gives and folds shares
watch_work()
{
	local at

	at=$(awk '$3 == "twstat_shares_deal" { print "0x" $1 }' /proc/kallsyms)
	mkdir $tracing &&
		echo "function == $at" > $tracing/events/workqueue/workqueue_execute_start/filter &&
		echo 1 > $tracing/events/workqueue/workqueue_execute_start/enable
}

# ran_after SECONDS: it ran when the machine was up for more than so many seconds. Its timer wakes
# no idle CPU, so this does.
ran_after()
{
	taskset -c 0 true
	taskset -c 1 true
	awk -v after="$1" '/twstat_shares_deal/ {
			for (i = 1; i <= NF; i++)
				if ($i ~ /^[0-9]+\.[0-9]+:$/ && $i + 0 > after)
					late = 1
		}
		END { exit !late }' $tracing/trace
}

# numbers FIRST: what is counted is what was made, and what the kernel has
numbers()
{
	local file=destinations name=connects

	wait_for 30 agreed > /dev/null
	read_sockstat
	if [ "$1" = server ]; then
		file=services name=entered
	fi
	equal $name "$made" "$(column $file $name)" &&
		equal EnterClose "$made" "$(counter EnterClose)" &&
		equal time_wait "$in_time_wait" "$(column $file time_wait)" &&
		nothing_lost && conserved && agreed
}

# high: the peak is the number of ports that were in use at once, but for 32 for each CPU
high()
{
	local peak

	peak=$(column destinations peak)
	echo "# peak: $peak, of $made ports in use"
	[ $((peak - made)) -le 64 ] && [ $((made - peak)) -le 64 ]
}

gone()
{
	destroy
	equal "rows in use" "0 0" "$(column destinations time_wait) $(column services time_wait)" &&
		equal ports 0 "$(column destinations live)" && conserved && agreed
}

# A namespace goes while its destination has shares, which are folded after that.
vanishes()
{
	namespace ip_local_port_range="1024 65535"
	crowd client 127.0.0.1 || return
	wait_for 30 agreed > /dev/null
	read_sockstat
	echo "# $in_time_wait sockets"
	vanish
	wait_for 60 all_purged "$in_time_wait"
}

plan 17

load
check "the work item can be watched" watch_work
check "a namespace goes while its destination has shares" vanishes
for address in 127.0.0.1 ::1; do
	for first in client server; do
		namespace ip_local_port_range="1024 65535"
		check "$address, $first first: from all CPUs at once" crowd $first $address
		check "$address, $first first: all are counted" numbers $first
		if [ $first = client ]; then
			check "$address, $first first: the peak" high
		fi
		done
done

for ns in $(seq -f 'twstat%.0f' 2 5); do
	destroy
done
check "shares were given" ran_after 0
# 10 s later they are folded.
check "the shares are folded when they are not used any more" \
	wait_for 60 ran_after $((${ended%.*} + 10))
check "nothing is left" gone

# Sockets that end after that, and new ones, are counted as before.
namespace
conns -p 8080 -n 20 ceSEC
check "an endpoint without shares" columns destinations port=8080 connects=20 time_wait=20
rmdir $tracing
unload
check "the module unloads" equal loaded 1 "$(loaded; echo $?)"

ktap_finished
