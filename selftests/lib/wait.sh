# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Waiting, on a clock that may skip idle time.

# at_hand: copies all files that tests need into the guest's memory. Under icount the clock
# jumps to the next timer whenever nothing runs, also while the guest waits for a file of
# the host; that jump could be seconds. Writing to a file copies it from the host.
at_hand()
{
	local list=$TWSTAT_OUT/at_hand

	[ -e "$list" ] && [ ! -e /run/at_hand ] || return
	xargs touch -ch < "$list"
	ss -Htan > /dev/null	# and what modules it loads
	touch /run/at_hand
}

# A pipe without a writer.
exec {silent_pipe}<> <(:)

# pause SECONDS: sleeps, without a process
pause()
{
	read -rt "$1" -u "$silent_pipe" || return 0
}

# new_second: waits until a new second begins. The kernel compares whole seconds to decide
# whether a port can be reused. Under icount sleeping takes no time, while a loop would
# execute a second's worth of instructions.
new_second()
{
	local now

	read -r now _ < /proc/uptime
	printf -v now %03d $((101 - 10#${now#*.}))
	pause "${now%??}.${now#?}"
}

# wait_for SECONDS COMMAND...: repeats the command until it succeeds, or fails after SECONDS
# (more on a slow kernel or machine) and shows the last output. The delay between two tries
# grows: waiting takes no time on a clock that skips idle time, and each try may cost
# processes.
wait_for()
{
	local end=$((SECONDS + $1 * ${TWSTAT_PATIENCE-1})) said step=100 most=500 delay

	shift
	[ "$TWSTAT_MODE" != icount ] || most=1000
	until "$@" > /run/said; do
		[ $SECONDS -lt $end ] || {
			said=$(< /run/said)
			printf '%s\n' "$said" "# timed out: $*"
			return 1
		}
		printf -v delay '%d.%03d' $((step / 1000)) $((step % 1000))
		pause "$delay"
		step=$((step * 3 / 2 < most ? step * 3 / 2 : most))
	done
}
