#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A dump of 100,000 sockets has each of them once. If sockets come and go meanwhile, the dump
# is marked as interrupted.

. "$(dirname "$0")/lib/lib.sh"

# In real time the first socket would expire before the last one is made.
sockets=100000 seconds=1
[ "$TWSTAT_MODE" = icount ] || { sockets=20000 seconds=10; }

# The last socket may still be in FIN_WAIT2 or LAST_ACK when its process ends.
all_there()
{
	equal ss "$1" "$(ss_count time-wait)"
}

all()
{
	local said

	wait_for 10 all_there "$1"
	said=$(inside "$here/netlink_dump") || return
	echo "# $said"
	[[ $said == "sockets $1 twice 0 interrupted 0 ms "* ]] && all_there "$1"
}

# A dump that is not marked as interrupted has no socket twice.
come_and_go()
{
	local said job

	(for ((;;)); do
		conns -p 8081 -l 0.0.0.0 -d 4 -n 200 ceSEC
		destroy dport = 8081
	done) &
	job=$!
	said=$(inside "$here/netlink_dump" $seconds)
	kill $job
	wait $job 2> /dev/null
	echo "# $said"
	[[ $said =~ ^dumps\ [1-9][0-9]*\ interrupted\ ([1-9][0-9]*)\ wrong\ 0$ ]]
}

# The first sockets expire by now.
still_right()
{
	destroy
	conns -p 8081 -n 200 ceSEC
	conserved && agreed && nothing_lost
}

plan 3

load
namespace
inside sysctl -qw net.ipv4.tcp_max_tw_buckets=1000000 net.ipv4.ip_local_port_range="1024 65535"
inside "$here/cost" -n $sockets -d 4 crowd
check "$sockets sockets, each once" all $sockets
check "while others come and go" come_and_go
check "the numbers are right" still_right

ktap_finished
