# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# The cases of scripts/bench, in the VM.

# The watcher, and the prefix that runs a command in the network namespace of the case.
watcher=
inside=()

# instructions NAME ARGUMENT...: prints the first number of the program cost as a value
instructions()
{
	local said number

	said=$("${inside[@]}" /run/cost "${@:2}") || exit
	read -r _ number _ <<< "$said"
	echo "= $watcher $1 $number instructions"
}

# empty: ends all sockets in TIME_WAIT. The next measurement would pay for them otherwise:
# a SYN may meet a socket with the same ports.
empty()
{
	ss -K -tan state time-wait > /dev/null
	[ ! -e /run/netns/server ] || ss -N server -K -tan state time-wait > /dev/null
}

set_range()
{
	sysctl -qw net.ipv4.ip_local_port_range="$1 $2"
}

# warm OPTION...: the first connections allocate what later ones reuse
warm()
{
	[ "$watcher" = none ] || return 0
	"${inside[@]}" /run/cost -n 400 "$@" client > /dev/null
	empty
}

# connections PREFIX [OPTION...]: measures connections by the side that closes first
connections()
{
	local what

	warm "${@:2}"
	for what in client server reopen; do
		instructions "$1$what" -n 1000 "${@:2}" $what
		empty
	done
}

case_connection()
{
	connections ''
	connections ipv6- -a ::1
}

# The first 5,000 of these connections fill the table of 4,096 destinations. The others go to
# the first addresses again, which were evicted meanwhile.
case_crawl()
{
	"${inside[@]}" /run/cost -a 0.0.0.0 -n 5000 crawl > /dev/null
	instructions busy -a 0.0.0.0 -n 1000 crawl
	empty
	"${inside[@]}" /run/cost -a 0.0.0.0 -n 5000 crawl > /dev/null
	empty
	instructions idle -a 0.0.0.0 -n 1000 crawl
	empty
}

# hits: prints the hooks that are on and how often each was hit ("-" if not counted)
hits()
{
	awk 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 1 && $at["state"] == "on" {
			hits[$at["symbol"]] += $at["hits"]
			counted[$at["symbol"]] = $at["hits"] != "-"
		}
		END { for (hook in hits) print hook, counted[hook] ? hits[hook] : "-" }' \
		/proc/net/twstat/hooks | sort
}

# Measures a connection without each of the hooks, and how often 1,000 connections hit each
# hook, including the server's bind() and the first connection for "reopen". The cost of a
# hook is the difference from "all". absent= removes all hooks of a function; another
# function may take its place, and twstat does not load without some of them.
case_hooks()
{
	local what hook

	watcher=none
	connections ''
	insmod /run/twstat.ko
	watcher=all
	for what in client server reopen; do
		hits > /run/before
		instructions $what -n 1000 $what
		hits | join /run/before - | awk -v what=$what '
			$2 != "-" { print "= no-" $1, what "-hits", $3 - $2, "hits" }'
		empty
	done
	lost_nothing
	rmmod twstat
	while read -r hook _; do
		insmod /run/twstat.ko absent="$hook" 2> /dev/null || continue
		watcher=no-$hook
		connections ''
		rmmod twstat
	done < /run/before
}

# make_veth: two namespaces with a veth pair. Neighbour entries are permanent, since asking
# for an address again would cost some connections more.
make_veth()
{
	local at=(ip "ip -n server") end family ip

	ip netns add server
	ip link add eth0 type veth peer name eth0 netns server
	for end in 0 1; do
		# shellcheck disable=SC2206 # words
		ip=(${at[end]})
		"${ip[@]}" link set eth0 addrgenmode none
		"${ip[@]}" address add 10.0.0.$((2 - end))/24 dev eth0
		"${ip[@]}" address add fd00::$((2 - end))/64 dev eth0 nodad
		"${ip[@]}" link set eth0 address 02:00:00:00:00:0$((2 - end)) up
		for family in 10.0.0. fd00::; do
			"${ip[@]}" neigh replace $family$((1 + end)) dev eth0 nud permanent \
				lladdr 02:00:00:00:00:0$((1 + end))
		done
	done
}

case_veth()
{
	local address what

	[ -e /run/netns/server ] || make_veth
	for address in 10.0.0.1 fd00::1; do
		warm -N server -a $address
		for what in client server; do
			instructions "$([ $address != fd00::1 ] || echo ipv6-)$what" -n 1000 \
				-N server -a $address $what
			empty
		done
	done
}

# From 50 %, few connections are enough: a search takes 4.8 million instructions, which hides
# the variation by slabs; and at 99 % few ports are left.
case_ports()
{
	local share

	for share in 25 50 75 95 99; do
		instructions "$share%" -f $share -n $((share < 50 ? 500 : 50)) client
		empty
	done
}

# refuse PORTS REUSE [OPTION...]: measures connect() without a free port, with tcp_tw_reuse
refuse()
{
	sysctl -qw net.ipv4.tcp_tw_reuse="$2"
	instructions "$1-reuse-$2" -n 15 "${@:3}" refused
}

# With tcp_tw_reuse=1, the kernel refuses only sockets without timestamps.
case_refused()
{
	local ports

	for ports in 1000 28232; do
		set_range 32768 $((32767 + ports))
		refuse $ports 0 -f 100
		empty
		sysctl -qw net.ipv4.tcp_timestamps=0
		refuse $ports 1 -f 100
		refuse $ports 2
		empty
		sysctl -qw net.ipv4.tcp_timestamps=1
	done
}

case_segment()
{
	instructions fin-again segment
	empty
}

case_expiry()
{
	instructions expired -n 10000 expiry
}

# by_ss: a command that prints how many sockets in TIME_WAIT each destination has
# shellcheck disable=SC2016 # awk expands it, not the shell
by_ss='ss -Htan state time-wait | awk "{ n[\$4]++ } END { for (d in n) print d, n[d] }" | sort'
# The same from /proc/net/tcp, where addresses are in hexadecimal.
# shellcheck disable=SC2016 # awk expands it, not the shell
by_proc='awk "\$4 == \"06\" { n[\$3]++ } END { for (d in n) print d, n[d] }" /proc/net/tcp | sort'

# compare: ss, /proc/net/tcp and twstat have the same numbers
compare()
{
	diff <(bash -c "$by_ss" | awk '{ print $2 }') \
		<(bash -c "$by_proc" | awk '{ print $2 }') &&
	diff <(bash -c "$by_ss") \
		<(awk 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
			NR > 1 && $at["time_wait"] {
				print $at["remote"] ":" $at["port"], $at["time_wait"] }' \
			/proc/net/twstat/destinations | sort)
}

case_reading()
{
	local count file

	/run/cost -n 100000 crowd
	compare || exit
	for file in counters gauges histograms states services destinations; do
		instructions $file-100000 -n 10 read /proc/net/twstat/$file
	done
	instructions proc-net-tcp-100000 -n 2 read /proc/net/tcp
	instructions ss-awk-sort-100000 -n 2 run "$by_ss > /dev/null"
	instructions proc-awk-sort-100000 -n 2 run "$by_proc > /dev/null"
	instructions netlink-sockets-100000 -n 2 run "/run/netlink_dump > /dev/null"
	instructions ss-100000 -n 2 run "ss -Htan state time-wait > /dev/null"

	# A namespace of its own, with tables that are empty.
	ip netns add reading
	ip -n reading link set lo up
	inside=(ip netns exec reading)
	for count in 10 1000 4096; do
		"${inside[@]}" "$TWSTAT_PROGRAMS/selftests/conns" -l 0.0.0.0 -a 127.1.0.0 -p 8080 \
			-d $count -n $count ceSEC > /dev/null
		instructions destinations-$count -n 10 read /proc/net/twstat/destinations
		instructions ss-awk-sort-$count -n 2 run "$by_ss > /dev/null"
	done
}

# crowd COUNT: makes COUNT more sockets in TIME_WAIT, of 40 destinations
crowd()
{
	set_range 1024 65535
	/run/cost -n "$1" -d 40 crowd
	set_range 32768 60999
}

# adopted COUNT: fails unless twstat adopted COUNT sockets when it was loaded
adopted()
{
	awk -v count="$1" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR == 2 && $at["Adopted"] != count {
			print $at["Adopted"] " sockets were adopted, not " count
			exit 1
		}' /proc/net/twstat/counters
}

# beside_crowd COUNT: measures connections, and ends them; the crowd has other addresses
beside_crowd()
{
	local what

	for what in client server; do
		instructions $what-"$1" -n 1000 $what
		ss -K -tan state time-wait src 127.0.0.1 > /dev/null
	done
}

# How a connection's cost grows with the number of sockets in TIME_WAIT. The last socket of
# the crowd must be made before the first one expires, 60 s later.
case_growth()
{
	local have=0 count

	warm
	for count in 0 10000 100000 1000000; do
		[ $count = $have ] || crowd $((count - have))
		have=$count
		for watcher in none all bpftrace-fexit; do
			start $watcher
			[ $watcher != all ] || adopted $count
			beside_crowd $count
			stop
		done
	done
}

# value NAME VALUE UNIT: prints a value
value()
{
	echo "= $watcher $*"
}

# try COMMAND: runs it, and sets $took to its duration, $held to the longest time that it
# held up another thread, and $before, $least and $after to the free memory
try()
{
	read -r _ took _ held _ before _ least _ after < <(/run/cost wait "$1")
}

# How long loading and unloading take, and how much memory they need.
case_loading()
{
	local have=0 count took held before least after free

	watcher=all
	for count in 100000 1000000; do
		crowd $((count - have))
		have=$count
		try "insmod /run/twstat.ko"
		adopted $count
		free=$before
		value load-$count "$took" us
		value load-$count-memory-free-before "$free" KiB
		value load-$count-memory-top $((free - least)) KiB
		value load-$count-memory-after $((free - after)) KiB
		try "rmmod twstat"
		value unload-$count "$took" us
		value unload-$count-memory-after $((free - after)) KiB
	done
}

# How long loading and unloading hold up a thread on another CPU; and, to compare, how long
# any busy command does: where CPUs take turns, each waits for the other's turn.
case_stall()
{
	local have=0 count took held before least after

	watcher=all
	for count in 100000 1000000; do
		crowd $((count - have))
		have=$count
		try "for i in \$(seq 100000); do :; done"
		value busy-$count "$held" us
		try "insmod /run/twstat.ko"
		adopted $count
		value load-$count "$held" us
		try "rmmod twstat"
		value unload-$count "$held" us
	done
}

# rate: prints connections/s, with one request each, which the server closes first
rate()
{
	wrk -t 1 -c 8 -d 4 -H 'Connection: close' http://127.0.0.1/ |
		awk '$1 == "Requests/sec:" { print int($2 + 0.5) }'
}

# nginx at full speed, without and with twstat in turn. twstat is loaded while nothing else
# runs; scripts/vm says why.
case_nginx()
{
	local rates=

	scripts/lib/serve
	rate > /dev/null
	for _ in {1..7}; do
		rates+="none $(rate)"$'\n'
		empty
		insmod /run/twstat.ko
		rates+="all $(rate)"$'\n'
		empty
		rmmod twstat
	done
	for watcher in none all; do
		value connections "$(sed -n "s/^$watcher //p" <<< "$rates" | sort -n |
			sed -n 4p)" per-second
	done
}
