#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Monotonic numbers never go down, for readers in a tight loop, while connections of all
# kinds come and go on two CPUs; and at rest they are exact.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/matrix.sh"

rounds=12
[ "$TWSTAT_EXTENT" != full ] || rounds=60
[ "$TWSTAT_KERNEL" != debug ] || rounds=3

# reader [OPTION] NAME...: starts rising for these files of the namespace; sets $reader
reader()
{
	local files=() name options=()

	[ "$1" != -t ] || { options=(-t); shift; }
	for name; do
		files+=("/proc/net/twstat/$name")
	done
	inside "$here/rising" "${options[@]}" "${files[@]}" \
		< /run/reading >> /run/rising 8>&- &
	readers+=($!)
}

# churn ADDRESS PORT: both sides, closed in each order; orphans, resets, and half-open
# connections that ss -K drops
churn()
{
	local i

	for ((i = 0; i < rounds; i++)); do
		conns -a "$1" -p "$2" -n 100 ceSEC
		conns -a "$1" -p "$2" -n 100 sECeS
		conns -a "$1" -p "$2" -n 50 cs
		conns -a "$1" -p "$2" -n 50 Ce
		conns -a "$1" -p "$2" -n 50 r
		conns -a "$1" -p "$2" -k fastopen -n 50 ceSEC
		destroy
	done
}

# cookies: sends SYN cookies always, or as by default, in turn. Not never: the ACK of a cookie
# that was sent before would be refused, and its client would wait for ever.
cookies()
{
	local value

	while :; do
		for value in 2 1; do
			inside sysctl -qw net.ipv4.tcp_syncookies=$value
			pause 0.2
		done
	done
}

# rises COOKIES: churn with this setting of tcp_syncookies, or with all of them in turn
rises()
{
	local readers=() churns=() pid failed=0 flip=

	rm -f /run/reading /run/rising
	mkfifo /run/reading
	exec 8<> /run/reading
	if [ "$1" = each ]; then
		cookies &
		flip=$!
	else
		inside sysctl -qw net.ipv4.tcp_syncookies="$1"
	fi
	reader states
	reader -t states counters
	churn 127.0.0.1 8080 &
	churns+=($!)
	churn ::1 8081 &
	churns+=($!)
	wait "${churns[@]}"
	[ -z "$flip" ] || { kill $flip; wait $flip 2> /dev/null; }
	exec 8>&-
	for pid in "${readers[@]}"; do
		wait "$pid" || failed=1
	done
	sed 's/^/# /' /run/rising
	return $failed
}

# A number of a file that goes down is found.
planted()
{
	local pid

	rm -f /run/reading
	mkfifo /run/reading
	echo "A 1 2" > /run/planted.new
	mv /run/planted.new /run/planted
	"$here/rising" /run/planted < /run/reading > /run/rising &
	pid=$!
	exec 8> /run/reading
	pause 0.5
	echo "A 1 1" > /run/planted.new
	mv /run/planted.new /run/planted
	pause 0.5
	exec 8>&-
	wait $pid
	equal "exit status" 2 $? && grep -q "number 1: 2, then 1" /run/rising
}

# exact: at rest the matrix is what ss lists, and each birth has a role
exact()
{
	wait_for 60 as_listed && nothing_lost &&
		equal "Role*" "$(sum 'Enter*')" "$(sum 'Role*')"
}

plan 7

load
check "a planted decrease is found" planted
for how in 0 2 each; do
	namespace tcp_tw_reuse=1 tcp_fin_timeout=1 tcp_fastopen=3
	check "tcp_syncookies=$how: nothing goes down" rises $how
	check "tcp_syncookies=$how: exact at rest" exact
done

ktap_finished
