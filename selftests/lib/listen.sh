# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Listening for notifications, and connections that cause some.
# shellcheck disable=SC2154 # variables of other files

events=/run/events

# subscribe [--deaf] GROUP: writes events of the namespace $ns, from now on, to $events
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

# received PATTERN...: a line of $events matches all patterns
received()
{
	local lines

	lines=$(cat $events)
	for pattern; do
		lines=$(grep -E -- "$pattern" <<< "$lines") || return
	done
}

# values NAME ATTRIBUTE: prints the attribute of each event of this name
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

few_ports()
{
	inside sysctl -qw net.ipv4.ip_local_port_range="50000 50099"
}

# fill N: makes N connections, whose ports stay in TIME_WAIT; fewer if no port is left
fill()
{
	conns -p 8080 -n "$1" ceSEC
	wait_for 20 all_closed
}

# The last socket may still be in FIN_WAIT2 or LAST_ACK when its process ends.
all_closed()
{
	[ -z "$(inside ss -Htan state connected exclude time-wait)" ]
}

# all_told N: sent and suppressed events add up to N
all_told()
{
	local told=0 one

	for one in $(values destination-exhausted-ntf suppressed); do
		told=$((told + one + 1))
	done
	echo "# sent or suppressed: $told of $1"
	[ $told = "$1" ]
}

# shellcheck disable=SC2034 # tests use it
up='destination-threshold-ntf.*"crossed": "up"|"crossed": "up".*destination-threshold-ntf'
