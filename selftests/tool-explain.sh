#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# twstat explain names the true cause: each case makes a situation, and compares the
# explanation with the known cause, the client's errors and ss.
# shellcheck disable=SC2016 # jq expands it, not the shell

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/tool.sh"
. "$(dirname "$0")/lib/veth.sh"
. "$(dirname "$0")/lib/explain.sh"

# Compared with ss and with the client's errors.
as_seen()
{
	fact in-use time-wait "$(ss_count time-wait)" &&
		fact in-use fin-wait2 "$(gauge FinWait2)" &&
		fact failed exhausted "$failures"
}

healthy()
{
	fresh
	client 100
	now
	is fine && mentions innocent ports connect-errors bind-errors room && agree &&
		number innocent ports ports "$(ss_count time-wait)" &&
		equal explained 0 "${said[explained]}"
}

# A rate that is too high even for the default range.
churn()
{
	range 1000
	during 2 client 1010
	is out-of-ports churn narrow-range reuse-off && as_seen &&
		remedies reuse-connections more-addresses wider-range tw-reuse &&
		fact limit max-rate 16.667 &&
		remedy more-addresses ports 1000 &&
		remedy wider-range more-ports $((65536 - 1024 - 1000)) &&
		remedy wider-range max-rate 1075.2 && remedy wider-range enough 1 &&
		remedy tw-reuse share 1 && remedy tw-reuse max-rate 1000 &&
		equal "requests on each, more addresses" "$(awk -v "rate=${said[facts.now.asked-rate]}" '
			function ceil(x) { return int(x) == x ? x : int(x) + 1 }
			BEGIN { rate *= 1.05; print ceil(rate * 60 / 1000), ceil(rate * 60 / 1000 - 1) }')" \
		"${said[remedies.reuse-connections.requests]} ${said[remedies.more-addresses.addresses]}"
}

# The default range; no call has failed yet.
filling()
{
	fresh
	during 2 client 1100
	is running-out churn reuse-off && fact in-use usable 28232 &&
		equal "not yet" 0 "$(counter ConnectExhausted)"
}

narrow()
{
	range 100
	during 20 client 150
	is out-of-ports narrow-range churn reuse-off && as_seen && agree &&
		text causes narrow-range '40000 to 40099 is 100 ports' &&
		remedy wider-range enough 1
}

# In a range of odd size the kernel never tries the last port, so connect() may fail while
# one port is free.
odd()
{
	range 21
	during 20 client 50
	is out-of-ports narrow-range churn reuse-off && as_seen && agree &&
		fact limit max-rate 0.333
}

over()
{
	range 100
	client 150
	sleep 61
	now
	is over narrow-range churn reuse-off && fact failed exhausted "$failures" &&
		fact at-worst peak 100 && agree
}

# No socket has timestamps, since they are off on this host.
no_timestamps()
{
	range 100 tcp_tw_reuse=1 tcp_timestamps=0
	during 20 client 150
	is out-of-ports no-timestamps narrow-range churn && as_seen &&
		text causes no-timestamps 'tcp_timestamps is 0' &&
		remedy timestamps share 0
}

# The peer does not use timestamps.
stripped()
{
	range 100 tcp_tw_reuse=1
	peer tcp_timestamps=0
	during 20 client 150
	is out-of-ports no-timestamps narrow-range churn && as_seen &&
		text causes no-timestamps 'the peer or a device in between'
}

not_loopback()
{
	range 100 tcp_tw_reuse=2
	peer
	during 20 client 150
	is out-of-ports narrow-range churn reuse-not-loopback && as_seen &&
		remedy tw-reuse share 1 && remedy tw-reuse max-rate 100
}

# All ports can be reused in the next second: without refused calls, ports are not exhausted.
reused()
{
	range 100 tcp_tw_reuse=1
	client 100
	sleep 2
	during 20 client 50
	is lives-on-reuse narrow-range churn && fact in-use time-wait 100 &&
		equal reused 50 "$(kernel_counter TcpExtTWRecycled)" && agree &&
		equal failures "" "$failures" &&
		remedies reuse-connections more-addresses wider-range tw-reuse-works
}

# More connections in one second than there are ports.
too_young()
{
	range 100 tcp_tw_reuse=1
	during 20 client 150
	is out-of-ports narrow-range churn too-young && as_seen
}

reserved()
{
	range 1000 ip_local_reserved_ports=40000-40899
	during 20 client 150
	is out-of-ports reserved-ports narrow-range churn reuse-off && as_seen &&
		fact in-use usable 100 && remedy unreserve-ports more-ports 900
}

# All ports of the range are reserved.
all_reserved()
{
	range 10 ip_local_reserved_ports=40000-40009
	during 20 client 5
	is out-of-ports reserved-ports && fact failed exhausted "$failures" &&
		fact in-use usable 0 && remedies unreserve-ports wider-range
}

# As many live connections as there are ports; five more fail.
live()
{
	range 100
	hold -p 8080 -n 105 wceSEC
	now
	is out-of-ports live-connections narrow-range &&
		fact in-use live "$(inside ss -Htn state established dport = :8080 | wc -l)" &&
		fact failed exhausted 5 && fact limit max-rate 0 && agree &&
		remedies fewer-connections more-addresses wider-range && go_on
}

# The peer has closed, this side has not.
close_wait()
{
	range 100
	hold -p 8080 -n 105 sEwC
	now
	is out-of-ports close-wait narrow-range &&
		number causes close-wait ports "$(ss_count close-wait)" && go_on
}

# This side has closed and its process has ended; the peer has not closed.
fin_wait2()
{
	range 100
	hold -p 8080 -n 105 CewS
	now
	is out-of-ports fin-wait2 narrow-range && agree &&
		number causes fin-wait2 ports "$(gauge FinWait2)" &&
		text causes fin-wait2 'up to 60 s each' &&
		remedies peer-closes fin-timeout more-addresses wider-range && go_on
}

# The same, while its process still runs.
half_closed()
{
	range 100
	hold -p 8080 -n 105 cewSC
	now
	is out-of-ports half-closed narrow-range &&
		number causes half-closed ports "$(ss_count fin-wait-2)" && go_on
}

# No host has the peer's address.
syn_sent()
{
	local i clients=() waiting

	range 10
	peer
	inside ip neigh add 10.1.0.9 lladdr 02:00:00:00:00:09 dev veth0 nud permanent
	for ((i = 0; i < 10; i++)); do
		nsenter --net="/run/netns/$ns" bash -c ': <> /dev/tcp/10.1.0.9/8080' \
			2> /dev/null &
		clients+=($!)
	done
	wait_for 20 waiting_for_peer
	now
	waiting=$(ss_count syn-sent)
	kill "${clients[@]}"
	wait "${clients[@]}" 2> /dev/null
	is out-of-ports syn-sent narrow-range && number causes syn-sent ports "$waiting"
}

waiting_for_peer()
{
	[ "$(ss_count syn-sent)" = 10 ]
}

# Ports taken by bind() are taken for all destinations: a second destination has none.
bound_elsewhere()
{
	inside "$here/conns" -p 8081 -c 0 -n 1 ceSEC 2>&1 | sed 's/^/# /'
	inside "$here/conns" -p 8082 -n 5 ceSEC | sed 's/^/# /'
}

bound()
{
	range 100
	hold -p 8080 -n 100 -c 0 wceSEC
	during 20 bound_elsewhere
	is bind-fails bind-without-no-port narrow-range && fact failed count 1 &&
		fact bound count 100 && fact others ports 100 &&
		remedy bind-address-no-port ports 100 &&
		equal "the others" "8080 bind-without-no-port 8082 bind-without-no-port" \
		"${said[more]}" && go_on
}

# Ports that are bound but not connected.
bound_only()
{
	local binder

	range 100
	nsenter --net="/run/netns/$ns" python3 -c 'import signal, socket
held = [socket.socket() for i in range(100)]
for one in held: one.bind(("127.0.0.1", 0))
print("bound", flush=True)
signal.pause()' > /tmp/bound &
	binder=$!
	wait_for 20 grep bound /tmp/bound
	during 20 client 5
	kill $binder
	wait $binder 2> /dev/null
	is out-of-ports ports-bound private-range && fact failed exhausted "$failures" &&
		equal BindAuto 100 "$(counter BindAuto)"
}

# The same in TIME_WAIT, where tcp_tw_reuse skips bound ports.
bound_churn()
{
	range 100 tcp_tw_reuse=1
	conns -p 8080 -n 60 -c 0 ceSEC
	conns -p 8081 -n 40 -c 0 ceSEC
	sleep 2
	during 20 bound_elsewhere
	is bind-fails bind-without-no-port narrow-range && fact others ports 100 &&
		text remedies reuse-connections "keep-alive" &&
		equal "the others" "8082 bind-without-no-port" "${said[more]}"
}

# With one destination, tcp_tw_reuse could reuse the ports if they were not bound.
bound_reuse()
{
	range 100 tcp_tw_reuse=1
	conns -p 8080 -n 100 -c 0 ceSEC
	sleep 2
	during 20 client 10
	is out-of-ports bind-without-no-port narrow-range churn && as_seen &&
		remedies bind-address-no-port reuse-connections more-addresses wider-range
}

# A connection pool that fills up is not a problem.
pool()
{
	fresh
	during 2 hold -p 8080 -n 50 wceSEC
	is fine && number innocent ports ports 50 && go_on
}

# It is a problem if it will take all ports.
leak()
{
	range 1000
	during 20 hold -p 8080 -n 200 wceSEC
	is running-out live-connections narrow-range &&
		equal "seconds left" 80 "$(printf %.0f "${said[facts.runs-out.seconds]}")" && go_on
}

# Ports that a client binds outside the range are not counted as ports of the range, which
# can't run out if no connect() looks for one.
outside()
{
	range 10
	conns -p 8080 -n 10 -c 30000 ceSEC
	now
	is fine || return
	conns -p 8080 -n 6 ceSEC
	now
	is out-of-ports outside-range bind-without-no-port
}

# A program limits itself to a small part of the range.
private()
{
	range 1000
	during 20 client 10 -k range
	is out-of-ports private-range && fact failed exhausted "$failures" && agree &&
		remedies own-range reuse-connections
}

# A client's bound port is still in TIME_WAIT. Without timestamps it can't be taken over.
busy()
{
	fresh tcp_timestamps=0
	client 3 -c 30000
	during 20 client 3 -c 30000
	is bound-port-taken holder-time-wait && fact failed count "$failures" &&
		number causes holder-time-wait count "$failures"
}

denied()
{
	fresh tcp_max_tw_buckets=10
	during 20 client 30
	is no-time-wait max-tw-buckets &&
		number causes max-tw-buckets denied \
		"$(kernel_counter TcpExtTCPTimeWaitOverflow)" &&
		text remedies raise-max-tw-buckets '(10)'
}

restarts()
{
	! conns -R -p 8080 ceSEC 2> /dev/null
}

refused()
{
	fresh
	conns -p 8080 sECeS
	during 20 restarts
	is bind-refused no-reuseaddr && fact refused count 1 && mentions innocent accepting-side
}

# Servers that close first have all sockets in TIME_WAIT, which is not a problem.
accepting()
{
	range 100
	conns -p 8080 -n 300 sECeS
	now
	is fine && mentions innocent accepting-side && agree &&
		number innocent accepting-side time-wait "$(ss_count time-wait)"
}

linger()
{
	fresh
	conns -p 8080 -n 10 r
	now
	is fine && mentions innocent rst-linger
}

slow()
{
	range 1000
	client 450
	during 50 client 100
	is slow-searches narrow-range churn reuse-off &&
		equal second_half 50 "$(counter ConnectSecondHalf)"
}

# A destination that is asked for is explained, even without a problem.
asked()
{
	fresh
	conns -a ::ffff:127.0.0.1 -p 8080 -n 20 ceSEC
	conns -a ::1 -p 8081 -n 10 ceSEC
	now 127.0.0.1:8080 && is fine && fact in-use ports 20 &&
		now ::ffff:127.0.0.1 && fact in-use ports 20 &&
		now '[::1]:8081' && fact in-use ports 10 &&
		fails 6 "Nothing is known of 127.0.0.1:8081" tool explain 127.0.0.1:8081 &&
		fails 6 "Nothing is known of 10.0.0.1" tool -4 explain 10.0.0.1 &&
		fails 2 "explain takes one argument, and '8081' is one too many" tool explain ::1 8081
}

# If a group is off, explain does not report that all is well.
unwatched()
{
	local result=0

	fresh
	"$here/twstat" config ports=off
	client 10
	now
	is fine && mentions unknown ports-off &&
		tool -i 0 | grep -q '^NOT KNOWN' && agree || result=1
	"$here/twstat" config ports=on
	return $result
}

plan 36

load
for what in healthy churn filling narrow odd over no_timestamps stripped not_loopback \
	reused too_young reserved all_reserved live close_wait fin_wait2 half_closed \
	syn_sent bound bound_only bound_churn bound_reuse outside pool leak busy denied refused \
	accepting linger slow asked; do
	check "$what" $what
done
fresh
conns -p 8080 -k range ceSEC
if [ $? = 4 ]; then
	ktap_test_skip "private: this kernel has no IP_LOCAL_PORT_RANGE"
else
	check "private" private
fi
check "nothing was lost" nothing_lost
check "unwatched" unwatched
unload

# Adopted sockets show who holds the ports, but not what failed before.
range 100
client 150
load
now
check "loaded later" eval 'is out-of-ports narrow-range churn reuse-off && mentions unknown loaded-lately'
unload

ktap_finished
