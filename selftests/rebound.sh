#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Ports that a bind() shared for a while: newer kernels let connect() have them again, older
# ones pass them over until the last socket is gone. Whether they do is what the next connect()
# shows. Needs mode icount.

. "$(dirname "$0")/lib/lib.sh"

ports=10

# shared REUSE: all ports are in TIME_WAIT, and were shared; sets tcp_tw_reuse
shared()
{
	namespace ip_local_port_range="40000 40009" tcp_tw_reuse="$1"
	inside "$here/lib/rebound.py" $ports && counted EnterClose=$ports
}

# A connect() gets a port that the kernel does not pass over.
asks()
{
	shared 1 || return
	sleep 2
	[ "$(inside "$here/conns" -p 8080 -n 1 ceSEC)" = "connected 1" ]
}

# refused COUNT: a connect() was refused so many ports, and found none
refused()
{
	shared 0 && client_saw "connected 0 EADDRNOTAVAIL 1" -n 1 &&
		counted_reuse ReuseOff="$1" && conserved
}

plan 3

load
if asks; then
	asked=$ports
else
	asked=0
fi
echo "# the kernel asks $asked of $ports sockets in TIME_WAIT"
check "refusals are counted as the kernel asks" refused $asked
unload

namespace ip_local_port_range="40000 40009" tcp_tw_reuse=0
inside "$here/lib/rebound.py" $ports
load
check "the same for adopted sockets" counted Adopted=$ports
client_saw "connected 0 EADDRNOTAVAIL 1" -n 1
check "and their refusals" counted_reuse ReuseOff=$asked

ktap_finished
