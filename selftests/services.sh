#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Services: the sockets in TIME_WAIT of a server's port, compared with ss; and whether they
# keep a restarted server from binding its port.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/endpoints.sh"

n=20

entered()
{
	conns -a "$address" -p 8080 -n $n sECeS
	conns -a "$address" -p 8081 -n 5 sECeS
	equal rows 2 "$(rows services)" && as_ss &&
		columns services port=8080 time_wait=$n entered=$n &&
		columns services port=8081 time_wait=5 entered=5
}

# Connections from the same ports again.
reopened()
{
	conns -a "$address" -p 8080 -n 5 -c 50000 sECeS
	conns -a "$address" -p 8080 -n 5 -c 50000 sECeS
	as_ss && counted EnterClose=10 ExitReopened=5 &&
		columns services port=8080 time_wait=5 entered=10 reopened=5
}

# Clients that close first have ports in TIME_WAIT, which are not services. The bound ports
# are none that connect() has chosen before.
no_entries()
{
	conns -a "$address" -p 8080 -n $n ceSEC
	conns -a "$address" -p 8080 -n $n -c 20000 ceSEC
	equal rows 0 "$(rows services)" && as_ss
}

# A listener has a service for each of its local addresses.
everywhere()
{
	conns -l 0.0.0.0 -p 8080 -d 3 -n 30 sECeS
	equal rows 3 "$(rows services)" && as_ss &&
		columns services local=127.0.0.3 time_wait=10
}

# A server without SO_REUSEADDR.
starts()
{
	conns -R -a "$address" -p 8080 ceSEC
}

# cannot_start [OPTION...]: such a server can't bind its port
cannot_start()
{
	! conns -R -a "$address" -p 8080 "$@" ceSEC 2> /tmp/said &&
		grep -q "Address already in use" /tmp/said
}

bind_refused()
{
	equal BindInTimeWait "$1" "$(counter BindInTimeWait)" &&
		columns services port=8080 bind_refused="$1"
}

# With SO_REUSEADDR it starts.
restarted()
{
	conns -a "$address" -p 8080 sECeS
	cannot_start && bind_refused 1 && cannot_start && bind_refused 2 &&
		conns -a "$address" -p 8080 ceSEC && bind_refused 2 &&
		nothing_lost || return
	destroy
	starts && bind_refused 2
}

# A server at all addresses, of one family or of both, can't start; one at another address
# can.
restarted_elsewhere()
{
	conns -a "$address" -p 8080 sECeS
	cannot_start -l :: && bind_refused 1 || return
	if [ "$address" != ::1 ]; then
		cannot_start -l 0.0.0.0 && bind_refused 2 || return
	fi
	address=127.0.0.2 starts
}

# A listener or a connection holds the port, so TIME_WAIT is not the reason.
held_by_others()
{
	hold -a "$address" -p 8080 wsECeS
	cannot_start && bind_refused 0 && go_on || return
	hold -a "$address" -p 8081 wsECeS
	conns -a "$address" -p 8082 -c 8080 ceSEC
	cannot_start && equal BindInTimeWait 1 "$(counter BindInTimeWait)" && go_on
}

# A client's socket holds the port.
held_by_client()
{
	conns -a "$address" -p 8081 -c 8080 ceSEC
	cannot_start && equal BindInTimeWait 1 "$(counter BindInTimeWait)" &&
		equal rows 0 "$(rows services)"
}

# Other failures of bind() are not because of TIME_WAIT.
other_failures()
{
	! inside "$here/conns" -l 10.1.2.3 -p 8080 ce 2> /dev/null &&
		equal BindInTimeWait 0 "$(counter BindInTimeWait)"
}

# With at most 16 services, the last 16 of 20 are kept.
services_evicted()
{
	local i

	for ((i = 0; i < 20; i++)); do
		conns -p $((8100 + i)) sECeS
	done
	equal rows 16 "$(rows services)" && equal Service 16 "$(gauge Service)" &&
		only_counted '*Evicted' ServiceEvicted=4 DestinationEvicted=4 &&
		agreed && conserved && nothing_lost
}

plan 23

load
for address in 127.0.0.1 ::1 ::ffff:127.0.0.1; do
	for what in entered reopened no_entries restarted restarted_elsewhere \
		held_by_others held_by_client; do
		[ "$address $what" != "::ffff:127.0.0.1 held_by_client" ] || continue
		namespace
		check "$address: $what" $what
	done
done
namespace
check "a service at each address" everywhere
namespace
check "an address of another host" other_failures
unload

load destinations=16
namespace
check "a table that is full" services_evicted

ktap_finished
