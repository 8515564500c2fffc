#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The kernel's own tests of TIME_WAIT and ports have the same results before, with and after
# the module. They may fail, since they may be newer than this kernel.

. "$(dirname "$0")/lib/lib.sh"

# run PROGRAM RANGE: runs it in a new namespace with these ports; sets $results
run()
{
	namespace
	inside sysctl -qw net.ipv4.ip_local_port_range="$2" \
		net.ipv4.ip_autobind_reuse=1
	results=$(
		inside "$here/$1" 2>&1 | grep -E '^(not )?ok |^1\.\.'
		echo "exit status ${PIPESTATUS[0]}"
	)
}

# Every timer that was started is a birth, and law 1 holds.
as_it_should()
{
	equal "Enter*" "$(($(kernel_counter TcpExtTW) +
		$(kernel_counter TcpExtTWKilled)))" "$(sum 'Enter*')" &&
		conserved && agreed && nothing_lost
}

# unchanged BEFORE WITH AFTER: all are equal, and not empty
unchanged()
{
	equal "with the module" "$1" "$2" && equal after "$1" "$3" &&
		echo "# $(grep -c '^ok' <<< "$1") cases pass" &&
		grep -q '^ok' <<< "$1"
}

# PROGRAM RANGE
programs=(
	"bind_timewait 32768 60999"
	"bind_wildcard 32768 60999"
	"ip_local_port_range 40000 49999"
	"reuseaddr_ports_exhausted 32768 32768"
)

plan $((2 * ${#programs[@]}))

for line in "${programs[@]}"; do
	read -r program range <<< "$line"
	run "$program" "$range"
	before=$results
	load
	run "$program" "$range"
	with=$results
	check "$program: our counters moved as they should" as_it_should
	unload
	run "$program" "$range"
	check "$program: the same results before, with and after" \
		unchanged "$before" "$with" "$results"
done

ktap_finished
