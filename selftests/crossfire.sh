#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A socket in TIME_WAIT gets a SYN that reopens its tuple on one CPU, and another segment on
# the other CPU at the same time, while many readers read. Each end has the right cause.

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

# fire OPTION WHAT: runs crossfire (see crossfire.c), and writes its output to /tmp/shot
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

# all_reopened: every tuple was reopened, and every SYN answered
all_reopened()
{
	equal "new SYNs" "answered $count" "$(tail -n 1 /tmp/shot)" &&
		counted EnterClose=$count ExitReopened=$count \
		"Extended=$(counter Extended)"
}

# ended: each socket was ended by the RST or by the SYN
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
			check "$v $what and a new SYN at once: the SYN ends it" all_reopened
		fi
		check "$v $what: in each state what ss lists" wait_for 60 as_listed
	done
done

ktap_finished
