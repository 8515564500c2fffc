# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Network namespaces, and their files in /proc/net.
# shellcheck disable=SC2034,SC2154 # variables of other files and of the tests

# The pid of a process in each namespace: the shell can read the namespace's files in
# /proc/PID/net without starting a process.
declare -A keeper
namespaces=0

# namespace [NAME=VALUE...]: makes a network namespace and sets $ns to its name. Its loopback
# is up, tcp_max_tw_buckets is large and tcp_tw_reuse is 0, unless these settings of
# net.ipv4 differ
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

# inside COMMAND...: runs the command in the namespace $ns
inside()
{
	"$here/netns" in "/run/netns/$ns" "$@"
}

# file NAME: prints the path of the file /proc/net/NAME of the namespace $ns
file()
{
	echo "/proc/${keeper[$ns]}/net/$1"
}

# read_lines NAME: sets $lines to the lines of /proc/net/NAME in the namespace $ns
read_lines()
{
	mapfile -t lines < "/proc/${keeper[$ns]}/net/$1"
}

# leave: ends the process that keeps the namespace $ns, and all its sockets but those in
# TIME_WAIT, since a connection that waits for its peer would keep the namespace
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

# vanish: removes the namespace $ns with its sockets in TIME_WAIT
vanish()
{
	leave
	umount "/run/netns/$ns"
	rm "/run/netns/$ns"
}
