# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# A test's report, in KTAP: its plan, its cases, and what differs.
# shellcheck disable=SC2154 # lib.sh sets $here

# shellcheck disable=SC1091 # a file of the kernel's source
. "$here/../kselftest/ktap_helpers.sh"

# plan CASES: begins the test
plan()
{
	unset LD_PRELOAD	# set by the runner, for line-buffered stdio
	echo "twstat selftest: ${0##*/}" > /dev/kmsg	# marks its place in the kernel's log
	export LC_ALL=C
	[ "$TWSTAT_MODE" != icount ] || at_hand
	ktap_print_header
	ktap_set_plan "$1"
}

# check DESCRIPTION COMMAND...: a case that passes if the command succeeds
check()
{
	local description=$1

	shift
	if "$@"; then
		ktap_test_pass "$description"
	else
		ktap_test_fail "$description"
	fi
}

# equal WHAT WANT GOT: prints the difference if they are not equal
equal()
{
	[ "$2" = "$3" ] || { echo "# $1: $3, should be $2"; return 1; }
}

# same WHAT WANT GOT: as equal, for many lines; prints the first 20 that differ
same()
{
	[ "$2" = "$3" ] && return
	diff <(echo "$2") <(echo "$3") | grep '^[<>]' | head -20 |
		sed "s/^</# $1: missing: /; s/^>/# $1: unexpected: /"
	return 1
}
