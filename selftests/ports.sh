#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Searches for a local port, compared with the client's results: how many connect() calls
# found a port, how many failed, and from which half of the range the ports are. Needs mode
# icount.

. "$(dirname "$0")/lib/lib.sh"

# Of these ports a client gets the even ones first.
ports=20
range="40000 40019"

# searches COUNT: the histogram has COUNT searches
searches()
{
	equal port_search_us "$1" "$(awk '$1 == "port_search_us" { print $3 }' \
		"$(file twstat/histograms)")"
}

# Until no port is left, and the same again after 2MSL.
exhausted()
{
	client_saw "connected $ports EADDRNOTAVAIL 5" -a "$address" -n $((ports + 5)) &&
		counted_ports ConnectAuto=$((ports + 5)) ConnectExhausted=5 \
			ConnectSecondHalf=$((ports / 2)) &&
		counted EnterClose=$ports && searches $((ports + 5))
}

back_later()
{
	sleep 55
	client_saw "connected 0 EADDRNOTAVAIL 1" -a "$address" -n 1 &&
		wait_for 20 at_least ExitExpired $ports &&
		client_saw "connected $ports" -a "$address" -n $ports &&
		counted_ports ConnectAuto=$((2 * ports + 6)) ConnectExhausted=6 \
			ConnectSecondHalf=$ports
}

# Another destination has the whole range.
elsewhere()
{
	client_saw "connected $ports EADDRNOTAVAIL 1" -a "$address" -p 8081 -n $((ports + 1)) &&
		counted_ports ConnectAuto=$((3 * ports + 7)) ConnectExhausted=7 \
			ConnectSecondHalf=$((3 * ports / 2))
}

# before_it_fails: ports of the second half are counted from the first one on
before_it_fails()
{
	client_saw "connected $((ports / 2))" -n $((ports / 2)) &&
		counted_ports ConnectAuto=$((ports / 2)) &&
		client_saw "connected 1" -n 1 &&
		counted_ports ConnectAuto=$((ports / 2 + 1)) ConnectSecondHalf=1
}

# limited SETTING PORTS SECOND_HALF: with this setting there are so many ports
limited()
{
	inside sysctl -qw "net.ipv4.$1"
	client_saw "connected $2 EADDRNOTAVAIL 1" -n $(($2 + 1)) &&
		counted_ports ConnectAuto=$(($2 + 1)) ConnectExhausted=1 \
			ConnectSecondHalf="$3"
}

# A range of the socket's own has no halves, or other ones.
own_range()
{
	inside "$here/conns" -k range -p 8080 -n 4 ceSEC > /tmp/said
	sed 's/^/# /' /tmp/said
	grep -q '^connected [23] EADDRNOTAVAIL' /tmp/said &&
		counted_ports ConnectAuto=4 "ConnectExhausted=$(awk '{ print $4 }' /tmp/said)"
}

# Without timestamps, no connect() can take over a socket in TIME_WAIT.
tuple_taken()
{
	inside sysctl -qw net.ipv4.tcp_timestamps=0
	client_saw "connected 3" -a "$address" -n 3 -c 40000 &&
		client_saw "connected 0 EADDRNOTAVAIL 3" -a "$address" -n 3 -c 40000 &&
		counted_ports ConnectBound=6 ConnectTupleBusy=3 && searches 6
}

# Without a listener, connect() finds a port as well.
nobody_listens()
{
	inside bash -c ": <> /dev/tcp/127.0.0.1/9" 2>&1 | sed 's/^/# /'
	counted_ports ConnectAuto=1 && searches 1
}

# bind() to the address and any port, then connect(). Two sockets have both ports, so the
# third one fails.
bound_to_any()
{
	inside sysctl -qw net.ipv4.ip_local_port_range="40000 40001"
	hold -p 8080 -n 2 -c 0 wc
	! inside "$here/conns" -p 8081 -c 0 ce 2> /tmp/said || return
	sed 's/^/# /' /tmp/said
	go_on
	counted_ports BindAuto=3 BindAutoFailed=1 ConnectBound=2
}

# A socket bound to an address and a port holds the port for all destinations.
bound_for_all()
{
	inside sysctl -qw net.ipv4.ip_local_port_range="40000 40001"
	hold -p 8080 -n 2 -c 0 wc
	client_saw "connected 0 EADDRNOTAVAIL 1" -p 8081 -n 1 &&
		counted_ports BindAuto=2 ConnectBound=2 ConnectAuto=1 ConnectExhausted=1
	go_on
}

# A socket bound to an address only (IP_BIND_ADDRESS_NO_PORT) holds its port for its own
# destination.
bound_for_one()
{
	inside sysctl -qw net.ipv4.ip_local_port_range="40000 40001"
	hold -p 8080 -n 2 -b 127.0.0.1 wc
	client_saw "connected 2" -p 8081 -n 2 &&
		counted_ports ConnectAuto=4 ConnectSecondHalf=2
	go_on
}

# average FROM_COUNT FROM_SUM: prints the mean of the searches since then, in us
average()
{
	awk -v count="$1" -v sum="$2" '$1 == "port_search_us" {
		print int(($4 - sum) / ($3 - count)) }' "$(file twstat/histograms)"
}

# A search that ends in the second half tries the whole first half before.
step()
{
	local half=1000 sum first second

	inside sysctl -qw net.ipv4.ip_local_port_range="40000 $((40000 + 2 * half - 1))"
	client_saw "connected $half" -n $half
	sum=$(awk '$1 == "port_search_us" { print $4 }' "$(file twstat/histograms)")
	first=$(average 0 0)
	client_saw "connected $half" -n $half
	second=$(average $half "$sum")
	echo "# $first us, then $second us"
	[ "$second" -gt $((5 * first)) ] && searches $((2 * half))
}

# Newer kernels can take the ports of each half in larger steps.
widths=()
[ ! -e /proc/sys/net/ipv4/ip_local_port_step_width ] || widths=(3 8)

plan $((22 + ${#widths[@]}))

load
for address in 127.0.0.1 ::1 ::ffff:127.0.0.1; do
	namespace ip_local_port_range="$range"
	check "$address: until no port is left" exhausted
	check "$address: 60 s later they are free again" back_later
	check "$address: another destination has ports of its own" elsewhere
	namespace
	check "$address: a tuple that is taken" tuple_taken
done

namespace ip_local_port_range="$range"
check "the second half is counted before anything fails" before_it_fails
namespace ip_local_port_range="40001 40020"
check "a range that begins with an odd port" before_it_fails
for width in "${widths[@]}"; do
	namespace ip_local_port_range="$range" ip_local_port_step_width="$width"
	check "the halves, with ip_local_port_step_width $width" before_it_fails
done
namespace ip_local_port_range="$range"
check "reserved ports" limited ip_local_reserved_ports=40001,40003 18 8
namespace ip_local_port_range="$range"
if old_kernel; then
	ktap_test_skip "a range of its own: this kernel has no IP_LOCAL_PORT_RANGE"
else
	check "a range of its own has no halves" own_range
fi
namespace
check "no listener" nobody_listens
namespace
check "bind() to any port" bound_to_any
namespace
check "bind() to a port holds it for all destinations" bound_for_all
namespace
check "IP_BIND_ADDRESS_NO_PORT holds it for one" bound_for_one
namespace
check "the search takes longer in the second half" step
unload

load connect_result=1
namespace ip_local_port_range="$range"
address=127.0.0.1
check "until no port is left, with connect_result=1" exhausted

ktap_finished
