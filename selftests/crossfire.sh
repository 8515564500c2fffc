#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A socket in TIME_WAIT meets a SYN that reopens its tuple on one CPU and something
# else on the other, while many readers read: each end has its cause all the same.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/matrix.sh"

count=100 crowd=12
[ "$TWSTAT_EXTENT" != full ] || count=600
[ "$TWSTAT_KERNEL" != debug ] || count=10 crowd=3

read_on()
{
	while :; do
		read_counters
	done
}

# fire OPTION WHAT: see crossfire.c; what it printed is in /tmp/shot
fire()
{
	local i readers=()

	for ((i = 0; i < crowd; i++)); do
		read_on &
		readers+=($!)
	done
	inside "$here/crossfire" "$1" -n $count "$2" > /tmp/shot
	kill "${readers[@]}"
	wait "${readers[@]}" 2> /dev/null
}

# all_reopened: all, and the kernel answered
all_reopened()
{
	equal "new SYNs" "answered $count" "$(tail -n 1 /tmp/shot)" &&
		counted EnterClose=$count ExitReopened=$count \
		"Extended=$(counter Extended)"
}

# ended: by the RST or by the SYN, whichever came first
ended()
{
	local reopened

	reopened=$(counter ExitReopened)
	counted EnterClose=$count "ExitReopened=$reopened" \
		ExitRst=$((count - reopened))
}

plan 14

load
for v in -4 -6; do
	for what in data syn rst; do
		namespace tcp_invalid_ratelimit=0 tcp_syncookies=0 \
			tcp_max_syn_backlog=4096 ../core/somaxconn=4096
		fire $v $what
		if [ $what = rst ]; then
			check "$v rst and a new SYN at once: one of them ends it" ended
		else
			[ $what = data ] || check "$v two SYNs at once: no ACK" \
				only_counted 'Ack*'
			check "$v $what and a new SYN at once: this ends it" all_reopened
		fi
		check "$v $what: in each state what ss lists" wait_for 60 as_listed
	done
done

ktap_finished
