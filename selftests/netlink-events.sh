#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Notifications: a destination without a free port, or one that crosses a threshold;
# sockets that were denied TIME_WAIT; hooks that were missed. The same is told once a
# second, with how often it was not.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/ynl.sh"

events=/run/events
kprobes=/sys/kernel/debug/kprobes/enabled

# subscribe [--deaf] GROUP: events of the namespace $ns, from now on, are in $events
listener=
subscribe()
{
	hush
	nsenter --net="/run/netns/$ns" python3 -B "$here/lib/listen.py" "$@" \
		> $events 2>&1 &
	listener=$!
	wait_for 60 received listening
}

hush()
{
	[ -n "$listener" ] || return 0
	kill "$listener"
	wait "$listener" 2> /dev/null || true
	listener=
}

# received PATTERN...: a line of $events has all of these
received()
{
	local lines

	lines=$(cat $events)
	for pattern; do
		lines=$(grep -E -- "$pattern" <<< "$lines") || return
	done
}

# values NAME ATTRIBUTE: of the events of this name, one a line
values()
{
	python3 -c '
import json, sys
for line in sys.stdin:
    if line.startswith("{"):
        one = json.loads(line)
        if one["name"] == sys.argv[1]:
            print(one.get(sys.argv[2], "-"))' "$@" < $events
}

# how_many NAME
how_many()
{
	values "$1" name | wc -l
}

few_ports()
{
	inside sysctl -qw net.ipv4.ip_local_port_range="50000 50099"
}

# fill N: so many more ports are in TIME_WAIT, or as many as there are
fill()
{
	conns -p 8080 -n "$1" ceSEC
	wait_for 20 all_closed
}

# The last one is in FIN_WAIT2 or LAST_ACK for a moment when its process is done.
all_closed()
{
	[ -z "$(inside ss -Htan state connected exclude time-wait)" ]
}

# end N: so many of those in TIME_WAIT, by their local ports
end()
{
	local last

	last=$(inside ss -Htan state time-wait | awk '{ sub(/.*:/, "", $3); print $3 }' |
		sort -n | sed -n "$1p")
	destroy "sport <= :$last"
}

up='destination-threshold-ntf.*"crossed": "up"|"crossed": "up".*destination-threshold-ntf'
down='destination-threshold-ntf.*"crossed": "down"|"crossed": "down".*destination-threshold-ntf'

# Not before 80 of 100 ports, and not again before it was below 60.
crosses()
{
	few_ports
	fill 79
	subscribe destinations || return
	fill 1
	wait_for 20 received "$up" '"ports": 80' '"usable": 100' '"threshold": 80' \
		'"suppressed": 0' '"port": 8080' || return
	# All at once it would be told of while some are still there.
	end 21
	wait_for 20 received "$down" '"ports": 59' '"threshold": 60' || return
	equal events 2 "$(how_many destination-threshold-ntf)" && hush
}

stays_above()
{
	few_ports
	start_client
	told - one config-set any '{"threshold-up": 50, "threshold-down": 20}' || return
	fill 49
	subscribe destinations || return
	fill 1
	wait_for 20 received "$up" '"ports": 50' '"threshold": 50' || return
	fill 20
	conns -p 8081 -n 50 ceSEC
	wait_for 20 received "$up" '"port": 8081' || return
	equal events 2 "$(how_many destination-threshold-ntf)" && hush
}

# The third of it comes with those between.
exhausted_told()
{
	few_ports
	fill 100
	subscribe destinations || return
	fill 5
	wait_for 20 received destination-exhausted-ntf '"port": 8080' '"time-wait": 100' || return
	fill 7
	wait_for 20 all_told 12 || return
	spaced "$(values destination-exhausted-ntf at)" && hush
}

# all_told N: what was told and what was not is so many
all_told()
{
	local told=0 one

	for one in $(values destination-exhausted-ntf suppressed); do
		told=$((told + one + 1))
	done
	echo "# told $told of $1"
	[ $told = "$1" ]
}

# spaced TIMES: a second at least is between two, but for what it took to read them
spaced()
{
	local at last=-10000

	for at in $1; do
		[ $((at - last)) -ge 800 ] || {
			echo "# again after $((at - last)) ms"
			return 1
		}
		last=$at
	done
}

overflow_told()
{
	subscribe events || return
	inside sysctl -qw net.ipv4.tcp_max_tw_buckets=10
	conns -p 8080 -n 20 ceSEC
	wait_for 20 received time-wait-overflow-ntf || return
	conns -p 8080 -n 40 ceSEC
	wait_for 20 denied_told || return
	inside sysctl -qw net.ipv4.tcp_max_tw_buckets=100000
	received time-wait-overflow-ntf '"limit": 10,' '"time-wait": 10,' &&
		spaced "$(values time-wait-overflow-ntf at)" && hush
}

# What was told and what was not, from the first that was told on, are all.
denied_told()
{
	local told=0 one denied

	for one in $(values time-wait-overflow-ntf suppressed); do
		told=$((told + one + 1))
	done
	denied=$(values time-wait-overflow-ntf denied-limit | head -1)
	echo "# told $told, of $(counter DeniedLimit)"
	[ "$(counter DeniedLimit)" -gt "$denied" ] &&
		[ $((told + denied - $(values time-wait-overflow-ntf suppressed | head -1) - 1)) = \
			"$(counter DeniedLimit)" ]
}

# Kprobes are disarmed: ours don't fire any more, which is told at once, for each.
silenced()
{
	subscribe events || return
	echo 0 > $kprobes
	wait_for 20 received hook-lost-ntf '"symbol": "inet_csk_get_port"' '"state": "silent"' ||
		return
	wait_for 20 received_again || return
	echo 1 > $kprobes
	in_tune && hush
}

# They are armed and disarmed in turn; ten times a second it is looked whether they fire.
received_again()
{
	echo $((1 - $(< $kprobes))) > $kprobes
	[ "$(values hook-lost-ntf symbol | grep -c inet_csk_get_port)" -ge 2 ]
}

in_tune()
{
	! grep -q silent "$(file twstat/hooks)"
}

# Who listens elsewhere hears nothing of it.
only_there()
{
	local elsewhere=$ns ours

	few_ports
	fill 100
	namespace
	ours=$ns
	few_ports
	fill 100
	subscribe destinations || return
	ns=$elsewhere
	fill 5
	ns=$ours
	fill 1
	wait_for 20 received destination-exhausted-ntf '"port": 8080' '"exhausted": 1,' || return
	equal events 1 "$(how_many destination-exhausted-ntf)" && hush
}

# What happened before is not told.
from_now_on()
{
	few_ports
	fill 120
	subscribe destinations || return
	fill 1
	wait_for 20 received destination-exhausted-ntf '"port": 8080' '"suppressed": 0' || return
	equal events 0 "$(how_many destination-threshold-ntf)" && hush
}

# A listener that never reads loses events, and that is counted; nobody else waits.
never_reads()
{
	few_ports
	fill 100
	subscribe --deaf destinations || return
	wait_for 30 loses_events
	hush
}

loses_events()
{
	fill 1
	at_least EventLost 1
}

plan 8

load
namespace
check "a destination crosses a threshold, up and down" crosses
namespace
check "and is not told again while it is above" stays_above
namespace
check "a destination is exhausted: once a second, with how often it was not told" exhausted_told
namespace
check "sockets are denied TIME_WAIT" overflow_told
namespace
check "all kprobes are disarmed" silenced
namespace
check "nobody hears of another namespace" only_there
namespace
check "who begins to listen hears what happens from then on" from_now_on
namespace
check "a listener that never reads" never_reads

ktap_finished
