#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A storm of everything that can end a socket in TIME_WAIT, in random order, on two
# CPUs at once and in two namespaces. A bpftrace script tells the causes in a way
# that is not ours: by who called the function that ends them.

. "$(dirname "$0")/lib.sh"

# Each worker makes some 80 connections a batch. The order can be had again.
case $TWSTAT_KERNEL in
6.12)		batches=160 ;;
6.12-rt)	batches=16 ;;
*)		batches=40 ;;
esac
seed=${TWSTAT_SEED:-$SRANDOM}

start_witness()
{
	# Its types are the kernel's own, from BTF: no headers of its source.
	BPFTRACE_KERNEL_SOURCE='' bpftrace -B none -e '
		BEGIN { printf("watching\n"); }
		kprobe:tw_timer_handler { @why[tid, cpu] = (uint64)0; }
		kprobe:inet_twsk_deschedule_put {
			@why[tid, cpu] = *(uint64 *)reg("sp");
		}
		kprobe:inet_twsk_kill {
			@by[ksym(@why[tid, cpu])] = count();
		}
		kretprobe:tcp_timewait_state_process /(int32)retval == 1/ {
			@reset = count();
		}
		END { clear(@why); }
	' > /tmp/witness 2>&1 &
	witness=$!
	wait_for 120 grep -q watching /tmp/witness || sed 's/^/# /' /tmp/witness
}

# by FUNCTION...: how many ends these functions asked for, from all places in them
by()
{
	tr '[]:' ' ' < /tmp/witness | awk -v names=" $* " \
		'$1 == "@by" && index(names, " " $2 " ") { n += $3 } END { print n + 0 }'
}

# halfway STEPS...: conns, which waits until the peer has acknowledged the FINs: that
# takes 40 ms, as it is done
halfway()
{
	{
		sleep 0.1
		echo
	} | conns "$@"
}

# worker NUMBER ADDRESS: its ports are its own
worker()
{
	local port=$((20000 + 1000 * $1)) i

	RANDOM=$((seed + $1))
	for ((i = 0; i < batches; i++)); do
		case $((RANDOM % 8)) in
		0 | 1)	conns -a "$2" -p $port -n 120 ceSEC ;;
		2)	conns -a "$2" -p $port -c $((port + 100)) -n 90 ceSEC ;;
		3)	conns -a "$2" -p $((port + 1)) -c $((port + 200)) -n 90 sEcSC ;;
		4)	halfway -a "$2" -n 90 Swr ;;
		5)	halfway -a "$2" -n 90 SwdC ;;
		6)	halfway -a "$2" -n 90 CwS ;;
		7)	inside ss -K -tan state time-wait > /dev/null ;;
		esac
	done
}

storm()
{
	local number=0 jobs=()

	for ns in "${names[@]}"; do
		for address in 127.0.0.1 ::1; do
			number=$((number + 1))
			worker $number $address &
			jobs+=($!)
		done
	done
	wait "${jobs[@]}"
}

# total NAME...: of these counters, in both namespaces
total()
{
	local name sum=0

	for ns in "${names[@]}"; do
		for name; do
			sum=$((sum + $(counter "$name")))
		done
	done
	echo "$sum"
}

same()
{
	check "$1, as bpftrace saw them" seen "$@"
}

# seen COUNTER WITNESS: both are that many, and not 0
seen()
{
	[ "$2" != 0 ] && equal "$1" "$2" "$(total "$1")"
}

both_conserved()
{
	for ns in "${names[@]}"; do
		wait_for 30 agreed > /dev/null
		conserved && agreed && nothing_lost || return
	done
}

plan 9

load
for _ in 1 2; do
	namespace
	names+=("$ns")
	inside sysctl -qw net.ipv4.tcp_tw_reuse=1 net.ipv4.tcp_fin_timeout=1 \
		net.ipv4.ip_local_port_range="40000 40399"
done
start_witness
echo "# TWSTAT_SEED=$seed"
storm
kill -INT $witness
wait $witness

check "laws 1 and 2, and nothing lost" both_conserved
check "ExitOther" equal ExitOther 0 "$(total ExitOther)"
resets=$(sed -n 's/^@reset: //p' /tmp/witness)
same ExitReused "$(by __inet_hash_connect)"
same ExitTakenOver "$(by __inet_check_established __inet6_check_established)"
same ExitReopened $(($(by tcp_v4_rcv tcp_v6_rcv) - resets))
same ExitReset $((resets))
same ExitRst "$(by tcp_timewait_state_process)"
same ExitDestroyed "$(by tcp_abort)"
check "what the timer ended" equal Expired "$(by 0x0 0)" \
	"$(total ExitExpired ExitFinWait2Expired)"
sed 's/^/# /' /tmp/witness

ktap_finished
