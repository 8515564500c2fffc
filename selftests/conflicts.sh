#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Why bind() to a given port, or connect() from one, fails: which socket holds the port, and for
# how long still. The witnesses are the errors that the program gets, and ss with its timers; and
# what twstat explain recommends is done, after which the call works.
# shellcheck disable=SC2119 # now needs no argument

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/tool.sh"
. "$(dirname "$0")/lib/explain.sh"

# caller OPTION...: calls bind() or connect() in the namespace $ns; see lib/caller.py
caller()
{
	inside "$here/lib/caller.py" "$@"
}

# saw WANT OPTION...: the program gets this
saw()
{
	equal "${*:2}" "$1" "$(caller "${@:2}")"
}

# One client answers for all namespaces.
start_conflicts()
{
	local ready

	mkfifo /run/questions /run/answers
	python3 -B "$here/lib/conflicts.py" < /run/questions > /run/answers &
	exec 7> /run/questions 8< /run/answers
	read -ru 8 ready
	[ "$ready" = ready ] || echo "# $ready"
}

# dumped NAME...: sets $rows to the conflicts of the namespace $ns, a line each, with these
# attributes; "-" if it has none
dumped()
{
	local answer

	echo "/run/netns/$ns" >&7
	read -ru 8 answer
	rows=$(jq -r --arg names "$*" '.[] | . as $row | $names | split(" ") |
		map($row[.] // "-" | tostring) | join(" ")' <<< "$answer")
}

# has WANT NAME...: the conflicts are these
has()
{
	local rows

	dumped "${@:2}"
	equal "${*:2}" "$1" "$rows"
}

# all_accounted: each failed call is in a conflict, or was lost
all_accounted()
{
	local rows

	dumped count
	equal "conflicts + ConflictLost" \
		$(($(counter BindInTimeWait) + $(counter ConnectTupleBusy))) \
		$(($(echo "$rows" | awk '{ sum += $1 } END { print sum + 0 }') + $(counter ConflictLost)))
}

# timer FILTER...: prints the seconds that ss shows for the last of these sockets, rounded up
timer()
{
	inside ss -Htano state time-wait "$@" |
		sed -n 's/.*timewait,\([0-9]*\)\(min\)\?\([0-9]*\)\(sec\|ms\)\?.*/\1 \2 \3 \4/p' |
		awk '{
			seconds = $2 == "min" ? 60 * $1 + $3 : $2 == "ms" ? 1 : $1
			if (seconds > most) most = seconds
		} END { print most + 1 }'
}

# as_timer FILTER...: the cause says for how long still, as ss does, which rounds down, and less
# the time since then
as_timer()
{
	local told=${said[causes.$cause.left-seconds]} by_ss up

	by_ss=$(timer "$@")
	read -r up _ < /proc/uptime
	by_ss=$((by_ss + ${up%.*} - ${told_at%.*}))
	if [ "$told" -lt $((by_ss - 1)) ] || [ "$told" -gt $((by_ss + 2)) ]; then
		echo "# left: $told, by ss $by_ss"
		return 1
	fi
}

# told_cause TROUBLE CAUSE: the explanation has this cause alone
told_cause()
{
	cause=$2
	now
	read -r told_at _ < /proc/uptime
	equal verdict over "${said[verdict]}" && equal causes "$2" "${said[causes]}" &&
		equal trouble "$1" "$(jq -r '.explained[0].trouble' /tmp/explained)"
}

# apply ID: runs the first line that this remedy says
apply()
{
	local line

	line=$(jq -r --arg id "$1" '.explained[0].remedies[] | select(.id == $id) | .lines' \
		/tmp/explained | head -n 1)
	echo "# $line"
	inside sh -c "$line"
}

# until_after SECONDS: waits until so many seconds after the explanation
until_after()
{
	local up

	read -r up _ < /proc/uptime
	sleep "$(awk -v "at=$told_at" -v "up=$up" -v "seconds=$1" 'BEGIN {
		left = at + seconds - up
		print (left > 0 ? left : 0)
	}')"
}

# waited OPTION...: the call works after the time that the remedy says, and not before that of
# the cause. On a busy machine the clock may jump beyond that meanwhile.
waited()
{
	local got up

	until_after $((${said[causes.$cause.left-seconds]} - 3))
	got=$(caller "$@")
	read -r up _ < /proc/uptime
	[ "$got" = "EADDRINUSE 1" ] ||
		awk -v "at=$told_at" -v "up=$up" -v "left=${said[causes.$cause.left-seconds]}" \
			'BEGIN { exit !(up >= at + left - 1.5) }' || {
		echo "# before the time: $got"
		return 1
	}
	until_after "${said[remedies.wait.seconds]}"
	saw "ok 1" "$@"
}

# (a) The old connections have SO_REUSEADDR, the new socket has not.
no_reuseaddr()
{
	conns -p 8080 -n 5 sECeS
	saw "EADDRINUSE 3" --rounds 3 bind 127.0.0.1 8080 &&
		has "bind no-reuseaddr 8080 3 5 5 0 time-wait" kind cause port count holders \
		holders-reuseaddr reuseaddr state &&
		told_cause bind-refused no-reuseaddr && as_timer sport = :8080 &&
		number causes no-reuseaddr port 8080 && number causes no-reuseaddr count 3 &&
		fact port holders 5 && remedies set-reuseaddr &&
		remedy set-reuseaddr at-once 1 &&
		saw "ok 1" --reuseaddr bind 127.0.0.1 8080
}

# The usual restart: neither has it.
neither_has()
{
	conns -R -p 8080 -n 5 sECeS
	saw "EADDRINUSE 1" bind 127.0.0.1 8080 && told_cause bind-refused no-reuseaddr &&
		remedies set-reuseaddr wait && remedy set-reuseaddr at-once 0 &&
		as_timer sport = :8080 && text causes no-reuseaddr "is in TIME_WAIT for" &&
		waited bind 127.0.0.1 8080 && now &&
		text causes no-reuseaddr "was in TIME_WAIT." && remedies set-reuseaddr
}

# (d) The new socket has SO_REUSEADDR, the old connections have not.
holder_without()
{
	conns -R -p 8080 -n 5 sECeS
	saw "EADDRINUSE 2" --rounds 2 --reuseaddr bind 127.0.0.1 8080 &&
		has "bind holder-without-reuseaddr 8080 2 5 0 1" kind cause port count \
		holders holders-reuseaddr reuseaddr &&
		told_cause bind-refused holder-without-reuseaddr && as_timer sport = :8080 &&
		remedies wait reuseaddr-on-both &&
		waited --reuseaddr bind 127.0.0.1 8080 &&
		conns -p 8080 sECeS && saw "ok 1" --reuseaddr bind 127.0.0.1 8080
}

# (b) The port of an outgoing connection, which connect() chose. What was reserved before stays
# reserved.
outgoing()
{
	local port

	conns -a "$address" -p 8080 ceSEC
	port=$(inside ss -Htan state time-wait | sed 's/.*:\(4000[0-9]\) .*/\1/')
	saw "EADDRINUSE 2" --rounds 2 --reuseaddr bind "$address" "$port" &&
		has "bind outgoing $port 2 1 0 1 time-wait 8080" kind cause port count holders \
		holders-reuseaddr reuseaddr state holder-port &&
		told_cause bind-refused outgoing-holds-port && as_timer sport = :"$port" &&
		text causes outgoing-holds-port "SO_REUSEADDR is set and does not help" &&
		remedies reserve-port wait && apply reserve-port &&
		equal reserved "$port,50000-50009" \
			"$(inside sysctl -n net.ipv4.ip_local_reserved_ports)" &&
		waited --reuseaddr bind "$address" "$port" &&
		equal connected "connected 5" \
			"$(inside "$here/conns" -a "$address" -p 8080 -n 5 ceSEC)" &&
		saw "ok 1" --reuseaddr bind "$address" "$port"
}

# (c) Clients that bind their own source port: no server exists.
own_port()
{
	conns -p 8080 -c 700 ceSEC
	saw "EADDRINUSE 2" --rounds 2 bind 127.0.0.1 700 &&
		has "bind own-source-port 700 2 1 1 8080" kind cause port count holders \
		holders-reuseaddr holder-port &&
		told_cause bind-refused own-source-port && as_timer sport = :700 &&
		remedies any-port reuseaddr-on-both wait &&
		remedy reuseaddr-on-both at-once 1 &&
		text causes own-source-port "No server" &&
		saw "ok 1" --reuseaddr bind 127.0.0.1 700 && saw "ok 1" bind 127.0.0.1 0 &&
		waited bind 127.0.0.1 700
}

# A port that bind() to port 0 chose is reserved as one that connect() chose.
own_port_in_range()
{
	local port

	conns -p 8080 -c 0 ceSEC
	port=$(inside ss -Htan state time-wait | sed 's/.*:\(4000[0-9]\) .*/\1/')
	saw "EADDRINUSE 1" bind 127.0.0.1 "$port" && told_cause bind-refused own-source-port &&
		remedies any-port reserve-port reuseaddr-on-both wait && apply reserve-port &&
		equal reserved "$port" "$(inside sysctl -n net.ipv4.ip_local_reserved_ports)"
}

# The line replaces the list, so it has the ports of both causes.
one_list()
{
	local own chosen

	conns -p 8080 -c 0 ceSEC
	conns -p 8081 ceSEC
	own=$(inside ss -Htan state time-wait dport = :8080 | sed 's/.*:\(4000[0-9]\) .*/\1/')
	chosen=$(inside ss -Htan state time-wait dport = :8081 | sed 's/.*:\(4000[0-9]\) .*/\1/')
	saw "EADDRINUSE 2" --rounds 2 bind 127.0.0.1 "$own" &&
		saw "EADDRINUSE 1" bind 127.0.0.1 "$chosen" && now &&
		equal causes "own-source-port outgoing-holds-port" "${said[causes]}" &&
		remedies any-port reserve-port reuseaddr-on-both wait wait &&
		remedy reserve-port ports 2 && apply reserve-port &&
		equal reserved "$(printf '%s\n' "$own" "$chosen" | sort)" \
			"$(inside sysctl -n net.ipv4.ip_local_reserved_ports | tr , '\n' |
			while IFS=- read -r first last; do seq "$first" "${last:-$first}"; done)"
}

# SO_REUSEPORT alone: a socket that has it, too, can bind.
reuseport()
{
	saw "ok 1" --reuseport serve 127.0.0.1 8080 &&
		saw "EADDRINUSE 1" --reuseaddr bind 127.0.0.1 8080 &&
		has "holder-without-reuseaddr 1 0 1" cause holders holders-reuseaddr \
		holders-reuseport && told_cause bind-refused holder-without-reuseaddr &&
		remedies set-reuseport wait reuseaddr-on-both &&
		saw "ok 1" --reuseport bind 127.0.0.1 8080 &&
		counted_ports BindInTimeWait=1 ConnectAuto=1
}

# A wildcard conflicts with each address, a specific address only with its own.
wildcards()
{
	conns -p 8080 sECeS
	conns -a ::1 -p 8081 sECeS
	saw "EADDRINUSE 1" bind 0.0.0.0 8080 && saw "EADDRINUSE 2" --rounds 2 bind :: 8080 &&
		saw "EADDRINUSE 3" --rounds 3 bind ::1 8081 &&
		saw "ok 1" bind 127.0.0.2 8080 && saw "ok 1" bind 0.0.0.0 8081 &&
		has "$(printf '%s\n' "2 0.0.0.0 - 8080 1" "10 - :: 8080 2" "10 - ::1 8081 3")" \
		family local4 local6 port count && all_accounted && now &&
		equal causes no-reuseaddr "${said[causes]}" &&
		number causes no-reuseaddr port 8081 && number causes no-reuseaddr count 6 &&
		number causes no-reuseaddr ports 3
}

# Several causes, the most frequent first.
several()
{
	conns -p 8080 sECeS
	conns -p 8080 -c 700 ceSEC
	saw "EADDRINUSE 2" --rounds 2 bind 127.0.0.1 8080 &&
		saw "EADDRINUSE 5" --rounds 5 bind 127.0.0.1 700 && now &&
		equal causes "own-source-port no-reuseaddr" "${said[causes]}"
}

# Only what failed meanwhile is explained, while the trouble lasts.
only_what_moves()
{
	conns -p 8080 sECeS
	conns -p 8080 -c 700 ceSEC
	saw "EADDRINUSE 5" --rounds 5 bind 127.0.0.1 700 || return
	during 20 saw "EADDRINUSE 2" --rounds 2 bind 127.0.0.1 8080
	is bind-refused no-reuseaddr && number causes no-reuseaddr count 2
}

# An orphan in FIN_WAIT2 holds the port like TIME_WAIT.
fin_wait2()
{
	hold -p 8080 -c 700 CewS
	saw "EADDRINUSE 1" bind 127.0.0.1 700 &&
		has "own-source-port fin-wait2" cause state &&
		told_cause bind-refused own-source-port &&
		text causes own-source-port "is in FIN_WAIT2 for" &&
		text remedies wait "60 s later if the peer's FIN comes" && go_on
}

# A listener or a live connection is not TIME_WAIT's fault: there is no conflict.
not_time_wait()
{
	hold -p 8080 wsECeS
	saw "EADDRINUSE 1" bind 127.0.0.1 8080 && has "" cause &&
		counted_ports ConnectAuto=1 && go_on
}

# connect(): the tuple is in TIME_WAIT, without timestamps.
tuple_in_time_wait()
{
	conns -p 8080 -c 30000 ceSEC
	saw "EADDRNOTAVAIL 2" --rounds 2 --reuseaddr connect 127.0.0.1 30000 127.0.0.1 8080 &&
		has "connect time-wait 30000 8080 2 1 time-wait 0 off" kind cause port \
		remote-port count holders state timestamps reusable &&
		told_cause bound-port-taken holder-time-wait && as_timer sport = :30000 &&
		fact tuple count 2 && remedies any-port timestamps wait &&
		text remedies any-port "not this one by tcp_tw_reuse: it is 0" || return
	inside sysctl -qw net.ipv4.tcp_tw_reuse=1
	saw "EADDRNOTAVAIL 1" --reuseaddr connect 127.0.0.1 30000 127.0.0.1 8080 &&
		has "3 no-timestamp" count reusable && told_cause bound-port-taken holder-time-wait || return
	# Once it is over, a connection with timestamps is taken over at once.
	apply timestamps
	until_after "${said[remedies.wait.seconds]}"
	client_saw "connected 1" -c 30000 && client_saw "connected 1" -c 30000 &&
		equal ReuseTakeover 1 "$(counter ReuseTakeover)" &&
		equal ConnectTupleBusy 3 "$(counter ConnectTupleBusy)" && all_accounted
}

# connect(): a live connection has the tuple. Waiting does not help, closing it does.
tuple_live()
{
	hold -p 8080 -c 30000 wceSEC
	saw "EADDRNOTAVAIL 3" --rounds 3 --reuseaddr connect 127.0.0.1 30000 127.0.0.1 8080 &&
		has "connect live 30000 8080 3 1 established - -" kind cause port remote-port \
		count holders state left timestamps && told_cause bound-port-taken holder-live &&
		text causes holder-live ESTABLISHED && remedies any-port close-holder &&
		equal "sockets that the remedy shows" 1 "$(apply close-holder | grep -c ^ESTAB)" &&
		sleep 70 && saw "EADDRNOTAVAIL 1" --reuseaddr connect 127.0.0.1 30000 127.0.0.1 8080 &&
		go_on
}

# connect(): the connection is gone before anybody can look.
tuple_gone()
{
	hold -p 8080 wsECeS
	equal "the client" "EADDRNOTAVAIL 1" "$(inside chrt -f 50 "$here/lib/caller.py" \
		--reuseaddr vanish 127.0.0.1 30000 127.0.0.1 8080)" &&
		has "connect gone 30000 1 -" kind cause port count state &&
		told_cause bound-port-taken holder-gone && remedies any-port && go_on
}

tuple6()
{
	conns -a ::1 -p 8080 -c 30000 ceSEC
	saw "EADDRNOTAVAIL 1" --reuseaddr connect ::1 30000 ::1 8080 &&
		has "connect time-wait ::1 30000 ::1 8080 time-wait" kind cause local6 port \
		remote6 remote-port state && told_cause bound-port-taken holder-time-wait &&
		as_timer sport = :30000
}

# An unprivileged program that tries very many ports: memory stays bounded, and nothing is
# forgotten without being counted.
many_ports()
{
	conns -n 1000 -c 20000 ceSEC
	equal "the program" "EADDRINUSE 1000" "$(inside setpriv --reuid 65534 --clear-groups \
		"$here/lib/caller.py" --ports 1000 bind 127.0.0.1 20000)" || return
	dumped count
	equal conflicts 32 "$(echo "$rows" | wc -l)" && all_accounted &&
		equal "BindInTimeWait + BindLost" 1000 \
			$(($(counter BindInTimeWait) + $(counter BindLost))) &&
		echo "# ConflictLost $(counter ConflictLost) BindLost $(counter BindLost)"
}

# Its conflicts are its own: the one before had some.
another_namespace()
{
	has "" cause && equal verdict fine "$(json .verdict -i 0 explain)"
}

# An old module has no conflicts: the tool then says what it said before.
old_module()
{
	conns -p 8080 sECeS
	echo "# TIME_WAIT ends in $(timer sport = :8080) s"
	saw "EADDRINUSE 1" bind 127.0.0.1 8080 &&
		equal cause no-reuseaddr "$(inside env LD_PRELOAD="$here/oldmodule.so" \
			TWSTAT_OLD_COMMANDS=13 "$here/twstat" -j -i 0 explain | jq -r .cause)" &&
		inside env LD_PRELOAD="$here/oldmodule.so" TWSTAT_OLD_COMMANDS=13 \
			"$here/twstat" -i 0 explain --full > /tmp/said && grep -q "srv bind_refused" /tmp/said
}

# The side of old sockets on a bound port is not guessed, that of others is known.
loaded_later()
{
	local port

	port=$(inside ss -Htan state time-wait dport = :8081 | sed 's/.*:\([0-9]*\) .*/\1/')
	saw "EADDRINUSE 2" --rounds 2 bind 127.0.0.1 8080 &&
		told_cause bind-refused holder-unknown && as_timer sport = :8080 &&
		remedies set-reuseaddr wait && saw "ok 1" --reuseaddr bind 127.0.0.1 8080 &&
		saw "EADDRINUSE 1" bind 127.0.0.1 "$port" && now &&
		equal causes "holder-unknown outgoing-holds-port" "${said[causes]}"
}

plan 23

load
start_conflicts
"$here/lib/caller.py" bind 127.0.0.1 0 > /run/said	# brings its files to the guest
namespace
check "no SO_REUSEADDR" no_reuseaddr
namespace
check "no SO_REUSEADDR on either socket" neither_has
namespace
check "no SO_REUSEADDR on the old connections" holder_without
for address in 127.0.0.1 ::1; do
	namespace ip_local_port_range="40000 40007" ip_local_reserved_ports=50000-50009
	check "$address: a port that connect() chose" outgoing
done
namespace
check "a client's own port" own_port
namespace ip_local_port_range="40000 40007"
check "a client's own port, by bind() to port 0" own_port_in_range
namespace ip_local_port_range="40000 40007"
check "ports to reserve of two causes" one_list
namespace
check "SO_REUSEPORT" reuseport
namespace
check "wildcards" wildcards
namespace
check "several causes" several
namespace
check "only what fails now" only_what_moves
namespace
check "FIN_WAIT2" fin_wait2
namespace
check "a listener" not_time_wait
namespace tcp_timestamps=0
check "connect(): TIME_WAIT" tuple_in_time_wait
namespace
check "connect(): a live connection" tuple_live
namespace
check "connect(): gone" tuple_gone
namespace tcp_timestamps=0
check "connect(): IPv6" tuple6
namespace
check "1000 ports" many_ports
namespace
check "another namespace" another_namespace
namespace
check "an old module" old_module
check "nothing was lost" nothing_lost
exec 7>&- 8<&-
unload

namespace
conns -p 8080 sECeS
conns -p 8081 ceSEC
load
check "loaded later" loaded_later
unload

ktap_finished
