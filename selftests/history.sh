#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Incidents: when they begin and end, how many calls failed, which settings and which program
# were behind them. The witness is what the clients themselves saw, and when.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/endpoints.sh"
. "$(dirname "$0")/lib/tool.sh"

# history FORMAT [ARGUMENT...]: prints all incidents
history()
{
	local format=$1

	shift
	json ".[] | \"$format\"" history "$@"
}

# clock: sets $now to the time of day in s
clock()
{
	printf -v now '%(%s)T' -1
}

# over: no incident goes on
over()
{
	[ "$(json '[.[] | select(has("ended") | not)] | length' history)" = 0 ]
}

# callers NAME=N: connects to 127.0.0.1:8080; sets $good and $bad
callers()
{
	read -r _ good bad < <(inside "$here/lib/callers.py" 127.0.0.1 8080 "$@")
}

# within TIME FROM TO: a time of an incident (RFC 3339) is between two times of day in s
within()
{
	local at

	at=$(date -d "$1" +%s)
	if [ "$at" -lt "$2" ] || [ "$at" -gt "$3" ]; then
		echo "# $1 ($at) is not from $2 to $3"
		return 1
	fi
}

# From the first failure to the last one, and 10 s later it is over.
exhausted()
{
	local from to began seen ended lasted

	inside sysctl -qw net.ipv4.ip_local_port_range="40000 40049"
	clock
	from=$now
	callers batch=70
	clock
	to=$now
	equal "got a port" 50 "$good" || return
	equal incidents "exhausted 127.0.0.1 127.0.0.1 8080 $bad 50 50 40000 40049 0 batch" \
		"$(history '\(.kind) \(.local) \(.remote) \(.port) \(.failures) \(.ports) \(.usable) \(."range-low") \(."range-high") \(."tw-reuse") \(.program.name)')" ||
		return
	within "$(history '\(.began)')" $((from - 1)) $((to + 1)) || return
	equal "goes on" null "$(history '\(.ended)')" || return
	# While its ports are in use it goes on, though nothing fails.
	pause 30
	equal "goes on" null "$(history '\(.ended)')" || return
	inside sysctl -qw net.ipv4.ip_local_port_range="40000 41000"
	pause 45
	wait_for 20 over || return
	read -r began seen ended lasted < <(history '\(.began) \(.seen) \(.ended) \(.lasted)')
	echo "# began $began, seen $seen, ended $ended, lasted $lasted ms"
	[ $(($(date -d "$ended" +%s) - $(date -d "$seen" +%s))) -ge 10 ] &&
		equal "settings then" "40049 50" "$(history '\(."range-high") \(.usable)')" &&
		equal "in the destination" 20 "$(column destinations exhausted)"
}

# A destination that is about to run out becomes one that has: it is one incident.
escalates()
{
	inside sysctl -qw net.ipv4.ip_local_port_range="40000 40049"
	callers one=42
	equal begins "threshold 42 0" "$(history '\(.kind) \(.ports) \(.failures)' --since 5s)" || return
	callers two=20
	equal becomes "exhausted 50 12" "$(history '\(.kind) \(.ports) \(.failures)' --since 5s)" || return
	equal "the one with more ports" one "$(history '\(.program.name)' --since 5s)" || return
	vacate
	wait_for 20 over
}

# Two failures with less than 10 s between them are one incident, with more two.
apart()
{
	local before

	before=$(history '\(.id)' | wc -l)
	inside sysctl -qw net.ipv4.ip_local_port_range="40000 40001"
	callers few=3
	pause 6
	callers few=3
	pause 2
	equal "6 s later" $((before + 1)) "$(history '\(.id)' | wc -l)" || return
	vacate
	wait_for 20 over || return
	callers few=3
	equal "when it was over" $((before + 2)) "$(history '\(.id)' | wc -l)" || return
	vacate
	wait_for 20 over
}

# binds N: calls bind() to port 0 so often, and keeps the ports
binds()
{
	inside python3 -c "
import socket
kept = []
for _ in range($1):
    one = socket.socket()
    try:
        one.bind(('127.0.0.1', 0))
        kept.append(one)
    except OSError:
        pass"
}

# same_port N: connects so often from one port to one listener, and keeps the connections
same_port()
{
	inside python3 -c "
import socket
listener = socket.create_server(('127.0.0.1', 8093))
kept = []
for _ in range($1):
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.bind(('127.0.0.1', 45001))
    try:
        one.connect(('127.0.0.1', 8093))
        kept.append(one)
    except OSError:
        pass"
}

# Of each other kind as many failures as the counters have.
kinds()
{
	local last

	vacate
	wait_for 20 over
	last=$(history '\(.id)' | tail -1)
	inside sysctl -qw net.ipv4.ip_local_port_range="40000 40003"
	binds 6
	inside sysctl -qw net.ipv4.ip_local_port_range="32768 60999"
	inside "$here/lib/caller.py" serve 127.0.0.1 8090 > /dev/null
	inside "$here/lib/caller.py" --rounds 3 bind 127.0.0.1 8090 > /dev/null
	same_port 3
	inside sysctl -qw net.ipv4.tcp_max_tw_buckets=2
	conns -p 8092 -n 10 ceSEC
	inside sysctl -qw net.ipv4.tcp_max_tw_buckets=100000
	json ".[] | select(.id > $last) | \"\(.kind) \(.failures) \(.program.name)\"" history > /tmp/kinds
	sed 's/^/# /' /tmp/kinds
	equal "bind(0)" "$(counter BindAutoFailed) python3" "$(sed -n 's/^bind-auto //p' /tmp/kinds)" &&
		equal "bind()" "3 python3" "$(sed -n 's/^bind-refused //p' /tmp/kinds)" &&
		equal "bound port" "2 python3" \
			"$(sed -n 's/^tuple-busy //p' /tmp/kinds)" &&
		equal "closed without TIME_WAIT" "$(counter DeniedLimit) null" \
			"$(sed -n 's/^time-wait-full //p' /tmp/kinds)"
}

# A hook that no longer fires: an incident of the machine, in the first network namespace.
hook()
{
	echo 0 > /sys/kernel/debug/kprobes/enabled
	conns -p 8094 -n 1 ceSEC
	pause 6
	conns -p 8094 -n 1 ceSEC
	wait_for 20 hook_lost
	echo 1 > /sys/kernel/debug/kprobes/enabled
	equal "in another one" 0 "$(json '[.[] | select(.kind == "hook-lost")] | length' history)"
}

hook_lost()
{
	[ "$("$here/twstat" -j history | jq '[.[] | select(.kind == "hook-lost" and .hook == "inet_csk_get_port")] | length')" = 1 ]
}

# uptime: prints the time since boot in ms, which setting the clock does not move
uptime()
{
	awk '{ print int($1 * 1000) }' /proc/uptime
}

# Setting the clock moves neither the order nor the duration.
clock_steps()
{
	local lasted before

	vacate
	wait_for 20 over
	inside sysctl -qw net.ipv4.ip_local_port_range="40000 40001"
	before=$(uptime)
	callers few=3
	date -s @$(($(date +%s) + 3600)) > /dev/null
	pause 5
	callers few=3
	date -s @$(($(date +%s) - 7200)) > /dev/null
	pause 5
	callers few=3
	lasted=$(history '\(.lasted)' | tail -1)
	before=$(($(uptime) - before))
	date -s @$(($(date +%s) + 3600)) > /dev/null
	echo "# lasted $lasted ms of $before ms"
	[ "$lasted" -ge 10000 ] && [ "$lasted" -le "$before" ]
}

# Ten thousand incidents, more than there is room for: the oldest go, and are counted. A reader
# has each examined while the socket that holds the port still exists.
many()
{
	local before

	vacate
	wait_for 20 over
	inside sysctl -qw net.ipv4.ip_local_port_range="20000 60999"
	before=$(history '\(.id)' | tail -1)
	inside python3 -c "
import socket
listener = socket.create_server(('127.0.0.1', 8095), backlog=128)
kept = []
for port in range(10000, 20000):
    for _ in range(2):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind(('127.0.0.1', port))
        kept.append(one)
        try:
            one.connect(('127.0.0.1', 8095))
            kept.append(listener.accept()[0])
        except OSError:
            pass
    if len(kept) >= 150:
        open('/proc/net/twstat/counters').read()
        for one in kept:
            one.close()
        kept = []"
	wait_for 20 equal "last one" $((before + 10000)) "$(history '\(.id)' | tail -1)" &&
		equal remembered 64 "$(history '\(.id)' | wc -l)" &&
		equal lost $((before + 10000 - 64)) "$(counter IncidentLost)" &&
		equal order "$(history '\(.id)')" "$(history '\(.id)' | sort -n)"
}

# Every port of the range is reserved: what fails then is an incident. A destination that is used
# from a bound port meanwhile, and from most ports of the range when there are ports again, is one
# then.
no_port_usable()
{
	local before

	before=$(history '\(.id)' | tail -1)
	inside sysctl -qw net.ipv4.ip_local_port_range="40000 40009"
	inside sysctl -qw net.ipv4.ip_local_reserved_ports="40000-40009"
	callers few=3
	equal "got a port" 0 "$good" || return
	json ".[] | select(.id > $before) | \"\(.kind) \(.failures) \(.usable)\"" history > /tmp/none
	equal "no port" "exhausted 3 0" "$(< /tmp/none)" || return
	conns -p 8081 -c 45010 -n 1 ceSEC
	wait_for 20 over || return
	inside sysctl -qw net.ipv4.ip_local_reserved_ports=""
	inside "$here/lib/callers.py" 127.0.0.1 8081 most=9 > /dev/null
	json ".[] | select(.id > $before + 1) | \"\(.kind) \(.port) \(.ports) \(.usable)\"" history \
		> /tmp/again
	equal "with ports again" "threshold 8081 10 10" "$(< /tmp/again)" || return
	inside sysctl -qw net.ipv4.ip_local_port_range="32768 60999"
	vacate
	wait_for 20 over
}

rights()
{
	local before

	before=$(inside setpriv --reuid 65534 --regid 65534 --clear-groups \
		"$here/twstat" history 2>&1)
	echo "# $before"
	[[ $before == *"ermission denied"* ]] &&
		! inside setpriv --reuid 65534 --regid 65534 --clear-groups cat /proc/net/twstat/incidents > /dev/null 2>&1
}

gone()
{
	inside sysctl -qw net.ipv4.ip_local_port_range="40000 40001"
	callers few=3
	vanish
	namespace
	inside sysctl -qw net.ipv4.ip_local_port_range="40000 40001"
	callers few=3
	unload
	load
	# The sockets in TIME_WAIT hold all ports, so it is one of the kind threshold.
	equal "after loading again" "threshold 0" "$(history '\(.kind) \(.failures)')"
}

plan 10
namespace
load
check "exhausted ports, as the client saw it" exhausted
check "running out becomes out, as one incident" escalates
check "a range without a usable port" no_port_usable
check "failures that are near are one incident" apart
check "other kinds" kinds
check "the clock is set" clock_steps
check "a hook that no longer fires" hook
check "more than there is room for" many
check "only root may read them" rights
check "a namespace and the module go meanwhile" gone
ktap_finished
