#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Settings: the limit of destinations; and the groups, which are switched while connections
# come and go.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/endpoints.sh"
. "$(dirname "$0")/lib/ynl.sh"

times=10
[ "$TWSTAT_KERNEL" != debug ] || times=3

# first_namespace: sets $ns to the first namespace, which has the switches
first_namespace()
{
	ln -sf /proc/1/ns/net /run/netns/first
	ns=first
}

# configure JSON: sets these attributes, as root
configure()
{
	told - one config-set any "$1"
}

fewer()
{
	start_client
	conns -p 8080 -l 0.0.0.0 -d 40 -n 40 ceSEC
	equal rows 40 "$(rows destinations)" || return
	configure '{"destinations-max": 16}' && equal rows 16 "$(rows destinations)" &&
		only_counted '*Evicted' DestinationEvicted=24 || return
	conns -p 8081 -l 0.0.0.0 -d 40 -n 40 ceSEC
	equal rows 16 "$(rows destinations)" || return
	configure '{"destinations-max": 4096}'
	conns -p 8082 -l 0.0.0.0 -d 40 -n 40 ceSEC
	equal rows 56 "$(rows destinations)" && conserved && agreed && nothing_lost
}

all_or_nothing()
{
	start_client
	ask_fails "parameter destinations" one config-set \
		'{"threshold-up": 90, "threshold-down": 50, "destinations-max": 5000}' &&
		told 80 one config-get threshold-up && told 60 one config-get threshold-down &&
		told 4096 one config-get destinations-max
}

# A repeated FIN restarts 2MSL, whether the group segments is on or off.
fin_again()
{
	wire -p "$1" open close '<F.' '>F.' '<.' '>F.,seq=-1' '<.'
}

segments()
{
	configure '{"segments": 0}' && fin_again 8080 &&
		counted EnterClose=1 Extended=1 && counted_segments || return
	configure '{"segments": 1}' && fin_again 8081 &&
		counted EnterClose=2 Extended=2 && counted_segments SegFin=1 AckSent=1
}

# Live sockets are forgotten when the group is switched off, and found when it is on again.
ports()
{
	hold -p 8080 -n 20 wceSECw
	as_ss && columns destinations port=8080 live=20 connects=20 || return
	configure '{"ports": 0}' && columns destinations port=8080 live=- connects=- || return
	conns -p 8081 -n 5 ceSEC
	counted_ports ConnectAuto=20 BindAuto="$(counter BindAuto)" || return
	configure '{"ports": 1}' && as_ss && columns destinations port=8080 live=20 || return
	conns -p 8081 -n 5 ceSEC
	hold_on
	go_on
	counted_ports ConnectAuto=25 BindAuto="$(counter BindAuto)" &&
		columns destinations port=8080 live=0 time_wait=20 && as_ss &&
		conserved && agreed && nothing_lost
}

reuse()
{
	ask_fails "needs reuse" one config-set '{"reuse-exact": 1, "reuse": 0}' || return
	inside sysctl -qw net.ipv4.ip_local_port_range="50000 50009"
	conns -p 8080 -n 11 ceSEC
	counted_reuse ReuseOff=10 || return
	configure '{"reuse": 0}'
	conns -p 8080 -n 1 ceSEC
	counted_reuse ReuseOff=10 || return
	configure '{"reuse": 1, "reuse-exact": 1}'
	conns -p 8080 -n 1 ceSEC
	counted_reuse ReuseOff=20 && configure '{"reuse": 0}' || return
	conns -p 8080 -n 1 ceSEC
	counted_reuse ReuseOff=20 && configure '{"reuse": 1}'
}

states()
{
	conns -p 8080 -n 3 r
	equal CloseRstLinger 3 "$(counter CloseRstLinger)" || return
	configure '{"states": 0}'
	conns -p 8080 -n 3 r
	conns -p 8080 -n 2 ceSEC
	equal CloseRstLinger 3 "$(counter CloseRstLinger)" &&
		equal CloseActive 2 "$(counter CloseActive)" || return
	configure '{"states": 1}'
	conns -p 8080 -n 3 r
	equal CloseRstLinger 6 "$(counter CloseRstLinger)" &&
		equal CloseActive 2 "$(counter CloseActive)"
}

# The tables of sockets stay right. A search for a port that is under way is not counted.
under_load()
{
	local job i

	(for ((;;)); do
		conns -p 8080 -n 20 ceSEC
		conns -p 8081 -a ::1 -n 20 sECeS
		conns -p 8082 -n 20 r
	done) &
	job=$!
	for ((i = 0; i < times; i++)); do
		configure '{"segments": 0, "ports": 0, "reuse": 0, "states": 0}' &&
			configure '{"segments": 1, "ports": 1, "reuse": 1, "states": 1,
				"connect-result": 1, "reuse-exact": 1}' || return
	done
	kill $job
	wait $job 2> /dev/null
	wait_for 20 no_conns
	configure '{"connect-result": 0, "reuse-exact": 0}'
	# Sockets may end between the reads of ss and of the module.
	conserved && agreed && wait_for 20 as_ss && none_missed
}

# A client that is interrupted has an answer, and the groups are switched all the same, before
# those of the next client.
interrupted()
{
	local answer off='{"segments": 0, "ports": 0, "reuse": 0, "states": 0}'

	answer=$(inside python3 -B "$here/lib/interrupted.py" "$off")
	echo "# $answer"
	[[ $answer == *Interrupted:*all\ the\ same* ]] || return
	configure '{"segments": 1}' && told 0 one config-get ports && told 1 one config-get segments &&
		told 0 one config-get states || return
	configure '{"ports": 1, "reuse": 1, "states": 1}' && told 1 one config-get ports
}

plan 8

load
namespace
check "fewer destinations, and more again" fewer
namespace
check "all or nothing" all_or_nothing
first_namespace
start_client
for group in segments ports reuse states under_load; do
	namespace
	check "$group" $group
done
ns=first
check "a client is interrupted" interrupted

ktap_finished
