#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The programs behind the connections of a destination: their ports, connect() calls and
# failures, by what the programs themselves saw, by bpftrace and by ss.
# shellcheck disable=SC2016 # bpftrace and jq expand it, not the shell

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/bpftrace.sh"
. "$(dirname "$0")/lib/endpoints.sh"
. "$(dirname "$0")/lib/tool.sh"

cgroups=/run/who-cgroups

# programs PORT FORMAT: prints the programs of the destination with this port, sorted
programs()
{
	json ".[] | select(.port == $1).programs[]? | \"$2\"" dst | sort
}

# callers ARGUMENT...: connects as programs, and writes what they saw to /tmp/callers
callers()
{
	inside "$here/lib/callers.py" "$@" > /tmp/callers
}

# stay ARGUMENT...: the same, but the connections stay until stay_no_longer
stay()
{
	local number=$1

	shift
	[ -p /tmp/stay ] || mkfifo /tmp/stay
	: > /tmp/callers
	inside "$here/lib/callers.py" --keep "$@" < /tmp/stay > /tmp/callers &
	staying=$!
	exec {stay}> /tmp/stay
	wait_for 60 has_lines "$number" /tmp/callers
}

has_lines()
{
	[ "$(wc -l < "$2")" = "$1" ]
}

stay_no_longer()
{
	echo >&"$stay"
	exec {stay}>&-
	wait "$staying"
}

# Two programs share a destination. Their ports are live, then in TIME_WAIT, then free.
two()
{
	stay 2 "$address" 8080 alpha=5 beta=3
	equal live "$(printf 'alpha 5 5 0\nbeta 3 3 0')" \
		"$(programs 8080 '\(.name) \(.ports) \(.connects) \(.error)')" || return
	equal "by ss" 8 "$(inside ss -Htn dport = 8080 | wc -l)" || return
	stay_no_longer
	equal "ss in TIME_WAIT" 8 "$(inside ss -Htan state time-wait | wc -l)" || return
	equal "in TIME_WAIT" "$(printf 'alpha 5 5\nbeta 3 3')" \
		"$(programs 8080 '\(.name) \(.ports) \(.connects)')" || return
	vacate
	equal later "$(printf 'alpha 0 5\nbeta 0 3')" \
		"$(programs 8080 '\(.name) \(.ports) \(.connects)')"
}

# A caller that fails is counted for the program that made the call.
failures()
{
	local name good bad all=

	inside sysctl -qw net.ipv4.ip_local_port_range="40000 40019"
	callers 127.0.0.1 8081 gamma=15 delta=12
	inside sysctl -qw net.ipv4.ip_local_port_range="32768 60999"
	while read -r name good bad; do
		all+="$name $good $((good + bad)) $bad"$'\n'
	done < /tmp/callers
	equal programs "$(printf %s "$all")" \
		"$(programs 8081 '\(.name) \(.ports) \(.connects) \(.failures)')" &&
		columns destinations port=8081 exhausted=7
}

# The same name in two cgroups is two programs. bpftrace counts by name and cgroup.
groups()
{
	local one

	mkdir -p $cgroups
	mountpoint -q $cgroups || mount -t cgroup2 none $cgroups
	mkdir -p $cgroups/web.service $cgroups/cron.service
	start_witness 'kprobe:tcp_v4_connect { @calls[comm, cgroup] = count(); }'
	for one in web.service=4 cron.service=2; do
		inside bash -c "echo \$\$ > $cgroups/${one%=*}/cgroup.procs
			exec '$here/lib/callers.py' 127.0.0.1 8082 worker=${one#*=}" > /dev/null
	done
	stop_witness
	sed -n 's/^@calls\[worker, \([0-9]*\)\]: /\1 /p' /tmp/witness | sort > /tmp/calls
	equal "by bpftrace" "$(sort <(for one in web.service=4 cron.service=2; do
		echo "$(stat -c %i $cgroups/${one%=*}) ${one#*=}"; done))" "$(< /tmp/calls)" &&
		equal "by twstat" "$(< /tmp/calls)" "$(programs 8082 '\(.cgroup) \(.connects)')" &&
		equal "units" "$(printf 'cron.service 2\nweb.service 4')" \
			"$(programs 8082 '\(.unit) \(.connects)')"
}

# A thousand programs: those that connect most have places, and their counts are within the
# error that is told.
many()
{
	callers --zipf 1000 4000 127.0.0.1 8083
	programs 8083 '\(.name) \(.connects) \(.error) \(.ports)' > /tmp/told
	equal places 8 "$(wc -l < /tmp/told)" || return
	awk -v all="$(column destinations connects port=8083)" '
		NR == FNR { calls[$1] = $2; next }
		{
			told[$1] = $2
			sum += $2
			if ($2 < calls[$1] || $2 - $3 > calls[$1] || $4 > calls[$1]) {
				print "# " $1 ": " calls[$1] " calls, told " $2 " - " $3
				bad = 1
			}
		}
		END {
			if (sum != all) {
				print "# sum " sum " of " all
				bad = 1
			}
			for (name in calls)
				if (calls[name] > all / 8 && !(name in told)) {
					print "# " name " has no place"
					bad = 1
				}
			exit bad
		}' /tmp/callers /tmp/told
}

# Programs that come after all places are taken count for all, and ports stay exact.
places()
{
	stay 9 127.0.0.1 8084 a=5 b=5 c=5 d=5 e=5 f=5 g=5 h=1 i=1
	equal "the last one" "i 1 2 1" \
		"$(programs 8084 '\(.name) \(.ports) \(.connects) \(.error)' | grep '^[hi]')" ||
		return
	stay_no_longer
	vacate
	equal ports 0 "$(programs 8084 '\(.ports)' | sort -u)"
}

# Names are what a task has chosen. None confuses a reader, a terminal or JSON.
names()
{
	local name=$'a"b\e[2J\\ \n'

	inside bash -c 'printf %s "$1" > /proc/$$/comm
		exec 3<> /dev/tcp/127.0.0.1/8085' - "$name" 2> /dev/null
	equal name 'a"b?[2J\ ?' "$(programs 8085 '\(.name)')"
}

switch()
{
	"$here/twstat" config who=off > /dev/null &&
		equal off 0 "$(json '[.[].programs // empty] | length' dst)" || return
	callers 127.0.0.1 8086 unseen=2
	"$here/twstat" config who=on > /dev/null || return
	callers 127.0.0.1 8086 seen=1
	equal on "seen 1 1" "$(programs 8086 '\(.name) \(.ports) \(.connects)')"
}

# crowd NAMES: connects from all CPUs to 127.0.0.1:8080, on each as so many programs; sets $made
crowd()
{
	made=$(inside python3 -B "$here/lib/crowd.py" --names "$1" 127.0.0.1 8080 "$seconds")
	[ "$made" -gt 0 ]
}

# sums: sets $connects, $ports, $errors and $unnamed of all programs of the destination
sums()
{
	read -r connects ports errors unnamed < <(json '.[] | select(.port == 8080) |
		"\([.programs[].connects] | add) \([.programs[].ports] | add) \([.programs[].error] | add) \(.unnamed)"' dst)
}

# Few programs: each connect counts for its program, and each port.
few()
{
	crowd 1 || return
	sums
	equal connects "$made" "$connects" && equal ports "$(column destinations time_wait)" "$ports" &&
		equal errors "0 0" "$errors $unnamed"
}

# More programs than places: each connect counts once, and no port is counted too often.
several()
{
	crowd 10 || return
	sums
	echo "# $made connects, $unnamed of them unnamed; $ports of $(column destinations time_wait) ports; errors $errors"
	equal connects "$made" $((connects + unnamed)) &&
		[ "$ports" -le "$(column destinations time_wait)" ]
}

none_left()
{
	vacate
	wait_for 60 no_ports
}

no_ports()
{
	[ -z "$(json '.[].programs[]? | select(.ports != 0)' dst)" ]
}

if [ "$TWSTAT_MODE" = smp ]; then
	seconds=4
	[ "$TWSTAT_KERNEL" != debug ] || seconds=15
	plan 5
	load
	for programs in few several; do
		namespace
		check "$programs programs on several CPUs" $programs
		[ $programs = few ] || check "nothing was lost" nothing_lost
		check "$programs: no port is left when the sockets have gone" none_left
	done
	ktap_finished
fi

# The program that has the listening socket of a service, whose sockets are in TIME_WAIT.
listener()
{
	mkdir -p $cgroups/web.service
	mountpoint -q $cgroups || mount -t cgroup2 none $cgroups
	mkdir -p $cgroups/web.service
	nsenter --net="/run/netns/$ns" bash -c "echo \$\$ > $cgroups/web.service/cgroup.procs
		exec '$here/lib/listen_close.py' 0.0.0.0 8087" &
	wait_for 60 inside bash -c 'exec 3<> /dev/tcp/127.0.0.1/8087 && cat <&3' 2> /dev/null || return
	equal program "web.service python3" \
		"$(json '.[] | select(.port == 8087).program | "\(.unit) \(.name)"' srv)" || return
	kill $!
	wait $! 2> /dev/null
	tool srv -n | grep -qE '^127.0.0.1:8087 .* -$'
}

plan 10
namespace
load
for address in 127.0.0.1 ::1; do
	check "$address: two programs: their ports, live, in TIME_WAIT and gone" two
	vanish
	namespace
done
check "failures of two programs" failures
check "programs in cgroups" groups
check "a thousand programs" many
vacate
check "more programs than places" places
check "a name of control characters" names
check "the switch" switch
check "the listener of a service" listener
check "laws" agreed

ktap_finished
