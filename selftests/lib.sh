# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# What the tests share: the module, namespaces, our numbers, and the witnesses.
# shellcheck disable=SC2016 # what awk gets is not for the shell

# shellcheck disable=SC1091 # of the kernel's source
. "$(dirname "${BASH_SOURCE[0]}")/../kselftest/ktap_helpers.sh"

# at_hand SCRIPT...: takes the commands that are named in there, and what they need,
# into memory. Under icount the clock jumps to the next timer whenever nothing runs,
# also while the guest waits for a file of the host; there it could be seconds.
at_hand()
{
	local files libraries links known=/run/at_hand

	touch $known
	mapfile -t files < <(
		{
			tr -cs 'a-z0-9' '\n' < <(cat "$@") | sort -u |
				while read -r word; do type -P -- "$word"; done
			ls /bin/bash "$(dirname "$0")"/{conns,peer}
		} | grep -vxFf $known)
	[ ${#files[@]} != 0 ] || return
	printf '%s\n' "${files[@]}" >> $known

	mapfile -t libraries < <(ldd "${files[@]}" 2> /dev/null |
		awk '$2 == "=>" { print $3 } $1 ~ "^/.*[^:]$" { print $1 }' | sort -u)
	mapfile -t links < <(basename -a "${files[@]}" | sed 's,^,/etc/alternatives/,')

	# Writing to a file copies it from the host.
	mapfile -t files < <(find -L "${files[@]}" "${libraries[@]}" -size -10M \
		2> /dev/null)
	touch -ch "${files[@]}" "${links[@]}" /bin /lib /lib64 /sbin
	touch -c "${files[@]}" /etc/ld.so.cache
}

# plan CASES: begin
plan()
{
	export LC_ALL=C
	[ "$TWSTAT_MODE" != icount ] || at_hand "$0" "$(dirname "$0")/lib.sh"
	ktap_print_header
	ktap_set_plan "$1"
}

# check DESCRIPTION COMMAND...: a case that passes if the command succeeds
check()
{
	local description=$1

	shift
	if "$@"; then
		ktap_test_pass "$description"
	else
		ktap_test_fail "$description"
	fi
}

# equal WHAT WANT GOT: says what differs
equal()
{
	[ "$2" = "$3" ] || { echo "# $1: $3, should be $2"; return 1; }
}

# wait_for SECONDS COMMAND...: until the command succeeds, or the time is up
wait_for()
{
	local end=$((SECONDS + $1))

	shift
	until "$@"; do
		[ $SECONDS -lt $end ] || { echo "# in vain: $*"; return 1; }
		sleep 0.1
	done
}

loaded()
{
	[ -d /sys/module/twstat ]
}

# load [PARAMETER=VALUE...]
# shellcheck disable=SC2120
load()
{
	insmod "$TWSTAT_KO" "$@"
}

unload()
{
	rmmod twstat
}

# namespace: sets $ns to the name of a new one, with a loopback, room for as many
# sockets in TIME_WAIT as a test wants, and none of them reused behind its back
namespaces=0
namespace()
{
	namespaces=$((namespaces + 1))
	ns=twstat$namespaces
	ip netns add "$ns" && ip -n "$ns" link set lo up &&
		inside sysctl -qw net.ipv4.tcp_max_tw_buckets=100000 \
			net.ipv4.tcp_tw_reuse=0
}

# inside COMMAND...: in the namespace $ns
inside()
{
	nsenter --net="/run/netns/$ns" "$@"
}

no_conns()
{
	! pgrep -x conns > /dev/null
}

# stop_jobs: whatever runs in the background, until it is gone
stop_jobs()
{
	local job

	for job in $(jobs -p); do
		kill "$job" 2>/dev/null
		wait "$job" 2>/dev/null
	done
	pkill -x conns
	wait_for 20 no_conns
}

tidy()
{
	local i

	stop_jobs
	for i in $(ip netns list | awk '/^twstat/ { print $1 }'); do
		ip netns del "$i"
	done
	! loaded || unload
}
trap tidy EXIT

# conns [OPTION...] STEPS: connections in the namespace $ns, see conns.c
conns()
{
	inside "$(dirname "$0")/conns" "$@" > /dev/null
}

# wire [OPTION...] STEP...: peer in the namespace $ns, see peer.c; what passes is shown
wire()
{
	inside "$(dirname "$0")/peer" "$@" 2>&1 | sed 's/^/# /'
	return "${PIPESTATUS[0]}"
}

# hold [OPTION...] STEPS: conns in the background, up to the first "w" of the steps
hold()
{
	holds=1
	rm -f /tmp/go /tmp/held
	mkfifo /tmp/go
	inside "$(dirname "$0")/conns" "$@" < /tmp/go > /tmp/held &
	held=$!
	exec 9> /tmp/go
	wait_for 20 holding
}

holding()
{
	[ "$(grep -c waiting /tmp/held)" -ge "$holds" ]
}

# hold_on: up to the next "w"
hold_on()
{
	holds=$((holds + 1))
	echo >&9
	wait_for 20 holding
}

# go_on: to the end
go_on()
{
	echo >&9
	exec 9>&-
	wait "$held"
}

# Our numbers, of the namespace $ns.

counters()
{
	inside cat /proc/net/twstat/counters |
		awk 'NR == 1 { split($0, name) }
		     NR == 2 { for (i = 2; i <= NF; i++) print name[i] "=" $i }'
}

# counter NAME
counter()
{
	inside awk -v name="$1" '
		NR == 1 { for (i = 2; i <= NF; i++) at[$i] = i }
		NR == 2 { print $at[name] }' /proc/net/twstat/counters
}

# gauge TimeWait|FinWait2 [peak]
gauge()
{
	inside awk -v state="$1" -v column="${2:-now}" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		$1 == state { print $at[column] }' /proc/net/twstat/gauges
}

alive()
{
	inside awk 'NR > 1 { n += $2 } END { print n }' /proc/net/twstat/gauges
}

# at_least NAME VALUE: this counter has got there
at_least()
{
	[ "$(counter "$1")" -ge "$2" ]
}

# counted [NAME=VALUE...]: these stand at that, and all others of the group life
# and what was lost at 0
# shellcheck disable=SC2120
counted()
{
	counters | grep -vE '^(Role|Seg|Ack|Close)' | all_counted "$@"
}

# counted_segments [NAME=VALUE...]: the same for the group segments
counted_segments()
{
	counters | grep -E '^(Seg|Ack)' | all_counted "$@"
}

# all_counted [NAME=VALUE...]: of what comes in
all_counted()
{
	awk -F= -v want="$*" '
		BEGIN { n = split(want, pair, " ")
			for (i = 1; i <= n; i++) {
				split(pair[i], part, "=")
				value[part[1]] = part[2]
			} }
		$2 != value[$1] + 0 {
			print "# " $1 ": " $2 ", should be " value[$1] + 0
			bad = 1 }
		{ delete value[$1] }
		END { for (name in value) { print "# no counter " name; bad = 1 }
		      exit bad || !NR }'
}

# Law 1: what came is what went and what is there. What was purged has come in a
# namespace that is no more.
conserved()
{
	equal "Enter* + Adopted - Exit*" "$(alive)" "$(counters | awk -F= '
		/^(Enter|Adopted)/ { n += $2 }
		/^Exit/ && !/Purged/ { n -= $2 }
		END { print n + 0 }')"
}

# Nothing was lost by the module itself.
nothing_lost()
{
	equal "lost" 0 "$(counters | awk -F= '/^(ProbeMissed|Track)/ { n += $2 } END { print n + 0 }')"
}

# The witnesses, of the namespace $ns.

# kernel_counter NAME: as nstat reads it, for instance TcpExtTW
kernel_counter()
{
	inside nstat -asz "$1" 2>/dev/null | awk -v name="$1" '$1 == name { print $2 }'
}

# at_least_tw VALUE
at_least_tw()
{
	[ "$(sockstat_tw)" -ge "$1" ]
}

sockstat_tw()
{
	inside awk '$1 == "TCP:" { for (i = 2; i < NF; i++) if ($i == "tw") print $(i + 1) }' /proc/net/sockstat
}

# ss_count STATE: as ss lists them
ss_count()
{
	inside ss -Htan state "$1" | wc -l
}

# Law 2: at rest, our gauges say what the kernel and ss say. It is not at rest if
# sockets end while the witnesses look; then they look again.
agreed()
{
	local now tw listed i

	for ((i = 0; i < 5; i++)); do
		now=$(alive)
		tw=$(sockstat_tw)
		listed=$(ss_count time-wait)
		[ "$(alive)" != "$now" ] || break
	done
	equal "alive" "$tw" "$now" &&
		equal "TimeWait" "$listed" "$(gauge TimeWait)"
}
