#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Loading and unloading: repeatedly, twice, with wrong parameters, and during a storm.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/storm.sh"

rounds=5
[ "$TWSTAT_KERNEL" != debug ] || rounds=1

absent()
{
	! loaded && [ ! -e /proc/net/twstat ] && [ ! -e /proc/net/stat/twstat ]
}

present()
{
	local file

	for file in twstat/{counters,gauges,histograms,states,hooks} stat/twstat; do
		[ -n "$(cat "/proc/net/$file")" ] || return
	done
}

# load_fails REGEX PARAMETER...: loading fails with this message, and leaves nothing behind
load_fails()
{
	local regex=$1

	shift
	! load "$@" 2>/dev/null && dmesg_has "$regex" && absent
}

twice()
{
	! load 2>/dev/null && loaded && present
}

without_kprobes()
{
	local switch=/sys/kernel/debug/kprobes/enabled status

	echo 0 > $switch
	load_fails "probes don't fire" backend=kprobe
	status=$?
	echo 1 > $switch
	return $status
}

# ftrace works while kprobes are disabled, and kprobes work while ftrace is.
with_kprobes_off()
{
	local switch=/sys/kernel/debug/kprobes/enabled status

	echo 0 > $switch
	load && present && equal backends "ftrace tracepoint" \
		"$(awk 'NR > 1 && $4 != "-" { print $4 }' /proc/net/twstat/hooks | sort -u | xargs)" &&
		unload
	status=$?
	echo 1 > $switch
	return $status
}

without_ftrace()
{
	local status

	sysctl -qw kernel.ftrace_enabled=0
	load_fails "probes don't fire"
	status=$?
	sysctl -qw kernel.ftrace_enabled=1
	return $status
}

# While the module is loaded, ftrace can't be disabled.
ftrace_is_held()
{
	! sysctl -qw kernel.ftrace_enabled=0 2>/dev/null
}

again_under_load()
{
	local i

	for ((i = 0; i < rounds; i++)); do
		load || return
		wait_for 60 storm_under_way || return
		unload && absent || return
	done
}

plan 14

load
check "load: all files are there" present
check "load twice: the second fails, the first stays" twice
check "loaded: kernel.ftrace_enabled can't be set to 0" ftrace_is_held
unload
check "unload: nothing is left" absent
check "no such backend" load_fails 'backend must be ftrace or kprobe, not "uprobe"' backend=uprobe
for reserve in 0 63 16777217 -2; do
	check "reserve=$reserve" load_fails "reserve must be 64 to 16777216, not $reserve" \
		reserve=$reserve
done
check "kprobes switched off: refused" without_kprobes
check "kprobes switched off: ftrace works" with_kprobes_off
check "ftrace switched off, and kprobes with it: refused" without_ftrace

storm_spaces
storm 100000
check "load and unload in a storm, rounds: $rounds" again_under_load

load
wait_for 60 storm_under_way
stop_jobs
check "loaded in a storm: every end has its cause, and all laws hold" \
	storm_passed

ktap_finished
