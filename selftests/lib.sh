# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# What the tests share: the module, namespaces, our numbers, and the witnesses.
# shellcheck disable=SC2016 # what awk gets is not for the shell

# shellcheck disable=SC1091 # of the kernel's source
. "$(dirname "${BASH_SOURCE[0]}")/../kselftest/ktap_helpers.sh"

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

# wait_for SECONDS COMMAND...: until the command succeeds, or the time is up, which is
# longer where things are slow; then it shows what the command said last
wait_for()
{
	local end=$((SECONDS + $1 * ${TWSTAT_PATIENCE-1})) said

	shift
	until said=$("$@"); do
		[ $SECONDS -lt $end ] || {
			printf '%s\n' "$said" "# in vain: $*"
			return 1
		}
		sleep 0.1
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
	namespaces=$((namespaces + 1))
	ns=twstat$namespaces
	[ -d /run/netns ] || mkdir /run/netns
	: > "/run/netns/$ns"
	# Not one process more than it takes: the debug kernel is slow.
	unshare --net="/run/netns/$ns" sh -c '
		ready=$1
		shift
		ip link set lo up
		cd /proc/sys/net/ipv4
		for setting; do
			echo "${setting#*=}" > "${setting%%=*}"
		done
		: > "$ready"
		exec sleep infinity' sh "/run/netns/$ns.ready" \
		tcp_max_tw_buckets=100000 tcp_tw_reuse=0 "$@" \
		< /dev/null > /dev/null 9>&- &
	keeper[$ns]=$!
	disown
	until [ -e "/run/netns/$ns.ready" ]; do
		kill -0 $! || exit
	done
	rm "/run/netns/$ns.ready"
}

# inside COMMAND...: in the namespace $ns
inside()
{
	nsenter --net="/run/netns/$ns" "$@"
}

# file NAME: what /proc/net/NAME is in the namespace $ns
file()
{
	echo "/proc/${keeper[$ns]}/net/$1"
}

# leave: no process keeps the namespace $ns, nor any socket but those in TIME_WAIT: a
# connection that waits for its peer would
leave()
{
	local pid=${keeper[$ns]}

	if grep -qs '^TCP6*: inuse [1-9]' "$(file sockstat)" "$(file sockstat6)"; then
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
	inside "$(dirname "$0")/conns" "$@" > /dev/null
}

# wire [OPTION...] STEP...: peer in the namespace $ns, see peer.c; what passes is shown
wire()
{
	inside "$(dirname "$0")/peer" "$@" 2>&1 | sed 's/^/# /'
	return "${PIPESTATUS[0]}"
}

# hold [OPTION...] STEPS: conns in the background, up to the first "w" of the steps
hold()
{
	holds=1
	rm -f /run/go /run/held
	mkfifo /run/go
	inside "$(dirname "$0")/conns" "$@" < /run/go > /run/held &
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

	mapfile -t lines < "$(file twstat/counters)"
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

# sum PATTERN: of the counters whose names match it
sum()
{
	local name n=0

	read_counters
	for name in "${counter_names[@]}"; do
		# shellcheck disable=SC2053 # it is a pattern
		[[ $name != $1 ]] || n=$((n + counter_value[$name]))
	done
	echo $n
}

# gauge TimeWait|FinWait2 [peak]
gauge()
{
	local lines line state now peak column=${2-now}

	mapfile -t lines < "$(file twstat/gauges)"
	for line in "${lines[@]}"; do
		# shellcheck disable=SC2034 # one of them by its name
		read -r state now peak <<< "$line"
		[ "$state" != "$1" ] || echo "${!column}"
	done
}

# gauges: those in TIME_WAIT and those in FIN_WAIT2
gauges()
{
	echo "$(gauge TimeWait) $(gauge FinWait2)"
}

alive()
{
	local now

	now=$(gauges)
	echo $((${now/ /+}))
}

# at_least NAME VALUE: this counter has got there
at_least()
{
	[ "$(counter "$1")" -ge "$2" ]
}

# counted [NAME=VALUE...]: these stand at that, and all others of the group life
# and what was lost at 0
# shellcheck disable=SC2120
counted()
{
	only_counted '!(@(Role|Seg|Ack|Close)*)' "$@"
}

# counted_segments [NAME=VALUE...]: the same for the group segments
counted_segments()
{
	only_counted '@(Seg|Ack)*' "$@"
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
	equal "lost" 0 "$(sum '@(ProbeMissed|Track)*')"
}

# The witnesses, of the namespace $ns.

# kernel_counter NAME: as nstat reads it, for instance TcpExtTW
kernel_counter()
{
	inside nstat -asz "$1" 2>/dev/null | awk -v name="$1" '$1 == name { print $2 }'
}

# at_least_tw VALUE
at_least_tw()
{
	[ "$(sockstat_tw)" -ge "$1" ]
}

sockstat_tw()
{
	local lines line

	mapfile -t lines < "$(file sockstat)"
	for line in "${lines[@]}"; do
		[[ $line == TCP:* ]] || continue
		line=${line#* tw }
		echo "${line%% *}"
	done
}

# ss_count STATE: as ss lists them
ss_count()
{
	inside ss -Htan state "$1" | wc -l
}

# still COMMAND...: runs it until no socket came or went meanwhile, and sets $now
still()
{
	local i before

	for ((i = 0; i < 20; i++)); do
		before=$(gauges)
		"$@"
		now=$(gauges)
		[ "$now" != "$before" ] || break
	done
}

ask_counters()
{
	came=$(sum '@(Enter|Adopted)*')
	went=$(sum 'Exit!(Purged)')
}

ask_witnesses()
{
	tw=$(sockstat_tw)
	listed=$(ss_count time-wait)
}

# end_all: ends all that are in TIME_WAIT; fails while there still is anything else
end_all()
{
	inside ss -K -tan state time-wait > /dev/null
	[ "$(alive)" = 0 ]
}

# Law 1: what came is what went and what is there. What was purged has come in a
# namespace that is no more.
conserved()
{
	local now came went

	still ask_counters
	equal "Enter* + Adopted - Exit*" $((${now/ /+})) $((came - went))
}

# Law 2: our gauges say what the kernel and ss say.
agreed()
{
	local now tw listed

	still ask_witnesses
	equal "alive" "$tw" $((${now/ /+})) && equal "TimeWait" "$listed" "${now% *}"
}
