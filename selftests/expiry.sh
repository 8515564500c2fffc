#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TIME_WAIT lasts 2MSL, which is 60 s on Linux: no socket ends before, and then all end.
# Needs mode icount.

. "$(dirname "$0")/lib/lib.sh"

count=10000
[ "$TWSTAT_KERNEL" != debug ] || count=1000

uptime_ms()
{
	awk '{ printf "%d\n", $1 * 1000 }' /proc/uptime
}

sleep_until()
{
	local left=$(($1 - $(uptime_ms)))

	[ $left -le 0 ] || sleep "$((left / 1000)).$(printf %03d $((left % 1000)))"
}

# The timer wheel may be late by an eighth of the timeout, but never early.
late=7500

all_expired()
{
	counted EnterClose=$count ExitExpired=$count &&
	agreed &&
	equal now 0 "$(gauge TimeWait)" &&
	equal peak $count "$(gauge TimeWait peak)"
}

# before MS: no socket has ended, and the time MS is not over
before()
{
	counted EnterClose=$count && [ "$(uptime_ms)" -lt "$1" ]
}

plan 6

load
for address in 127.0.0.1 ::1; do
	namespace
	begin=$(uptime_ms)
	conns -a "$address" -n $count ceSEC
	end=$(uptime_ms)

	# This also loads the files of all commands: while the guest waits for a file,
	# the clock jumps to the next timer.
	check "$address: $count births" counted EnterClose=$count
	sleep_until $((begin + 58000))
	check "$address: none of $count has ended before 60 s" before $((begin + 60000))
	sleep_until $((end + 60000 + late))
	check "$address: all of them have ended after 60 s" all_expired
done

ktap_finished
