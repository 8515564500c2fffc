#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What listeners for events cost: by what changes, however many namespaces and destinations
# there are. The witnesses are the kernel's own trace events of work items, and the time that
# their threads run.

. "$(dirname "$0")/lib/lib.sh"

tracing=/sys/kernel/tracing

# listen NAMESPACES DESTINATIONS: starts listeners, see netlink_listen.c; say() speaks with them
listen()
{
	local ready

	rm -f /run/says /run/answers
	mkfifo /run/says /run/answers
	"$here/netlink_listen" "$@" < /run/says > /run/answers &
	listeners=$!
	exec 7> /run/says 8< /run/answers
	read -ru 8 ready
	equal listeners ready "$ready"
}

# say COMMAND: sets $answer
say()
{
	echo "$1" >&7
	read -ru 8 answer
}

hush()
{
	exec 7>&- 8<&-
	wait "$listeners"
}

# items SECONDS: sets $items to how many work items of the module run meanwhile
items()
{
	echo > $tracing/trace
	echo 1 > $tracing/events/workqueue/workqueue_execute_start/enable
	pause "$1"
	echo 0 > $tracing/events/workqueue/workqueue_execute_start/enable
	items=$(grep -c 'function twstat_' $tracing/trace)
	echo "# work items in $1 s: $items"
}

# Without listeners, no work item runs. 6.1 doesn't tell when a group is joined: once a second the module looks, if the CPU is awake.
idle()
{
	local most=0

	[ "$TWSTAT_KERNEL" != 6.1 ] || most=21
	items 20
	[ "$items" -le $most ]
}

# Its namespace has no destination that is out of ports: that would be an incident.
idle_with_listener()
{
	local calm

	listen 1 0 || return
	pause 3
	idle
	calm=$?
	hush && return $calm
}

idle_again()
{
	pause 3
	idle
}

# worked: sets $worked to how long the threads of work items have run so far, in ns
worked()
{
	local dir comm ran

	worked=0
	for dir in /proc/[0-9]*; do
		read -r comm < "$dir/comm" && [[ $comm == kworker/* ]] &&
			read -r ran _ < "$dir/schedstat" && worked=$((worked + ran))
	done 2> /dev/null
}

# change NAMESPACES: sets $took to what work items do when one connect() in one of so many
# namespaces fails, each of them with a listener and 20 destinations; without what they do all
# the time, because all destinations use all ports, which is an incident for each
change()
{
	local before

	listen "$1" 20 || return
	pause 3		# for work items of namespaces that are gone
	worked
	before=$worked
	pause 2
	worked
	steady=$((worked - before))
	before=$worked
	say fail
	pause 2
	worked
	took=$((worked - before - steady))
	echo "# work items run for $took ns more than $steady, with $1 namespaces"
	equal events "told 1" "$answer" && hush
}

by_change()
{
	local one

	change 1 || return
	one=$took
	# A look more or less at what is wrong all the time may fall into the measurement.
	change 100 && [ "$took" -le $((one + steady + 300000)) ]
}

# Another namespace's listeners make config-get no dearer.
same_cost()
{
	local one

	listen 1 20 || return
	say get
	one=$answer
	hush
	listen 100 20 || return
	say get
	hush
	echo "# config-get takes $one ns with one namespace, $answer ns with 100"
	[ "$answer" -le $((one + 2000)) ]
}

plan 5

load
pause 3		# a look at what was adopted
check "an idle machine without listeners" idle
check "an idle machine with a listener" idle_with_listener
check "an idle machine whose listener has left" idle_again
check "100 namespaces with listeners, one with a change" by_change
check "config-get among 100 namespaces" same_cost

ktap_finished
