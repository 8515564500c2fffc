#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Incidents of clients that run out of ports, replayed with real programs. The witness of what
# twstat explains is what the program itself logs; the best remedy is applied, to measure
# whether it does what was promised.
# shellcheck disable=SC2119 # now needs no argument

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/tool.sh"
. "$(dirname "$0")/lib/veth.sh"
. "$(dirname "$0")/lib/explain.sh"
. "$(dirname "$0")/lib/programs.sh"

no_port="Cannot assign requested address"

# proxy SERVER [LINE]: nginx as a reverse proxy, which closes the connection to this server
# after each request, unless $keepalive is set; LINE is for its location
proxy()
{
	nginx proxy 80 <<- END
	upstream backend { $1${keepalive:+ keepalive 32;} }
	server { listen 80; location / {
		proxy_pass http://backend; proxy_http_version 1.1;
		proxy_set_header Connection ""; ${2-}
	} }
	END
}

# proxied [NAME=VALUE...]: a proxy with 40 ports, and a server behind it
proxied()
{
	range 40 "$@"
	hello 8080 && proxy "server 127.0.0.1:8080;"
}

# refused_by_proxy NUMBER: so many requests were answered by 502, each for lack of a port
refused_by_proxy()
{
	logged "$1" /run/proxy/error.log "failed (99: $no_port) while connecting to upstream"
}

# As many requests a second as the port range is too small for.
nginx_runs_out()
{
	keepalive=
	proxied && pace_explained 9 10 100
	answers 200=40 502=60 && refused_by_proxy 60 && is out-of-ports narrow-range churn reuse-off &&
		fact in-use time-wait 40 && fact limit max-rate 0.667 &&
		first_remedy reuse-connections wider-range tw-reuse
}

# nginx_mended REMEDY: what it promised for 10 requests a second
nginx_mended()
{
	remedy=$1
	range 40
	mend
	hello 8080 && proxy "server 127.0.0.1:8080;" && pace 10 100
	answers 200=100 && refused_by_proxy 0
}

# $requests on each connection, as was said, are what the ports are enough for.
nginx_requests()
{
	local requests

	requests=$(promised reuse-connections requests)
	range 40
	hello 8080 && nginx proxy 80 <<- END
	upstream backend { server 127.0.0.1:8080; keepalive 1; keepalive_requests $requests; }
	server { listen 80; location / {
		proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection "";
	} }
	END
	pace 10 1000
	answers 200=1000 && about connections $((1000 / requests)) "$(counter ConnectAuto)"
}

# Each port can be reused once a second.
nginx_reuse_enough()
{
	keepalive=
	proxied tcp_tw_reuse=1 && pace_explained 9 38 380
	answers 200=380 && is lives-on-reuse narrow-range churn && fact limit max-rate 40
}

nginx_reuse_short()
{
	keepalive=
	proxied tcp_tw_reuse=1 && pace_explained 9 46 460
	about "requests in 10 s" 400 "${status[200]}" && refused_by_proxy "${status[502]}" &&
		is out-of-ports narrow-range churn too-young && fact limit max-rate 40 &&
		remedy more-addresses addresses 1 && remedy more-addresses more-rate 40
}

nginx_second_server()
{
	range 40 tcp_tw_reuse=1
	hello 8080 && proxy "server 127.0.0.1:8080; server 127.0.0.2:8080;" && pace 46 460
	answers 200=460 && refused_by_proxy 0
}

# nginx binds a source address with IP_BIND_ADDRESS_NO_PORT: each server has all ports.
nginx_source()
{
	range 40
	hello 8080 && hello 8081 && nginx proxy 80 <<- END
	server { listen 80; location / {
		proxy_pass http://127.0.0.1:8080; proxy_bind 127.0.0.3;
		proxy_http_version 1.1; proxy_set_header Connection "";
	} }
	server { listen 81; location / {
		proxy_pass http://127.0.0.1:8081; proxy_bind 127.0.0.3;
		proxy_http_version 1.1; proxy_set_header Connection "";
	} }
	END
	pace 10 40 && answers 200=40 && pace_explained 9 10 50 81
	answers 200=40 502=10 && refused_by_proxy 10 && is out-of-ports narrow-range churn reuse-off &&
		equal BindAuto 0 "$(counter BindAuto)"
}

# source_address [SET]: connects from 127.0.0.3 to two servers, and prints the errors
source_address()
{
	inside python3 -I -c "import errno, socket
for port in 8080, 8081:
    for i in range(40):
        with socket.socket() as s:
            ${1-pass}
            try:
                s.bind(('127.0.0.3', 0))
                s.connect(('127.0.0.1', port))
            except OSError as e:
                print(errno.errorcode[e.errno])" > /run/errors
	sort /run/errors | uniq -c | sed 's/^/# /'
}

# A program in Python does not: both servers together have 40 ports.
python_source()
{
	range 40
	hello 8080 && hello 8081 && during 9 source_address
	logged 40 /run/errors EADDRINUSE && is bind-fails bind-without-no-port narrow-range &&
		first_remedy bind-address-no-port || return
	stop_servers
	range 40
	hello 8080 && hello 8081 && source_address "s.setsockopt(socket.IPPROTO_IP, 24, 1)"
	logged 0 /run/errors E
}

# balanced LINE...: HAProxy with these lines in front of Redis
balanced()
{
	redis && printf '%s\n' 'listen front' 'bind :80' "$@" | haproxy_serve 80
}

# visit COUNT: so many clients of the peer, ten a second, each with one request for Redis
visit()
{
	local i

	for ((i = 0; i < $1; i += 10)); do
		sleep 1
		ns=${to[3]} program redis-benchmark -h 10.1.0.1 -p 80 -n 10 -c 1 -t ping_mbulk -k 0
	done > /run/visit 2>&1
}

# HAProxy forwards the end of each connection, and so closes first.
haproxy_runs_out()
{
	range 40
	peer
	balanced 'mode tcp' 'option tcplog' 'server s 127.0.0.1:6379' && during 9 visit 100
	sed 's/^/# /' /run/server-80 | tail -n 3
	is out-of-ports narrow-range churn reuse-off &&
		logged "$(counter ConnectExhausted)" /run/server-80 ' SC ' &&
		first_remedy reuse-connections wider-range tw-reuse || return
	stop_servers
	[ "$remedy" != reuse-connections ] || remedy=tw-reuse	# not in mode tcp
	range 40
	mend
	peer
	balanced 'mode tcp' 'option tcplog' 'server s 127.0.0.1:6379' && visit 100
	logged 0 /run/server-80 ' SC '
}

# It binds these ports itself, and takes over those in TIME_WAIT if they have timestamps. So
# the port range does not run out, of which none is in use.
haproxy_source()
{
	range 40
	peer
	balanced 'mode tcp' 'option tcplog' 'server s 127.0.0.1:6379 source 127.0.0.1:30000-30009' &&
		during 9 visit 50
	sed 's/^/# /' /run/server-80 | tail -n 1
	logged 0 /run/server-80 ' SC ' && is fine && equal ConnectAuto 0 "$(counter ConnectAuto)" &&
		[ "$(counter ReuseTakeover)" -gt 30 ]
}

# Without timestamps it can't.
haproxy_source_taken()
{
	range 40 tcp_timestamps=0
	peer
	balanced 'mode tcp' 'option tcplog' 'server s 127.0.0.1:6379 source 127.0.0.1:30000-30009' &&
		during 9 visit 50
	sed 's/^/# /' /run/server-80 | tail -n 1
	counters | grep -v =0 | sed 's/^/# /'
	jq -r '"# \(.verdict) \(.cause) \(.explained[0].causes[0].text)"' /tmp/explained
	equal verdict bound-port-taken "${said[verdict]}"
}

# In mode http, connections to the server that are not shared are reset when those of the
# clients end: nothing is in TIME_WAIT.
haproxy_http()
{
	range 40
	peer
	hello 8080 && printf '%s\n' 'listen front' 'bind :80' "http-reuse $1" \
		'server s 127.0.0.1:8080' | haproxy_serve 80
	during 9 visit_http
	logged 100 /run/server-80 ' 200 ' && is fine && equal connections "$2" "$(counter ConnectAuto)" &&
		equal "in TIME_WAIT" 0 "$(inside ss -Htan state time-wait dport = :8080 | wc -l)"
}

visit_http()
{
	local i

	for ((i = 0; i < 10; i++)); do
		sleep 1
		ns=${to[3]} program ab -n 10 -c 1 -q http://10.1.0.1/ > /run/visit 2>&1
	done
}

plan 16

programs_at_hand nginx haproxy redis-server redis-benchmark ab
load
replay "nginx without keepalive" nginx_runs_out
replay "nginx: so many requests on a connection, as promised" nginx_requests
for what in reuse-connections wider-range tw-reuse; do
	replay "nginx: $what, as promised" nginx_mended $what
done
replay "nginx and tw_reuse: enough" nginx_reuse_enough
replay "nginx and tw_reuse: short" nginx_reuse_short
replay "nginx and tw_reuse: one more server, as promised" nginx_second_server
replay "nginx: proxy_bind" nginx_source
replay "python: a source address" python_source
replay "HAProxy, mode tcp: the best remedy, as promised" haproxy_runs_out
replay "HAProxy: a source with ports" haproxy_source
replay "HAProxy: a source with ports, without timestamps" haproxy_source_taken
replay "HAProxy, mode http: never reused" haproxy_http never 100
replay "HAProxy, mode http: always reused" haproxy_http always 1
check "nothing was lost" nothing_lost
unload

ktap_finished
