# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# What the tests share: the module, namespaces, our numbers, and the witnesses.
#
# Where it can be done the shell does it itself, and functions leave what they found in
# variables: a process takes the debug kernel a second.
# shellcheck disable=SC2016 # what awk gets is not for the shell

# The folder of the tests and of their programs.
here=$(dirname "${BASH_SOURCE[0]}")/..
# shellcheck disable=SC1091 # of the kernel's source
. "$here/../kselftest/ktap_helpers.sh"

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

# plan CASES: begin
plan()
{
	unset LD_PRELOAD	# the runner's, for stdio in lines
	echo "twstat selftest: ${0##*/}" > /dev/kmsg	# for whoever reads the kernel's log
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

# equal WHAT WANT GOT: says what differs
equal()
{
	[ "$2" = "$3" ] || { echo "# $1: $3, should be $2"; return 1; }
}

# same WHAT WANT GOT: many lines, of which it shows the first that differ
same()
{
	[ "$2" = "$3" ] && return
	diff <(echo "$2") <(echo "$3") | grep '^[<>]' | head -20 |
		sed "s/^</# $1: not there: /; s/^>/# $1: there, but should not be: /"
	return 1
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

loaded()
{
	[ -d /sys/module/twstat ]
}

# load [PARAMETER=VALUE...]
# shellcheck disable=SC2120
load()
{
	insmod "$TWSTAT_KO" "$@"
}

unload()
{
	rmmod twstat
}

# dmesg_has REGEX: the last lines of the kernel's log
dmesg_has()
{
	dmesg | tail -3 | grep -q "$1" || { dmesg | tail -3 | sed 's/^/# /'; return 1; }
}

# A process that stays in each namespace, so that what is under its /proc/net can be
# read without starting anything.
declare -A keeper
namespaces=0

# namespace [NAME=VALUE...]: sets $ns to the name of a new one, with a loopback, room
# for as many sockets in TIME_WAIT as a test wants, none of them reused behind its
# back, and these of net.ipv4's settings
# shellcheck disable=SC2120
namespace()
{
	local from

	namespaces=$((namespaces + 1))
	ns=twstat$namespaces
	[ -d /run/netns ] || mkdir /run/netns
	: > "/run/netns/$ns"
	exec {from}< <(exec "$here/netns" make "/run/netns/$ns" \
		tcp_max_tw_buckets=100000 tcp_tw_reuse=0 "$@" < /dev/null 9>&-)
	keeper[$ns]=$!
	read -ru "$from" || exit
	exec {from}<&-
}

# inside COMMAND...: in the namespace $ns
inside()
{
	"$here/netns" in "/run/netns/$ns" "$@"
}

# file NAME: what /proc/net/NAME is in the namespace $ns
file()
{
	echo "/proc/${keeper[$ns]}/net/$1"
}

# read_lines NAME: sets $lines to those of /proc/net/NAME in the namespace $ns
read_lines()
{
	mapfile -t lines < "/proc/${keeper[$ns]}/net/$1"
}

# leave: no process keeps the namespace $ns, nor any socket but those in TIME_WAIT: a
# connection that waits for its peer would
leave()
{
	local pid=${keeper[$ns]}

	read_sockstat
	if [ "$in_use" != 0 ]; then
		inside ss -K -Hta exclude time-wait > /dev/null
	fi
	kill "$pid"
	while kill -0 "$pid" 2> /dev/null; do :; done
	unset "keeper[$ns]"
}

# vanish: the namespace $ns goes away, with all sockets that no process has
vanish()
{
	leave
	umount "/run/netns/$ns"
	rm "/run/netns/$ns"
}

no_conns()
{
	! pgrep -x conns > /dev/null
}

# destroy [FILTER...]: ends what is in TIME_WAIT, or those of it that fit
# shellcheck disable=SC2120
destroy()
{
	inside ss -K -Htan state time-wait "$@" > /dev/null
}

# stop_jobs: whatever runs in the background, until it is gone
stop_jobs()
{
	local job

	for job in $(jobs -p); do
		kill "$job" 2>/dev/null
		wait "$job" 2>/dev/null
	done
	pkill -x conns
	wait_for 20 no_conns
}

tidy()
{
	stop_jobs
	for ns in "${!keeper[@]}"; do
		leave
	done
	[ $namespaces = 0 ] || umount /run/netns/twstat* 2> /dev/null
	rm -f /run/netns/twstat*
	! loaded || unload
}
trap tidy EXIT

# conns [OPTION...] STEPS: connections in the namespace $ns, see conns.c
conns()
{
	inside "$here/conns" "$@" > /dev/null
}

# client_saw TEXT [OPTION...]: connections that the client closes first, to port 8080 if
# there is no other one; conns prints that of them
client_saw()
{
	equal "the client" "$1" "$(inside "$here/conns" -p 8080 "${@:2}" ceSEC)"
}

# wire [OPTION...] STEP...: peer in the namespace $ns, see peer.c; what passes is shown
wire()
{
	local lines

	mapfile -t lines < <(inside "$here/peer" "$@" 2>&1; echo $?)
	printf '# %s\n' "${lines[@]::${#lines[@]}-1}"
	return "${lines[-1]}"
}

# hold [OPTION...] STEPS: conns in the background, up to the first "w" of the steps
hold()
{
	holds=1
	rm -f /run/go /run/held
	mkfifo /run/go
	inside "$here/conns" "$@" < /run/go > /run/held &
	held=$!
	exec 9> /run/go
	wait_for 20 holding
}

holding()
{
	[ "$(grep -c waiting /run/held)" -ge "$holds" ]
}

# hold_on: up to the next "w"
hold_on()
{
	holds=$((holds + 1))
	echo >&9
	wait_for 20 holding
}

# go_on: to the end
go_on()
{
	echo >&9
	exec 9>&-
	wait "$held"
}

# Our numbers, of the namespace $ns.

# read_counters: sets $counter_names, in their order, and $counter_value of each
declare -A counter_value
read_counters()
{
	local lines values i

	read_lines twstat/counters
	read -ra counter_names <<< "${lines[0]#*:}"
	read -ra values <<< "${lines[1]#*:}"
	for i in "${!counter_names[@]}"; do
		counter_value[${counter_names[i]}]=${values[i]}
	done
	[ ${#counter_names[@]} != 0 ]
}

# counters: NAME=VALUE of each
counters()
{
	local name

	read_counters
	for name in "${counter_names[@]}"; do
		echo "$name=${counter_value[$name]}"
	done
}

# counter NAME
counter()
{
	read_counters
	echo "${counter_value[$1]}"
}

# add_up PATTERN: sets $sum, of the counters whose names match it, as they were read
add_up()
{
	local name

	sum=0
	for name in "${counter_names[@]}"; do
		# shellcheck disable=SC2053 # it is a pattern
		[[ $name != $1 ]] || sum=$((sum + counter_value[$name]))
	done
}

# sum PATTERN: of the counters whose names match it
sum()
{
	local sum

	read_counters
	add_up "$1"
	echo "$sum"
}

# read_gauges: sets $gauge_now and $gauge_peak, and $alive to the sum of those now
declare -A gauge_now gauge_peak
read_gauges()
{
	local lines line state now peak

	read_lines twstat/gauges
	for line in "${lines[@]:1}"; do
		read -r state now peak <<< "$line"
		gauge_now[$state]=$now gauge_peak[$state]=$peak
	done
	alive=$((gauge_now[TimeWait] + gauge_now[FinWait2]))
}

# gauge TimeWait|FinWait2 [peak]
gauge()
{
	read_gauges
	if [ "${2-}" = peak ]; then
		echo "${gauge_peak[$1]}"
	else
		echo "${gauge_now[$1]}"
	fi
}

alive()
{
	read_gauges
	echo $alive
}

# at_least NAME VALUE: this counter has got there
at_least()
{
	read_counters
	[ "${counter_value[$1]}" -ge "$2" ]
}

# counted [NAME=VALUE...]: these stand at that, and all others of the group life
# and what was lost at 0
# shellcheck disable=SC2120
counted()
{
	only_counted '!(@(Role|Seg|Ack|Close|Connect|Bind|Reuse)*)' "$@"
}

# counted_segments [NAME=VALUE...]: the same for the group segments
counted_segments()
{
	only_counted '@(Seg|Ack)*' "$@"
}

# counted_ports [NAME=VALUE...]: the same for the group ports
counted_ports()
{
	only_counted '@(Connect|Bind)*' "$@"
}

# counted_reuse [NAME=VALUE...]: the same for the group reuse
counted_reuse()
{
	only_counted 'Reuse*' "$@"
}

# only_counted PATTERN [NAME=VALUE...]: of those whose names match
only_counted()
{
	local pattern=$1 name pair bad=0
	local -A expected=()

	shift
	for pair; do
		expected[${pair%=*}]=${pair#*=}
	done
	read_counters || return
	for name in "${counter_names[@]}"; do
		# shellcheck disable=SC2053 # it is a pattern
		[[ $name == $pattern ]] || continue
		equal "$name" $((expected[$name])) "${counter_value[$name]}" || bad=1
		unset "expected[$name]"
	done
	equal "no such counters" "" "${!expected[*]}" && [ $bad = 0 ]
}

# Nothing was lost by the module itself.
nothing_lost()
{
	local sum

	read_counters
	add_up '@(ProbeMissed|Track)*'
	equal "lost" 0 "$sum"
}

# all_purged COUNT: so many sockets have gone with their namespaces. The first one tells,
# since theirs are no more.
all_purged()
{
	equal ExitPurged "$1" "$(awk '
		NR == 1 { for (i = 2; i <= NF; i++) at[$i] = i }
		NR == 2 { print $at["ExitPurged"] }' /proc/net/twstat/counters)"
}

# The witnesses, of the namespace $ns.

# kernel_counter NAME: as nstat reads it, for instance TcpExtTW
kernel_counter()
{
	inside nstat -asz "$1" 2>/dev/null | awk -v name="$1" '$1 == name { print $2 }'
}

# kernel_denied COUNT [NAME=VALUE...]: so many had no TIME_WAIT, as the kernel says, and
# these are our counters
kernel_denied()
{
	equal TCPTimeWaitOverflow "$1" "$(kernel_counter TcpExtTCPTimeWaitOverflow)" &&
		counted "${@:2}"
}

# at_least_tw VALUE
at_least_tw()
{
	read_sockstat
	[ "$in_time_wait" -ge "$1" ]
}

# read_sockstat: sets $in_use to how many sockets processes have, and $in_time_wait
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

# count_listed STATE: sets $listed to how many ss lists; by a file, since the shell reads
# a pipe byte by byte
count_listed()
{
	local lines

	inside ss -Htan state "$1" > /run/listed
	mapfile -t lines < /run/listed
	listed=${#lines[@]}
}

# ss_count STATE: as ss lists them
ss_count()
{
	local listed

	count_listed "$1"
	echo "$listed"
}

# still COMMAND...: runs it until no socket came or went meanwhile; both gauges are read
still()
{
	local i before

	read_gauges
	for ((i = 0; i < 20; i++)); do
		before=${gauge_now[*]}
		"$@"
		read_gauges
		[ "${gauge_now[*]}" != "$before" ] || break
	done
}

ask_witnesses()
{
	read_sockstat
	count_listed time-wait
}

# end_all: ends all that are in TIME_WAIT; fails while there still is anything else
end_all()
{
	destroy
	read_gauges
	[ $alive = 0 ]
}

# Law 1: what came is what went and what is there. What was purged has come in a
# namespace that is no more.
conserved()
{
	local sum came

	still read_counters
	add_up '@(Enter|Adopted)*'
	came=$sum
	add_up 'Exit!(Purged)'
	equal "Enter* + Adopted - Exit*" $alive $((came - sum))
}

# Law 2: our gauges say what the kernel and ss say.
agreed()
{
	local listed

	still ask_witnesses
	equal "alive" "$in_time_wait" $alive &&
		equal "TimeWait" "$listed" "${gauge_now[TimeWait]}"
}
