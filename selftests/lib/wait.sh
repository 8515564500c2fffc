# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Waiting, on a clock that may skip idle time.

# at_hand: takes all files that tests need into memory. Under icount the clock jumps
# to the next timer whenever nothing runs, also while the guest waits for a file of
# the host; there it could be seconds. Writing to a file copies it from the host.
at_hand()
{
	local list=$TWSTAT_OUT/at_hand

	[ -e "$list" ] && [ ! -e /run/at_hand ] || return
	xargs touch -ch < "$list"
	ss -Htan > /dev/null	# and what modules it loads
	touch /run/at_hand
}

# Nobody writes to this pipe.
exec {nobody}<> <(:)

# pause SECONDS: as sleep does, without a process
pause()
{
	read -rt "$1" -u "$nobody" || return 0
}

# new_second: waits for one to begin. The kernel compares whole ones where it looks
# whether a port may be reused. To sleep costs nothing on a clock that counts
# instructions, a loop would cost all of that second.
new_second()
{
	local now

	read -r now _ < /proc/uptime
	printf -v now %03d $((101 - 10#${now#*.}))
	pause "${now%??}.${now#?}"
}

# wait_for SECONDS COMMAND...: until the command succeeds, or the time is up, which is
# longer where things are slow. If it was in vain, shows what the command said last. What
# takes long is asked for less and less often: to wait costs nothing on a clock that skips
# idle time, and to ask costs processes.
wait_for()
{
	local end=$((SECONDS + $1 * ${TWSTAT_PATIENCE-1})) said step=100 most=500 delay

	shift
	[ "$TWSTAT_MODE" != icount ] || most=1000
	until "$@" > /run/said; do
		[ $SECONDS -lt $end ] || {
			said=$(< /run/said)
			printf '%s\n' "$said" "# in vain: $*"
			return 1
		}
		printf -v delay '%d.%03d' $((step / 1000)) $((step % 1000))
		pause "$delay"
		step=$((step * 3 / 2 < most ? step * 3 / 2 : most))
	done
}
