#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Trace events in a storm: none is missing, and none is wrong. In mode turns, events are also
# switched on and off, and the module is unloaded while they are on.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/events.sh"
. "$(dirname "$0")/lib/storm.sh"

batches=8 rounds=8
[ "$TWSTAT_EXTENT" != full ] || batches=30 rounds=20
[ "$TWSTAT_KERNEL" != debug ] || batches=1 rounds=5

all_at_rest()
{
	for ns in "${spaces[@]}"; do
		wait_for 60 end_all || return
	done
}

all_heard()
{
	for ns in "${spaces[@]}"; do
		none_missed && all_as_counted || return
	done
	echo "# $(wc -l < /tmp/heard) events"
}

# on_and_off: switches all events on and off, repeatedly
on_and_off()
{
	local i

	for ((i = 0; i < rounds; i++)); do
		echo 1 > $tracing/events/twstat/enable && sleep 0.1 &&
			echo 0 > $tracing/events/twstat/enable || return
	done
}

# reloaded: unloads and loads the module with all events on
reloaded()
{
	local i

	for ((i = 0; i < 3; i++)); do
		echo 1 > $tracing/events/twstat/enable
		wait_for 60 storm_under_way && unload && [ ! -e $tracing/events/twstat ] && load ||
			return
	done
}

turns=$([ "$TWSTAT_MODE" != turns ] || echo 1)
plan $((3 + 3 * turns))

load
storm_spaces
listen 65536
storm $batches
mapfile -t workers < <(jobs -p)
wait "${workers[@]}"
check "laws 1 and 2" storm_passed
check "all sockets end" all_at_rest
heard_all
check "events are equal to the counters" all_heard

if [ -n "$turns" ]; then
	storm 100000
	check "on and off in a storm, $rounds times" on_and_off
	check "rmmod in a storm, with events on" reloaded
	wait_for 60 storm_under_way
	stop_jobs
	check "every end has its cause, and all laws hold" storm_passed
fi

ktap_finished
