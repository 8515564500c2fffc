#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Decisions whether connect() can reuse a port in TIME_WAIT, and why not: those of failed
# searches, or each decision; compared with the kernel's counter and a bpftrace script.
# Needs mode icount.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/bpftrace.sh"
. "$(dirname "$0")/lib/endpoints.sh"
. "$(dirname "$0")/lib/veth.sh"

# A client takes all of these ports, and then fails three times.
ports=10 fails=3
asked=$((ports * fails))

# ready REUSE [NAME=VALUE...]: makes a namespace with this tcp_tw_reuse
ready()
{
	namespace ip_local_port_range="40000 40009" tcp_tw_reuse="$1" "${@:2}"
	to=()
}

# tries COUNT [OPTION...]: makes COUNT connections; prints how many succeeded and failed
tries()
{
	inside "$here/conns" "${to[@]}" -p 8080 -n "$1" "${@:2}" ceSEC
}

# all_refused NAME=VALUE...: all ports were taken, then connect() failed, for these reasons
all_refused()
{
	equal "the client" "connected $ports EADDRNOTAVAIL $fails" \
		"$(tries $((ports + fails)))" && counted_refusals "$@"
}

# counted_refusals NAME=VALUE...: the counters, and the destination's, have these refusals.
# If each decision is counted, searches that found a port count as well, so there may be
# more.
counted_refusals()
{
	local pair name column

	[ -z "$exact" ] && { counted_reuse "$@" || return; }
	for pair; do
		name=${pair%=*}
		column=refused$(sed 's/^Reuse//;s/[A-Z]/_\L&/g' <<< "$name")
		[ "$(counter "$name")" -ge "${pair#*=}" ] &&
			columns destinations port=8080 "$column=$(counter "$name")" ||
			return
	done
}

off()
{
	ready 0
	all_refused ReuseOff=$asked
}

# A range of one port is tried; of other ranges of odd size, the last port is not tried.
single()
{
	local ports=1 asked=$fails

	ready 0 ip_local_port_range="40001 40001"
	all_refused ReuseOff=$asked
}

not_loopback()
{
	ready 2
	peer
	all_refused ReuseNotLoopback=$asked
}

no_timestamp()
{
	ready 1 tcp_timestamps=0
	all_refused ReuseNoTimestamp=$asked
}

too_young()
{
	ready 1
	new_second
	all_refused ReuseTooYoung=$asked
}

fin_wait2()
{
	local i

	ready 1
	hold -p 8080 -n $ports Cew
	wait_for 20 in_fin_wait2 || return
	for ((i = 0; i < fails; i++)); do
		! inside bash -c ": <> /dev/tcp/127.0.0.1/8080" 2> /dev/null || return
	done
	counted_refusals ReuseFinWait2=$asked && go_on
}

in_fin_wait2()
{
	[ "$(gauge FinWait2)" = $ports ]
}

# Half of them without timestamps.
mixed()
{
	ready 1 tcp_timestamps=0
	tries $((ports / 2)) > /dev/null
	inside sysctl -qw net.ipv4.tcp_timestamps=1
	new_second
	equal "the client" "connected $((ports / 2)) EADDRNOTAVAIL $fails" \
		"$(tries $((ports / 2 + fails)))" &&
		counted_refusals ReuseNoTimestamp=$((asked / 2)) \
			ReuseTooYoung=$((asked / 2)) &&
		columns destinations port=8080 time_wait=$ports timestamps=$((ports / 2))
}

# Bound ports are skipped, not refused.
bound()
{
	ready 0
	tries 5 -c 40000 > /dev/null
	equal "the client" "connected 5 EADDRNOTAVAIL $fails" \
		"$(tries $((5 + fails)))" && counted_refusals ReuseOff=$((5 * fails))
}

# granted REUSE: in the next second all ports can be reused
granted()
{
	tries $ports > /dev/null
	new_second
	new_second
	equal "the client" "connected $ports" "$(tries $ports)" &&
		equal ReuseGranted $ports "$(counter ReuseGranted)" &&
		equal TWRecycled $ports "$(kernel_counter TcpExtTWRecycled)" &&
		columns destinations port=8080 reused=$ports exhausted=0 time_wait=$ports &&
		equal age_at_reuse $ports "$(awk '$1 == "age_at_reuse" { print $3 }' \
			"$(file twstat/histograms)")"
}

granted_always()
{
	ready 1
	granted
}

granted_on_loopback()
{
	ready 2
	granted
}

granted_on_veth()
{
	ready 1
	peer
	granted
}

takeover()
{
	ready 0
	tries 5 -c 50000 > /dev/null
	tries 5 -c 50000 > /dev/null
	equal ReuseTakeover 5 "$(counter ReuseTakeover)" &&
		equal TWRecycled 5 "$(kernel_counter TcpExtTWRecycled)" &&
		columns destinations port=8080 taken_over=5 reused=0
}

# Compared with a witness: refusals of failed searches, or all. -EADDRNOTAVAIL is an odd
# number.
witnessed()
{
	ready 0
	start_witness '
		kprobe:inet_hash_connect { @here[tid] = (uint64)0; }
		kretprobe:tcp_twsk_unique /(retval & 1) == 0/ {
			@all++;
			@here[tid]++;
		}
		kretprobe:inet_hash_connect /(retval & 1) == 1/ {
			@failed += @here[tid];
		}
		END { clear(@here); }'
	tries $((ports + fails)) > /dev/null
	inside sysctl -qw net.ipv4.tcp_tw_reuse=1
	tries $fails > /dev/null
	stop_witness
	sed 's/^/# /' /tmp/witness
	equal "refused" "$(saw "$([ -n "$exact" ] && echo all || echo failed)")" \
		"$(sum 'Reuse!(Granted|Takeover)')"
}

nothing_counted()
{
	ready 0
	tries $((ports + fails)) > /dev/null
	counted_reuse && columns destinations port=8080 exhausted=$fails refused_off=-
}

# hook_is STATE: the state of the hook that sees each decision
hook_is()
{
	equal tcp_twsk_unique "$1" \
		"$(awk '$1 == "tcp_twsk_unique" { print $5 }' /proc/net/twstat/hooks)"
}

plan 29

for exact in "" 1; do
	load ${exact:+reuse_exact=1}
	check "hooks shows whether each decision is counted" hook_is \
		"$([ -n "$exact" ] && echo on || echo off)"
	for what in off single not_loopback no_timestamp too_young fin_wait2 mixed bound \
		granted_always granted_on_loopback granted_on_veth takeover witnessed; do
		check "${exact:+each: }$what" $what
	done
	unload
done

load reuse=0
check "without the group" nothing_counted

ktap_finished
