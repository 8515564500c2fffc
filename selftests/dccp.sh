#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# DCCP has sockets in TIME_WAIT too, made and ended by the same functions. The module must
# not count them.

. "$(dirname "$0")/lib/lib.sh"

# dccp ADDRESS: makes a connection that the server closes first; the server stays in TIMEWAIT
dccp()
{
	inside python3 - "$1" <<-'PYTHON'
		import socket, sys
		family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
		DCCP, IPPROTO_DCCP, SOL_DCCP, SERVICE = 6, 33, 269, 2

		def make():
		    s = socket.socket(family, DCCP, IPPROTO_DCCP)
		    s.setsockopt(SOL_DCCP, SERVICE, (42).to_bytes(4, "big"))
		    return s

		server = make()
		server.bind((sys.argv[1], 0))
		server.listen(5)
		client = make()
		client.connect(server.getsockname()[:2])
		client.close()
		server.accept()[0].close()
	PYTHON
}

# hits: prints how often the functions for births and ends were called
hits()
{
	awk '$1 ~ /^inet_twsk_(hashdance|kill)/ { n += $6 } END { print n + 0 }' \
		/proc/net/twstat/hooks
}

seen_and_ignored()
{
	[ "$(hits)" -gt "$1" ] || { echo "# no DCCP socket was born or ended"; return 1; }
	counted
}

plan 2

modprobe -a dccp_ipv4 dccp_ipv6 2>/dev/null
load
for address in 127.0.0.1 ::1; do
	namespace
	before=$(hits)
	dccp $address
	check "$address: DCCP is seen, and not counted" seen_and_ignored "$before"
done

ktap_finished
