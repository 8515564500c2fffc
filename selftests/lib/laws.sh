# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# The module's numbers against each other and against the kernel's, in the namespace $ns.
# shellcheck disable=SC2154 # variables of counters.sh and kernel.sh

# still COMMAND...: runs it until no socket came or went meanwhile; both gauges are read
still()
{
	local i before

	read_gauges
	for ((i = 0; i < 20; i++)); do
		before=${gauge_now[*]}
		"$@"
		read_gauges
		[ "${gauge_now[*]}" != "$before" ] || break
	done
}

ask_witnesses()
{
	read_sockstat
	count_listed time-wait
}

# end_all: ends all that are in TIME_WAIT; fails while there still is anything else
end_all()
{
	destroy
	read_gauges
	[ "$alive" = 0 ]
}

# Law 1: what came is what went and what is there. What was purged has come in a
# namespace that is no more.
conserved()
{
	local sum came

	still read_counters
	add_up '@(Enter|Adopted)*'
	came=$sum
	add_up 'Exit!(Purged)'
	equal "Enter* + Adopted - Exit*" "$alive" $((came - sum))
}

# Law 2: our gauges say what the kernel and ss say.
agreed()
{
	local listed

	still ask_witnesses
	equal "alive" "$in_time_wait" "$alive" &&
		equal "TimeWait" "$listed" "${gauge_now[TimeWait]}"
}

# kernel_denied COUNT [NAME=VALUE...]: so many had no TIME_WAIT, as the kernel says, and
# these are our counters
kernel_denied()
{
	equal TCPTimeWaitOverflow "$1" "$(kernel_counter TcpExtTCPTimeWaitOverflow)" &&
		counted "${@:2}"
}
