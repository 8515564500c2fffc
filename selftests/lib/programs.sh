# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Real servers and clients: starting, pacing and stopping them. They are unpacked in the
# cache ("scripts/fetch programs"), and run in the VM only.
# shellcheck disable=SC2034,SC2154 # variables of other files and of the tests

servers=()

# path_of NAME: sets $path to the file of this program, in the cache or of this machine
path_of()
{
	for path in "$TWSTAT_PROGRAMS"/usr/{sbin,bin}/"$1"; do
		[ ! -e "$path" ] || return 0
	done
	path=$(type -P "$1") || { echo "# there is no program $1"; return 1; }
}

# program NAME [ARGUMENT...]: runs a program of the cache in the namespace $ns
program()
{
	local path

	path_of "$1" && LD_LIBRARY_PATH=$TWSTAT_LIBRARIES inside "$path" "${@:2}"
}

# programs_at_hand NAME...: copies these into the guest's memory, as at_hand does for others
programs_at_hand()
{
	local name path files=()

	for name; do
		path_of "$name" || return
		files+=("$(realpath "$path")")
		[[ $name != php* ]] || files+=("$TWSTAT_PROGRAMS"/usr/lib/php/2*/*.so)
	done
	mapfile -t -O ${#files[@]} files < <(
		LD_LIBRARY_PATH=$TWSTAT_LIBRARIES ldd "${files[@]}" |
		awk '$2 == "=>" { print $3 }' | sort -u | xargs realpath)
	touch -c "${files[@]}"
}

listens()
{
	[ -n "$(inside ss -Htln sport = ":$1")" ]
}

# serve PORT NAME [ARGUMENT...]: starts a program in the namespace $ns, and waits until it
# listens; sets $server to its pid
serve()
{
	local path

	path_of "$2" || return
	# The subshell becomes the server, which can be killed.
	(
		[ "$path" != "${path#"$TWSTAT_PROGRAMS"}" ] && export LD_LIBRARY_PATH=$TWSTAT_LIBRARIES
		exec "$here/netns" in "/run/netns/$ns" "$path" "${@:3}"
	) > "/run/server-$1" 2>&1 < /dev/null 9>&- &
	server=$!
	servers+=("$server")
	wait_for 60 listens "$1" || { sed 's/^/# /' "/run/server-$1"; return 1; }
}

has_ended()
{
	! kill -0 "$1" 2> /dev/null
}

# stop_server PID [SIGNAL]: ends a server, and waits for it
stop_server()
{
	kill "-${2:-TERM}" "$1" 2> /dev/null
	wait_for 20 has_ended "$1" || kill -KILL "$1"
	wait "$1" 2> /dev/null
	return 0
}

stop_servers()
{
	local pid

	for pid in "${servers[@]}"; do
		stop_server "$pid"
	done
	servers=()
}

# replay DESCRIPTION COMMAND...: a case, after which all its servers end
replay()
{
	check "$@"
	stop_servers
}

# nginx NAME PORT: starts nginx, with the rest of its block "http" from standard input; its
# log is /run/NAME/error.log
nginx()
{
	local dir=/run/$1

	mkdir -p "$dir"
	: > "$dir/error.log"
	{
		printf '%s\n' "daemon off; master_process off; user root root;" \
			"pid $dir/pid;" "events { worker_connections 4096; }" \
			"http {" "access_log off; keepalive_requests 1000000;"
		printf "%s_temp_path $dir/%s;\n" client_body client_body proxy proxy \
			fastcgi fastcgi uwsgi uwsgi scgi scgi
		cat
		echo "}"
	} > "$dir/nginx.conf"
	serve "$2" nginx -e "$dir/error.log" -c "$dir/nginx.conf"
}

# hello PORT: a web server, which answers each request with "hello"
hello()
{
	nginx "hello-$1" "$1" <<< "server { listen $1; return 200 'hello\n'; }"
}

# pace_in_background RATE COUNT [PORT]: sends COUNT requests on one connection, RATE a second
pace_in_background()
{
	: > /run/paced
	inside python3 -I "$here/lib/pace.py" "$1" "$2" "${3:-80}" > /run/paced 9>&- &
	pacer=$!
	wait_for 60 grep -q started /run/paced
}

# paced: waits for its end; sets ${status[CODE]} to the number of answers with this code
declare -A status
paced()
{
	local code number

	wait "$pacer"
	sed -i /started/d /run/paced
	sed 's/^/# /' /run/paced
	status=()
	while read -r code number; do
		status[$code]=$number
	done < /run/paced
}

# pace RATE COUNT [PORT]: both
pace()
{
	pace_in_background "$@" && paced
}

# pace_explained SECONDS RATE COUNT [PORT]: the same, and the first SECONDS are explained;
# sets $said
pace_explained()
{
	pace_in_background "${@:2}" && during "$1" pause "$1" && paced
}

# answers CODE=NUMBER...: these codes, and no others, came that often
answers()
{
	local pair bad=0

	equal "other answers" $# ${#status[@]} || bad=1
	for pair; do
		equal "answers ${pair%=*}" "${pair#*=}" "${status[${pair%=*}]-0}" || bad=1
	done
	return $bad
}

# haproxy_serve PORT: starts HAProxy with the rest of its configuration from standard input; its
# log is /run/server-PORT
haproxy_serve()
{
	{
		printf '%s\n' global 'nbthread 1' 'maxconn 200' 'log stdout format raw local0' \
			defaults 'mode http' 'log global' 'option httplog' 'retries 0' \
			'timeout connect 5s' 'timeout client 300s' 'timeout server 300s'
		cat
	} > "/run/haproxy-$1"
	serve "$1" haproxy -db -f "/run/haproxy-$1"
}

redis()
{
	serve 6379 redis-server --save '' --port 6379 --protected-mode no
}

mariadb_serve()
{
	rm -rf /run/mariadb
	mkdir /run/mariadb
	serve 3306 mariadbd --no-defaults --user=root --datadir=/run/mariadb \
		--lc-messages-dir="$TWSTAT_PROGRAMS/usr/share/mysql" --socket=/run/mariadb/socket \
		--pid-file=/run/mariadb/pid --tmpdir=/run/mariadb --port=3306 --skip-grant-tables \
		--skip-name-resolve --innodb=OFF --default-storage-engine=MyISAM
}

# php_in_background CODE: runs it, and waits until it begins
php_in_background()
{
	local extensions=("$TWSTAT_PROGRAMS"/usr/lib/php/2*)

	: > /run/php
	program php8.2 -n -d extension_dir="${extensions[0]}" -d extension=igbinary.so \
		-d extension=redis.so -d extension=mysqlnd.so -d extension=mysqli.so \
		-d display_errors=stdout -d html_errors=0 \
		-r 'echo "started\n"; '"$1" > /run/php 2>&1 9>&- &
	php=$!
	wait_for 60 grep -q started /run/php
}

# php_ended: waits for its end; its output is in /run/php
php_ended()
{
	wait "$php"
	sed -i /started/d /run/php
	sort /run/php | uniq -c | sed 's/^/# /'
}

# php CODE: both
php()
{
	php_in_background "$1" && php_ended
}

# php_explained SECONDS CODE: the same, and its first SECONDS are explained; sets $said
php_explained()
{
	php_in_background "$2" && during "$1" pause "$1" && php_ended
}

# logged NUMBER FILE TEXT: so many lines of the file have this text
logged()
{
	equal "lines with '$3'" "$1" "$(grep -cF -- "$3" "$2")"
}

# about WHAT WANT GOT: they differ by at most 10 %
about()
{
	awk -v want="$2" -v got="$3" 'BEGIN {
		exit !(got != "" && got >= want * .9 && got <= want * 1.1) }' ||
		{ echo "# $1: $3, should be about $2"; return 1; }
}

# first_remedy ID...: sets $remedy to the remedy that explain calls the best, or else to its
# first one; it must be one of these
first_remedy()
{
	remedy=$(jq -r '.explained[0] | .best // .remedies[0].id' /tmp/explained)
	[[ " $* " == *" $remedy "* ]] ||
		{ echo "# the best remedy: $remedy, should be one of $*"; return 1; }
}

# promised ID NAME: prints a number of a remedy
promised()
{
	echo "${said[remedies.$1.$2]-}"
}

# mend: applies $remedy in the namespace $ns if it is a setting, or else sets $keepalive, for
# the program to reuse connections
mend()
{
	local typed

	echo "# applied: $remedy"
	keepalive=
	typed=$(jq -r --arg id "$remedy" \
		'.explained[0].remedies[] | select(.id == $id) | .lines // ""' /tmp/explained)
	if [ "$remedy" = reuse-connections ]; then
		keepalive=1
	elif [[ $typed == *sysctl* ]]; then
		inside sh -ec "$typed" > /dev/null
	elif [ "$remedy" = wider-range ]; then
		inside sysctl -qw net.ipv4.ip_local_port_range="1024 65535"
	elif [ "$remedy" = tw-reuse ]; then
		inside sysctl -qw net.ipv4.tcp_tw_reuse=1
	fi
}
