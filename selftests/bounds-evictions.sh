#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A connection to a new destination costs the same, however many destinations the full table has,
# and whether these have sockets or not.

. "$(dirname "$0")/lib/lib.sh"

count=600
most=2000	# instructions more than without the module, in the middle half of connections
mean_most=3000	# and in the mean, which has the ticks of the clock in it
worst=120000	# and at most: what else happens meanwhile varies by half of that
spread=300	# between a table of 64 and one of 4,096

# crawl [COUNT]: connects to COUNT new destinations; sets $middle, $mean and $max
crawl()
{
	local said

	said=$(inside "$here/cost" -a 0.0.0.0 -n "${1-$count}" crawl) || return
	read -r _ middle _ _ _ mean _ _ _ _ _ max _ <<< "$said"
}

# fill SIZE idle|busy: fills a table with this many destinations. Since they are evicted in
# their order, each later crawl() to the same addresses goes to one that is not there.
fill()
{
	crawl $(($1 + count)) || return
	if [ "$2" = idle ]; then
		destroy
	fi
	equal Destination "$1" "$(gauge Destination)"
}

# bounded SIZE idle|busy
bounded()
{
	local evicted

	fill "$1" "$2" || return
	evicted=$(counter DestinationEvicted)
	crawl || return
	echo "# $1, $2: middle $middle ($((middle - plain_middle)) more)," \
		"mean $mean ($((mean - plain_mean)) more), at most $max ($plain_max)"
	got[$1-$2]=$middle
	equal evicted $count $(($(counter DestinationEvicted) - evicted)) &&
		[ $((middle - plain_middle)) -le $most ] &&
		[ $((mean - plain_mean)) -le $mean_most ] &&
		[ $((max - plain_max)) -le $worst ]
}

# alike idle|busy
alike()
{
	local difference=$((got[4096-$1] - got[64-$1]))

	echo "# $difference more in a table of 4,096"
	[ "${difference#-}" -le $spread ]
}

plan 6

declare -A got
namespace
crawl && destroy
crawl || exit
destroy
plain_middle=$middle plain_mean=$mean plain_max=$max

for size in 64 4096; do
	load destinations=$size
	for kind in idle busy; do
		namespace
		check "$size destinations, $kind" bounded $size $kind
		destroy
	done
	unload
done
check "idle: the same in each table" alike idle
check "busy: the same in each table" alike busy

ktap_finished
