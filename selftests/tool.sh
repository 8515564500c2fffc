#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The output of the tool twstat: expected screens; and numbers, compared with /proc, ss and
# jq.
# shellcheck disable=SC2016 # awk and jq expand it, not the shell

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/tool.sh"

nothing()
{
	says "\
OK: no TCP client is short of ports.
  Only this network namespace was looked at; N others were not: twstat -A

           now  peak  in/s  out/s
TIME_WAIT    0     0     -      -
FIN_WAIT2    0     0     -      -

                      total  /s
not tracked  nothing      0   -
" -i 0
}

nothing_listed()
{
	says "from  to  time_wait  fin_wait2  live  ports  peak  usable  used  stamps  connects  failed
" dst && says "service  time_wait  fin_wait2  entered  reopened  bind_refused  syn_refused  syn_retried  program
" srv && says "Nothing was measured yet.
" hist && says "state  reusable  sockets
" -s sock && says "[]
" -j sock && says "[]
" -j dst
}

# 20 ports, and 22 connections to one of three destinations; the server closed ten others.
traffic()
{
	conns -p 8083 -n 10 sECeS
	inside sysctl -qw net.ipv4.ip_local_port_range="40000 40019"
	conns -p 8080 -n 22 ceSEC
	conns -a ::1 -p 8081 -n 15 ceSEC
	conns -a ::1 -p 8082 -c 30000 -n 1 ceSEC
}

out_of_ports()
{
	says "\
OUT OF PORTS: 127.0.0.1 to 127.0.0.1:8080 uses 20 of 20 ports.
  conns holds 20 of the 20 ports in use
  1 incident in the last hour, from DATE TIME on: twstat history

           now  peak  in/s  out/s
TIME_WAIT   46    46     -      -
FIN_WAIT2    0     0     -      -

                                                         total  /s
entered      normal close (FIN_WAIT2 to TIME_WAIT)          46   -
             opened by this side (connect)                  36   -
             opened by the peer (accept)                    10   -
connect()    searched for a local port                      47   -
             had to search the second half                  15   -
             no free port (EADDRNOTAVAIL)                    2   -
             from a bound port                               1   -
reuse        port candidates refused: tcp_tw_reuse is 0     40   -
closed       by this side first                             46   -
             by the peer first                              46   -
not tracked  nothing                                         0   -

from       to              ports  usable  used  new/s  max/s  failed/s  runs out
127.0.0.1  127.0.0.1:8080     20      20  100%      -    0.3         -       now
::1        [::1]:8081         15      20   75%      -    0.3         -         -
::1        [::1]:8082          1      20    5%      -    0.3         -         -
127.0.0.1  127.0.0.1:8083      0      20    0%      -    0.3         -         -
" -n -i 0
}

titles="from       to              time_wait  fin_wait2  live  ports  peak  usable  used  stamps  connects  failed"
eighty="127.0.0.1  127.0.0.1:8080         20          0     0     20    20      20  100%      20        22       2"
eighty1="::1        [::1]:8081             15          0     0     15    15      20   75%      15        15       0"
eighty2="::1        [::1]:8082              1          0     0      1     1      20    5%       1         1       0"
eighty3="127.0.0.1  127.0.0.1:8083          0          0     0      0     1      20    0%       0        10       0"

all_destinations()
{
	says "$titles
$eighty
$eighty1
$eighty2
$eighty3
" -n dst
}

# only ROWS FILTER...: the filter shows these destinations
only()
{
	local rows=$1

	shift
	equal "dst $*" "$rows" "$(tool -n "$@" | awk 'NR > 1 { print $2 }' | paste -sd ' ')"
}

filtered()
{
	local all="127.0.0.1:8080 [::1]:8081 [::1]:8082 127.0.0.1:8083"

	only "$all" dst && only "127.0.0.1:8080 127.0.0.1:8083" -4 dst &&
		only "[::1]:8081 [::1]:8082" dst -6 &&
		only "[::1]:8081" dst port 8081 &&
		only "127.0.0.1:8080" dst port http-alt &&
		only "127.0.0.1:8080" dst 127.0.0.1:8080 &&
		only "[::1]:8082" dst "[::1]:8082" &&
		only "127.0.0.1:8080 127.0.0.1:8083" dst to 127.128.0.0/8 &&
		only "127.0.0.1:8080 127.0.0.1:8083" dst from 127.0.0.0/30 &&
		only "" dst from 127.0.0.2 && only "[::1]:8081 [::1]:8082" dst to ::/0 &&
		only "127.0.0.1:8080 [::1]:8081" dst min 15 &&
		only "[::1]:8081" dst ::1 from ::1 min 2
}

services()
{
	says "\
service         time_wait  fin_wait2  entered  reopened  bind_refused  syn_refused  syn_retried  program
127.0.0.1:8083         10          0       10         0             0            0            0  -
" srv -n && says "\
service  time_wait  fin_wait2  entered  reopened  bind_refused  syn_refused  syn_retried  program
" -6 srv
}

settings="\
setting value meaning
segments on count segments that arrive for sockets in TIME_WAIT
ports on count searches for a local port
reuse on count why ports are not reused
states on count state transitions and how connections end
reuse-exact off hook each decision about reuse
connect-result off hook the result of each port search
who on count which programs connect to each destination
destinations-max 4096 maximum number of destinations, and of services
destinations-limit 4096 upper limit of destinations-max (module parameter destinations)
threshold-up 80 % of ports in use at which an event is sent
threshold-down 60 % of ports in use below which its end is sent
incidents-max 64 incidents that each namespace remembers (module parameter incidents)"

# lists SETTINGS: the tool lists these, and after them how much memory this namespace uses
lists()
{
	tool config > /tmp/config || return
	sed '/^memory /d; s/  *$//; s/  */ /g' /tmp/config > /tmp/listed
	diff <(echo "$1") /tmp/listed | sed 's/^/# /'
	[ "${PIPESTATUS[0]}" = 0 ] &&
		grep -Eq '^memory +[1-9][0-9]+ +bytes .* this network namespace$' /tmp/config
}

configured()
{
	lists "$settings" && says "" config threshold-up=90 threshold-down=70 &&
		lists "$(sed 's/80 %/90 %/; s/60 %/70 %/' <<< "$settings")" &&
		says "" config threshold-up=80 threshold-down=60 && lists "$settings"
}

# Turns the names in /proc into the specification's names.
dashed()
{
	sed 's/[A-Z]/-\l&/g; s/^-//'
}

same_counters()
{
	same counters "$(counters | dashed)" \
		"$(json '.counters | to_entries[] | "\(.key)=\(.value)"' -i 0)" &&
		same "counters with -s" "$(counters | sort)" \
		"$(tool -s -i 0 | awk 'NF > 3 && $NF ~ /^[A-Z]/ && $(NF - 1) == "-" &&
			$(NF - 2) ~ /^[0-9]+$/ { print $NF "=" $(NF - 2) }' |
			sort)"
}

same_gauges()
{
	local said name

	said=$(json '.gauges | [.["time-wait", "time-wait-peak", "fin-wait2", "fin-wait2-peak",
		"destinations", "destinations-peak", "services", "services-peak"]] | join(" ")' -i 0)
	read_gauges
	equal gauges "$(for name in TimeWait FinWait2 Destination Service; do
		echo "${gauge_now[$name]} ${gauge_peak[$name]}"
	done | paste -sd ' ')" "$said"
}

# As in /proc, without values that are not counted ("-"), and with hyphens in names.
same_destinations()
{
	same destinations "$(inside awk 'NR == 1 { for (i = 1; i <= NF; i++) {
			name[i] = $i == "device" ? "ifindex" : $i; gsub(/_/, "-", name[i]) } }
		NR > 1 { for (i = 5; i <= NF; i++) if ($i != "-" && (name[i] != "ifindex" || $i))
			print $1 " " $2 " " $3 " " $4 " " name[i] "=" $i }' \
		/proc/net/twstat/destinations | sort)" \
		"$(json '.[] | . as $d | to_entries[] | select(.value | type == "number")
			| select(.key | test("^(port|ports|share|max-rate|runs-out|unnamed|peak-at|exhausted-.*)$") | not)
			| "\($d.family) \($d.local) \($d.remote) \($d.port) \(.key)=\(.value)"' dst |
			sort)"
}

# Only what has happened is listed, three ways.
same_states()
{
	local expected

	expected=$(awk 'NR == 1 { split($0, to); next }
		{ for (i = 2; i <= NF; i++) if ($i) print $1, to[i], $i }' "$(file twstat/states)" | sort)
	[ -n "$expected" ] &&
		same table "$expected" "$(tool states | awk 'NR > 1 { print $1, $2, $3 }' | sort)" &&
		same JSON "$expected" "$(json '.[] | "\(.from) \(.to) \(.count)"' states |
			tr a-z- A-Z_ | sort)" &&
		same graph "$expected" "$(tool states --dot |
			sed -nE 's/^\t(\w+) -> (\w+) \[label="([0-9]+)"\];$/\1 \2 \3/p' | sort)" &&
		equal "lines around" "digraph twstat { node [shape=box]; }" \
			"$(tool states --dot | grep -v label | xargs)" &&
		fails 2 "--dot is for states." tool --dot hooks
}

same_hooks()
{
	same hooks "$(inside awk 'NR > 1 { print $1, $2, $3, $4, $5, $7 }' \
		/proc/net/twstat/hooks)" \
		"$(json '.[] | "\(.symbol) \(.group) \(if .found then "yes" else "no" end) \(.backend // "-") \(.state) \(.missed)"' hooks)" &&
		same "hooks, in a table" "$(inside sed 's/ \+/ /g' /proc/net/twstat/hooks)" \
		"$(tool hooks | sed 's/ \+/ /g')"
}

# For left_now only the number of sockets, since their time passes.
same_histograms()
{
	same histograms "$(inside awk 'NR > 1 {
			line = $1 " " $2 " " $3
			if ($1 != "left_now") for (i = 4; i <= NF; i++) line = line " " $i
			print line }' /proc/net/twstat/histograms |
			sed 's/_us//; s/ \(Exit\)\?\([A-Z][A-Za-z0-9]*\) / \2 /' | dashed |
			sed 's/_/-/g; s/ -\([a-z]\)/ \1/')" \
		"$(json '.[] | "\(.kind) \(.cause // .state // "-") \(.count)"
			+ if .kind == "left-now" then "" else " \(.sum) "
			+ ([.bucket[].count] | join(" ")) end' hist)"
}

# Compared with ss.
same_sockets()
{
	same sockets "$(inside ss -Htan state time-wait | awk '{ print $3, $4 }' | sort)" \
		"$(tool -n sock | awk 'NR > 1 { print $2, $3 }' | sort)" &&
		same "sockets, with services" \
		"$(inside ss -Hta state time-wait | awk '{ print $3, $4 }' | sort)" \
		"$(tool sock | awk 'NR > 1 { print $2, $3 }' | sort)" &&
		equal "sockets of IPv6" "$(inside ss -Htan6 state time-wait | wc -l)" \
		"$(json length -6 sock)"
}

totals()
{
	says "\
state      reusable     sockets
time-wait  passed-over       11
time-wait  off               35
" -s sock && inside sysctl -qw net.ipv4.tcp_tw_reuse=1 && equal "could be reused" 35 \
		"$(json '[.[] | select(.reusable == "yes" or .reusable == "too-young")] | length' sock)" &&
		inside sysctl -qw net.ipv4.tcp_tw_reuse=0
}

# Each command prints one JSON value, and the same one with -p.
same_json()
{
	local command

	for command in "-i 0" "-s -i 0" dst srv "hist port-search" hooks config "-s sock"; do
		# shellcheck disable=SC2086 # words
		equal "$command" "$(tool -j $command | jq -cS .)" \
			"$(tool -p $command | jq -cS .)" &&
			[ "$(tool -j $command | jq -s length)" = 1 ] &&
			[ "$(tool -p $command | wc -l)" -gt "$(tool -j $command | wc -l)" ] ||
			return
	done
}

# To a pipe, it prints text without colours, bars and trailing blanks.
plain()
{
	local command

	for command in "-i 0" "-s -i 0" dst "-i 0.1 dst" "-s dst" srv hist sock hooks config; do
		# shellcheck disable=SC2086 # words
		TERM=xterm-256color tool $command > /tmp/said
		! LC_ALL=C grep -qP '[^\n -~]| $' /tmp/said || {
			grep -nP '[^\n -~]| $' /tmp/said | sed 's/^/# /'
			return 1
		}
	done
}

# -N shows what a process in the namespace sees; by name and by path.
from_outside()
{
	local said

	said=$(tool -n -i 0)
	equal "by name" "$said" "$("$here/twstat" -n -i 0 -N "$ns")" &&
		equal "by path" "$said" \
		"$("$here/twstat" -n -i 0 --netns "/proc/${keeper[$ns]}/ns/net")" &&
		[ "$("$here/twstat" -n -i 0)" != "$said" ]
}

# completes WORDS WORD...: bash completes the last word to WORDS
completes()
{
	local words=$1

	shift
	equal "completion of '$*'" "$words" "$(
		# shellcheck disable=SC2317 # the completion calls it
		twstat() { tool "$@"; }
		# shellcheck disable=SC1091 # a file of scripts/twstat
		. "$here/twstat.bash"
		COMP_WORDS=(twstat "$@") COMP_CWORD=$#
		_twstat 2> /dev/null
		echo "${COMPREPLY[*]}")"
}

completed()
{
	completes "summary srv sock states" s && completes "dst diff" d &&
		completes "threshold-up= threshold-down=" config thr &&
		completes "lifetime left-at-end left-now" -j hist l &&
		completes "--stats --since" --s && completes "--full --from" --f && completes "port" -N x dst p
}

plan 21

load
namespace
check "no connection was made" nothing
check "lists are empty" nothing_listed
traffic
check "out of ports" out_of_ports
check "destinations" all_destinations
check "filters of destinations" filtered
check "services" services
check "settings are shown and set" configured
check "counters are those of /proc" same_counters
check "gauges are those of /proc" same_gauges
check "destinations are those of /proc" same_destinations
check "hooks are those of /proc" same_hooks
check "transitions are those of /proc" same_states
check "histograms are those of /proc" same_histograms
check "sockets are those of ss" same_sockets
check "how many can be reused" totals
check "JSON is valid" same_json
check "a pipe gets plain text" plain
check "from another namespace" from_outside
check "bash completion" completed
check "as many as ss and sockstat say" agreed
check "nothing was lost" nothing_lost
unload

ktap_finished
