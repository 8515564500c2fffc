# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# The module's numbers against each other and against the kernel's, in the namespace $ns.
# shellcheck disable=SC2154 # variables of counters.sh and kernel.sh

# still COMMAND...: repeats it until the gauges were the same before and after; reads both
# gauges
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

# end_all: ends all sockets in TIME_WAIT; fails if others are left
end_all()
{
	destroy
	read_gauges
	[ "$alive" = 0 ]
}

# conserved: law 1: every socket that came has gone or is still there. Purged sockets belong
# to a namespace that no longer exists.
conserved()
{
	local sum came

	still read_counters
	add_up '@(Enter|Adopted)*'
	came=$sum
	add_up 'Exit!(Purged)'
	equal "Enter* + Adopted - Exit*" "$alive" $((came - sum))
}

# agreed: law 2: the gauges agree with sockstat and ss
agreed()
{
	local listed

	still ask_witnesses
	equal "alive" "$in_time_wait" "$alive" &&
		equal "TimeWait" "$listed" "${gauge_now[TimeWait]}"
}

# kernel_denied COUNT [NAME=VALUE...]: the kernel counted COUNT sockets without TIME_WAIT, and
# the module's counters are these
kernel_denied()
{
	equal TCPTimeWaitOverflow "$1" "$(kernel_counter TcpExtTCPTimeWaitOverflow)" &&
		counted "${@:2}"
}
