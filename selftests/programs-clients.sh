#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# As programs.sh, for clients of Redis, MariaDB and others.
# shellcheck disable=SC2016,SC2119 # PHP expands it, not the shell; now needs no argument

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/tool.sh"
. "$(dirname "$0")/lib/veth.sh"
. "$(dirname "$0")/lib/explain.sh"
. "$(dirname "$0")/lib/programs.sh"

no_port="Cannot assign requested address"

# bench_redis [OPTION...]: redis-benchmark with one client
bench_redis()
{
	program redis-benchmark -n 100 -c 1 -t ping_mbulk "$@" > /run/bench 2>&1
	redis_ended=$?
	tr '\r' '\n' < /run/bench | tail -n 2 | sed 's/^/# /'
}

redis_runs_out()
{
	range 40
	redis && during 9 bench_redis -k 0
	equal "exit status" 1 "$redis_ended" && logged 1 /run/bench "$no_port" &&
		is out-of-ports narrow-range churn reuse-off && fact failed exhausted 1 &&
		first_remedy reuse-connections wider-range tw-reuse || return
	range 40
	mend
	redis && bench_redis -k "${keepalive:-0}"
	equal "exit status" 0 "$redis_ended" && logged 0 /run/bench "$no_port"
}

# php_redis CONNECT: sets $code to a program in PHP, which connects to Redis for each of 50
# requests, ten a second
php_redis()
{
	code='for ($i = 0; $i < 50; $i++) {
		usleep(100000);
		try {
			$redis = new Redis;
			$redis->'"$1"'("127.0.0.1", 6379);
			$redis->ping();
			if ("'"$1"'" == "connect") $redis->close();
			echo "pong\n";
		} catch (RedisException $e) {
			echo $e->getMessage(), "\n";
		}
	}'
}

php_runs_out()
{
	range 40
	redis && php_redis connect && php_explained 9 "$code"
	logged 40 /run/php pong && logged 10 /run/php "$no_port" &&
		is out-of-ports narrow-range churn reuse-off && fact failed exhausted 10 &&
		first_remedy reuse-connections wider-range tw-reuse
}

php_mended()
{
	first_remedy reuse-connections wider-range tw-reuse
	range 40
	mend
	redis && php_redis ${keepalive:+p}connect && php "$code"
	logged 50 /run/php pong
}

# php_socket FUNCTION: the same, with PHP's own function
php_socket()
{
	code='for ($i = 0; $i < 50; $i++) {
		usleep(100000);
		$s = @'"$1"'("127.0.0.1", 6379, $number, $message, 1);
		if (!$s) { echo "$number $message\n"; continue; }
		fwrite($s, "PING\r\n");
		echo fgets($s);
		if ("'"$1"'" == "fsockopen") fclose($s);
	}'
}

php_persistent()
{
	range 40
	redis && php_socket fsockopen && php_explained 9 "$code"
	logged 40 /run/php PONG && logged 10 /run/php "99 $no_port" &&
		is out-of-ports narrow-range churn reuse-off || return
	stop_servers
	range 40
	redis && php_socket pfsockopen && php "$code"
	logged 50 /run/php PONG && equal ConnectAuto 1 "$(counter ConnectAuto)"
}

# query SQL: MariaDB's client
query()
{
	program mariadb --no-defaults -h 127.0.0.1 -u root -N -e "$1"
}

sleepers()
{
	[ "$(ss_count established)" = 20 ]
}

# Each of 10 clients waits for a long query; there is no port for 3 more.
mariadb_live()
{
	local i clients=()

	range 10
	mariadb_serve || return
	for ((i = 0; i < 10; i++)); do
		query "select sleep(60)" > /dev/null &
		clients+=($!)
	done
	wait_for 50 sleepers
	for ((i = 0; i < 3; i++)); do
		query "select 'answered'"
	done > /run/answers 2>&1
	now
	sort /run/answers | uniq -c | sed 's/^/# /'
	logged 3 /run/answers "Can't connect to server on '127.0.0.1' (99)" &&
		is out-of-ports live-connections narrow-range && fact failed exhausted 3 &&
		fact in-use live 10 && first_remedy fewer-connections || return
	# A port that a client has closed is in TIME_WAIT, and then free.
	wait "${clients[@]}"
	sleep 62
	equal "after that" answered "$(query "select 'answered'")"
}

# php_mysqli PREFIX: the same in PHP; "p:" reuses connections
php_mysqli()
{
	code='mysqli_report(MYSQLI_REPORT_OFF);
	for ($i = 0; $i < 14; $i++) {
		usleep(100000);
		$db = @mysqli_connect("'"$1"'127.0.0.1", "root", "");
		if (!$db) { echo mysqli_connect_error(), "\n"; continue; }
		echo $db->query("select \"answered\"")->fetch_row()[0], "\n";
		$db->close();
	}'
}

php_mysqli_persistent()
{
	range 10
	mariadb_serve && php_mysqli "" && php_explained 9 "$code"
	logged 10 /run/php answered && logged 4 /run/php "$no_port" &&
		is out-of-ports narrow-range churn reuse-off || return
	stop_servers
	range 10
	mariadb_serve && php_mysqli p: && php "$code"
	logged 14 /run/php answered && equal ConnectAuto 1 "$(counter ConnectAuto)"
}

# A peer without timestamps: tcp_tw_reuse can't help.
stripped_timestamps()
{
	range 40 tcp_tw_reuse=1
	peer tcp_timestamps=0
	ns=${to[3]} redis && during 9 bench_redis -k 0 -h 10.1.0.2
	equal "exit status" 1 "$redis_ended" && logged 1 /run/bench "$no_port" &&
		is out-of-ports no-timestamps narrow-range churn || return
	first_remedy reuse-connections wider-range timestamps more-addresses
}

# The setting belongs to a network namespace: on the host it does nothing for a container.
wrong_namespace()
{
	range 40
	redis
	sysctl -qw net.ipv4.tcp_tw_reuse=1
	during 9 bench_redis -k 0
	sysctl -qw net.ipv4.tcp_tw_reuse=2
	equal "exit status" 1 "$redis_ended" && is out-of-ports narrow-range churn reuse-off &&
		text remedies tw-reuse "(now 0)" || return
	inside sysctl -qw net.ipv4.tcp_tw_reuse=1
	sleep 2
	program redis-benchmark -n 30 -c 1 -t ping_mbulk -k 0 > /run/bench 2>&1
	equal "exit status, after it was set inside" 0 $?
}

# A program in PHP that keeps all its connections.
php_leaks()
{
	range 40
	redis && serve 9000 php8.2 -n -r '
		$all = [];
		for ($i = 0; $i < 50; $i++) {
			usleep(100000);
			$all[] = @fsockopen("127.0.0.1", 6379, $number, $message, 1);
			if ($number) { echo "$number $message\n"; }
		}
		$server = stream_socket_server("tcp://127.0.0.1:9000");
		sleep(1000);'
	now
	logged 10 /run/server-9000 "99 $no_port" && is out-of-ports live-connections narrow-range &&
		fact in-use live 40 && first_remedy fewer-connections
}

# The server closes, the program in Python does not.
python_close_wait()
{
	range 40
	hello 8080 && serve 9000 python3 -I -c "import socket, time
held = []
for i in range(50):
    s = socket.socket()
    try:
        s.connect(('127.0.0.1', 8080))
    except OSError as e:
        print(e.errno, flush=True)
        continue
    s.send(b'GET / HTTP/1.0\r\n\r\n')
    held.append(s)
server = socket.create_server(('127.0.0.1', 9000))
time.sleep(1000)"
	now
	logged 10 /run/server-9000 99 && is out-of-ports close-wait narrow-range &&
		number causes close-wait ports 40 && first_remedy close-sockets
}

waits_for_peer()
{
	[ "$(ss_count syn-sent)" = 10 ]
}

# A peer that does not answer.
curl_syn_sent()
{
	local urls=() i curl

	range 10
	peer
	inside ip neigh add 10.1.0.9 lladdr 02:00:00:00:00:09 dev veth0 nud permanent
	for ((i = 0; i < 12; i++)); do
		urls+=(-o /dev/null "http://10.1.0.9/$i")
	done
	inside curl -sSZ --parallel-immediate --connect-timeout 20 "${urls[@]}" 2> /run/curl &
	curl=$!
	wait_for 20 waits_for_peer
	now
	wait $curl
	sort /run/curl | uniq -c | sed 's/^/# /'
	logged 10 /run/curl "imeout" && is out-of-ports syn-sent narrow-range &&
		number causes syn-sent ports 10 && first_remedy reach-peer
}

plan 12

programs_at_hand nginx redis-server redis-benchmark php8.2 mariadb mariadbd
load
replay "redis-benchmark: the best remedy, as promised" redis_runs_out
replay "PHP and Redis" php_runs_out
replay "PHP and Redis: the best remedy, as promised" php_mended
replay "PHP: fsockopen and pfsockopen" php_persistent
replay "MariaDB's client: long queries" mariadb_live
replay "PHP and MariaDB" php_mysqli_persistent
replay "a peer without timestamps" stripped_timestamps
replay "tw_reuse in the wrong namespace" wrong_namespace
replay "PHP leaks connections" php_leaks
replay "python: CLOSE_WAIT" python_close_wait
replay "curl: SYN_SENT" curl_syn_sent
check "nothing was lost" nothing_lost
unload

ktap_finished
