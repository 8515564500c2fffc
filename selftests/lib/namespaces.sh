# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Network namespaces, and their files in /proc/net.
# shellcheck disable=SC2034,SC2154 # variables of other files and of the tests

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
