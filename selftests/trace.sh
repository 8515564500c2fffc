#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Trace events: each comes when its counter moves, with the socket's addresses, and can be
# read from tracefs, by trace-cmd and by bpftrace. Its times agree with the kernel's trace
# clock. Needs mode icount.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/bpftrace.sh"
. "$(dirname "$0")/lib/endpoints.sh"
. "$(dirname "$0")/lib/events.sh"

# Ends caused by connect(), and its failures.
connects()
{
	local address

	namespace ip_local_port_range="40000 40019"
	listen 4096
	for address in 127.0.0.1 ::1; do
		conns -a $address -p 8080 -n 23 ceSEC
		conns -a $address -p 8081 -c 50000 -n 5 ceSEC
		conns -a $address -p 8082 -c 51000 -n 5 sEcSC
		sleep 2
		inside sysctl -qw net.ipv4.tcp_tw_reuse=1
		conns -a $address -p 8080 -n 20 ceSEC
		conns -a $address -p 8080 -n 2 ceSEC
		conns -a $address -p 8081 -c 50000 -n 5 ceSEC
		conns -a $address -p 8082 -c 51000 -n 5 sEcSC
		destroy
		inside sysctl -qw net.ipv4.tcp_tw_reuse=0 net.ipv4.tcp_timestamps=0
		conns -a $address -p 8083 -c 52000 -n 3 ceSEC
		conns -a $address -p 8083 -c 52000 -n 3 ceSEC
		inside sysctl -qw net.ipv4.tcp_timestamps=1
	done
	heard_all
	all_moved EnterClose ExitReused ExitTakenOver ExitReopened ExitDestroyed ReuseOff \
		ReuseTooYoung ReuseGranted ReuseTakeover ConnectExhausted \
		ConnectTupleBusy RolePassiveOpen && all_as_counted
}

# all_moved NAME...: none of these counters is 0
all_moved()
{
	local name

	read_counters
	for name; do
		[ "${counter_value[$name]}" != 0 ] || { echo "# $name: 0"; return 1; }
	done
}

# segment_events COUNTERS STEP...: events of segments to a socket in TIME_WAIT or FIN_WAIT2
segment_events()
{
	local counters=$1

	shift
	namespace tcp_invalid_ratelimit="${limit-0}" tcp_rfc1337="${rfc1337-0}"
	listen 1024
	wire "$@" || return
	heard_all
	# shellcheck disable=SC2086 # words
	all_moved $counters && all_as_counted
}

wait=(open close '<F.' '>F.' '<.')
half=(open close '<F.' '>.')

# all_segments FAMILY: segments of all kinds, and their effect on the timer
all_segments()
{
	segment_events "SegFin Extended" "$1" "${wait[@]}" '>F.,seq=-1' '<.,seq=0,ack=0' &&
	segment_events "SegOldData AckSent" "$1" "${wait[@]}" '>P.,seq=-3,len=2' '<.' &&
	segment_events SegOldAck "$1" "${wait[@]}" '>.' '<none' &&
	limit=500 segment_events AckLimited "$1" "${wait[@]}" '>.,seq=-1' '<.' '>.,seq=-1' '<none' &&
	segment_events SegSynRefused "$1" "${wait[@]}" '>S,seq=-100,no-ts' '<.' &&
	segment_events SegSynRefused "$1" "${wait[@]}" '>S' '<.' &&
	segment_events ExitReopened "$1" -l "${wait[@]}" '>S' '<S.' &&
	segment_events SegPaws "$1" "${wait[@]}" '>P.,seq=-3,len=2,ts=-50' '<.' &&
	segment_events ExitRst "$1" "${wait[@]}" '>R' '<none' &&
	rfc1337=1 segment_events SegRstIgnored "$1" "${wait[@]}" '>R' '<none' &&
	segment_events SegOther "$1" "${wait[@]}" '>U,seq=-1' '<.' &&
	segment_events "EnterFinWait2 PromoteFinWait2" "$1" "${half[@]}" '>F.' '<.' &&
	segment_events ExitReset "$1" "${half[@]}" '>P.,len=5' '<R'
}

# one_life ADDRESS FAMILY V4 V6: the events of one connection, from its birth until its timer
# expires
one_life()
{
	local tuple

	namespace
	listen 1024
	conns -a "$1" -p 8080 -c 40000 -n 1 ceSEC
	wait_for 80 at_least ExitExpired 1
	heard_all
	tuple="netns=$(netns_of "$ns") "
	grep "$tuple" /tmp/heard > /tmp/life
	tuple+="family=$2 sport=40000 dport=8080"
	tuple+=" saddr=$3 daddr=$3 saddrv6=$4 daddrv6=$4"
	equal "events" "\
enter: $tuple how=EnterClose state=TIME_WAIT role=RoleActiveOpen timeout_ms=60000
exit: $tuple cause=ExitExpired state=TIME_WAIT lifetime_ms=LIFETIME left_ms=0" \
		"$(sed -E 's/.* ((enter|exit): )/\1/;s/(lifetime_ms=)[0-9]+/\1LIFETIME/' \
			/tmp/life)" && lifetime_is_true
}

# By the trace clock, within two jiffies, the unit of the module's times
lifetime_is_true()
{
	awk '
		$5 == "enter:" { born = $4 + 0 }
		$5 == "exit:" {
			lived = ($4 - born) * 1000
			match($0, /lifetime_ms=[0-9]+/)
			says = substr($0, RSTART + 12, RLENGTH - 12)
			off = lived - says
			printf "# it lived %.1f ms, and the event says %d\n", lived, says
			good = off > -8 && off < 8 && says >= 60000
		}
		END { exit !good }' /tmp/life
}

# The event of a destination without a free port has the values of its row
destination_exhausted()
{
	namespace ip_local_port_range="40000 40019" ip_local_reserved_ports=40000-40003
	listen 1024
	conns -p 8080 -n 17 ceSEC
	heard_all
	columns destinations port=8080 usable=16 time_wait=16 fin_wait2=0 live=0 exhausted=1 &&
		equal "events" \
			"sport=0 dport=8080 usable=16 time_wait=16 fin_wait2=0 live=0 exhausted=1" \
			"$(sed -nE 's/.* destination_exhausted: .* (sport=.* dport=[0-9]+) .* (usable=)/\1 \2/p' \
				/tmp/heard)"
}

# If each decision is counted, the event has the port that was refused
each_refused()
{
	namespace ip_local_port_range="40000 40009"
	listen 1024
	conns -p 8080 -n 11 ceSEC
	heard_all
	all_as_counted && equal "ports that were refused" \
		"$(seq -s ' ' 40000 40009)" \
		"$(sed -n 's/.* reuse: .* sport=\([0-9]*\) .* result=ReuseOff times=1$/\1/p' \
			/tmp/heard | sort -u | xargs)"
}

# Extensions, while the group segments is off
extended_alone()
{
	namespace
	listen 1024
	wire -4 "${wait[@]}" '>F.,seq=-1' '<.' || return
	heard_all
	all_moved Extended && all_as_counted
}

# Sockets that are purged with their namespace: events with addresses, but no lifetime
purged()
{
	local netns

	namespace
	netns=$(netns_of "$ns")
	listen 1024
	conns -n 7 ceSEC
	vanish
	wait_for 60 all_purged 7 || return
	heard_all
	equal "events of ExitPurged" 7 \
		"$(grep -c " exit: netns=$netns .* cause=ExitPurged .* lifetime_ms=-1 " /tmp/heard)"
}

# value NAME EVENT: prints the number that an event's format has for a name
value()
{
	sed -nE "s/.*\{ ([0-9]+), \"$1\" \}.*/\1/p" \
		"/sys/kernel/tracing/events/twstat/$2/format"
}

# All names in the formats are those of counters, states or families
names_are_counters()
{
	read_counters
	equal "names other than counters" "AF_INET AF_INET6 FIN_WAIT2 Syn TIME_WAIT" \
		"$(cat /sys/kernel/tracing/events/twstat/*/format |
			grep -oE '\{ [0-9]+, "[A-Za-z0-9_]+" \}' | cut -d '"' -f 2 | sort -u |
			grep -vxF "$(printf '%s\n' "${counter_names[@]}")" | xargs)"
}

# bpftrace gets the same events, with the numbers of the format, and holds the module
bpftrace_hears()
{
	local destroyed

	destroyed=$(value ExitDestroyed exit)
	namespace
	start_witness "
		tracepoint:twstat:enter { @enter = count(); }
		tracepoint:twstat:exit /args->cause == $destroyed && args->dport == 8080 &&
			args->family == 2 && args->saddr[0] == 127/ { @exit = count(); }"
	conns -p 8080 -n 30 ceSEC
	destroy
	in_use
	held=$?
	stop_witness
	sed 's/^/# /' /tmp/witness
	equal enter 30 "$(saw enter)" && equal exit 30 "$(saw exit)" &&
		counted EnterClose=30 ExitDestroyed=30 &&
		equal "rmmod meanwhile" 0 $held
}

in_use()
{
	! unload 2> /tmp/said && grep -q 'in use' /tmp/said && loaded
}

# trace-cmd records numbers, and takes their names from the format
trace_cmd_reads()
{
	namespace
	inside trace-cmd record -q -e twstat:exit -o /tmp/trace.dat bash -c "
		'$here/conns' -p 8080 -n 5 ceSEC > /dev/null
		ss -K -tan state time-wait > /dev/null" > /dev/null &&
		equal "lines of trace-cmd" 5 "$(trace-cmd report -i /tmp/trace.dat |
			grep -c 'exit:.* family=AF_INET .* daddr=127.0.0.1 .* cause=ExitDestroyed state=TIME_WAIT')"
}

# An event that is on does not hold the module, and is removed with it
unload_while_on()
{
	namespace
	listen 1024
	conns -n 5 ceSEC
	unload && [ ! -e $tracing/events/twstat ] || return
	load
	namespace
	listen 1024
	conns -n 5 ceSEC
	heard_all
	all_as_counted && all_moved EnterClose
}

plan 16

trace-cmd --version > /dev/null	# into memory
load
check "names in the formats are those of counters" names_are_counters
check "connections that end early, and that fail" connects
check "IPv4: segments" all_segments -4
check "IPv6: segments" all_segments -6
check "IPv4: events of a socket" one_life 127.0.0.1 AF_INET 127.0.0.1 \
	::ffff:127.0.0.1
check "IPv6: events of a socket" one_life ::1 AF_INET6 0.0.0.0 ::1
check "the event of a destination" destination_exhausted
check "sockets of a namespace that goes away" purged
check "bpftrace" bpftrace_hears
check "trace-cmd" trace_cmd_reads
check "rmmod while events are on, and insmod again" unload_while_on
check "nothing was lost" nothing_lost
unload

load reuse_exact=1
check "each refused reuse" each_refused
unload

load segments=0
check "extensions without the group segments" extended_alone
unload

load backend=kprobe
check "by kprobes: connections that end early, and that fail" connects
check "by kprobes: segments" all_segments -4

ktap_finished
