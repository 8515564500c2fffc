# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# A storm of everything that can end a socket in TIME_WAIT, in random order, in two
# namespaces and with both address families. TWSTAT_SEED repeats an order.

seed=${TWSTAT_SEED:-$SRANDOM}
spaces=()

# storm_spaces: makes the two namespaces
storm_spaces()
{
	for _ in 1 2; do
		namespace tcp_tw_reuse=1 tcp_fin_timeout=1 \
			ip_local_port_range="40000 40399"
		spaces+=("$ns")
	done
}

# halfway STEPS...: runs conns, and continues after "w" when the peer has acknowledged the
# FINs, which takes 40 ms (delayed ACKs)
halfway()
{
	{
		pause 0.1
		echo
	} | conns "$@"
}

# batch ADDRESS PORT: makes about 80 connections, or ends those there are. It uses the ports
# from PORT to PORT + 300, which no other worker uses.
batch()
{
	case $((RANDOM % 9)) in
	0 | 1)	conns -a "$1" -p "$2" -n 120 ceSEC ;;
	2)	conns -a "$1" -p "$2" -c $(($2 + 100)) -n 90 ceSEC ;;
	3)	conns -a "$1" -p $(($2 + 1)) -c $(($2 + 200)) -n 90 sEcSC ;;
	4)	halfway -a "$1" -n 90 Swr ;;
	5)	halfway -a "$1" -n 90 SwdC ;;
	6)	halfway -a "$1" -n 90 CwS ;;
	7)	destroy ;;
	8)	conns -a "$1" -p "$2" -k range -n 30 ceSEC ;;
	esac
}

# worker NUMBER ADDRESS BATCHES: runs batches, in the order of the seed
worker()
{
	local i

	RANDOM=$((seed + $1))
	for ((i = 0; i < $3; i++)); do
		batch "$2" $((20000 + 1000 * $1))
	done
}

# storm BATCHES: starts four workers, each with that many batches
storm()
{
	local number=0 address

	echo "# TWSTAT_SEED=$seed"
	for ns in "${spaces[@]}"; do
		for address in 127.0.0.1 ::1; do
			number=$((number + 1))
			worker $number $address "$1" &
		done
	done
}

# storm_under_way: the first sockets have ended
storm_under_way()
{
	[ "$(total 'Exit*')" != 0 ]
}

# storm_passed: in both namespaces laws 1 and 2 hold, nothing was lost, and every end has a
# cause
storm_passed()
{
	for ns in "${spaces[@]}"; do
		wait_for 30 agreed > /dev/null
		agreed && conserved && nothing_lost &&
			equal ExitOther 0 "$(counter ExitOther)" || return
	done
}

# total PATTERN: prints the sum of the counters that match, in both namespaces
total()
{
	local n=0

	for ns in "${spaces[@]}"; do
		n=$((n + $(sum "$1")))
	done
	echo $n
}
