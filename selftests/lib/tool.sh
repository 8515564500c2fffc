# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# What the tests of the tool twstat share.
# shellcheck disable=SC2034,SC2154 # what lib.sh has, and what tests look at

# tool [ARGUMENT...]: twstat, in the namespace $ns
tool()
{
	inside "$here/twstat" "$@"
}

# tool_in_background [ARGUMENT...]: sets $job to twstat itself, which can be interrupted
tool_in_background()
{
	nsenter --net="/run/netns/$ns" "$here/twstat" "$@" &
	job=$!
}

# waits_in NUMBER: the tool in the background is in this system call, as amd64 has it
waits_in()
{
	local call

	read -r call _ < "/proc/$job/syscall"
	[ "$call" = "$1" ]
}

# meanwhile COMMAND...: it is run between the two looks of the tool in the background,
# which then ends
meanwhile()
{
	# It has looked once, and sleeps: clock_nanosleep().
	wait_for 20 waits_in 230
	"$@"
	wait "$job"
}

# says EXPECTED ARGUMENT...: it prints just that
says()
{
	local expected=$1

	shift
	tool "$@" > /tmp/said
	diff <(printf '%s' "$expected") /tmp/said | sed 's/^/# /'
	return "${PIPESTATUS[0]}"
}

# json FILTER ARGUMENT...: what jq makes of the JSON that it prints
json()
{
	local filter=$1

	shift
	tool -j "$@" | jq -r "$filter"
}

# fails STATUS SENTENCE COMMAND...: the command ends with this status, prints nothing and
# says a sentence with that in it
fails()
{
	local want=$1 sentence=$2 status=0

	shift 2
	"$@" > /tmp/said 2> /tmp/complained || status=$?
	sed 's/^/# /' /tmp/complained
	equal "exit status of ${*##*/}" "$want" $status &&
		equal "bytes on stdout" 0 "$(wc -c < /tmp/said)" &&
		equal "lines on stderr" 1 "$(wc -l < /tmp/complained)" &&
		grep -qF -- "twstat: $sentence" /tmp/complained &&
		grep -qE '\.$' /tmp/complained
}
