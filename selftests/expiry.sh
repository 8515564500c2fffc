#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TIME_WAIT lasts 2MSL, which is 60 s on Linux: nothing ends before, and then
# all of it does. For a clock that counts instructions.

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

# The timer wheel may be late by an eighth of the time, but never early.
late=7500

all_expired()
{
	counted EnterClose=$count ExitExpired=$count &&
	agreed &&
	equal now 0 "$(gauge TimeWait)" &&
	equal peak $count "$(gauge TimeWait peak)"
}

# before MS: nothing has happened, and this was seen before that time
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

	# This also has the files of all commands at hand: while it waits for a
	# file, this clock runs on to the next timer.
	check "$address: $count came" counted EnterClose=$count
	sleep_until $((begin + 58000))
	check "$address: none of $count has ended before 60 s" before $((begin + 60000))
	sleep_until $((end + 60000 + late))
	check "$address: all of them have ended after 60 s" all_expired
done

ktap_finished
