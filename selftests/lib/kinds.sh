# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Connections of sockets of one kind, closed first by either side. They must count as plain
# TCP sockets do, in the right role.
# shellcheck disable=SC2154 # variables of namespaces.sh

# How many connections of each kind. A connection is slow on the debug kernel.
count=20
[ "$TWSTAT_KERNEL" != debug ] || count=5

# For the next cases: a command that sets the namespace up; how many TCP sockets each
# connection has on a side; a counter of the kernel's that proves the kind, and its minimum;
# and the configuration option, if not all kernels have it.
setup='' subflows=1 proof='' optional=''

# poll COMMAND...: as wait_for without delays, for what happens soon
poll()
{
	local end=$((SECONDS + 5))

	until "$@"; do
		[ $SECONDS -lt $end ] || { echo "# timed out: $*"; return 1; }
	done
}

established()
{
	[ "$(ss_count established)" = $((2 * subflows * count)) ]
}

# close_first client|server [OPTION...]: makes connections that this side closes first, and
# adds their sockets to $sockets. All connections exist at the same time, and the server
# has a new port for each call, so that no tuple repeats. MPTCP sends the FINs of TCP only
# when both sides have sent its own, so the first side keeps its sockets open until they
# are in TIME_WAIT.
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

# in_role client|server: all sockets of this side are in TIME_WAIT, none of the other side.
# Clients have ports from 20000 on.
in_role()
{
	local role=RoleActiveOpen peer=dport

	[ "$1" = client ] || role=RolePassiveOpen peer=sport
	equal "ss: $peer < :9000" "$sockets" \
		"$(inside ss -Htan state time-wait "$peer < :9000" | wc -l)" &&
		only_counted 'Role*' "$role=$sockets"
}

# as_tcp client|server ADDRESSES [OPTION...]: connections that this side closes first count
# as those of plain TCP sockets
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

# lacks [OPTION...]: the kernel has no sockets of this kind
lacks()
{
	namespace
	conns "$@" C 2> /dev/null
	[ $? = 4 ]
}

# kind DESCRIPTION ADDRESSES [OPTION...]: two cases, with these options of conns
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
