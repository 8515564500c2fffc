#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The module without a free entry: it counts the sockets that it can't track, and all other
# numbers leave them out.
# shellcheck disable=SC2154 # untracked sets $entered and $failed

. "$(dirname "$0")/lib/lib.sh"

# How many connections: more than there are entries in the smallest pool.
many=2000

# greedy STEPS: that many connections, faster than the module gets new entries, since the work
# item that allocates them doesn't run meanwhile: this waits only for softirqs
greedy()
{
	chrt -f -p 55 "$(pgrep -x ksoftirqd/0)"
	inside chrt -f 50 "$here/conns" -n $many "$1" > /dev/null
}

# untracked: each connection that isn't tracked is a connect() and a birth without an entry
untracked()
{
	entered=$(counter EnterClose)
	failed=$(counter TrackFailed)
	echo "# EnterClose $entered TrackFailed $failed"
	[ "$failed" -gt 0 ] && counted EnterClose="$entered" TrackFailed="$failed" &&
		equal "EnterClose + TrackFailed / 2" $many $((entered + failed / 2))
}

plan 4

namespace
greedy ceSEC	# once before, so that it has all its pages and need not sleep
destroy
load reserve=64
greedy ceSEC
check "connect() and births without an entry: TrackFailed, and nothing else" untracked
check "they are not in the gauges" equal alive "$entered" "$(alive)"
destroy
check "their ends: TrackUnknown" counted EnterClose="$entered" ExitDestroyed="$entered" \
	TrackFailed="$failed" TrackUnknown=$((many - entered))
unload

# Adopted sockets get their entries while the module is loaded.
conns -n 10 ceSEC
load reserve=64
check "adoption doesn't depend on the reserve" counted Adopted=10

ktap_finished
