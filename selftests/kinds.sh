#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Sockets of other kinds: each counts as TCP does, in the role that is its own.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/matrix.sh"

count=20
both='127.0.0.1 ::1'
mapped=::ffff:127.0.0.1

# Of the next cases: what sets the namespace up, how many sockets of TCP's each
# connection has on a side, a counter of the kernel's that tells whether they are of
# that kind, with what it should come to at least, and the option that not all
# kernels have.
setup='' subflows=1 proof='' optional=''

# poll COMMAND...: as wait_for, for what is there at once or soon
poll()
{
	local end=$((SECONDS + 5))

	until "$@"; do
		[ $SECONDS -lt $end ] || { echo "# in vain: $*"; return 1; }
	done
}

established()
{
	[ "$(ss_count established)" = $((2 * subflows * count)) ]
}

# close_first client|server [OPTION...]: connections of which this side closes
# first; $sockets is how many sockets that makes altogether. They are all there at
# the same time, and each time the server has another port, so that no connection
# is like one before. MPTCP sends the FINs of TCP only when both sides have sent
# its own, so the side that is first keeps its sockets until they are in TIME_WAIT.
close_first()
{
	local steps=wceSEwC port=$((8000 + sockets))

	[ "$1" = client ] || steps=wsECewS
	sockets=$((sockets + subflows * count))
	{
		[ $subflows = 1 ] || poll established >&2
		echo
		poll at_least_tw "$sockets" >&2
		echo
	} | conns -p $port -n $count "${@:2}" $steps
}

proved()
{
	local name least seen

	[ -n "$proof" ] || return 0
	read -r name least <<< "$proof"
	seen=$(kernel_counter "$name")
	[ "$seen" -ge "$least" ] || equal "$name" "$least" "$seen"
}

# in_role client|server: all of this side are in TIME_WAIT, none of the other.
# Clients have ports from 20000 on.
in_role()
{
	local role=RoleActiveOpen peer=dport

	[ "$1" = client ] || role=RolePassiveOpen peer=sport
	equal "ss: $peer < :9000" "$sockets" \
		"$(inside ss -Htan state time-wait "$peer < :9000" | wc -l)" &&
		only_counted 'Role*' "$role=$sockets"
}

# as_tcp client|server ADDRESSES [OPTION...]
as_tcp()
{
	local address sockets=0

	for address in $2; do
		close_first "$1" -a "$address" "${@:3}" || return
	done
	proved && equal TcpExtTW $sockets "$(kernel_counter TcpExtTW)" &&
		counted EnterClose=$sockets && in_role "$1" && agreed && conserved &&
		as_listed
}

# lacks [OPTION...]: the kernel has no such sockets
lacks()
{
	namespace
	conns "$@" C 2> /dev/null
	[ $? = 4 ]
}

# kind DESCRIPTION ADDRESSES [OPTION...]: two cases, of connections that conns makes
kind()
{
	local first

	if [ -n "$optional" ] && lacks "${@:3}"; then
		for first in client server; do
			ktap_test_skip "$1, the $first first (no $optional)"
		done
		return
	fi
	for first in client server; do
		namespace
		$setup
		check "$1, the $first first" as_tcp $first "${@:2}"
	done
}

set_sysctl()
{
	inside sysctl -qw "$1"
}

# Clients connect once more, from another address.
two_subflows()
{
	inside ip mptcp endpoint add 127.0.0.2 dev lo subflow
}

# The debug kernel has AO, and takes minutes for the others.
all=24
[ "$TWSTAT_KERNEL" != debug ] || all=2
plan $all

load
optional=CONFIG_TCP_AO proof="TcpExtTCPAOGood $((2 * count))" \
	kind "AO" "$both" -k ao
[ $all = 24 ] || ktap_finished
kind "MD5" "$both" -k md5

kind "connected and accepted" "$both $mapped"
kind "IPv4 at a listener of IPv6" "127.0.0.1 $mapped" -l ::
kind "bound to a port before" "$both" -c 20000
kind "bound to no port before" "$both" -c 0
kind "packet info" "$both $mapped" -k pktinfo
setup='set_sysctl net.ipv4.tcp_fastopen=3' \
	proof="TcpExtTCPFastOpenPassive $((2 * (count - 1)))" \
	kind "Fast Open" "$both" -k fastopen
setup='set_sysctl net.ipv4.tcp_syncookies=2' \
	proof="TcpExtSyncookiesRecv $((2 * count))" kind "SYN cookies" "$both"
proof="MPTcpExtMPCapableACKRX $((2 * count))" kind "MPTCP" "$both" -k mptcp
setup=two_subflows subflows=2 proof="MPTcpExtMPJoinAckRx $count" \
	kind "MPTCP with two subflows" 127.0.0.1 -k mptcp
kind "SMC" "$both" -k smc

ktap_finished
