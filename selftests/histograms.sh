#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The histograms, with sockets whose times are known. Needs mode icount.
# shellcheck disable=SC2016 # awk expands it, not the shell

. "$(dirname "$0")/lib/lib.sh"

count=50

# histogram NAME OF: prints its count, its sum, and its buckets that are not empty, as
# BOUND=VALUE
histogram()
{
	awk -v name="$1" -v of="$2" '
		NR == 1 { for (i = 5; i <= NF; i++) bound[i] = $i }
		$1 == name && $2 == of {
			printf "%s %s", $3, $4
			for (i = 5; i <= NF; i++)
				if ($i) printf " %s=%s", bound[i], $i
			print "" }' "$(file twstat/histograms)"
}

# all_in NAME OF BOUND LOW HIGH: all values are in the bucket BOUND, and their mean is
# between LOW and HIGH ms
all_in()
{
	local n sum rest

	read -r n sum rest <<< "$(histogram "$1" "$2")"
	equal "$1 $2" "$count $3=$count" "$n $rest" || return
	echo "# $1 $2: $((sum / n)) ms on average, should be $4 to $5"
	[ $((sum / n)) -ge "$4" ] && [ $((sum / n)) -le "$5" ]
}

# empty NAME...: the histograms of these names are empty
empty()
{
	local name

	for name; do
		equal "$name" 0 "$(awk -v name="$name" \
			'$1 == name { n += $3 } END { print n }' \
			"$(file twstat/histograms)")" || return
	done
}

# lifetimes_as_exits: for every cause, there are as many lifetimes as ends
lifetimes_as_exits()
{
	equal lifetimes "$(counters | sed -n '/^Exit/ { /Purged/d; s/=/ /p }')" \
		"$(awk '$1 == "lifetime" { print $2, $3 }' \
			"$(file twstat/histograms)")"
}

plan 16

load
namespace
conns -n $count ceSEC
check "alive: left_now" all_in left_now TimeWait 60000 59000 60000
check "all others are empty" empty lifetime left_at_end timer_late age_at_reuse
sleep 7
destroy
check "destroyed after 7 s: lifetime" all_in lifetime ExitDestroyed 10000 7000 7900
check "destroyed after 7 s: left_at_end" all_in left_at_end ExitDestroyed 60000 52100 53000
check "no timer fired, nothing was reused" empty timer_late age_at_reuse left_now

namespace
conns -n $count ceSEC
sleep 69
check "2MSL: lifetime" all_in lifetime ExitExpired 70000 60000 67500
check "the timer wheel's lateness, of each" equal late $count \
	"$(histogram timer_late - | cut -d ' ' -f 1)"
check "nothing was left" empty left_at_end

namespace
inside sysctl -qw net.ipv4.ip_local_port_range="40000 $((40000 + count - 1))"
conns -p 8080 -n $count ceSEC
sleep 3
inside sysctl -qw net.ipv4.tcp_tw_reuse=1
new_second
conns -p 8080 -n $count ceSEC
check "reused after 3 to 4 s: age at reuse" all_in age_at_reuse - 5000 3000 4900
check "lifetime" all_in lifetime ExitReused 5000 3000 4900
check "as many lifetimes as exits" lifetimes_as_exits

# A socket in FIN_WAIT2 has no age in TIME_WAIT.
namespace
wire open close '<F.' '>.' '!sleep 3' connect '<S'
check "taken over in FIN_WAIT2" counted EnterFinWait2=1 ExitTakenOver=1
check "no age at reuse" empty age_at_reuse

# A promoted socket's lifetime begins again. An adopted socket has no known beginning.
namespace
hold -n $count CewS
sleep 7
go_on
check "promoted after 7 s: 2MSL begins" all_in left_now TimeWait 60000 59000 60000
unload
load
check "adopted: left_now" all_in left_now TimeWait 60000 58000 60000
destroy
check "adopted: no lifetime" empty lifetime

ktap_finished
