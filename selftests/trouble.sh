#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Incidents in /proc: a destination that runs out of ports, and what the client saw.

. "$(dirname "$0")/lib/lib.sh"

# incident NAME: prints this column of the only incident
incident()
{
	awk -v want="$1" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR == 2 { print $at[want] }' "$(file twstat/incidents)"
}

# is NAME=VALUE...: the incident has these values
is()
{
	local pair

	for pair; do
		equal "${pair%=*}" "${pair#*=}" "$(incident "${pair%=*}")" || return
	done
}

# near TIME SECONDS: this time is at most 2 s from these seconds
near()
{
	local off=$((${1%.*} - $2))

	echo "# $1, $2"
	[ "${off#-}" -le 2 ]
}

begins()
{
	printf -v began '%(%s)T' -1
	! conns -p 8080 -n 30 ceSEC 2> /dev/null
	is id=1 kind=exhausted local=127.0.0.1 remote=127.0.0.1 port=8080 ended=- ports=20 usable=20 \
		range=40000-40019 tw_reuse=0 program=conns "failures=$(counter ConnectExhausted)" &&
		[ "$(incident failures)" -gt 0 ] && near "$(incident began)" "$began"
}

ends()
{
	pause 80
	[ "$(incident ended)" != - ] && [ "$(incident lasted_ms)" -ge 55000 ] &&
		[ "$(incident lasted_ms)" -le 75000 ] &&
		equal rows 2 "$(wc -l < "$(file twstat/incidents)")"
}

plan 3
load
namespace ip_local_port_range="40000 40019"
check "it begins with the first failure" begins
check "it ends when its ports are free" ends
check "nothing was lost" nothing_lost
ktap_finished
