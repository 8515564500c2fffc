#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Errors of the tool twstat: one sentence, and the exit status.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/tool.sh"

nobody()
{
	setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}

# wrong SENTENCE ARGUMENT...: the arguments are refused
wrong()
{
	local sentence=$1

	shift
	fails 2 "$sentence" "$here/twstat" "$@"
}

usage()
{
	wrong "There is no command 'sum'" sum &&
		wrong "There is no option '-x'" -x &&
		wrong "There is no option '--jsn'" dst --jsn &&
		wrong "Option '-N' needs a value" -N &&
		wrong "summary takes no argument, and 'all' is one too many" summary all &&
		wrong "srv takes no argument" srv 8080 &&
		wrong "'1s' is not a number of seconds" -i 1s &&
		wrong "'-1' is not a number of seconds" -i -1 &&
		wrong "There is no histogram 'late'" hist late &&
		wrong "'10.0.0' is not an IPv4 or IPv6 address" dst 10.0.0 &&
		wrong "'33' is not a number of bits: give a number from 0 to 32" dst 10.0.0.1/33 &&
		wrong "'::1' is an IPv6 address, but IPv4 is asked for" -4 dst ::1 &&
		wrong "'http0' is not a port or service" dst port http0 &&
		wrong "'65536' is not a port or service: give a number from 0 to 65535" dst 10.0.0.1:65536 &&
		wrong "'min' needs a value" dst min &&
		wrong "config: there is no setting 'port'" config port=1 &&
		wrong "config: 'ports' must be NAME=VALUE" config ports &&
		wrong "config: ports must be on or off, not 'yes'" config ports=yes &&
		wrong "config: threshold-up must be a number, not '1x'" config threshold-up=1x &&
		wrong "config: destinations-limit is set at load only" config destinations-limit=1 &&
		wrong "config: memory can't be set" config memory=1 &&
		wrong "watch needs a terminal" watch &&
		wrong "watch prints no JSON" -j watch
}

# These need no module.
helped()
{
	"$here/twstat" --help > /tmp/said && grep -q '^Usage: twstat' /tmp/said &&
		equal version "twstat $(modinfo -F version "$TWSTAT_KO")" \
		"$("$here/twstat" -V)"
}

without_module()
{
	fails 3 "The module twstat is not loaded" "$here/twstat" &&
		fails 3 "The module twstat is not loaded" "$here/twstat" monitor
}

# Every user can read numbers, but not addresses.
nobody_reads()
{
	local command

	nobody "$here/twstat" -i 0 > /tmp/said && grep -q 'TIME_WAIT *3 *3' /tmp/said &&
		grep -q '^NOT KNOWN: only root may see' /tmp/said && ! grep 127.0.0.1 /tmp/said &&
		nobody "$here/twstat" hist > /tmp/said && nobody "$here/twstat" hooks > /tmp/said ||
		return
	for command in dst srv sock explain history; do
		fails 4 "Permission denied" nobody "$here/twstat" -i 0 $command || return
	done
}

nobody_writes()
{
	fails 4 "Permission denied (config-set): This needs CAP_NET_ADMIN" \
		nobody "$here/twstat" config threshold-up=70 &&
		fails 4 "Permission denied: only root may use another network namespace" \
		nobody "$here/twstat" -N "$ns"
}

# Thresholds belong to a namespace, switches to the machine.
switches()
{
	fails 4 "Permission denied (config-set): This is for the whole machine" \
		tool config segments=off && tool config threshold-up=75 &&
		equal threshold 75 "$(json '.["threshold-up"]' config)" &&
		"$here/twstat" config segments=off &&
		equal segments 0 "$(json .segments config)" &&
		"$here/twstat" config segments=on
}

# Root of a namespace's own user namespace.
# shellcheck disable=SC2016 # the inner sh expands it
own_root()
{
	nobody unshare --user --map-root-user --net sh -c '
		"$0" config threshold-up=71 && "$0" config | grep -q "threshold-up *71"' \
		"$here/twstat" &&
		fails 4 "Permission denied (config-set)" nobody unshare --user --map-root-user \
		"$here/twstat" config threshold-up=72
}

module_refuses()
{
	fails 1 "The module refused config-set: threshold-down would be above" \
		tool config threshold-up=10 &&
		fails 2 "config: destinations-max must be 16 to 4096" \
		tool config destinations-max=5 &&
		fails 2 "config: destinations-max must be 16 to 4096" \
		tool config threshold-up=90 destinations-max=99999999999 &&
		fails 2 "config: threshold-up must be 1 to 100" tool config threshold-up=101 &&
		fails 2 "config: threshold-down must be 1 to 100" \
		tool config threshold-up=90 threshold-down=256 &&
		equal threshold 75 "$(json '.["threshold-up"]' config)" &&
		fails 1 "There is no network namespace 'nowhere'" "$here/twstat" -N nowhere &&
		fails 1 "'/dev/null' is not a network namespace" "$here/twstat" -N /dev/null
}

to_full()
{
	"$here/twstat" "$@" > /dev/full
}

# A failed write is an error.
unwritten()
{
	fails 1 "Can't write" to_full -i 0 && fails 1 "Can't write" to_full -j hooks &&
		fails 1 "Can't write" to_full sock
}

# old COMMANDS ATTRIBUTES [ARGUMENT...]: runs the tool with a module that has only these
old()
{
	local commands=$1 attributes=$2

	shift 2
	inside env LD_PRELOAD="$here/oldmodule.so" TWSTAT_OLD_COMMANDS="$commands" \
		TWSTAT_OLD_ATTRIBUTES="$attributes" "$here/twstat" "$@"
}

# That module has counters and histograms only. The summary needs destinations, too.
old_commands()
{
	fails 5 "The loaded module is too old, it has no destination-get" \
		old 2 200 -i 0 &&
		fails 5 "The loaded module is too old, it has no hook-get" \
		old 2 200 hooks &&
		fails 5 "The loaded module is too old, it has no config-set" \
		old 8 200 config threshold-up=70 &&
		old 2 200 hist > /tmp/said && grep -q '^port-search: ' /tmp/said
}

# A value that the module does not have is not shown as 0.
old_attributes()
{
	old 200 18 -n -s dst > /tmp/said &&
		grep -q '127.0.0.1:8080  *3  *0  *0  *3 .* - .* 3  *0$' /tmp/said &&
		grep -q 'expired 0$' /tmp/said && ! grep -q refused /tmp/said &&
		equal keys "$(json '.[0] | keys[] | select(test("refused|timestamps|exhausted-|peak-at|unnamed|programs") | not)' dst)" \
		"$(old 200 18 -j dst | jq -r '.[0] | keys[]')" &&
		old 200 30 -s -i 0 > /tmp/said &&
		grep -qE '^ +old timestamp \(PAWS\) +0 +- +SegPaws$' /tmp/said &&
		grep -qE '^reuse +granted +- +- +ReuseGranted$' /tmp/said
}

# An old module has fewer counters, and the tool shows no others.
new_values()
{
	equal "counters" $(($(head -n 1 /proc/net/twstat/counters | wc -w) - 1)) \
		"$(json '.counters | length' -i 0)" &&
		equal "counters of an old module" 30 \
			"$(old 200 30 -j -i 0 | jq '.counters | length')"
}

plan 14

check "wrong arguments" usage
check "help and version" helped
check "no module" without_module
load
namespace
check "there is a setting of a namespace, and switches of the machine" switches
conns -p 8080 -n 3 ceSEC
"$here/conns" -p 8080 -n 3 ceSEC > /dev/null
check "every user can read" nobody_reads
check "an unprivileged user can't write" nobody_writes
check "root of a user namespace can write in it" own_root
check "values that the module refuses" module_refuses
check "output that can't be written" unwritten
check "an old module without these commands" old_commands
check "an old module without these attributes" old_attributes
check "an old module has fewer counters" new_values
destroy
check "nothing was lost" nothing_lost
unload
check "after rmmod: no module" without_module

ktap_finished
