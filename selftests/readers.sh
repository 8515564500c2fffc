#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The standard nstat and lnstat read the module's files and print its numbers.
# shellcheck disable=SC2016 # awk expands it, not the shell

. "$(dirname "$0")/lib/lib.sh"

nstat_says()
{
	inside env PROC_NET_NETSTAT=/proc/net/twstat/counters \
		PROC_NET_SNMP=/dev/null PROC_NET_SNMP6=/dev/null \
		NSTAT_HISTORY=/tmp/nstat.twstat.history nstat -asz |
		awk '/^TimeWait/ { sub("TimeWait", "", $1); print $1 "=" $2 }'
}

# lnstat_says: prints NAME=VALUE for every column. lnstat divides by the seconds between two
# reads; with one read it prints the whole number.
lnstat_says()
{
	inside lnstat -j -i 1 -c 1 -f twstat | tr -d '{}" ' | tr ',:' '\n=' |
		grep '='
}

all_as_lnstat_has_them()
{
	echo "time_wait=$(gauge TimeWait)"
	counters | grep -vE '^(Role|Seg|SynRefused|Ack|Reuse|Connect|Conflict|Incident|Bind|Close)' |
		sed 's/[A-Z]/_\l&/g; s/^_//'
}

# Without arguments, lnstat prints all columns of all files, and always exits with 1.
bare_lnstat()
{
	equal columns "$(inside sh -c "head -qn 1 /proc/net/stat/*" | wc -w)" \
		"$(inside lnstat -i 1 -c 1 | tail -1 | tr -cd '|' | wc -c)"
}

# The limits of both tools' parsers, for columns that are added later.
fits()
{
	inside awk '
		length($0) > 1021 || NF > 32 || (NR > 1 && NF != n) { bad = 1 }
		NR == 1 { n = NF; for (i = 1; i <= NF; i++) if (length($i) > 32) bad = 1 }
		END { exit bad }' /proc/net/stat/twstat
}

rows_are_cpus()
{
	equal rows "$(($(getconf _NPROCESSORS_CONF) + 1))" \
		"$(inside sed -n '$=' /proc/net/stat/twstat)"
}

plan 6

load
namespace
conns -n 321 ceSEC
conns -a ::1 -n 100 ceSEC

check "there is something to read" counted EnterClose=421
check "nstat prints every counter" equal nstat "$(counters)" "$(nstat_says)"
check "lnstat prints every counter and the gauge" equal lnstat "$(all_as_lnstat_has_them)" "$(lnstat_says)"
check "a bare lnstat still works" bare_lnstat
check "a row for each CPU" rows_are_cpus
check "lines and names are short enough for lnstat" fits

ktap_finished
