# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Connections, made by the programs conns and peer, and how they end.
# shellcheck disable=SC2154 # lib.sh sets $here

# conns [OPTION...] STEPS: connections in the namespace $ns, see conns.c
conns()
{
	inside "$here/conns" "$@" > /dev/null
}

# client_saw TEXT [OPTION...]: connections that the client closes first, to port 8080 if
# there is no other one; conns prints that of them
client_saw()
{
	equal "the client" "$1" "$(inside "$here/conns" -p 8080 "${@:2}" ceSEC)"
}

# wire [OPTION...] STEP...: peer in the namespace $ns, see peer.c; what passes is shown
wire()
{
	local lines

	mapfile -t lines < <(inside "$here/peer" "$@" 2>&1; echo $?)
	printf '# %s\n' "${lines[@]::${#lines[@]}-1}"
	return "${lines[-1]}"
}

# hold [OPTION...] STEPS: conns in the background, up to the first "w" of the steps
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

# hold_on: up to the next "w"
hold_on()
{
	holds=$((holds + 1))
	echo >&9
	wait_for 20 holding
}

# go_on: to the end
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

# destroy [FILTER...]: ends what is in TIME_WAIT, or those of it that fit
# shellcheck disable=SC2120
destroy()
{
	inside ss -K -Htan state time-wait "$@" > /dev/null
}

# stop_jobs: whatever runs in the background, until it is gone
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
