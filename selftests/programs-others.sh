#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Incidents with real programs in which clients have ports enough: servers that can't start,
# resets, a full table of connections, addresses that do not exist; and programs that are well,
# for which there must be no alarm.
# shellcheck disable=SC2119 # now needs no argument

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/tool.sh"
. "$(dirname "$0")/lib/veth.sh"
. "$(dirname "$0")/lib/explain.sh"
. "$(dirname "$0")/lib/programs.sh"

no_port="Cannot assign requested address"

# all_well: there is no alarm, and no connect() or bind() failed for lack of a port
all_well()
{
	is fine && mentions innocent connect-errors bind-errors && equal explained 0 "${said[explained]}"
}

# bench_web [OPTION...]: ab with one client; sets $completed
# shellcheck disable=SC2120
bench_web()
{
	program ab -n 100 -c 1 -q "$@" http://127.0.0.1:8080/ > /run/bench 2>&1
	sed -n 's/^Complete\|^Failed/# &/p' /run/bench
	completed=$(sed -n 's/^Complete requests: *//p' /run/bench)
}

# Without keep-alive nginx closes first: TIME_WAIT is on the accepting side, and a SYN reopens
# what is there.
ab_without_keepalive()
{
	range 40
	hello 8080 && during 9 bench_web
	equal completed 100 "$completed" && all_well && mentions innocent accepting-side &&
		equal "entered, of services" 100 "$(counter RolePassiveOpen)" &&
		[ "$(counter ExitReopened)" -ge 60 ]
}

ab_keepalive()
{
	range 40
	hello 8080 && during 9 bench_web -k
	equal completed 100 "$completed" && all_well && equal ConnectAuto 1 "$(counter ConnectAuto)"
}

# At full speed on ten connections.
wrk_keepalive()
{
	fresh
	hello 8080 && during 2 inside wrk -t 1 -c 10 -d 1s http://127.0.0.1:8080/ > /run/wrk
	sed -n 's/^ .*requests in/# &/p' /run/wrk
	all_well && ! grep -q 'Socket errors' /run/wrk && about connections 10 "$(counter ConnectAuto)"
}

# By default nginx asks the server behind it to close, so that side has TIME_WAIT.
nginx_default_proxy()
{
	range 40
	hello 8080 && nginx proxy 80 <<< "server { listen 80; location / {
		proxy_pass http://127.0.0.1:8080; } }"
	pace_explained 9 10 100
	answers 200=100 && all_well && mentions innocent accepting-side
}

# visit_web SECONDS: 10 clients in each second, for each of which nginx closes first
visit_web()
{
	local i

	for ((i = 0; i < $1; i++)); do
		program ab -n 10 -c 1 -q http://127.0.0.1:8080/
		sleep 0.99
	done > /run/visit 2>&1
}

# limited BUCKETS: a server with this limit, which is reached
limited()
{
	fresh tcp_max_tw_buckets="$1"
	hello 8080 && visit_web 1
}

small_table()
{
	limited 10 && during 9 visit_web 10
	is no-time-wait max-tw-buckets &&
		equal denied "$(kernel_counter TcpExtTCPTimeWaitOverflow)" "$(counter DeniedLimit)" &&
		equal denied 100 "$(counter DeniedLimit)" && first_remedy raise-max-tw-buckets
}

# The table is large enough for that rate, and half of it is not.
small_table_promised()
{
	local buckets

	buckets=$(promised raise-max-tw-buckets buckets)
	[[ $buckets =~ ^[0-9]+$ ]] || { echo "# buckets: $buckets"; return 1; }
	limited "$buckets" && visit_web 70
	equal "denied, with $buckets" 0 "$(counter DeniedLimit)" || return
	stop_servers
	limited $((buckets / 2)) && visit_web 40
	[ "$(counter DeniedLimit)" -gt 0 ]
}

# python_server [REUSE]: python's web server, which closes first
python_server()
{
	serve 8080 python3 -I -c "import http.server
http.server.HTTPServer.allow_reuse_address = ${1-True}
http.server.HTTPServer(('127.0.0.1', 8080), http.server.BaseHTTPRequestHandler).serve_forever()"
}

# python_restarts [REUSE]: the second one is started after a connection of the first one
python_restarts()
{
	python_server "${1-}" && program ab -n 1 -c 1 -q http://127.0.0.1:8080/ > /dev/null
	stop_servers
	inside python3 -I -c "import http.server
http.server.HTTPServer.allow_reuse_address = ${1-True}
http.server.HTTPServer(('127.0.0.1', 8080), http.server.BaseHTTPRequestHandler)" 2> /run/restarted
	restarted=$?
	tail -n 1 /run/restarted | sed 's/^/# /'
}

python_no_reuseaddr()
{
	fresh
	during 20 python_restarts False
	logged 1 /run/restarted "[Errno 98] Address already in use" &&
		is bind-refused no-reuseaddr && first_remedy set-reuseaddr || return
	fresh
	python_restarts True
	equal "exit status with SO_REUSEADDR" 0 $restarted
}

# nginx sets SO_REUSEADDR.
nginx_restarts()
{
	local i

	fresh
	for i in 1 2; do
		hello 8080 && bench_web || return
		stop_servers
	done
	now
	equal completed 100 "$completed" && all_well
}

# A source port that curl binds itself, without SO_REUSEADDR. There is no server on that port.
curl_local_port()
{
	fresh
	hello 8080 && inside curl -sS --local-port 50000 http://127.0.0.1:8080/ -o /dev/null &&
		during 9 inside curl -sS --local-port 50000 http://127.0.0.1:8080/ 2> /run/curl
	sed 's/^/# /' /run/curl
	logged 1 /run/curl "bind failed with errno 98: Address already in use" &&
		equal BindInTimeWait 1 "$(counter BindInTimeWait)" &&
		equal verdict bind-refused "${said[verdict]}" && equal cause own-source-port "${said[cause]}"
}

# client_in_python CODE: 20 connections of a client in Python, with what it does with each one, s
client_in_python()
{
	inside python3 -I -c "import socket, struct
for i in range(20):
    s = socket.create_connection(('127.0.0.1', 8080))
    try:
        $1
    except OSError as e:
        print(type(e).__name__, e.errno)
    s.close()" > /run/python
	sort /run/python | uniq -c | sed 's/^/# /'
}

python_linger()
{
	fresh
	hello 8080 && during 9 client_in_python \
		"s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))"
	all_well && number innocent rst-linger rst-linger 20 && equal EnterClose 0 "$(counter EnterClose)"
}

# In one piece, so that nginx has all of it when it closes.
post="s.sendall(b'POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 9000\\r\\n\\r\\n' + bytes(9000))
        while s.recv(1000): pass"

# nginx closes without an answer (444), and has not read the request.
nginx_unread()
{
	fresh
	nginx server 8080 <<- END
	server { listen 8080; return 444; }
	END
	during 9 client_in_python "$post"
	logged 20 /run/python ConnectionResetError && all_well &&
		equal noticed "rst-unread 20" \
		"$(jq -r '.noticed[] | "\(.id) \(.numbers["rst-unread"])"' /tmp/explained)"
}

# With lingering_close, as by default, it reads on.
nginx_lingers()
{
	fresh
	nginx server 8080 <<- END
	server { listen 8080; client_max_body_size 1k; lingering_time 1s; lingering_timeout 1s; }
	END
	during 60 client_in_python "$post"
	logged 0 /run/python Error && all_well && equal CloseRstUnread 0 "$(counter CloseRstUnread)"
}

# More connections than conntrack may know: SYNs are dropped, and TIME_WAIT is not the cause.
conntrack_full()
{
	local before

	fresh
	peer
	inside nft -f - <<- END
	table inet t {
		chain out {
			type filter hook output priority 0
			ct state new accept
		}
	}
	END
	before=$(sysctl -n net.netfilter.nf_conntrack_max)
	ns=${to[3]} hello 8080
	sysctl -qw net.netfilter.nf_conntrack_max=30
	during 20 inside python3 -I -c "import socket
for i in range(35):
    s = socket.socket()
    s.settimeout(0.3)
    try:
        s.connect(('10.1.0.2', 8080))
        s.send(b'GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n')
        s.recv(1000)
    except OSError as e:
        print(type(e).__name__, e.errno)
    s.close()" > /run/python
	sysctl -qw net.netfilter.nf_conntrack_max="$before"
	sort /run/python | uniq -c | sed 's/^/# /'
	dmesg | tail -n 3 | grep -q 'nf_conntrack: table full' || dmesg | tail -n 3 | sed 's/^/# /'
	[ "$(wc -l < /run/python)" -ge 5 ] && all_well
}

# A limit on file descriptors.
no_descriptors()
{
	fresh
	hello 8080 && (
		ulimit -n 20
		client_in_python "globals().setdefault('held', []).append(s.dup())"
	)
	now
	grep -q "OSError 24" /run/python && all_well
}

# ::1 was taken away, as in many containers: the error is the same as for lack of a port.
no_ipv6()
{
	fresh
	inside ip address del ::1/128 dev lo
	during 9 inside python3 -I -c "import socket
try:
    socket.create_connection(('::1', 8080))
except OSError as e:
    print(e)" > /run/python
	sed 's/^/# /' /run/python
	logged 1 /run/python "[Errno 99] $no_port" && all_well &&
		text innocent connect-errors "a source address that this machine does not have"
}

# A source address that no interface has.
no_such_source()
{
	fresh
	hello 8080 && during 9 inside curl -sS --interface 192.0.2.1 http://127.0.0.1:8080/ 2> /run/curl
	sed 's/^/# /' /run/curl
	logged 1 /run/curl "bind failed with errno 99: $no_port" && all_well &&
		text innocent bind-errors "EADDRNOTAVAIL means an address that this machine does not have"
}

# Health checks, twenty a second, of a service that is well.
haproxy_checks()
{
	range 40
	hello 8080 && haproxy_serve 80 <<- END
	listen front
		bind :80
		option httpchk GET /
		server s 127.0.0.1:8080 check inter 50
	END
	during 9 sleep 8
	tail -n 1 /run/server-80 | sed 's/^/# /'
	all_well && [ "$(counter ConnectAuto)" -ge 100 ]
}

plan 18

programs_at_hand nginx haproxy ab
load
replay "ab without keep-alive" ab_without_keepalive
replay "ab with keep-alive" ab_keepalive
replay "wrk with keep-alive" wrk_keepalive
replay "nginx as a proxy, as it is by default" nginx_default_proxy
replay "a small tcp_max_tw_buckets" small_table
replay "a larger tcp_max_tw_buckets, as promised" small_table_promised
replay "python's web server, restarted" python_no_reuseaddr
replay "nginx, restarted" nginx_restarts
replay "curl: a source port" curl_local_port
replay "python: SO_LINGER 0" python_linger
replay "nginx does not read a request" nginx_unread
replay "nginx reads a request" nginx_lingers
replay "a full table of conntrack" conntrack_full
replay "a limit on file descriptors" no_descriptors
replay "no IPv6 address" no_ipv6
replay "no such source address" no_such_source
replay "HAProxy: health checks" haproxy_checks
check "nothing was lost" nothing_lost
unload

ktap_finished
