# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Connections, made by the programs conns and peer, and how they end.
# shellcheck disable=SC2154 # lib.sh sets $here

# conns [OPTION...] STEPS: makes connections in the namespace $ns; see conns.c
conns()
{
	inside "$here/conns" "$@" > /dev/null
}

# client_saw TEXT [OPTION...]: makes connections that the client closes first, to port 8080
# unless the options say otherwise, and compares what conns prints with TEXT
client_saw()
{
	equal "the client" "$1" "$(inside "$here/conns" -p 8080 "${@:2}" ceSEC)"
}

# wire [OPTION...] STEP...: runs peer in the namespace $ns, and shows the segments; see peer.c
wire()
{
	local lines

	mapfile -t lines < <(inside "$here/peer" "$@" 2>&1; echo $?)
	printf '# %s\n' "${lines[@]::${#lines[@]}-1}"
	return "${lines[-1]}"
}

# hold [OPTION...] STEPS: runs conns in the background, up to the first "w" of the steps
hold()
{
	holds=1
	rm -f /run/go /run/held
	mkfifo /run/go
	inside "$here/conns" "$@" < /run/go > /run/held &
	held=$!
	exec 9> /run/go
	wait_for 20 holding
}

holding()
{
	[ "$(grep -c waiting /run/held)" -ge "$holds" ]
}

# hold_on: lets conns run up to the next "w"
hold_on()
{
	holds=$((holds + 1))
	echo >&9
	wait_for 20 holding
}

# go_on: lets conns run to its end
go_on()
{
	echo >&9
	exec 9>&-
	wait "$held"
}

no_conns()
{
	! pgrep -x conns > /dev/null
}

# destroy [FILTER...]: ends the sockets in TIME_WAIT, or those that match ss's filter
# shellcheck disable=SC2120
destroy()
{
	inside ss -K -Htan state time-wait "$@" > /dev/null
}

# vacate: no port is in TIME_WAIT any more. 5.10 can't destroy such sockets: their time passes
vacate()
{
	destroy
	[ "$TWSTAT_KERNEL" != 5.10 ] || pause 70
}

# stop_jobs: ends everything that runs in the background, and waits for it
stop_jobs()
{
	local job

	for job in $(jobs -p); do
		kill "$job" 2>/dev/null
		wait "$job" 2>/dev/null
	done
	pkill -x conns
	wait_for 20 no_conns
}
