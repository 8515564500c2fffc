#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Incidents, replayed: the client's log is the witness of what the tool twstat explains, and
# a remedy is applied, to measure whether it does what was promised.
# shellcheck disable=SC2119 # now needs no argument

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/tool.sh"
. "$(dirname "$0")/lib/veth.sh"
. "$(dirname "$0")/lib/explain.sh"

# paced RATE COUNT [OPTION...]: makes COUNT connections that the client closes first, RATE a
# second; sets $connected and $failures
paced()
{
	client "$2" -r "$1" "${@:3}"
	connected=$(sed -n 's/^connected \([0-9]*\).*/\1/p' /tmp/client)
	: "${failures:=0}"
}

# about WHAT WANT GOT: they differ by at most 10 %
about()
{
	awk -v want="$2" -v got="$3" 'BEGIN { exit !(got != "" && got >= want * .9 && got <= want * 1.1) }' ||
		{ echo "# $1: $3, should be about $2"; return 1; }
}

all_connected()
{
	equal connected "$1" "$connected"
}

# without LIST ID PART: the text of an entry does not contain PART
without()
{
	[[ ${said[$1.$2]-} != *$3* ]] || { echo "# $2: ${said[$1.$2]-}"; return 1; }
}

# Each port can be reused once a second, so 400 of them carry 380 connections a second.
reuse_is_enough()
{
	range 400 tcp_tw_reuse=1
	during 9 paced 380 3800
	all_connected 3800 && is lives-on-reuse narrow-range churn && agree_on_limit 400 &&
		fact limit max-rate 400 &&
		text remedies tw-reuse-works "up to 400 connections/s" &&
		without remedies reuse-connections "cut new" &&
		without remedies more-addresses "needed"
}

# agree_on_limit RATE: the summary and dst have the same limit
agree_on_limit()
{
	equal "limit, summary" "$1" "$(json '.destinations[0]["max-rate"]' -i 0)" &&
		equal "limit, dst" "$1" "$(json '.[0]["max-rate"]' dst)"
}

# 450 a second are too many, and as many get a port as the limit says.
reuse_is_short()
{
	range 400 tcp_tw_reuse=1
	during 9 paced 450 4500
	about "connections in 10 s" 4000 "$connected" &&
		is out-of-ports narrow-range churn too-young && fact limit max-rate 400 &&
		about "limit and what the client got" "$connected" \
		"$(awk -v "rate=${said[facts.limit.max-rate]}" 'BEGIN { print rate * 10 }')" &&
		remedy more-addresses more-rate 400 && remedy more-addresses addresses 1 &&
		remedy reuse-connections requests 2
}

reuse_short_mended()
{
	range 400 tcp_tw_reuse=1
	paced 450 4500 -d 2 -l 0.0.0.0
	all_connected 4500
}

# alarms: prints each alarm, and each row that runs out, while a client runs
alarms()
{
	local i

	for ((i = 0; i < 8; i++)); do
		tool -n -i 1 | grep -E '^[A-Z ]*PORTS|EADDRNOTAVAIL|  (now|[0-9]+ s)$'
	done
}

# loopback ADDRESS: with the default tcp_tw_reuse, nothing fails and there is no alarm
loopback()
{
	local watcher

	range 400 tcp_tw_reuse=2
	alarms > /tmp/alarms &
	watcher=$!
	paced 300 3000 -a "$1"
	wait $watcher
	sed 's/^/# /' /tmp/alarms
	all_connected 3000 && ! grep -v '^ONLY REUSED PORTS LEFT' /tmp/alarms &&
		agree_on_limit 400
}

# Without tcp_tw_reuse, each remedy is applied in a namespace of its own.
churn()
{
	range 400
	during 9 paced 100 1000
	equal connected 400 "$connected" && is out-of-ports narrow-range churn reuse-off &&
		fact limit max-rate 6.667 && remedy tw-reuse max-rate 400 &&
		remedy tw-reuse enough 1 &&
		remedy more-addresses more-rate 6.667 && remedy more-addresses addresses 15
}

churn_reuse_promised()
{
	range 400 tcp_tw_reuse=1
	paced 100 1000
	all_connected 1000 || return
	sleep 61
	paced 500 5000
	about "connections in 10 s" 4000 "$connected"
}

# A rate that goes on, for two minutes: 20/s need 3 addresses of 6.7/s and one in reserve,
# and 2 are not enough.
churn_addresses_promised()
{
	range 400
	during 9 paced 20 500
	remedy more-addresses addresses 3 || return
	fresh ip_local_port_range="40000 40399"
	paced 20 2400 -d 4 -l 0.0.0.0
	all_connected 2400 || return
	fresh ip_local_port_range="40000 40399"
	paced 20 2400 -d 2 -l 0.0.0.0
	about "with 2 addresses" $((2 * 2 * 400)) "$connected"
}

churn_fewer_promised()
{
	local rate

	range 400
	during 9 paced 100 1000
	rate=$(awk -v "asked=${said[facts.now.asked-rate]}" \
		-v "requests=${said[remedies.reuse-connections.requests]}" 'BEGIN {
			print asked / requests }')
	fresh ip_local_port_range="40000 40399"
	paced "$rate" 800
	all_connected 800
}

# Connections that are never closed: more ports are enough for a time, and for no rate.
leaking()
{
	range 400
	during 9 hold -p 8080 -r 50 -n 500 wceSEC
	is out-of-ports live-connections narrow-range && fact limit max-rate 0 &&
		remedy more-addresses enough 0 && remedy wider-range enough 0 &&
		remedy wider-range max-rate 0 &&
		about "seconds, more addresses" 8 "${said[remedies.more-addresses.lasts]-}" &&
		about "seconds, wider range" $(((57454 - 400) / 50)) "${said[remedies.wider-range.lasts]-}" &&
		text remedies wider-range "are never enough" &&
		without remedies wider-range "which is" && without remedies more-addresses needed &&
		go_on
}

# One more address lasts 8 s more: 800 ports are enough for 16 s.
leaking_promised()
{
	range 400
	hold -p 8080 -d 2 -l 0.0.0.0 -r 50 -n 1000 wceSEC
	go_on
	equal "with one more address" "connected 800 EADDRNOTAVAIL 200" "$(tail -n 1 /run/held)"
}

# The same for CLOSE_WAIT and for half-closed connections, which are all there already.
stuck()
{
	range 100
	hold -p 8080 -n 105 "$1"
	now
	is out-of-ports "$2" narrow-range && fact limit max-rate 0 &&
		remedy wider-range enough 0 && remedy more-addresses more-rate 0 &&
		text remedies wider-range "are never enough" && go_on
}

# watch_leak: while connections leak, OK never stands above a row that soon runs out
watch_leak()
{
	local i

	for ((i = 0; i < 14; i++)); do
		tool -n -i 1 > /tmp/screen
		sed -n '1p; $p' /tmp/screen
		! { grep -q '^OK' /tmp/screen && grep -qE ' ([0-9] min )?[0-9]+ s$' /tmp/screen; } ||
			return
	done
}

headline_and_rows()
{
	local watcher result

	range 1000
	watch_leak > /tmp/watched &
	watcher=$!
	hold -p 8080 -r 20 -n 300 wceSEC
	wait $watcher
	result=$?
	sed 's/^/# /' /tmp/watched
	go_on
	equal "exit status of the watcher" 0 $result && grep -q '^OK' /tmp/watched && grep -q '^RUNNING OUT' /tmp/watched
}

# A client binds first, and so takes ports from all: one report, and a line for the others.
bound_elsewhere()
{
	inside "$here/conns" -p 8081 -c 0 -n 1 ceSEC 2>&1 | sed 's/^/# /'
	inside "$here/conns" -p 8082 -n 5 ceSEC | sed 's/^/# /'
}

one_report()
{
	range 100
	hold -p 8080 -n 100 -c 0 wceSEC
	tool_in_background -n -i 20 --full explain > /tmp/text
	meanwhile bound_elsewhere
	go_on
	sed 's/^/# /' /tmp/text
	equal reports 1 "$(grep -c '^What helps' /tmp/text)" &&
		equal "the others" 2 "$(grep -c '^Why: the same cause as above' /tmp/text)"
}

# When it is over, the limit of now is not that of then, when all ports were live.
over()
{
	range 100
	hold -p 8080 -n 105 wceSEC
	go_on
	sleep 62
	now
	is over live-connections narrow-range && fact limit max-rate 1.667 &&
		text facts limit "This is the limit now" &&
		fact limit left-then 0 && agree
}

# reset_clients SERVER: 20 clients send a request to a server, which does this with the
# connection s; prints how many clients got ECONNRESET
reset_clients()
{
	inside python3 -c "import socket, time
listener = socket.create_server(('127.0.0.1', 8080))
reset = 0
for i in range(20):
    c = socket.create_connection(('127.0.0.1', 8080))
    s = listener.accept()[0]
    c.send(b'request')
    $1
    s.close()
    try:
        c.recv(1)
    except ConnectionResetError:
        reset += 1
    c.close()
print(reset)"
}

unread()
{
	fresh
	equal "clients with ECONNRESET" 20 "$(reset_clients pass)" && now && is fine &&
		equal noticed "rst-unread 20" \
		"$(jq -r '.noticed[] | "\(.id) \(.numbers["rst-unread"])"' /tmp/explained)" &&
		tool -n -i 0 | grep -E 'RST by this side: unread data +20 ' &&
		tool -n -i 0 --full explain > /tmp/text && ! grep -q SO_LINGER /tmp/text &&
		equal "clients with ECONNRESET, when the server reads" 0 \
		"$(reset_clients 's.recv(100)')" && equal CloseRstUnread 20 "$(counter CloseRstUnread)"
}

# Each counter that moved has a row, also those of segments.
nothing_hidden()
{
	fresh
	conns -p 8080 -n 10 ceSEC
	conns -p 8081 -n 3 sECeS
	conns -p 8082 -n 2 r
	reset_clients pass > /dev/null
	# It has addresses of its own, and a connection of which an old SYN comes again.
	wire -4 open close '<F.' '>F.' '<.' '>S,seq=-100,no-ts' '<.' '<none'
	tool -n -s -i 0 | awk '$NF ~ /^[A-Z]/ && $(NF - 1) == "-" && $(NF - 2) > 0 {
		print $(NF - 2) }' | sort > /tmp/moved
	tool -n -i 0 | awk '/ [1-9][0-9]* +-$/ { print $(NF - 1) }' | sort > /tmp/rows
	tool -n -i 0 | sed 's/^/# /'
	[ "$(counter AckSent)" -gt 0 ] && same rows "$(cat /tmp/moved)" "$(cat /tmp/rows)"
}

# A server can't have the port that connect() chose for an outgoing connection.
outgoing_holder()
{
	local port

	fresh
	hold -p 8080 -n 10 wceSEC
	port=$(inside ss -Htn state established dport = :8080 | head -n 1 |
		sed -E 's/.*:([0-9]+) +127.0.0.1:8080 *$/\1/')
	! conns -p "$port" ceSEC 2> /tmp/server && cat /tmp/server &&
		grep -q 'Address already in use' /tmp/server || return
	now
	go_on
	is fine && text innocent bind-errors "an outgoing connection from that port (ss -tanp" &&
		text innocent bind-errors ip_local_reserved_ports || return
	fresh ip_local_port_range="40000 40001" ip_local_reserved_ports=40001
	! conns -p 8080 -n 2 ceSEC || true
	conns -p 40001 sECeS
}

# UDP has no port left, which is not about TCP.
udp()
{
	local binder result

	range 100
	nsenter --net="/run/netns/$ns" python3 -c 'import signal, socket
held = [socket.socket(type=socket.SOCK_DGRAM) for i in range(101)]
try:
    for one in held: one.bind(("127.0.0.1", 0))
except OSError as e:
    print(e.errno, flush=True)
signal.pause()' > /tmp/bound &
	binder=$!
	wait_for 20 grep -x 98 /tmp/bound
	now
	is fine && text innocent connect-errors "ss -uanp" && agree &&
		tool -i 0 | grep -x 'OK: no TCP client is short of ports.'
	result=$?
	kill $binder
	wait $binder 2> /dev/null
	return $result
}

plan 23

load
check "tw_reuse is enough: 380/s, 400 ports" reuse_is_enough
check "tw_reuse is short: 450/s, 400 ports" reuse_is_short
check "tw_reuse is short: one more address, as promised" reuse_short_mended
for address in 127.0.0.1 ::1 ::ffff:127.0.0.1; do
	check "no alarm on loopback: $address" loopback $address
done
check "churn" churn
check "churn: tw_reuse, as promised" churn_reuse_promised
check "churn: more addresses, as promised" churn_addresses_promised
check "churn: fewer connections, as promised" churn_fewer_promised
check "leaking connections" leaking
check "leaking connections: one more address, as promised" leaking_promised
check "CLOSE_WAIT: no rate" stuck sEwC close-wait
check "half-closed: no rate" stuck cewSC half-closed
check "live: no rate" stuck wceSEC live-connections
check "headline and rows agree" headline_and_rows
check "a client that binds first: one report" one_report
check "over: the limit of now and of then" over
check "unread data, not SO_LINGER" unread
check "no counter that moved is hidden" nothing_hidden
check "EADDRINUSE: an outgoing connection" outgoing_holder
check "UDP has no port" udp
check "nothing was lost" nothing_lost
unload

ktap_finished
