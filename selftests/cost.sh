#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The module adds no more instructions to a connection than the budget allows. scripts/bench
# measures more.

. "$(dirname "$0")/lib/lib.sh"

budget=1000		# instructions, for a connection
budget_refused=10	# per cent, for a connect() that finds no port

# middle OPTION...: sets $middle to the first number of cost, in the namespace $ns
middle()
{
	local said

	said=$(inside "$here/cost" "$@") || return
	read -r _ middle _ <<< "$said"
	destroy
}

# All of them, with the options of cost.
names=("client first" "server first" "IPv6, client first" "IPv6, server first" "no port")

measure()
{
	local options=()

	ns=$roomy
	case $1 in
	"client first")		options=(-n 1000 client) ;;
	"server first")		options=(-n 1000 server) ;;
	"IPv6, client first")	options=(-n 1000 -a ::1 client) ;;
	"IPv6, server first")	options=(-n 1000 -a ::1 server) ;;
	"no port")		options=(-n 7 -f 100 refused); ns=$narrow ;;
	esac
	middle "${options[@]}"
}

# within LIMIT NAME: the module adds at most LIMIT instructions, by the lowest of three
# measurements, since each can be 30 off. With 200 connections instead of 1,000, each was up
# to 200 off, depending on the state of the slabs.
within()
{
	local before=${without[$2]} middle

	for _ in 1 2 3; do
		measure "$2" || return
		echo "# $2: $before, with twstat $middle ($((middle - before)) more)"
		[ $((middle - before)) -gt "$1" ] || return 0
	done
	return 1
}

plan ${#names[@]}

namespace
roomy=$ns
namespace ip_local_port_range="32768 33767"
narrow=$ns

# The first connections allocate what later ones reuse.
for name in "client first" "IPv6, client first"; do
	measure "$name" || exit
done

declare -A without
for name in "${names[@]}"; do
	measure "$name" || exit
	without[$name]=$middle
done

load
for name in "${names[@]::4}"; do
	check "a connection, $name: at most $budget instructions more" within $budget "$name"
done
before=${without["no port"]}
check "a connect() that finds none of 1,000 ports: at most $budget_refused % more" \
	within $((before * budget_refused / 100)) "no port"

ktap_finished
