# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Trace events, from an instance of tracefs, compared with the counters.
# shellcheck disable=SC2016 # awk expands it, not the shell
# shellcheck disable=SC2154 # variables of counters.sh and namespaces.sh

tracing=/sys/kernel/tracing/instances/twstat

# listen KB: records all events from now on, in KB of memory for each CPU
listen()
{
	[ -d $tracing ] || mkdir $tracing
	echo "$1" > $tracing/buffer_size_kb
	echo > $tracing/trace
	echo 1 > $tracing/events/twstat/enable
}

# heard_all: stops recording, and writes the events to /tmp/heard
heard_all()
{
	echo 0 > $tracing/events/twstat/enable
	grep -v '^#' $tracing/trace > /tmp/heard
}

# none_dropped: the buffers were large enough
none_dropped()
{
	equal "events dropped" 0 "$(awk '
		/^(overrun|commit overrun|dropped events):/ { n += $NF }
		END { print n + 0 }' $tracing/per_cpu/cpu*/stats)"
}

# netns_of NAMESPACE: prints its inode number, which events have as "netns"
netns_of()
{
	stat -L -c %i "/run/netns/$1"
}

# heard EVENT FIELD [WEIGHT]: sets ${heard[VALUE]} to how many events of the namespace $ns
# have this value in FIELD, or to the sum of their field WEIGHT
declare -A heard
heard()
{
	local value n

	heard=()
	while read -r value n; do
		heard[$value]=$n
	done < <(awk -v event="$1:" -v field="$2" -v weight="${3-}" \
		-v netns="$(netns_of "$ns")" '
		$5 == event {
			split("", at)
			for (i = 6; i <= NF; i++) {
				split($i, pair, "=")
				at[pair[1]] = pair[2]
			}
			if (at["netns"] == netns)
				n[at[field]] += weight ? at[weight] : 1
		}
		END { for (value in n) print value, n[value] }' /tmp/heard)
}

# as_counted PATTERN: the events heard last are equal to the counters that match, and there
# are no others
as_counted()
{
	local name bad=0

	read_counters
	for name in "${counter_names[@]}"; do
		# shellcheck disable=SC2053 # it is a pattern
		[[ $name == $1 ]] || continue
		equal "events of $name" "${counter_value[$name]}" $((heard[$name])) ||
			bad=1
		unset "heard[$name]"
	done
	equal "other events" "" "${!heard[*]}" && [ $bad = 0 ]
}

# segments_as_counted: the events of segments are equal to the counters. A SYN that may
# reopen the tuple has an event "Syn"; it is counted later, when the result is known.
segments_as_counted()
{
	heard segment kind
	heard[SegSynRefused]=$((heard[SegSynRefused] + heard[Syn] - $(counter ExitReopened)))
	unset "heard[Syn]"
	as_counted 'Seg!(OldDataBytes)' || return
	heard segment kind bytes
	equal "bytes of SegOldData" "$(counter SegOldDataBytes)" $((heard[SegOldData]))
}

# all_as_counted: in the namespace $ns, the events are equal to the counters
all_as_counted()
{
	local bad=0

	heard enter how
	as_counted '@(Enter*|PromoteFinWait2)' || bad=1
	heard enter role
	unset "heard[-]"
	as_counted 'Role*' || bad=1
	heard exit cause
	as_counted 'Exit!(Purged)' || bad=1
	heard extend family
	equal "events of Extended" "$(counter Extended)" \
		$((heard[AF_INET] + heard[AF_INET6])) || bad=1
	segments_as_counted || bad=1
	heard reuse result times
	as_counted 'Reuse*' || bad=1
	heard connect_failed why
	as_counted 'Connect@(Exhausted|TupleBusy|Nomem)' || bad=1
	heard destination_exhausted family
	equal "destinations exhausted" "$(counter ConnectExhausted)" \
		$((heard[AF_INET] + heard[AF_INET6])) || bad=1
	return $bad
}
