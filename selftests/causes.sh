#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A storm of everything that can end a socket in TIME_WAIT, on two CPUs at once. A
# bpftrace script finds the causes in another way than the module: by the caller of the
# function that ends the socket.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/bpftrace.sh"
. "$(dirname "$0")/lib/matrix.sh"
. "$(dirname "$0")/lib/storm.sh"

# About 14,000 connections, and four times as many with --full.
batches=40
[ "$TWSTAT_EXTENT" != full ] || batches=160

# by FUNCTION...: prints how many ends these functions caused
by()
{
	tr '[]:' ' ' < /tmp/witness | awk -v names=" $* " \
		'$1 == "@by" && index(names, " " $2 " ") { n += $3 } END { print n + 0 }'
}

# connected COUNT: there were at least COUNT connections
connected()
{
	local n

	n=$(total 'Role*')
	echo "# $n connections"
	[ "$n" -ge "$1" ]
}

as_witnessed()
{
	check "$1, as bpftrace saw them" seen "$@"
}

# seen COUNTER WITNESS: the counter and the witness's count are equal, and not 0
seen()
{
	[ "$2" != 0 ] && equal "$1" "$2" "$(total "$1")"
}

# searched GIVEN RESULT: prints how many connect() calls had this result; GIVEN is 1 if the
# port was bound before
searched()
{
	awk -v search="@search[$1, $2]:" '
		$1 " " $2 == search { n = $3 } END { print n + 0 }' /tmp/witness
}

plan 15

load
storm_spaces
# If two segments are answered by an RST at the same time, only one ends the socket.
start_witness '
	kprobe:tw_timer_handler {
		@why[tid, cpu] = (uint64)0;
		@answer[tid, cpu] = 0;
	}
	kretprobe:tcp_timewait_state_process { @verdict[tid, cpu] = (int32)retval; }
	kprobe:inet_twsk_deschedule_put {
		@why[tid, cpu] = *(uint64 *)reg("sp");
		@answer[tid, cpu] = @verdict[tid, cpu];
		@verdict[tid, cpu] = 0;
	}
	kprobe:inet_twsk_kill {
		@by[ksym(@why[tid, cpu])] = count();
		if (@answer[tid, cpu] == 1) {
			@reset = count();
		}
	}
	kprobe:inet_hash_connect, kprobe:inet6_hash_connect {
		@given[tid] = ((struct sock *)arg1)->__sk_common.skc_num;
	}
	kretprobe:inet_hash_connect, kretprobe:inet6_hash_connect {
		@search[@given[tid] != 0, (int32)retval] = count();
		delete(@given[tid]);
	}
	END {
		clear(@why);
		clear(@answer);
		clear(@verdict);
	}'
storm $batches
mapfile -t workers < <(jobs -p | grep -vx $witness)
wait "${workers[@]}"
check "a great many connections" connected $((250 * batches))
check "laws 1 and 2, nothing lost, every end has its cause" storm_passed

# Stop everything first: ends while the witness stops could not be compared.
for ns in "${spaces[@]}"; do
	wait_for 60 end_all
done
stop_witness

resets=$(saw reset)
as_witnessed ExitReused "$(by __inet_hash_connect)"
as_witnessed ExitTakenOver "$(by __inet_check_established __inet6_check_established)"
as_witnessed ExitReopened $(($(by tcp_v4_rcv tcp_v6_rcv) - resets))
as_witnessed ExitReset $((resets))
as_witnessed ExitRst "$(by tcp_timewait_state_process)"
as_witnessed ExitDestroyed "$(by tcp_abort)"
check "what the timer ended" equal Expired "$(by 0x0 0)" \
	"$(total "Exit*Expired")"
as_witnessed ConnectAuto $(($(searched 0 0) + $(searched 0 -99)))
as_witnessed ConnectBound $(($(searched 1 0) + $(searched 1 -99)))
as_witnessed ConnectExhausted "$(searched 0 -99)"
check "ConnectTupleBusy" equal ConnectTupleBusy "$(searched 1 -99)" \
	"$(total ConnectTupleBusy)"
for ns in "${spaces[@]}"; do
	check "$ns: in each state what ss lists" wait_for 60 as_listed
done
sed 's/^/# /' /tmp/witness

ktap_finished
