#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Notifications: a destination without a free port, or one that crosses a threshold; sockets
# that were denied TIME_WAIT; hooks that stopped working. Each is sent at most once a second,
# with the number of suppressed ones.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/listen.sh"
. "$(dirname "$0")/lib/ynl.sh"

kprobes=/sys/kernel/debug/kprobes/enabled

# how_many NAME: prints how many events of this name there are
how_many()
{
	values "$1" name | wc -l
}

# end N: ends the N sockets in TIME_WAIT with the lowest local ports
end()
{
	local last

	last=$(inside ss -Htan state time-wait | awk '{ sub(/.*:/, "", $3); print $3 }' |
		sort -n | sed -n "$1p")
	destroy "sport <= :$last"
}

down='destination-threshold-ntf.*"crossed": "down"|"crossed": "down".*destination-threshold-ntf'

# The first event comes at 80 of 100 ports; the next one below 60.
crosses()
{
	few_ports
	fill 79
	subscribe destinations || return
	fill 1
	wait_for 20 received "$up" '"ports": 80' '"usable": 100' '"threshold": 80' \
		'"suppressed": 0' '"port": 8080' || return
	# Ending all would send the event while some are still there.
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

# A later event has the number of those suppressed before it.
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

# spaced TIMES: there is at least a second between two events, within the precision of the
# reader's clock
spaced()
{
	local at last=-10000

	for at in $1; do
		[ $((at - last)) -ge 800 ] || {
			echo "# the next event came after $((at - last)) ms"
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

# From the first event on, sent and suppressed events add up to all denials.
denied_told()
{
	local told=0 one denied

	for one in $(values time-wait-overflow-ntf suppressed); do
		told=$((told + one + 1))
	done
	denied=$(values time-wait-overflow-ntf denied-limit | head -1)
	echo "# sent or suppressed: $told; DeniedLimit: $(counter DeniedLimit)"
	[ "$(counter DeniedLimit)" -gt "$denied" ] &&
		[ $((told + denied - $(values time-wait-overflow-ntf suppressed | head -1) - 1)) = \
			"$(counter DeniedLimit)" ]
}

# When kprobes are disarmed, the module sends an event for each of its kprobes.
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

# Arms and disarms kprobes in turn. The module checks once a second whether they work.
turn=0
received_again()
{
	[ $SECONDS -lt $turn ] || {
		echo $((1 - $(< $kprobes))) > $kprobes
		turn=$((SECONDS + 3))
	}
	[ "$(values hook-lost-ntf symbol | grep -c inet_csk_get_port)" -ge 2 ]
}

in_tune()
{
	! grep -q silent "$(file twstat/hooks)"
}

# A listener in another namespace gets no events of this one, which loses none: there was nobody
# to send it to.
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
	equal events 1 "$(how_many destination-exhausted-ntf)" && hush || return
	ns=$elsewhere
	equal EventLost 0 "$(counter EventLost)"
}

# A new listener gets no events of the time before.
from_now_on()
{
	few_ports
	fill 120
	subscribe destinations || return
	fill 1
	wait_for 20 received destination-exhausted-ntf '"port": 8080' '"suppressed": 0' || return
	equal events 0 "$(how_many destination-threshold-ntf)" && hush
}

# A listener that never reads loses events. They are counted, and nothing else waits.
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
check "no second event while it is above" stays_above
namespace
check "a destination is exhausted: once a second, with the number suppressed" exhausted_told
namespace
check "sockets are denied TIME_WAIT" overflow_told
namespace
check "all kprobes are disarmed" silenced
namespace
check "no events of another namespace" only_there
namespace
check "a new listener gets events from then on" from_now_on
namespace
check "a listener that never reads loses events" never_reads

ktap_finished
