#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# twstat explain in ten lines, and the lines to type that it gives: they are typed, and the
# settings and the client show that they do what was promised.
# shellcheck disable=SC2016 # jq expands it, not the shell
# shellcheck disable=SC2119 # now needs no argument

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/tool.sh"
. "$(dirname "$0")/lib/veth.sh"
. "$(dirname "$0")/lib/explain.sh"

# small [NAME=VALUE...]: makes a namespace with 20 ports, of which the range could have 536 at
# most, so that all of them can be used up in a moment
small()
{
	fresh ip_local_port_range="65000 65019" ip_unprivileged_port_start=65000 "$@"
}

# set_to NAME VALUE: a setting has this value
set_to()
{
	equal "$1" "$2" "$(inside sysctl -n "net.ipv4.$1" | tr '\t' ' ')"
}

# connects COUNT: the client gets COUNT ports, and no more
connects()
{
	client 600
	grep -q "^connected $1 EADDRNOTAVAIL" /tmp/client
}

short_and_full()
{
	local id

	range 100
	during 20 client 150
	is out-of-ports narrow-range churn reuse-off && best wider-range &&
		grep -qx 'twstat explain --full: 2 more causes, 3 more remedies, numbers, what does not help' \
		/tmp/short || return
	tool -n -i 0 --full explain | tr -s ' \n' ' ' > /tmp/full
	tool -n -i 0 -s explain | tr -s ' \n' ' ' > /tmp/stats
	same "--full and -s" "$(cat /tmp/full)" "$(cat /tmp/stats)" || return
	tool -j -i 0 explain > /tmp/explained
	jq -r '.explained[0] | (.causes + .facts + .remedies + .useless)[].text' /tmp/explained |
		while read -r text; do
			grep -qF -- "$text" /tmp/full || { echo "# not in --full: $text"; return 1; }
		done
}

# The best remedy is the safest one that is enough.
best_is_enough()
{
	fresh ip_local_port_range="65000 65399" ip_unprivileged_port_start=65000
	during 9 client 500 -r 100
	is out-of-ports narrow-range churn reuse-off && best tw-reuse &&
		remedy wider-range enough 0 && remedy tw-reuse enough 1 &&
		apply tw-reuse && set_to tcp_tw_reuse 1 || return
	client 500 -r 100
	equal "failures, with the best remedy" "" "$failures"
}

none_is_enough()
{
	small tcp_timestamps=0
	during 9 client 500 -r 100
	is out-of-ports narrow-range churn reuse-off no-timestamps && best reuse-connections &&
		remedy wider-range enough 0 &&
		grep -q '^Best (no setting alone is enough): Reuse connections' /tmp/short &&
		apply timestamps && set_to tcp_timestamps 1
}

wider()
{
	small
	during 20 client 30
	best wider-range && remedy wider-range ports 536 && remedy wider-range more-ports 516 &&
		apply wider-range && set_to ip_local_port_range "65000 65535" && connects 516
}

# listen ADDRESS...: services at these addresses, "/udp" after a port: UDP; they end with
# stop_listening
listen()
{
	nsenter --net="/run/netns/$ns" python3 -c 'import signal, socket, sys
held = []
for name in sys.argv[1:]:
    host, port = name.removesuffix("/udp").rsplit(" ", 1)
    s = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET,
                      socket.SOCK_DGRAM if "/" in name else socket.SOCK_STREAM)
    s.bind((host, int(port)))
    if "/" not in name: s.listen()
    held.append(s)
print("listening", flush=True)
signal.pause()' "$@" > /tmp/listening &
	listener=$!
	wait_for 20 grep -q listening /tmp/listening
}

stop_listening()
{
	kill "$listener"
	wait "$listener" 2> /dev/null
}

# takes_none PORT...: no socket has one of these ports
takes_none()
{
	local port

	for port; do
		equal "sockets with port $port" 0 "$(inside ss -Htan "sport = $port" | wc -l)" || return
	done
}

# If it is enough, the range leaves out what services have: all families, and any address.
gap()
{
	small
	listen "127.0.0.5 65100" "127.0.0.1 65300/udp" "::1 65400"
	during 20 client 30
	stop_listening
	best wider-range && remedy wider-range ports 198 && remedy wider-range services 3 &&
		text remedies wider-range "It leaves out the ports of services here: 65100, 65300, 65400." &&
		apply wider-range && set_to ip_local_port_range "65102 65299" &&
		connects 198 && takes_none 65100 65300 65400
}

# If it is not, these ports are reserved, with those that are reserved already.
reserving()
{
	small ip_local_reserved_ports=8888,65010-65019,65200
	listen "127.0.0.5 65100" "127.0.0.1 65300/udp" "::1 65400"
	during 9 client 500 -r 50
	stop_listening
	remedy wider-range ports $((536 - 11 - 3)) && remedy wider-range services 3 &&
		text remedies wider-range "It reserves the ports of services here: 65100, 65300, 65400." &&
		apply wider-range && set_to ip_local_port_range "65000 65535" &&
		set_to ip_local_reserved_ports 8888,65010-65019,65100,65200,65300,65400 &&
		connects $((536 - 14 - 10)) && takes_none 65010 65100 65200 65300 65400
}

# A range can't begin below ip_unprivileged_port_start, nor be wider than all.
widest()
{
	fresh ip_local_port_range="65400 65535" ip_unprivileged_port_start=65400
	during 20 client 150
	is out-of-ports narrow-range churn reuse-off &&
		remedies reuse-connections more-addresses tw-reuse && best tw-reuse
}

# node_ports SEEN: a range without NodePorts, or with these reserved
node_ports()
{
	range 100
	during 20 client 150
	best wider-range && text remedies wider-range \
		"It leaves out 30000-32767, the NodePorts of Kubernetes (seen: $1)." &&
		apply wider-range && set_to ip_local_port_range "32768 65535" &&
		remedy wider-range ports 32768 || return
	range 100 ip_local_reserved_ports=30000-30009
	hold -p 8080 -n 105 wceSEC
	now
	text remedies wider-range "It reserves 30000-32767" &&
		remedy wider-range ports $((64512 - 2768 - 1)) &&
		apply wider-range && set_to ip_local_port_range "1024 65535" &&
		set_to ip_local_reserved_ports 8080,30000-32767 && go_on
}

kubernetes()
{
	local result

	bash -c 'echo kube-proxy > /proc/$$/comm; read -r < <(sleep 1000)' &
	node=$!
	wait_for 20 grep -qx kube-proxy "/proc/$node/comm"
	node_ports kube-proxy
	result=$?
	pkill -P "$node"
	kill "$node"
	wait "$node" 2> /dev/null
	return $result
}

network_plugin()
{
	range 100
	inside ip link add cni0 type veth peer name other0
	during 20 client 150
	text remedies wider-range "(seen: cni0)"
}

# Other ports stay reserved, and those of services.
unreserve()
{
	range 1000 ip_local_reserved_ports=1234,40000-40899
	listen "127.0.0.1 40005" "127.0.0.1 40007/udp"
	during 20 client 150
	stop_listening
	is out-of-ports reserved-ports narrow-range churn reuse-off &&
		best unreserve-ports && remedy unreserve-ports more-ports 898 &&
		apply unreserve-ports && set_to ip_local_reserved_ports 1234,40005,40007 || return
	client 950
	grep -q '^connected 898 EADDRNOTAVAIL 52' /tmp/client
}

unreserve_all()
{
	range 10 ip_local_reserved_ports=40000-40009
	during 20 client 5
	apply unreserve-ports && set_to ip_local_reserved_ports "" && client 15 &&
		grep -q '^connected 10 ' /tmp/client
}

fin_timeout()
{
	range 100
	hold -p 8080 -n 105 CewS
	now
	best peer-closes && apply fin-timeout && set_to tcp_fin_timeout 10 && go_on
}

buckets()
{
	fresh tcp_max_tw_buckets=10
	during 9 client 30
	best raise-max-tw-buckets && apply raise-max-tw-buckets || return
	client 30
	equal DeniedLimit 20 "$(counter DeniedLimit)"
}

# In another namespace, the lines are typed outside of it.
elsewhere()
{
	local link="/tmp/it's here"

	small
	during 20 client 30
	"$here/twstat" -j -i 0 -N "$ns" explain > /tmp/explained
	lines wider-range > /tmp/lines
	grep -q "^ip netns exec $ns sysctl -w " /tmp/lines && sh -e /tmp/lines &&
		set_to ip_local_port_range "65000 65535" || return
	inside sysctl -qw net.ipv4.ip_local_port_range="65000 65019"
	ln -sf "/run/netns/$ns" "$link"
	"$here/twstat" -j -i 0 -N "$link" explain > /tmp/explained
	lines wider-range > /tmp/lines
	cat /tmp/lines
	grep -q '^nsenter --net=' /tmp/lines && sh -e /tmp/lines &&
		set_to ip_local_port_range "65000 65535" &&
		jq -r '.explained[0].remedies[].keep // empty' /tmp/explained > /tmp/keep &&
		! grep -v '^#\|^$' /tmp/keep
}

# here_and_now: prints the range of the machine's own namespace
here_and_now()
{
	sysctl -n net.ipv4.ip_local_port_range | tr '\t' ' '
}

# In the machine's own namespace, a file keeps the settings for the next boot.
kept()
{
	local was result=0

	was=$(here_and_now)
	ip link set lo up
	sysctl -qw net.ipv4.ip_local_port_range="65000 65019" net.ipv4.ip_unprivileged_port_start=65000
	"$here/conns" -p 8080 -n 30 ceSEC
	"$here/twstat" -j -i 0 explain > /tmp/explained
	jq -r '.explained[0].remedies[] | select(.id == "wider-range") | .lines, .keep' \
		/tmp/explained > /tmp/lines
	sed 's/^/# /' /tmp/lines
	mkdir -p /etc/sysctl.d
	sh -e /tmp/lines && equal range "65000 65535" "$(here_and_now)" || result=1
	sysctl -qw net.ipv4.ip_local_port_range="65000 65019"
	sysctl -p /etc/sysctl.d/99-twstat.conf && equal "range, by the file" "65000 65535" "$(here_and_now)" ||
		result=1
	sysctl -qw net.ipv4.ip_unprivileged_port_start=1024 net.ipv4.ip_local_port_range="$was"
	rm -f /etc/sysctl.d/99-twstat.conf
	ss -K -Htan state time-wait > /dev/null
	return $result
}

# What is not known is said in short, too.
not_known()
{
	local result=0

	range 100
	client 150
	"$here/twstat" config ports=off reuse=off
	now
	short && grep -q '^Not known: The group "ports" is off; ' /tmp/short || result=1
	"$here/twstat" config ports=on reuse=on
	return $result
}

# Two destinations that lack ports for the same reasons: one report.
two_destinations()
{
	range 100
	client 150
	inside "$here/conns" -p 8081 -n 150 ceSEC | sed 's/^/# /'
	now
	is out-of-ports narrow-range churn reuse-off && grep -q '1 more problem,' /tmp/short || return
	tool -n -i 0 --full explain > /tmp/text
	equal reports 1 "$(grep -c '^What helps' /tmp/text)" &&
		equal "the other" 1 "$(grep -c '^Why: the same cause as above (narrow-range)' /tmp/text)"
}

# The destination of the headline has a row, although others use more ports.
headline_has_a_row()
{
	local port

	range 1000
	for port in 8081 8082 8083 8084 8085 8086; do
		conns -p $port -n 300 ceSEC
	done
	tool_in_background -n -i 4 > /tmp/screen
	meanwhile hold -p 8080 -r 50 -n 150 wceSEC
	go_on
	sed 's/^/# /' /tmp/screen
	grep -q '^RUNNING OUT OF PORTS: 127.0.0.1 to 127.0.0.1:8080 ' /tmp/screen &&
		grep -q '^127.0.0.1 *127.0.0.1:8080 .* s$' /tmp/screen
}

plan 20

load
for what in short_and_full best_is_enough none_is_enough wider gap reserving widest kubernetes \
	network_plugin unreserve unreserve_all fin_timeout buckets elsewhere kept not_known \
	two_destinations headline_has_a_row; do
	check "$what" $what
done
check "nothing is short of ports: a short text" eval 'fresh; client 20; now; is fine'
check "nothing was lost" nothing_lost
unload

ktap_finished
