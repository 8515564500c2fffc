#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Permissions: every user can read, as with ss. Settings and the events of destinations need
# CAP_NET_ADMIN in the namespace. The switches can be set in the first namespace only.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/ynl.sh"

# An unprivileged user.
someone=(setpriv --reuid 1000 --regid 1000 --clear-groups)

reads()
{
	start_client "${someone[@]}"
	told 7 one counters-get any | grep -q "should be 7"
	told 7 all destination-get connects &&
		told "8080 8080 8080 8080 8080 8080 8080" all socket-get remote-port &&
		told 80 one config-get threshold-up
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
		joins destinations
}

# A user who makes a user namespace is root in it, and in its network namespaces.
its_root()
{
	start_client "${someone[@]}" unshare --user --map-root-user --net
	told - one config-set any '{"threshold-up": 90, "destinations-max": 100}' &&
		told 90 one config-get threshold-up &&
		told 100 one config-get destinations-max &&
		told "" all destination-get connects &&
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

plan 6

load
namespace
conns -p 8080 -n 7 ceSEC
check "every user can read" reads
check "an unprivileged user can't set" sets_nothing
check "an unprivileged user can't join the group destinations" groups
check "the root of a namespace can" its_root
check "the root of another namespace can't" not_its_root
check "other namespaces are not visible" others_see_nothing

ktap_finished
