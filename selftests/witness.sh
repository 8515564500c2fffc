#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A bpftrace script counts births and ends, too; both have the same numbers.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/bpftrace.sh"

enter=$(awk '$3 ~ /^inet_twsk_hashdance(_schedule)?$/ { print $3; exit }' /proc/kallsyms)

plan 4

load
namespace tcp_fin_timeout=1 tcp_max_tw_buckets=250
start_witness "
	kprobe:$enter { @enter = count(); }
	kprobe:inet_twsk_kill { @end = count(); }
	kprobe:tw_timer_handler { @expired = count(); }
	kretprobe:inet_twsk_alloc /retval == 0/ { @denied = count(); }"
for address in 127.0.0.1 ::1; do
	conns -a $address -n 100 ceSEC
	conns -a $address -n 30 Ce
	conns -a $address -n 30 dCS
done
destroy
conns -n 10 ceSEC
# Stop everything first: ends while the witness stops could not be compared.
wait_for 60 end_all
stop_witness

check "births" equal "Enter*" "$(saw enter)" "$(sum 'Enter*')"
check "ends" equal "Exit*" "$(saw end)" "$(sum 'Exit!(Purged)')"
check "expired" equal Expired "$(($(saw expired)))" \
	"$(sum 'Exit*Expired')"
check "denied" equal "Denied*" "$(($(saw denied)))" "$(sum 'Denied*')"

ktap_finished
