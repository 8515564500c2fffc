#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The module adds no more instructions to a connection than the budget allows. scripts/bench
# measures more.

. "$(dirname "$0")/lib/lib.sh"

budget=1000		# instructions, for a connection
budget_mean=2000	# the same, on average, with what only some of them cost
budget_refused=10	# per cent, for a connect() that finds no port

# cost OPTION...: runs cost in the namespace $ns; sets $tenth to the 10th percentile, and $mean
cost()
{
	local said

	said=$(inside "$here/cost" "$@") || return
	tenth=${said##* p10 } mean=${said##* mean }
	tenth=${tenth%% *} mean=${mean%% *}
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
	cost "${options[@]}"
}

# within LIMIT MEAN NAME: the module adds at most LIMIT instructions, and MEAN on average. Most
# connections take the same number, to 10; those that get a new page for a slab take up to 4,000
# more. How many do depends on what ran before: the mean can be 300 off.
within()
{
	local before=${without[$3]} before_mean=${without_mean[$3]} tenth mean

	measure "$3" || return
	echo "# $3: $before, with twstat $tenth ($((tenth - before)) more)"
	echo "# on average $before_mean, with twstat $mean ($((mean - before_mean)) more)"
	[ $((tenth - before)) -le "$1" ] && [ $((mean - before_mean)) -le "$2" ]
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

declare -A without without_mean
for name in "${names[@]}"; do
	measure "$name" || exit
	without[$name]=$tenth without_mean[$name]=$mean
done

load
for name in "${names[@]::4}"; do
	check "a connection, $name: at most $budget instructions more" within $budget $budget_mean "$name"
done
before=${without["no port"]}
check "a connect() that finds none of 1,000 ports: at most $budget_refused % more" \
	within $((before * budget_refused / 100)) $((before * budget_refused / 100)) "no port"

ktap_finished
