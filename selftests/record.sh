#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# twstat record, --from, --mask, diff and report: what is read from a recording is compared with
# what the same command printed on the machine.
# shellcheck disable=SC2016 # jq expands it, not the shell

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/tool.sh"
. "$(dirname "$0")/lib/veth.sh"

at=/tmp/recordings

from()
{
	"$here/twstat" --from $at/file "$@"
}

without_module()
{
	fails 3 "The module twstat is not loaded" tool record $at/none &&
		[ ! -e $at/none ] && tool report > $at/report &&
		equal "parts" 13 "$(grep -c '^## ' $at/report)" &&
		grep -q '^twstat: The module twstat was not loaded\.$' $at/report &&
		grep -q 'tcp_tw_reuse: 0$' $at/report
}

# A destination without ports, others, services, a refused bind(), and a device.
trouble()
{
	namespace ip_local_port_range="40000 40019"
	peer tcp_tw_reuse=0
	conns "${to[@]}" -p 8080 -n 22 ceSEC
	conns -a ::1 -p 8081 -n 15 ceSEC
	conns -p 8083 -n 5 sECeS
	! conns -R -p 8083 ceSEC 2> /dev/null
	! conns "${to[@]}" -p 8080 -c 40001 -n 2 ceSEC 2> /dev/null
}

# Each line is a command whose output does not change while nothing happens, but for times that
# pass: ages, what is left, "1 s ago".
commands="\
-n -i 0
-n -s -i 0
-n
-n -i 0 explain
-n -i 0 --full explain
-n -s -i 0 explain
-n -i 0 explain 10.1.0.2:8080
-n explain
-n dst
-n -s dst
-n -i 1 dst
-n dst to 10.1.0.2
-n dst 10.1.0.0/16 port 8080 from 10.1.0.1 min 3
-n dst ::1 dev 0
-n dst port 8081
-n dst from 127.0.0.0/8
-n dst min 16
-n -4 dst min 21
-n srv
-6 srv
hist port-search lifetime
-n -s sock
-n sock
config
hooks
-j -i 0
-j -i 0 explain
-j dst
-j srv
-j -s sock
-j hist age-at-reuse
-j hooks"

# Memory of the module can grow, and hooks are called, while the others are read.
steady()
{
	sed -E 's/[0-9.]+ (m?s|min) (ago|left)/T \2/g; s/"seconds-ago":[0-9.]+/T/g
		s/^((time-wait|fin-wait2) +[^ ]+ +[^ ]+) +[0-9.]+ m?s +[0-9.]+ m?s +/\1 /
		s/"(left|seconds-left|hits)":[0-9.]+/T/g; s/^(memory[a-z-]*) +[0-9]+/\1/
		s/^((tcp|inet|__|twstat|sock)[^ ]* .*(on|off|spare)) +[0-9]+ /\1 /'
}

# While the VM waits for a file of its host, its clock goes on: all programs are read once
# before there are sockets that last for 60 s.
warm()
{
	local line

	{
		while read -ru 5 line; do
			# shellcheck disable=SC2086 # words
			tool $line
		done 5<<< "$commands"
		tool record - | jq . | sed -E 's/a/b/' | diff - $at | grep x
		stat -c %a $at | head -n 1 | tail -n 1
	} > /dev/null 2>&1
}

lived()
{
	local line n=0

	while read -ru 5 line; do
		# shellcheck disable=SC2086 # words
		tool $line > $at/said || return
		n=$((n + 1))
		steady < $at/said > $at/live.$n
	done 5<<< "$commands"
}

recorded()
{
	(umask 0 && tool record $at/file > /tmp/said 2>&1) &&
		equal said "" "$(cat /tmp/said)" &&
		equal "mode" 600 "$(stat -c %a $at/file)" &&
		equal "files beside it" $at/file "$(echo $at/file*)" &&
		equal "first key" twstat-recording "$(head -n 1 $at/file | jq -r 'keys_unsorted[0]')" &&
		equal "lines of JSON" "$(wc -l < $at/file)" "$(jq -c . $at/file | wc -l)"
}

# Without the module, and elsewhere: in the first namespace.
read_elsewhere()
{
	local line n=0 failed=0

	while read -ru 5 line; do
		# shellcheck disable=SC2086 # words
		from $line > $at/said || return
		n=$((n + 1))
		if [[ $line = *-j* ]]; then
			jq -cS 'if type == "object" then del(.recording) else . end' $at/said |
				steady > $at/from
			jq -cS . $at/live.$n | steady > $at/want
		else
			head -n 1 $at/said | grep -qx "Recording of $(uname -n), Linux $(uname -r), $time" ||
				failed=1
			tail -n +3 $at/said | steady > $at/from
			cp $at/live.$n $at/want
		fi
		diff $at/want $at/from | sed "s|^|# twstat $line: |"
		cmp -s $at/want $at/from || failed=1
	done 5<<< "$commands"
	return $failed
}
time='20[0-9-]*T[0-9:]*[+-][0-9][0-9]:[0-9][0-9]'

told()
{
	equal "JSON" "$(uname -n) $(uname -r)" "$(from -j -i 0 | jq -r '.recording | .host + " " + .kernel')" &&
		"$here/twstat" --from - -n dst < $at/file | cmp - <(from -n dst) &&
		fails 6 "Nothing is known of 10.1.0.9" from_json explain 10.1.0.9
}

from_json()
{
	from -j "$@"
}

# In a recording without a second moment there are no rates.
one_moment()
{
	"$here/twstat" --from $at/one -n > $at/said && tail -n +3 $at/said > $at/from &&
		diff $at/live.1 $at/from
}

# Rates are those of what was done while it was recorded.
rates()
{
	tool_in_background -i 20 record $at/busy
	meanwhile conns -a ::1 -p 8082 -n 20 ceSEC
	"$here/twstat" --from $at/busy -j > $at/said
	equal "per second, times seconds" "20 20" "$(jq -r '.seconds as $s | .recording.seconds as $t |
		"\(.rates["enter-close"] * $s | round) \(.rates["connect-auto"] * $t | round)"' $at/said)" &&
		equal "of the destination" 20 "$(jq -r '.seconds as $s | .destinations[] |
			select(.port == 8082) | .["new-rate"] * $s | round' $at/said)"
}

# The lines to type are for the namespace that was recorded.
named()
{
	"$here/twstat" -N "$ns" -n -i 0 explain > $at/want &&
		"$here/twstat" -N "$ns" -i 0 record $at/named || return
	"$here/twstat" --from $at/named -n -i 0 explain > $at/said
	equal "namespace" "Network namespace: $ns" "$(sed -n 2p $at/said)" &&
		grep -q "ip netns exec $ns" $at/want && tail -n +4 $at/said | diff $at/want -
}

unmasked()
{
	grep -lE "10\.1\.0\.[12]|$(uname -n)|veth0|$ns" "$@" | sed 's/^/# not masked: /'
	[ "${PIPESTATUS[0]}" = 1 ]
}

# What an explanation has but addresses.
verdict='del(.recording) | .. | objects | del(.text, .local, .remote, .lines, .keep)
	| [.verdict?, .cause?, .id?, .best?, .numbers?] | tostring'

masked()
{
	local one=$at/masked

	from record --mask $one && unmasked $one &&
		[ "$(from -i 0 -j explain | jq -r "$verdict" | grep -v seconds-ago)" = \
		"$("$here/twstat" --from $one -i 0 -j explain | jq -r "$verdict" | grep -v seconds-ago)" ] &&
		"$here/twstat" --from $one -n -i 0 explain | tee $at/said | grep '^OUT OF PORTS: 10\.' &&
		head -n 1 $at/said | grep ', masked$' && ! grep -F 10.1.0. $at/said &&
		equal "loopback stays" "127.0.0.1 ::1" \
		"$("$here/twstat" --from $one -j dst | jq -r '.[].local' | grep -v '^10' | LC_ALL=C sort -u | paste -sd ' ')" &&
		from record --mask $at/masked2 && ! cmp -s $one $at/masked2
}

wrong()
{
	fails "${@:1:2}" "$here/twstat" "${@:3}"
}

wrong_files()
{
	local file=$at/file

	head -c 20000 $file > $at/cut
	head -n -1 $file > $at/endless
	sed '1s/"twstat-recording":1/"twstat-recording":2/' $file > $at/newer
	sed '5s/"/x/' $file > $at/typo
	sed '5d' $file > $at/short
	{ cat $file; echo '{}'; } > $at/long
	sed '1s/"host":"[^"]*"/"host":"\\u001b[31m"/' $file > $at/escape
	: > $at/empty
	echo '{"twstat":1}' > $at/other
	wrong 1 "Can't open $at/none: No such file" --from $at/none &&
		wrong 1 "Can't read $at: Is a directory" --from $at &&
		wrong 1 "$at/cut is not complete" --from $at/cut &&
		wrong 1 "$at/endless is not complete" --from $at/endless explain &&
		wrong 1 "$at/newer has format 2, and this twstat reads format 1" --from $at/newer dst &&
		wrong 1 "$at/typo is damaged: line 5" --from $at/typo srv &&
		wrong 1 "$at/short is damaged" --from $at/short srv &&
		wrong 1 "$at/long is damaged: something follows" --from $at/long srv &&
		wrong 1 "$at/escape is not a recording" --from $at/escape &&
		wrong 1 "$at/empty is not a recording" --from $at/empty &&
		wrong 1 "$at/other is not a recording" --from $at/other &&
		wrong 1 "/proc/cpuinfo is not a recording" --from /proc/cpuinfo
}

wrong_usage()
{
	wrong 2 "watch can't be used with --from" --from $at/file watch &&
		wrong 2 "monitor can't be used with --from" --from $at/file monitor &&
		wrong 2 "diff can't be used with --from" --from $at/file diff $at/file &&
		wrong 2 "config: a recording can't be changed" --from $at/file -j config ports=off &&
		wrong 2 "-N can't be used with --from" --from $at/file -N x &&
		wrong 2 "Option '--from' needs a value" --from &&
		wrong 2 "--mask is for record and report" --mask dst &&
		wrong 2 "record needs the name" record &&
		wrong 2 "diff needs a recording" diff &&
		wrong 2 "diff takes two arguments" diff a b c &&
		wrong 2 "report prints no JSON" -j report
}

# A full file system, a file that exists, and no right to write; nothing is left behind.
unwritten()
{
	mkdir -p $at/full && mount -t tmpfs -o size=8k none $at/full || return
	wrong 1 "$at/file exists already" --from $at/file record $at/file &&
		wrong 1 "$at exists already" --from $at/file record $at &&
		wrong 1 "Can't write $at/full/file: No space left" --from $at/file record $at/full/file &&
		wrong 1 "Can't write $at/none/file: No such file" --from $at/file record $at/none/file &&
		wrong 1 "Can't write /proc/file: " --from $at/file record /proc/file &&
		wrong 1 "$at/file exists already" --from $at/file report $at/file &&
		equal "left behind" "" "$(ls $at/full)"
	local result=$?

	umount $at/full
	return $result
}

differs()
{
	"$here/twstat" diff -n $at/file $at/later > $at/said || return
	sed 's/^/# /' $at/said
	grep -Eq '^enter-close +40 +43 +\+3 ' $at/said &&
		equal "JSON" "3 3 8081 0 3" "$("$here/twstat" -j diff $at/file $at/later |
		jq -r '"\(.counters["enter-close"]) \(.gauges["time-wait"]) " +
			(.destinations[] | "\(.port) \(.exhausted) \(.connects)")')" &&
		equal "the same" "{} {} []" "$("$here/twstat" -j diff $at/file $at/file |
			jq -c '.gauges, .counters, .destinations' | paste -sd ' ')"
}

reported()
{
	local part

	from report > $at/said && from report $at/report2 && cmp $at/said $at/report2 &&
		equal "mode" 600 "$(stat -c %a $at/report2)" || return
	for part in Machine "What is wrong" Summary Counters "Worst destinations" Services "Failed bind" \
		Histograms "Settings of the kernel" "Settings of the module" Hooks "Lines of the module"; do
		grep -A 2 "^## $part" $at/said | tail -n 1 | grep -q . || { echo "# no $part"; return 1; }
	done
	! grep '^twstat:' $at/said && grep -q '\] twstat: loaded' $at/said &&
		grep -q '^OUT OF PORTS' $at/said && grep -q '^ *connect-exhausted *2 ' $at/said &&
		from --mask report > $at/said2 && unmasked $at/said2
}

# Without the right to read the kernel's log.
unlogged()
{
	sysctl -qw kernel.dmesg_restrict=1
	setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps +net_admin \
		--ambient-caps +net_admin "$here/twstat" report > $at/said
	sysctl -qw kernel.dmesg_restrict=0
	grep -q "^The kernel's log could not be read: Operation not permitted\.$" $at/said &&
		! grep '^twstat:' $at/said
}

fuzzed()
{
	"$here/record_fuzz" $at/file "$mutations" "${TWSTAT_SEED:-$RANDOM$RANDOM}" | sed 's/^/# /'
	[ "${PIPESTATUS[0]}" = 0 ]
}
mutations=300
[ "${TWSTAT_EXTENT-}" != full ] || mutations=5000

plan 17

rm -rf $at
mkdir $at
namespace
check "without the module" without_module
load
warm
trouble
check "live" lived
check "a recording is made" recorded
tool -i 0 record $at/one
check "without the right to read the log" unlogged
conns -a ::1 -p 8081 -n 3 -c 30000 ceSEC
tool record - > $at/later
check "rates" rates
check "a namespace by name" named
check "nothing was lost" nothing_lost
unload
check "the same is read elsewhere" read_elsewhere
check "it is told that it is a recording" told
check "one moment has no rates" one_moment
check "masked" masked
check "wrong files" wrong_files
check "wrong usage" wrong_usage
check "what can't be written" unwritten
check "what changed" differs
check "a report" reported
check "mutations" fuzzed
rm -rf $at

ktap_finished
