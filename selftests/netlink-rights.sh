#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Permissions: every user can read counters. What lists addresses or programs, and settings, need
# CAP_NET_ADMIN in the namespace. The switches can be set in the first namespace only.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/ynl.sh"

# An unprivileged user.
someone=(setpriv --reuid 1000 --regid 1000 --clear-groups)

reads()
{
	start_client "${someone[@]}"
	[[ $(ask one counters-get counters) == *"'enter-close': 7"* ]] &&
		told 80 one config-get threshold-up &&
		[[ $(ask all hook-get symbol) == *inet_twsk* ]] &&
		[[ $(ask all transition-get from) == *syn-sent* ]]
}

# What lists addresses or programs is for root, by each way.
guarded()
{
	local operation

	start_client "${someone[@]}"
	for operation in destination-get service-get socket-get conflict-get incident-get; do
		# Before 6.10 the start of a dump can't say why it fails.
		ask_fails "$([ "$TWSTAT_KERNEL" = 6.12 ] && echo CAP_NET_ADMIN)" all $operation ||
			return
	done
	ask_fails CAP_NET_ADMIN one destination-get \
		'{"family": 2, "local4": 2130706433, "remote4": 2130706433, "port": 8080}' ||
		return
	for file in destinations services incidents; do
		! inside "${someone[@]}" cat "/proc/net/twstat/$file" > /dev/null 2>&1 || return
	done
	start_client
	told 7 all destination-get connects &&
		told "8080 8080 8080 8080 8080 8080 8080" all socket-get remote-port || return
	start_client "${someone[@]}"
}

sets_nothing()
{
	ask_fails "CAP_NET_ADMIN" one config-set '{"threshold-up": 90}' &&
		told 80 one config-get threshold-up
}

# joins GROUP [COMMAND...]: a listener started by this command can join the group
joins()
{
	inside "${@:2}" timeout 60 python3 -B "$here/lib/listen.py" "$1" 2>&1 |
		grep -qm 1 listening
}

groups()
{
	joins events "${someone[@]}" && ! joins destinations "${someone[@]}" &&
		! joins incidents "${someone[@]}" && joins destinations && joins incidents
}

# A user who makes a user namespace is root in it, and in its network namespaces.
its_root()
{
	start_client "${someone[@]}" unshare --user --map-root-user --net
	told - one config-set any '{"threshold-up": 90, "destinations-max": 100}' &&
		told 90 one config-get threshold-up &&
		told 100 one config-get destinations-max &&
		told "" all destination-get connects && told "" all incident-get id &&
		ask_fails "initial network namespace" one config-set '{"ports": 0}' &&
		ask_fails "parameter destinations" one config-set '{"destinations-max": 5000}' &&
		joins destinations "${someone[@]}" unshare --user --map-root-user --net ||
		return
	start_client
	told 80 one config-get threshold-up
}

# That root has no rights in other network namespaces.
not_its_root()
{
	start_client "${someone[@]}" unshare --user --map-root-user
	ask_fails "CAP_NET_ADMIN" one config-set '{"threshold-up": 90}' &&
		! joins destinations "${someone[@]}" unshare --user --map-root-user
}

others_see_nothing()
{
	namespace
	start_client
	told "" all socket-get remote-port && told "" all destination-get connects &&
		told "" all transition-get from && told 80 one config-get threshold-up
}

plan 7

load
namespace
conns -p 8080 -n 7 ceSEC
check "every user can read counters" reads
check "only root can read addresses and programs" guarded
check "an unprivileged user can't set" sets_nothing
check "an unprivileged user can't join the groups with addresses" groups
check "the root of a namespace can" its_root
check "the root of another namespace can't" not_its_root
check "other namespaces are not visible" others_see_nothing

ktap_finished
