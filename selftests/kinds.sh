#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Sockets of other kinds (MPTCP, SMC, MD5, ...) count as plain TCP sockets do, in the right
# role.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/matrix.sh"
. "$(dirname "$0")/lib/kinds.sh"

both='127.0.0.1 ::1'
mapped=::ffff:127.0.0.1

set_sysctl()
{
	inside sysctl -qw "$1"
}

# Clients connect again, from another address.
two_subflows()
{
	inside ip mptcp endpoint add 127.0.0.2 dev lo subflow
}

plan 22

load
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
