# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# A peer in a second namespace, over a veth pair.

# peer [NAME=VALUE...]: makes the peer's namespace and connects it with $ns; sets $to to the
# options of conns for it
# shellcheck disable=SC2120
peer()
{
	local client=$ns

	namespace "$@"
	inside ip link add veth0 type veth peer name veth0 netns "$client"
	inside ip addr add 10.1.0.2/24 dev veth0
	inside ip link set veth0 up
	# shellcheck disable=SC2034 # the tests use it
	to=(-a 10.1.0.2 -N "$ns")
	ns=$client
	inside ip addr add 10.1.0.1/24 dev veth0
	inside ip link set veth0 up
}
