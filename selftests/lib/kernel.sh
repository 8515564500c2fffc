# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# The kernel's own numbers, as witnesses, of the namespace $ns: nstat, sockstat and ss.

# kernel_counter NAME: prints a counter of nstat, for instance TcpExtTW
kernel_counter()
{
	inside nstat -asz "$1" 2>/dev/null | awk -v name="$1" '$1 == name { print $2 }'
}

# old_kernel: before 5.19, ss -K can't end sockets in TIME_WAIT, and TcpExtTW counts them when
# their timer fires
old_kernel()
{
	[[ $(uname -r) == 5.[0-9].* || $(uname -r) == 5.1[0-8].* ]]
}

# read_sockstat: sets $in_use to the number of sockets that processes have, and
# $in_time_wait
read_sockstat()
{
	local name lines more line word value

	in_use=0 in_time_wait=0
	read_lines sockstat6
	more=("${lines[@]}")
	read_lines sockstat
	for line in "${lines[@]}" "${more[@]}"; do
		read -r name line <<< "$line"
		[[ $name == TCP?(6): ]] || continue
		while [ -n "$line" ]; do
			read -r word value line <<< "$line"
			case $word in
			inuse)	in_use=$((in_use + value)) ;;
			tw)	in_time_wait=$value ;;
			esac
		done
	done
}

sockstat_tw()
{
	read_sockstat
	echo "$in_time_wait"
}

# at_least_tw VALUE: sockstat counts at least VALUE sockets in TIME_WAIT
at_least_tw()
{
	read_sockstat
	[ "$in_time_wait" -ge "$1" ]
}

# count_listed STATE: sets $listed to how many sockets ss lists in this state. It uses a
# file, since the shell reads a pipe byte by byte.
count_listed()
{
	local lines

	inside ss -Htan state "$1" > /run/listed
	mapfile -t lines < /run/listed
	listed=${#lines[@]}
}

# ss_count STATE: prints how many sockets ss lists in this state
ss_count()
{
	local listed

	count_listed "$1"
	echo "$listed"
}
