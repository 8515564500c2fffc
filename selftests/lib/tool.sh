# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# The tool twstat: running it, and checking what it prints.
# shellcheck disable=SC2034,SC2154 # variables of lib.sh and of the tests

# tool [ARGUMENT...]: runs twstat in the namespace $ns
tool()
{
	inside "$here/twstat" "$@"
}

# tool_in_background [ARGUMENT...]: sets $job to the pid of twstat, which can be interrupted
tool_in_background()
{
	nsenter --net="/run/netns/$ns" "$here/twstat" "$@" &
	job=$!
}

# waits_in CALL: the tool in the background is in this system call
waits_in()
{
	local call

	read -r call _ < "/proc/$job/syscall"
	case $1/$(uname -m) in
	epoll_wait/aarch64)	[ "$call" = 22 ] ;;
	epoll_wait/*)		[ "$call" = 232 ] ;;
	nanosleep/aarch64)	[ "$call" = 115 ] ;;
	nanosleep/*)		[ "$call" = 230 ] ;;
	poll/aarch64)		[ "$call" = 73 ] ;;
	poll/*)			[ "$call" = 7 ] ;;
	esac
}

# meanwhile COMMAND...: runs it between the two reads of the tool in the background, which
# then ends
meanwhile()
{
	# It has read once, and sleeps.
	wait_for 20 waits_in nanosleep
	"$@"
	wait "$job"
}

# says EXPECTED ARGUMENT...: the tool prints exactly that; DATE TIME stands for a
# moment, and N for a number of network namespaces
says()
{
	local expected=$1

	shift
	tool "$@" | sed -E "s/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}/DATE TIME/g
		s/; [0-9]+ others? w(as|ere) not:/; N others were not:/" > /tmp/said
	diff <(printf '%s' "$expected") /tmp/said | sed 's/^/# /'
	return "${PIPESTATUS[0]}"
}

# json FILTER ARGUMENT...: prints the tool's JSON, filtered by jq
json()
{
	local filter=$1

	shift
	tool -j "$@" | jq -r "$filter"
}

# fails STATUS SENTENCE COMMAND...: the command ends with this status, prints nothing to
# stdout, and one line with this sentence to stderr
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
