#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# When the table of destinations is full, the least needed one is evicted.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/endpoints.sh"

many()
{
	conns -p 8080 -l 0.0.0.0 -d 10000 -n 10000 ceSEC
	equal rows "$1" "$(rows destinations)" &&
		equal Destination "$1" "$(gauge Destination)" &&
		equal DestinationEvicted $((10000 - $1)) "$(counter DestinationEvicted)" &&
		nothing_lost && conserved && agreed
}

# The destinations that are left have all their sockets, and the last one is among them.
evicted()
{
	many 4096 && equal time_wait 4096 "$(column destinations time_wait)" &&
		columns destinations remote=127.0.39.16 time_wait=1 || return
	wait_for 80 at_least ExitExpired 10000
	equal time_wait 0 "$(column destinations time_wait)" &&
		equal expired 4096 "$(column destinations expired)" && conserved
}

none_evicted()
{
	many 10000 && as_ss
}

# With at most 16 destinations, those without sockets are evicted first, the least recently
# used one before others.
who_goes_first()
{
	local i

	conns -p 8100 ceSEC
	for ((i = 1; i <= 15; i++)); do
		conns -p $((8100 + i)) r
		sleep 0.1
	done
	conns -p 8101 r
	conns -p 8200 -n 2 ceSEC
	equal rows 16 "$(rows destinations)" &&
		columns destinations port=8102 connects=0 &&
		columns destinations port=8101 connects=2 &&
		columns destinations port=8100 time_wait=1 &&
		only_counted '*Evicted' DestinationEvicted=1
}

# If all have sockets, one of them is evicted; its sockets are still counted.
busy_one_goes()
{
	local i

	for ((i = 0; i < 20; i++)); do
		conns -p $((8300 + i)) ceSEC
	done
	equal rows 16 "$(rows destinations)" && agreed && conserved &&
		equal time_wait 16 "$(column destinations time_wait)" || return
	destroy
	agreed && conserved && nothing_lost
}

# refused_with PARAMETER=VALUE: the module does not load with it
refused_with()
{
	! load "$1" 2> /dev/null && ! loaded &&
		dmesg | tail -1 | grep -q "${1%=*} must be 16 to 65536, not ${1#*=}"
}

plan 6

load
namespace
check "10,000 destinations, of which 4,096 are kept" evicted
unload

load destinations=16384
namespace
check "10,000 destinations, and all are kept" none_evicted
unload

load destinations=16
namespace
check "destinations without sockets are evicted first" who_goes_first
namespace
check "if all have sockets, one is evicted" busy_one_goes
unload

check "too few destinations" refused_with destinations=15
check "too many destinations" refused_with destinations=65537

ktap_finished
