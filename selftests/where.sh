#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# twstat -A finds all network namespaces, names them as a person does, and has the numbers
# that twstat -N has for each; -N takes a PID, a container and a pod, too.
# shellcheck disable=SC2016 # jq and the inner shell expand it

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/tool.sh"

group=/sys/fs/cgroup
id=3f2a1b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708
other=3f9900aabbcc7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708
third=77aa00aabbcc7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708
uid=6dc01eec-1ae3-4a2b-9c3d-0123456789ab

all()
{
	"$here/twstat" -n -A "$@"
}

# alone PATH: a process in a network namespace of its own, in this cgroup; sets $job. Its
# PID is a setting of the namespace, which tells by_name() that it was entered
alone()
{
	mkdir -p "$group/$1"
	unshare --net sleep 1000000 &
	job=$!
	wait_for 20 has_left "$job"
	echo "$job" > "$group/$1/cgroup.procs"
	nsenter --net="/proc/$job/ns/net" sysctl -qw net.ipv4.tcp_max_tw_buckets="$job"
}

# has_left PID: the process is in another network namespace than this shell
has_left()
{
	[ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/$$/ns/net)" ]
}

# rows FILTER...: the names that jq's filter selects of the summary
rows()
{
	all -i 0 -j | jq -r "[.[] | $1] | join(\" \")"
}

# One of each kind: a name of ip-netns(8), a process, a mount that only another mount
# namespace has, and a file descriptor.
kinds()
{
	alone plain
	process=$job
	# shellcheck disable=SC2016 # the inner shell expands it
	unshare --mount sh -c 'mkdir -p /run/far && : > /run/far/net &&
		unshare --net mount --bind /proc/self/ns/net /run/far/net &&
		touch /run/far-ready && exec sleep 1000000' &
	mounter=$!
	wait_for 20 test -e /run/far-ready
	ns=$named
	: > /run/fd-net
	unshare --net mount --bind /proc/self/ns/net /run/fd-net
	sh -c 'exec sleep 1000000' < /run/fd-net &
	keeps=$!
	wait_for 20 keeps_namespace
	umount -l /run/fd-net
	same names "$(printf '%s\n' "$named" host "sleep[$process]" "/proc/$keeps/fd/0" \
		"/proc/$mounter/root/run/far/net" | sort)" \
		"$(all -i 0 -j | jq -r '.[].namespace.name' | sort)"
}

keeps_namespace()
{
	[[ $(readlink "/proc/$keeps/fd/0") == *net* ]]
}

# out of ports: 20 ports, 25 connections. Elsewhere there are some, and no trouble.
worst_first()
{
	local first

	conns -p 8080 -n 25 ceSEC
	nsenter --net="/proc/$process/ns/net" ip link set lo up
	nsenter --net="/proc/$process/ns/net" "$here/conns" -p 8081 -n 7 ceSEC > /dev/null
	"$here/conns" -p 8082 -n 3 sECeS > /dev/null
	equal "the worst" "$named out-of-ports" \
		"$(all -i 0 -j | jq -r '.[0] | "\(.namespace.name) \(.verdict)"')" &&
		equal "the others" "fine" \
		"$(all -i 0 -j | jq -r '[.[1:][].verdict] | unique | join(" ")')" || return
	all -i 0 > /tmp/said
	first=$(head -n 1 /tmp/said)
	equal verdict "OUT OF PORTS: 127.0.0.1 to 127.0.0.1:8080 uses 20 of 20 ports." "$first" &&
		grep -qx "  in $named: twstat -N $named explain" /tmp/said &&
		grep -qE "^$named +OUT OF PORTS +127.0.0.1:8080 +20 +20 +now +20 +-$" /tmp/said &&
		grep -qE "^sleep\[$process\] +OK +127.0.0.1:8081 +7 +28232 +- +7 +-$" /tmp/said
}

# Each namespace's part is what -N prints, with the argument that -A gives for it.
same_as_each()
{
	local netns name number=0

	all -i 0 -j > /tmp/all
	while IFS=$'\t' read -r name netns; do
		number=$((number + 1))
		same "$name" "$("$here/twstat" -n -i 0 -j -N "$netns" |
			jq -S '{counters, gauges, destinations}')" \
			"$(jq -S --arg name "$name" '.[] | select(.namespace.name == $name) |
			{counters, gauges, destinations}' /tmp/all)" || return
		equal "inode of $name" "$(jq --arg name "$name" '.[].namespace |
			select(.name == $name) | .inode' /tmp/all)" \
			"$("$here/twstat" -n -i 0 -j -N "$name" > /dev/null &&
			jq --arg netns "$netns" '.[].namespace | select(.netns == $netns) | .inode' \
			/tmp/all)" || return
	done < <(jq -r '.[].namespace | "\(.name)\t\(.netns)"' /tmp/all)
	equal namespaces 5 $number
}

# Rows of dst and srv, compared with those of each namespace.
lists()
{
	equal destinations "$named 127.0.0.1:8080 25 5, sleep[$process] 127.0.0.1:8081 7 0, host 127.0.0.1:8082 3 0" \
		"$(all -j dst | jq -r '[.[] | "\(.namespace.name) \(.remote):\(.port) \(.connects) \(.exhausted)"]
			| join(", ")')" &&
		equal services "host 8082 3" "$(all -j srv |
			jq -r '.[] | "\(.namespace.name) \(.port) \(.entered)"')" &&
		all dst > /tmp/said && grep -qE "^namespace +from +to " /tmp/said &&
		grep -qE "^$named +127.0.0.1 +127.0.0.1:8080 " /tmp/said &&
		all -i 1 dst | grep -qE "^$named .* now$" &&
		all srv | grep -qE "^host +127.0.0.1:8082 +3 "
}

# The explanation of the one in trouble, with lines for it, and how many have none.
explained()
{
	all -i 0 explain > /tmp/said || return
	grep -qx "$named: twstat -N $named explain" /tmp/said &&
		grep -q "^    ip netns exec $named sysctl -w net.ipv4.ip_local_port_range=" /tmp/said &&
		grep -qx "4 other network namespaces have no trouble." /tmp/said &&
		equal JSON "$named out-of-ports 4 0" "$(all -i 0 -j explain |
			jq -r '"\(.namespaces[0].namespace.name) \(.namespaces[0].verdict) \(.fine) \(.over)"')" &&
		equal "a destination" "sleep[$process]: twstat -N $process explain" \
			"$(all -i 0 explain 127.0.0.1:8081 | head -n 1)"
}

# Without -A: which one was looked at, how many others there are, and where a destination is.
told()
{
	"$here/twstat" -n -i 0 | sed -n 2p > /tmp/said
	equal "others" "  Only this network namespace was looked at; 4 others were not: twstat -A" \
		"$(< /tmp/said)" &&
		equal "others of -N" "  Only the network namespace $process was looked at; 4 others were not: twstat -A" \
		"$("$here/twstat" -n -i 0 -N "$process" explain | sed -n 2p)" &&
		fails 6 "Nothing is known of 127.0.0.1:8081" "$here/twstat" -i 0 explain 127.0.0.1:8081 &&
		grep -qF "; it is known in sleep[$process] (-N)." /tmp/complained &&
		fails 6 "Nothing is known of 127.0.0.1:9 in any of 5 network namespaces" \
		all -i 0 explain 127.0.0.1:9
}

# A namespace that goes away between the two samples is no error, and is left out.
vanished()
{
	local before=$ns gone

	namespace
	conns -p 8085 -n 2 ceSEC
	"$here/twstat" -n -j -A -i 5 > /tmp/said 2> /tmp/complained &
	job=$!
	meanwhile vanish || return
	gone=$ns
	ns=$before
	equal complaints "" "$(< /tmp/complained)" &&
		equal "of it" 0 "$(jq --arg ns "$gone" '[.[] | select(.namespace.name == $ns)] | length' \
		/tmp/said)" && equal "of the others" 5 "$(jq length /tmp/said)"
}

# by_name NETNS PID: -N enters the namespace of this process
by_name()
{
	equal "-N $1" "$2" "$("$here/twstat" -i 0 -j -N "$1" explain |
		jq '.settings["max-tw-buckets"]')"
}

containers()
{
	local pod=kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${uid//-/_}.slice
	local docker podman kube first second session

	alone "system.slice/docker-$id.scope"
	docker=$job
	alone "machine.slice/libpod-$other.scope/container"
	podman=$job
	alone "$pod/cri-containerd-$third.scope"
	kube=$job
	alone system.slice/web.service
	first=$job
	alone system.slice/web.service
	second=$job
	alone user.slice/user-0.slice/session-3.scope
	session=$job
	same names "$(printf '%s\n' "docker ${id:0:12}" "pod $uid" "podman ${other:0:12}" \
		"sleep[$session]" "sleep[$process]" "web.service[$first]" "web.service[$second]" |
		sort)" "$(all -i 0 -j | jq -r '.[].namespace | select(.pid).name' |
		grep -vxF -e host -e "$named" | sort)" &&
		equal "netns of docker" "${id:0:12}" "$(all -i 0 -j | jq -r '.[].namespace |
			select(.name | startswith("docker ")).netns')" &&
		by_name 3f2a "$docker" && by_name "$id" "$docker" &&
		by_name "docker ${id:0:12}" "$docker" && by_name "${uid:0:8}" "$kube" &&
		by_name "${third:0:5}" "$kube" && by_name "$podman" "$podman" &&
		by_name "web.service[$second]" "$second" &&
		fails 2 "'3f' fits more than one container: " "$here/twstat" -N 3f &&
		fails 1 "There is no network namespace '3f2b'" "$here/twstat" -N 3f2b
}

sockets_of_monitor()
{
	local fds=("/proc/$job/fd"/*)

	test ${#fds[@]} "$1" "$2"
}

# event REGEX: a line of monitor matches
event()
{
	wait_for 20 grep -E -- "$1" /tmp/events
}

# Events of all namespaces, with their names: also of one that is made later. One that goes
# is not kept by monitor's socket. What happens to the machine is printed once.
heard()
{
	local before=$ns late fds status=0

	"$here/twstat" -s -n -A monitor > /tmp/events 2> /tmp/complained &
	job=$!
	wait_for 20 waits_in epoll_wait
	fds=("/proc/$job/fd"/*)
	namespace tcp_max_tw_buckets=5
	late=$ns
	wait_for 20 sockets_of_monitor -gt ${#fds[@]} || return
	conns -p 8086 -n 8 ceSEC
	vanish
	ns=$before
	event "$late: time-wait-overflow 5 of at most 5 sockets; .*: 3 \(limit\)" || return
	wait_for 20 sockets_of_monitor -eq ${#fds[@]} || return
	sleep 61	# no port is in TIME_WAIT
	inside sysctl -qw net.ipv4.tcp_max_tw_buckets=5
	conns -p 8088 -n 8 ceSEC
	event "$named: time-wait-overflow [0-9]+ of at most 5 sockets" || return
	inside sysctl -qw net.ipv4.tcp_max_tw_buckets=100000
	echo 0 > /sys/kernel/debug/kprobes/enabled
	event "^[^ ]+ $(uname -n) hook-lost inet_csk_get_port is silent"
	echo 1 > /sys/kernel/debug/kprobes/enabled
	kill -INT "$job"
	wait "$job" || status=$?
	equal "exit status" 0 $status &&
		equal "events of the machine" 1 "$(grep -c "hook-lost inet_csk_get_port is silent" /tmp/events)" && equal complaints "" "$(grep -v 'no events of destinations on this kernel' /tmp/complained)"
}

# Another user sees what it may enter, is told that this is not all, and can rely on the
# exit status.
as_nobody()
{
	local status=0

	setpriv --reuid 65534 --regid 65534 --clear-groups \
		"$here/twstat" -n -i 0 -A > /tmp/said 2> /tmp/complained || status=$?
	equal "exit status" 4 $status && equal complaints \
		"twstat: Permission denied: of all network namespaces, only those that this user may enter were looked at (0)." \
		"$(< /tmp/complained)" && ! grep 127.0.0.1 /tmp/said
}

refused()
{
	fails 2 "-A looks at all network namespaces, and -N at one" "$here/twstat" -A -N "$named" &&
		fails 2 "config does not take -A" all config ports=on &&
		fails 2 "hist does not take -A" all hist && fails 2 "sock does not take -A" all sock &&
		fails 2 "hooks does not take -A" all hooks &&
		fails 2 "A device belongs to one network namespace" all dst dev lo &&
		fails 2 "watch needs a terminal" all watch
}

# The time of 1,000 namespaces, each of which had a connection.
many()
{
	local begun took number

	mkdir -p /run/many
	"$here/netns" many /run/many 1000 "$here/conns" -p 8087 -n 1 ceSEC > /dev/null
	all -i 0 > /dev/null	# all its files are in memory
	begun=${EPOCHREALTIME/./}
	all -i 0 > /tmp/said
	took=$((${EPOCHREALTIME/./} - begun))
	echo "# 1,000 namespaces: $((took / 1000)) ms"
	number=$(sed -n 's/^OK: .* in any of \([0-9]*\) network namespaces\.$/\1/p' /tmp/said)
	[ "${number-0}" -ge 1000 ] && [ $took -lt 2000000 ]
}

plan 13

load
namespace ip_local_port_range="40000 40019"
named=$ns
check "each kind of namespace is found, and named" kinds
check "the worst first" worst_first
check "the same numbers as of each alone" same_as_each
check "destinations and services" lists
check "explanations" explained
check "without -A, what was not looked at" told
check "one that goes away meanwhile" vanished
check "names of containers, pods and units; -N takes them" containers
check "events of all, also of later ones" heard
check "an unprivileged user" as_nobody
check "what does not go together" refused
sleep 61	# no port is in TIME_WAIT
stop_jobs
check "1,000 namespaces take less than 2 s" many
check "nothing was lost" nothing_lost
umount /run/many/* 2> /dev/null
unload

ktap_finished
