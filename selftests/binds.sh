#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Many failing bind() calls in a short time, for ports that sockets in TIME_WAIT hold: each
# is counted, or counted as lost. The witness is the program's own number of EADDRINUSE.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/endpoints.sh"

calls=2000

# binder [--listen] PORT PORTS ROUNDS: prints how many calls failed; see lib/binder.py
binder()
{
	inside "$here/lib/binder.py" "$@"
}

# A program that tries again and again, for the port of its predecessor.
tries_again()
{
	conns -p 8080 sECeS
	equal EADDRINUSE $calls "$(binder 8080 1 $calls)" &&
		counted_ports BindInTimeWait=$calls ConnectAuto=1 &&
		columns services port=8080 bind_refused=$calls && nothing_lost
}

# For listen() the socket already holds the port, which is no conflict.
listens_again()
{
	conns -p 8080 sECeS
	equal EADDRINUSE 50 "$(binder --listen 8080 1 50)" &&
		counted_ports BindInTimeWait=50 ConnectAuto=1
}

# A listener holds the port, so each listen() fails because of it.
listener_holds_it()
{
	hold -p 8080 wsECeS
	equal EADDRINUSE $calls "$(binder 8080 1 $calls)" &&
		equal BindInTimeWait 0 "$(counter BindInTimeWait)" && nothing_lost
	go_on
}

# greedy PORT PORTS ROUNDS: the same, and the work item that examines failed calls may have to
# wait, since it has a lower priority
greedy()
{
	inside taskset -c 0 chrt -f 50 "$here/lib/binder.py" "$@"
}

# More ports than a namespace has room for.
ports_held=300 rounds=10
[ "$TWSTAT_KERNEL" != debug ] || rounds=3	# before the first socket expires
tries_many()
{
	local failed in_time_wait lost

	conns -n $ports_held -c 20000 ceSEC
	failed=$(greedy 20000 $ports_held $rounds)
	in_time_wait=$(counter BindInTimeWait)
	lost=$(counter BindLost)
	echo "# BindInTimeWait $in_time_wait BindLost $lost"
	equal EADDRINUSE $((rounds * ports_held)) "$failed" &&
		equal "BindInTimeWait + BindLost" "$failed" $((in_time_wait + lost)) &&
		equal TrackFailed 0 "$(counter TrackFailed)" && [ "$in_time_wait" -ge $((128 * rounds)) ]
}

# others_meanwhile FLOOD: the namespace FLOOD tries many ports until all calls here are done
others_meanwhile()
{
	local mine=$ns flood failed

	ns=$1
	while :; do greedy 20000 $ports_held 20; done > /dev/null &
	flood=$!
	ns=$mine
	conns -n 20 -c 20000 ceSEC
	failed=$(binder 20000 20 20)
	kill $flood
	wait $flood 2> /dev/null
	equal EADDRINUSE 400 "$failed" &&
		counted_ports BindAuto=1 BindInTimeWait=400 ConnectBound=20
}

# Sockets come and go on a port that many hold, so that a search loses its place. Some of the
# calls fail because of a socket that isn't in TIME_WAIT.
holders=1500 tries=2000
[ "$TWSTAT_KERNEL" != debug ] || holders=320 tries=100
come_and_go()
{
	local change failed told

	conns -p 8080 -n $holders sECeS
	while :; do
		destroy "dport > :$((RANDOM % 28000 + 32768))"
		conns -p 8080 -n $((holders / 4)) sECeS
	done 2> /tmp/refused &
	change=$!
	failed=$(binder 8080 1 $tries)
	kill $change
	wait $change 2> /dev/null
	# The server's own bind() fails while the binder has the port.
	failed=$((failed + $(grep -c 'Address already in use' /tmp/refused)))
	told=$(($(counter BindInTimeWait) + $(counter BindLost)))
	echo "# failed $failed, BindInTimeWait $(counter BindInTimeWait) BindLost $(counter BindLost)"
	[ "$told" -le "$failed" ] && wait_for 20 no_conns && conserved &&
		agreed
}

plan 6

load
namespace
check "the same port $calls times" tries_again
namespace
check "listen() on a bound socket" listens_again
namespace
check "a port that a listener holds" listener_holds_it
namespace
check "$ports_held ports: counted, or counted as lost" tries_many
many=$ns
namespace
check "meanwhile no call of another namespace is lost" others_meanwhile "$many"
namespace
check "sockets come and go meanwhile" come_and_go

ktap_finished
