#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# twstat monitor prints a line when an incident begins or ends, and with -s for each event, until it is interrupted.
# shellcheck disable=SC2016 # jq expands it, not the shell

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/endpoints.sh"
. "$(dirname "$0")/lib/tool.sh"

# monitor [OPTION...]: starts it in the background
monitor()
{
	tool_in_background "$@" monitor > /tmp/events 2> /tmp/complained
	# It has joined, has asked from when on it hears, and waits.
	wait_for 20 waits_in poll
}

# interrupt SIGNAL: the signal ends it, with exit status 0
interrupt()
{
	local status=0

	kill -"$1" "$job"
	wait "$job" || status=$?
	equal "exit status" 0 $status
}

# event REGEX: a line of its output matches
event()
{
	wait_for 20 grep -E -- "$1" /tmp/events
}

# A time as in RFC 3339, the host and the namespace.
time="[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}\\+00:00 $(uname -n) [^ ]*:"

destinations()
{
	monitor -s -n
	conns -p 8080 -n 21 ceSEC
	event "^$time destination-threshold 127.0.0.1 to 127.0.0.1:8080: [0-9]+ of 20 ports, reached the threshold of 80 %" &&
		event "^$time destination-exhausted 127.0.0.1 to 127.0.0.1:8080: 20 of 20 ports" || return
	destroy
	event "^$time destination-threshold 127.0.0.1 to 127.0.0.1:8080: [0-9]+ of 20 ports, fell below the threshold of 60 %" &&
		interrupt INT && equal complaints "" "$(< /tmp/complained)"
}

overflow()
{
	monitor -s
	inside sysctl -qw net.ipv4.tcp_max_tw_buckets=5
	conns -p 8081 -n 8 ceSEC
	event "^$time time-wait-overflow [0-9]+ of at most 5 sockets; closed without TIME_WAIT: 3 \(limit\), 0 \(no memory\)" &&
		interrupt TERM
	inside sysctl -qw net.ipv4.tcp_max_tw_buckets=100000
}

# With -j each line is a JSON object with the same values.
as_json()
{
	monitor -s -j
	conns -a ::1 -p 8082 -n 21 ceSEC
	event exhausted && event threshold && interrupt INT &&
		equal lines "$(wc -l < /tmp/events)" "$(jq -s length /tmp/events)" &&
		equal event "destination-exhausted ::1 ::1 8082 20 20 1" "$(jq -rs '
			map(select(.event == "destination-exhausted"))[0] |
			"\(.event) \(.local) \(.remote) \(.port) \(.ports) \(.usable) \(.exhausted)"' \
			/tmp/events)" &&
		equal crossed "up 80" "$(jq -rs 'map(select(.event == "destination-threshold"))[0] |
			"\(.crossed) \(.threshold)"' /tmp/events)"
}

# Other users can see events without addresses.
as_nobody()
{
	nsenter --net="/run/netns/$ns" setpriv --reuid 65534 --regid 65534 --clear-groups \
		"$here/twstat" monitor > /tmp/events 2> /tmp/complained &
	job=$!
	# It has joined, has asked from when on it hears, and waits.
	wait_for 20 waits_in poll
	conns -p 8083 -n 21 ceSEC
	inside sysctl -qw net.ipv4.tcp_max_tw_buckets=5
	destroy
	conns -p 8084 -n 8 ceSEC
	event time-wait-overflow && interrupt INT &&
		equal complaints "twstat: Only root may see incidents and events of destinations: they are left out." \
		"$(< /tmp/complained)" && ! grep destination /tmp/events
	inside sysctl -qw net.ipv4.tcp_max_tw_buckets=100000
}

# Events of another namespace are not shown.
of_others()
{
	local ours=$ns

	monitor -s
	namespace ip_local_port_range="40000 40019"
	conns -p 8085 -n 21 ceSEC
	ns=$ours
	conns -p 8086 -n 21 ceSEC
	event 'exhausted .*:8086' && ! grep 8085 /tmp/events && interrupt INT
}

# An incident is told when it begins, when it gets worse, and when it is over: not each second.
incidents()
{
	local line

	monitor -n
	conns -p 8087 -n 17 ceSEC
	event "^$time started threshold 127.0.0.1 to 127.0.0.1:8087: [0-9]+ of 20 ports; conns$" || return
	for line in 1 2 3 4 5; do
		conns -p 8087 -n 8 ceSEC
		pause 2
	done
	event "^$time started exhausted 127.0.0.1 to 127.0.0.1:8087: 20 of 20 ports, [0-9]+ connect\(\) calls found no free port; conns$" || return
	destroy
	event "^$time ended exhausted 127.0.0.1 to 127.0.0.1:8087: 20 of 20 ports, $(column destinations exhausted) connect\(\) calls found no free port; conns; noticed for " &&
		interrupt INT && equal lines 3 "$(wc -l < /tmp/events)"
}

# The same in JSON.
incidents_json()
{
	monitor -j
	conns -p 8088 -n 30 ceSEC
	event '"event":"started"' || return
	destroy
	event '"event":"ended"' && interrupt INT &&
		equal events "started ended" "$(jq -rs 'map(.event) | join(" ")' /tmp/events)" &&
		equal ended "exhausted 127.0.0.1 8088 20 20 40000 40019 0 conns $(uname -n)" "$(jq -rs '.[1] |
			"\(.kind) \(.remote) \(.port) \(.ports) \(.usable) \(."range-low") \(."range-high") \(."tw-reuse") \(.program.name) \(.host)"' /tmp/events)"
}

plan 7

load
for what in destinations overflow as_json as_nobody of_others incidents incidents_json; do
	namespace ip_local_port_range="40000 40019"
	check "$what" $what
done
unload

ktap_finished
