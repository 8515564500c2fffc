#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Wrong requests: each command with each attribute alone, in many lengths; and random requests
# from a fixed seed, a million with --full. Each is answered, and the module still works.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/ynl.sh"

requests=100000
[ "$TWSTAT_EXTENT" != full ] || requests=1000000

each()
{
	inside "$here/netlink_fuzz" each > /run/each || {
		head -30 /run/each
		return 1
	}
	grep -qx 'requests [1-9][0-9]*, answered wrongly 0' /run/each
}

random()
{
	inside "$here/netlink_fuzz" random $requests 20240229 > /run/random || return
	sed 's/^/# /' /run/random
	grep -q "^requests $requests, messages [1-9]" /run/random &&
		grep -q '^right: [1-9]' /run/random &&
		grep -q '^Invalid argument: [1-9]' /run/random
}

well()
{
	start_client
	counted EnterClose=50 ExitExpired="$(counter ExitExpired)" && told 1 one config-get segments &&
		told 50 all destination-get connects && nothing_lost && conserved && agreed
}

# The error says what is wrong, and in which attribute.
sentences()
{
	local missing="'miss-type': 'family'"

	# Old kernels cannot say which attribute it is.
	! old_kernel || missing="An attribute is missing"
	start_client
	ask_fails "$missing" one destination-get '{}' &&
		ask_fails "The address doesn't match the family" all destination-get \
			'{"family": 10, "remote4": 1}' &&
		ask_fails "A prefix length needs an address" all destination-get \
			'{"remote-prefix": 8}' &&
		ask_fails "longer than the address" all destination-get \
			'{"remote4": 1, "remote-prefix": 33}' &&
		ask_fails "an IPv4 or an IPv6 address, not both" all destination-get \
			"{\"remote4\": 1, \"remote6\": \"$(printf %032d 1)\"}" &&
		ask_fails "must be AF_INET or AF_INET6" all destination-get '{"family": 3}' &&
		ask_fails "above threshold-up" one config-set '{"threshold-down": 90}' &&
		ask_fails "parameter destinations" one config-set '{"destinations-max": 4097}' &&
		ask_fails "out of range" one config-set '{"destinations-max": 15}' &&
		ask_fails "initial network namespace" one config-set '{"segments": 0}'
}

# On the debug kernel, this is only to see whether the kernel reports errors.
if [ "$TWSTAT_KERNEL" = debug ]; then
	requests=10000
	plan 1
	load
	namespace
	conns -p 8080 -n 50 ceSEC
	check "$requests random requests" random
	ktap_finished
fi

plan 4

load
namespace
conns -p 8080 -n 50 ceSEC
check "each command with each attribute" each
check "$requests random requests" random
check "the module still works" well
namespace	# whose settings are not what random requests have made of them
check "errors say what is wrong" sentences

ktap_finished
