#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A bpftrace script counts births and ends on its own; both come to the same.

. "$(dirname "$0")/lib.sh"

enter=$(awk '$3 ~ /^inet_twsk_hashdance(_schedule)?$/ { print $3; exit }' /proc/kallsyms)

# witness SECONDS: into /tmp/witness; @early: ended, but not by the timer
start_witness()
{
	bpftrace -B none -e "
		BEGIN { printf(\"watching\n\"); }
		kprobe:$enter { @enter = count(); }
		kprobe:inet_twsk_kill { @end = count(); }
		kprobe:tw_timer_handler { @expired = count(); }
		kretprobe:inet_twsk_alloc /retval == 0/ { @denied = count(); }
	" > /tmp/witness 2>&1 &
	witness=$!
	wait_for 120 grep -q watching /tmp/witness || sed 's/^/# /' /tmp/witness
}

witness_gone()
{
	! kill -0 "$witness" 2> /dev/null
}

# It may not listen to signals yet; but a second one would lose what it says.
stop_witness()
{
	while kill -INT $witness 2> /dev/null; do
		wait_for 100 witness_gone > /dev/null
	done
	wait $witness
}

saw()
{
	sed -n "s/^@$1: //p" /tmp/witness
}

plan 4

load
namespace tcp_fin_timeout=1 tcp_max_tw_buckets=250
start_witness
for address in 127.0.0.1 ::1; do
	conns -a $address -n 100 ceSEC
	conns -a $address -n 30 Ce
	conns -a $address -n 30 dCS
done
inside ss -K -tan state time-wait > /dev/null
conns -n 10 ceSEC
# What would end while the witness goes away nobody could compare.
wait_for 60 end_all
stop_witness

check "births" equal "Enter*" "$(saw enter)" "$(sum 'Enter*')"
check "ends" equal "Exit*" "$(saw end)" "$(sum 'Exit!(Purged)')"
check "expired" equal Expired "$(($(saw expired)))" \
	"$(sum 'Exit*Expired')"
check "denied" equal "Denied*" "$(($(saw denied)))" "$(sum 'Denied*')"

ktap_finished
