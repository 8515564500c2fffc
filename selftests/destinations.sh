#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Destinations: each has as many sockets as ss lists, live or in TIME_WAIT. Only the
# namespace's root can read them.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/endpoints.sh"

n=20

# Sockets are live, then in TIME_WAIT, then gone. The peak stays.
lives()
{
	hold -a "$address" -p 8080 -n $n wceSECw
	as_ss && columns destinations port=8080 live=$n time_wait=0 peak=$n connects=$n || return
	hold_on
	as_ss && columns destinations port=8080 live=0 time_wait=$n timestamps=$n || return
	go_on
	destroy
	as_ss && columns destinations port=8080 live=0 time_wait=0 peak=$n connects=$n
}

# The side that connected closes last.
passive()
{
	hold -a "$address" -p 8080 -n $n wsECeSw
	as_ss && columns destinations port=8080 live=$n || return
	hold_on
	as_ss && columns destinations port=8080 live=0 time_wait=0 &&
		columns services port=8080 time_wait=$n entered=$n || return
	go_on
}

# Sockets that never enter TIME_WAIT leave nothing behind.
otherwise()
{
	conns -a "$address" -p 8080 -n $n r
	columns destinations port=8080 live=0 time_wait=0 peak=1 connects=$n || return
	inside sysctl -qw net.ipv4.tcp_max_tw_buckets=3
	conns -a "$address" -p 8081 -n $n ceSEC
	inside sysctl -qw net.ipv4.tcp_max_tw_buckets=100000
	as_ss && columns destinations port=8081 live=0 time_wait=3 || return
	inside bash -c ": <> /dev/tcp/127.0.0.1/9" 2> /dev/null
	columns destinations port=9 live=0 time_wait=0 connects=1
}

# An orphan in FIN_WAIT2 holds its port, too.
orphans()
{
	hold -a "$address" -p 8080 -n $n Cew
	as_ss && columns destinations port=8080 "fin_wait2=$(gauge FinWait2)" || return
	go_on
	wait_for 20 as_ss && columns destinations port=8080 time_wait=$n fin_wait2=0
}

# Another port, address or source address is another destination.
several()
{
	conns -p 8080 -l 0.0.0.0 -d 3 -n 30 ceSEC
	conns -p 8081 -l 0.0.0.0 -d 3 -n 30 ceSEC
	conns -p 8080 -l 0.0.0.0 -d 3 -b 127.0.0.99 -n 30 ceSEC
	equal rows 9 "$(rows destinations)" && as_ss &&
		columns destinations local=127.0.0.99 time_wait=30
}

# Without an answer to the SYN, the port is in use as well.
unanswered()
{
	local wait

	inside ip link add dummy0 type dummy
	inside ip addr add 10.9.9.1/24 dev dummy0
	inside ip link set dummy0 up
	nsenter --net="/run/netns/$ns" bash -c ": <> /dev/tcp/10.9.9.9/8080" 2> /dev/null &
	wait=$!
	wait_for 20 waiting || return
	as_ss && columns destinations port=8080 live=1 connects=1 peak=1 &&
		counted_ports ConnectAuto=1 || return
	kill $wait
	wait $wait 2> /dev/null
	as_ss && columns destinations port=8080 live=0
}

waiting()
{
	[ "$(ss_count syn-sent)" = 1 ]
}

# usable SETTING PORTS: with this setting, connect() can choose from PORTS ports
usable()
{
	inside sysctl -qw "net.ipv4.$1"
	columns destinations port=8080 usable="$2"
}

usable_ports()
{
	conns -p 8080 ceSEC
	usable ip_local_port_range="32768 60999" 28232 &&
		usable ip_local_reserved_ports=32768,40000-40009,60999,61000 28220 &&
		usable ip_local_port_range="40000 40019" 10 &&
		usable ip_local_reserved_ports= 20 &&
		usable ip_local_port_range="1024 65535" 64512
}

read_first='head -c 6 /proc/net/twstat/destinations 2> /dev/null | grep -q family'

# may_read [COMMAND...]: a reader started by this command can read the file
may_read()
{
	"$@" bash -c "$read_first"
}

someone=(setpriv --reuid 1000 --regid 1000 --clear-groups)

# A process becomes root of its new namespace a moment after it made the namespace.
permissions()
{
	equal mode "440 0 0" "$(stat -c '%a %u %g' /proc/net/twstat/destinations)" &&
		equal mode "440 0 0" "$(stat -c '%a %u %g' /proc/net/twstat/services)" &&
		may_read && ! may_read "${someone[@]}" &&
		"${someone[@]}" unshare --user --map-root-user --net \
			timeout 20 bash -c "until $read_first; do :; done"
}

not_watched()
{
	conns -p 8080 -n 5 ceSEC
	columns destinations port=8080 time_wait=5 live=- connects=- exhausted=- \
		refused_off=- expired=0
}

plan 17

load
for address in 127.0.0.1 ::1 ::ffff:127.0.0.1; do
	for what in lives passive otherwise orphans; do
		namespace
		check "$address: $what" $what
	done
done
namespace
check "ports, addresses, source addresses" several
namespace
check "no answer to the SYN" unanswered
namespace
check "usable ports" usable_ports
check "only root may read them" permissions
unload

load ports=0
namespace
check "without the group ports" not_watched

ktap_finished
