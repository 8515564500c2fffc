#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The kernel's own netlink client works with our specification, and netlink agrees with
# /proc, nstat, lnstat and ss.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/ynl.sh"

sources_agree()
{
	inside python3 -B "$here/lib/same.py"
}

# Different numbers of each kind, so that no two are equal by chance.
each_kind()
{
	conns -p 8080 -n 40 ceSEC && conns -p 8081 -a ::1 -n 30 ceSEC &&
		conns -p 8082 -a ::ffff:127.0.0.1 -n 20 ceSEC &&
		conns -p 8083 -n 11 sECeS && conns -p 8084 -a ::1 -n 7 sECeS &&
		conns -p 8085 -n 5 r && conns -p 8086 -c 30000 -n 3 ceSEC &&
		conns -p 8086 -c 30000 -n 3 ceSEC || return
	inside sysctl -qw net.ipv4.ip_local_port_range="50000 50019"
	conns -p 8087 -n 25 ceSEC
	inside sysctl -qw net.ipv4.ip_local_port_range="32768 60999"
	hold -p 8088 -n 4 Cew && sources_agree
}

# by_cli OPTION NAME: the kernel's cli.py gets an answer; it also validates the specification
by_cli()
{
	local said

	said=$(ynl --output-json "$1" "$2" 2>&1) &&
		[[ $said == ["[{"]*[a-z]* ]] && return
	echo "# $2: $said"
	return 1
}

cli()
{
	by_cli --do counters-get && by_cli --dump destination-get
}

# operation one|all NAME ATTRIBUTE [JSON]: it is answered, and all messages have the attribute
operation()
{
	local values

	values=$(ask "$@")
	[[ -n $values && $values != *Error* && $values != *error* && " $values " != *" - "* ]] ||
		{ echo "# $2: $values"; return 1; }
}

operations()
{
	conns -p 8089 ceSEC	# for socket-get
	operation one counters-get counters &&
		operation one config-get segments &&
		operation one destination-get time-wait '{"family": 10, "local6":
			"00000000000000000000000000000001", "remote6":
			"00000000000000000000000000000001", "port": 8081}' &&
		operation all histogram-get kind &&
		operation all destination-get time-wait &&
		operation all service-get time-wait &&
		operation all socket-get state &&
		operation all hook-get symbol &&
		operation all transition-get count
}

loopback=2130706433	# 127.0.0.1

one_destination()
{
	local key="\"family\": 2, \"local4\": $loopback, \"remote4\": $loopback"

	told 40 one destination-get peak "{$key, \"port\": 8080}" &&
		told 5 one destination-get exhausted "{$key, \"port\": 8087}" &&
		ask_fails "No such destination" one destination-get "{$key, \"port\": 1}"
}

# fit JSON PORT...: the destinations that match have these ports
fit()
{
	told "${*:2}" all destination-get port "$1"
}

filters()
{
	conns -p 8080 -n 40 ceSEC && conns -p 8081 -a ::1 -n 30 ceSEC &&
		conns -p 8082 -n 20 ceSEC && conns -p 8083 -n 11 sECeS || return
	start_client
	fit '{"family": 10}' 8081 &&
		fit '{"ports-min": 21}' 8080 8081 &&
		fit '{"port": 8083}' 8083 &&
		fit '{"port": 8083, "ports-min": 1}' &&
		fit '{"port": 8082}' 8082 &&
		fit "{\"remote4\": $loopback, \"port\": 8082}" 8082 &&
		fit "{\"remote4\": $((loopback + 1)), \"port\": 8082}" &&
		fit "{\"remote4\": $((loopback + 9)), \"remote-prefix\": 24,
			\"ports-min\": 21}" 8080 &&
		fit "{\"local4\": 0, \"local-prefix\": 0, \"ports-min\": 21}" 8080 &&
		fit '{"remote6": "00000000000000000000000000000002", "remote-prefix": 126,
			"ports-min": 8}' 8081 &&
		fit '{"remote6": "00000000000000000000000000000002"}'
}

# all_are N NAME VALUE: there are N sockets, and all have this value
all_are()
{
	local values

	values=$(yes "$3" | head -n "$1")
	told "${values//$'\n'/ }" all socket-get "$2"
}

what_sockets_are()
{
	start_client
	conns -p 8080 -n 10 ceSEC
	all_are 10 side connected && all_are 10 extensions 0 &&
		all_are 10 state time-wait && all_are 10 remote-port 8080 &&
		all_are 10 reusable off || return
	inside sysctl -qw net.ipv4.tcp_tw_reuse=1
	wait_for 20 all_are 10 reusable yes || return
	inside sysctl -qw net.ipv4.ip_local_reserved_ports=32768-60999
	all_are 10 reusable passed-over || return
	namespace tcp_tw_reuse=1 tcp_timestamps=0
	start_client
	conns -p 8081 -n 3 ceSEC
	all_are 3 reusable no-timestamp || return
	namespace tcp_tw_reuse=1
	start_client
	conns -p 8082 -c 40000 -n 3 ceSEC
	all_are 3 reusable passed-over || return
	namespace tcp_tw_reuse=1
	start_client
	conns -p 8083 -n 3 sECeS
	all_are 3 side accepted && all_are 3 local-port 8083 &&
		all_are 3 reusable passed-over || return
	namespace tcp_tw_reuse=1
	start_client
	hold -p 8084 -n 4 Cew
	all_are 4 state fin-wait2 && all_are 4 reusable fin-wait2 || return
	go_on
}

# A repeated FIN restarts 2MSL.
extended()
{
	start_client
	wire open close '<F.' '>F.' '<.' '>F.,seq=-1' '<.' '>F.,seq=-1' &&
		all_are 1 extensions 2
}

adopted()
{
	start_client
	all_are 12 age - && all_are 12 side connected && sources_agree
}

plan 9

load
namespace
check "netlink, /proc, nstat, lnstat and ss say the same" each_kind
check "the kernel's client: cli.py" cli
start_client
check "the kernel's client: each operation" operations
check "one destination" one_destination
go_on
namespace
check "filters of destinations" filters
namespace
check "attributes of a socket" what_sockets_are
namespace
check "how often 2MSL was restarted" extended
namespace
check "a namespace without connections" sources_agree
unload

namespace
conns -p 8080 -n 12 ceSEC
load
check "adopted sockets" adopted

ktap_finished
