#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Adoption: the module is loaded while there are sockets already. Each of them is adopted,
# once, while others come and go.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/endpoints.sh"

taken_in()
{
	counted Adopted="$1" && agreed && conserved
}

settled()
{
	wait_for 20 agreed > /dev/null
	agreed && conserved && nothing_lost && wait_for 20 as_ss &&
	equal ExitOther 0 "$(counter ExitOther)"
}

# all_sorts: live clients and servers, and sockets in TIME_WAIT of both; also with bound
# ports, and before others, since connect() could choose these ports
all_sorts()
{
	conns -a "$1" -p 8080 -n 20 -c 50000 ceSEC
	conns -a "$1" -p 8080 -n 30 ceSEC
	conns -a "$1" -p 8081 -n 10 sECeS
	hold -a "$1" -p 8081 -n 40 wceSECw
}

# placed: adopted sockets belong to their destinations and services, and still do as their
# states change
placed()
{
	as_ss && columns destinations port=8081 live=40 &&
		columns destinations port=8080 time_wait=50 &&
		columns services port=8081 time_wait=10 || return
	hold_on
	as_ss && columns destinations port=8081 live=0 time_wait=40 || return
	go_on
	destroy
	as_ss && nothing_lost && conserved
}

both()
{
	at_least Adopted 1 && at_least EnterClose 1
}

plan 11

namespace
conns -n 300 ceSEC
conns -a ::1 -n 200 ceSEC
load
check "IPv4 and IPv6: Adopted, and nothing else" taken_in 500
conns -n 100 ceSEC
check "later ones are counted as born" counted Adopted=500 EnterClose=100
check "the witnesses agree" agreed
unload

# New ones, so that none is about to expire.
vanish
namespace
conns -n 100 ceSEC
load
check "loaded again: all of them are adopted" taken_in 100
unload

vanish
sysctl -qw net.ipv4.tcp_child_ehash_entries=256
namespace
sysctl -qw net.ipv4.tcp_child_ehash_entries=0
conns -n 150 ceSEC
load
check "a namespace with its own hash table: Adopted" taken_in 150
unload

for address in 127.0.0.1 ::1 ::ffff:127.0.0.1; do
	namespace
	all_sorts $address
	load
	check "$address: destinations and services of adopted sockets" placed
	unload
done

# Connections come and go while the module is loaded.
namespace
other=$ns
namespace
go_on_and_on()
{
	while conns "$@"; do :; done
}
for port in 8080 8081; do
	go_on_and_on -p $port -n 5000 ceSEC &
	ns=$other go_on_and_on -a ::1 -p $port -n 5000 ceSEC &
done
wait_for 20 at_least_tw 200
load
wait_for 20 at_least EnterClose 1
ns=$other wait_for 20 at_least EnterClose 1
stop_jobs
check "loaded during traffic: as many alive as the kernel says" settled
ns=$other
check "in the other namespace too" settled
check "some of them were adopted, some were born" \
	both

ktap_finished
