# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# The module's counters and gauges, of the namespace $ns.

# read_counters: sets $counter_names, in the file's order, and ${counter_value[NAME]}
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

# counters: prints a line NAME=VALUE for each counter
counters()
{
	local name

	read_counters
	for name in "${counter_names[@]}"; do
		echo "$name=${counter_value[$name]}"
	done
}

# counter NAME: prints its value
counter()
{
	read_counters
	echo "${counter_value[$1]}"
}

# add_up PATTERN: sets $sum to the sum of the counters that match, as last read
add_up()
{
	local name

	sum=0
	for name in "${counter_names[@]}"; do
		# shellcheck disable=SC2053 # it is a pattern
		[[ $name != $1 ]] || sum=$((sum + counter_value[$name]))
	done
}

# sum PATTERN: reads the counters and prints the sum of those that match
sum()
{
	local sum

	read_counters
	add_up "$1"
	echo "$sum"
}

# read_gauges: sets ${gauge_now[STATE]} and ${gauge_peak[STATE]}, and $alive to the number of
# sockets in TIME_WAIT and FIN_WAIT2
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

# gauge TimeWait|FinWait2 [peak]: prints its value
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

# at_least NAME VALUE: this counter is at least VALUE
at_least()
{
	read_counters
	[ "${counter_value[$1]}" -ge "$2" ]
}

# counted [NAME=VALUE...]: these counters have these values; all others of the group life,
# and the counters of losses, are 0
# shellcheck disable=SC2120
counted()
{
	only_counted '!(@(Role|Seg|SynRefused|Ack|Close|Connect|Bind|Reuse)*)' "$@"
}

# counted_segments [NAME=VALUE...]: the same for the group segments
counted_segments()
{
	only_counted '@(Seg|SynRefused|Ack)*' "$@"
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

# only_counted PATTERN [NAME=VALUE...]: the same for the counters that match
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
	equal "counters that do not exist" "" "${!expected[*]}" && [ $bad = 0 ]
}

# first_counter NAME: prints its value in the first namespace
first_counter()
{
	awk -v "name=$1" '
		NR == 1 { for (i = 2; i <= NF; i++) at[$i] = i }
		NR == 2 { print $at[name] }' /proc/net/twstat/counters
}

# none_missed: no hook was missed. The first namespace counts that, for the whole machine.
none_missed()
{
	equal ProbeMissed 0 "$(first_counter ProbeMissed)"
}

# nothing_lost: the module lost no event
nothing_lost()
{
	local sum

	read_counters
	add_up '@(BindLost|Track)*'
	equal "lost" 0 "$sum" && none_missed
}

# all_purged COUNT: COUNT sockets were purged with their namespaces. The first namespace
# counts them, since their own no longer exists.
all_purged()
{
	equal ExitPurged "$1" "$(first_counter ExitPurged)"
}
