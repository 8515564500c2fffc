#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# twstat metrics: what Prometheus' own client library reads from it is what the module's files
# have.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/endpoints.sh"
. "$(dirname "$0")/lib/tool.sh"

# metrics [OPTION...]: writes the samples to /tmp/samples
metrics()
{
	tool metrics "$@" > /tmp/metrics && "$here/lib/metrics.py" openmetrics < /tmp/metrics > /tmp/samples
}

# sample NAME [LABELS]: prints the value of a sample
sample()
{
	awk -v name="$1" -v labels="${2--}" '$1 == name && $2 == labels { print $3 }' /tmp/samples
}

# at PORT: the labels of a destination
at()
{
	echo "local=127.0.0.1,port=$1,remote=127.0.0.1"
}

# samples NAME: prints the labels and values of all samples of this name
samples()
{
	awk -v name="$1" '$1 == name { print $2, $3 }' /tmp/samples
}

# Each counter that the file has, no other, and the same numbers.
counters_same()
{
	local name snake bad=0

	metrics && read_counters || return
	for name in "${counter_names[@]}"; do
		snake=$(sed -E 's/([a-z0-9])([A-Z])/\1_\2/g; s/.*/twstat_\L&_total/' <<< "$name")
		equal "$snake" "${counter_value[$name]}" "$(sample "$snake")" || bad=1
	done
	equal number ${#counter_names[@]} \
		"$(grep -c '^twstat_[a-z0-9_]*_total - ' /tmp/samples | awk '{ print $1 - 1 }')" &&
		[ $bad = 0 ]
}

gauges_same()
{
	metrics && read_gauges || return
	equal TIME_WAIT "$(inside ss -Htan state time-wait | wc -l)" \
		"$(sample twstat_time_wait_sockets)" &&
		equal peak "${gauge_peak[TimeWait]}" "$(sample twstat_time_wait_sockets_peak)" &&
		equal "usable ports" 18 "$(sample twstat_local_ports)" &&
		equal limit "$(inside sysctl -n net.ipv4.tcp_max_tw_buckets)" \
			"$(sample twstat_time_wait_sockets_limit)" &&
		equal up 1 "$(sample twstat_up)" &&
		equal transitions "$(awk 'NR == 1 { split($0, to) }
			$1 == "FIN_WAIT2" { for (i = 2; i <= NF; i++) if (to[i] == "TIME_WAIT") print $i }' \
			"$(file twstat/states)")" "$(sample twstat_transitions_total from=fin-wait2,to=time-wait)"
}

destinations_same()
{
	local port bad=0

	metrics || return
	for port in 8080 8081 8082; do
		equal "$port: ports" "$(column destinations time_wait port=$port)" \
			"$(sample twstat_destination_ports "$(at $port)")" &&
			equal "$port: usable" 18 "$(sample twstat_destination_ports_usable "$(at $port)")" &&
			equal "$port: exhausted" "$(column destinations exhausted port=$port)" \
				"$(sample twstat_destination_exhausted_total "$(at $port)")" &&
			equal "$port: program" "$(column destinations time_wait port=$port)" \
				"$(sample twstat_program_ports "local=127.0.0.1,port=$port,program=conns,remote=127.0.0.1,unit=")" ||
			bad=1
	done
	[ $bad = 0 ] &&
		equal "incidents of the kind" 2 "$(sample twstat_incidents kind=exhausted)" &&
		equal "incidents" "$(json length history)" "$(sample twstat_incidents_started_total)"
}

# Those that are closest to their limit have series of their own, the others are added up.
bounded()
{
	metrics --top 2 || return
	equal shown "$(printf '%s 18\n%s 18\nremote=other 5' "$(at 8080)" "$(at 8081)" | sort)" \
		"$(samples twstat_destination_ports | sort)" &&
		equal "counters of the others" 0 \
			"$(samples twstat_destination_connects_total | grep -c other)" || return
	metrics --top 0 || return
	equal none "remote=other 41" "$(samples twstat_destination_ports)" &&
		equal addresses 0 "$(grep -c 127.0.0.1 /tmp/metrics)"
}

# histogram KIND [CAUSE]: the sum, the number and each bucket are those of twstat hist
histogram()
{
	local name unit=1000

	name=twstat_$(tr - _ <<< "$1")_seconds
	[ "$1" != port-search ] || unit=1000000
	json ".[] | select(.kind == \"$1\" and (.cause // \"\") == \"${2-}\") |
		\"sum \(.sum / $unit)\", \"count \(.count)\",
		(.bucket[] | select(.bound) | \"\(.bound / $unit) \(.count)\")" hist > /tmp/hist
	awk -v name="$name" -v cause="${2:+cause=$2}" '
		function of(label) { return cause == "" ? label == "-" : label == cause }
		$1 == name "_sum" && of($2) { print "sum", $3 }
		$1 == name "_count" && of($2) { print "count", $3 }
		$1 == name "_bucket" {
			split($2, part, ",")
			bound = part[cause == "" ? 1 : 2]
			if ((cause == "" || part[1] == cause) && sub(/^le=/, "", bound) && bound != "+Inf") {
				print bound + 0, $3 - before
				before = $3
			}
		}' /tmp/samples > /tmp/ours
	[ -s /tmp/hist ] && same "$1 ${2-}" "$(awk '{ print $1 == "sum" || $1 == "count" ? $1 : $1 + 0, $2 + 0 }' /tmp/hist | sort)" \
		"$(awk '{ print $1, $2 + 0 }' /tmp/ours | sort)"
}

histograms_same()
{
	metrics && histogram lifetime expired && histogram left-at-end reused &&
		histogram port-search && histogram age-at-reuse && histogram timer-late &&
		equal "they end in 60 s" "$(sample twstat_time_wait_sockets)" \
			"$(sample twstat_left_now_sockets state=time-wait,within=60.0)"
}

# With -A, each namespace has its name as a label; two of them look the same in ASCII.
all_namespaces()
{
	tool -A metrics > /tmp/metrics &&
		"$here/lib/metrics.py" openmetrics < /tmp/metrics > /tmp/samples || return
	# Others are there, too, if a test before this one has left programs behind.
	equal "namespaces" "netns=host netns=$ns" \
		"$(samples twstat_time_wait_sockets | cut -d' ' -f1 | grep -xE "netns=(host|$ns)" |
			sort | paste -sd' ')" &&
		equal TIME_WAIT "$(gauge TimeWait)" "$(sample twstat_time_wait_sockets "netns=$ns")" &&
		"$here/twstat" -N "$ns" metrics > /tmp/metrics &&
		"$here/lib/metrics.py" openmetrics < /tmp/metrics > /tmp/samples &&
		equal "with -N" "$(gauge TimeWait)" "$(sample twstat_time_wait_sockets "netns=$ns")" ||
		return
	ip netns add ä && ip netns add ö && tool -A metrics > /tmp/metrics &&
		"$here/lib/metrics.py" openmetrics < /tmp/metrics > /tmp/samples &&
		ip netns del ä && ip netns del ö &&
		equal "names of both" 2 "$(samples twstat_time_wait_sockets | grep -c '^netns=[?][?][[]')"
}

# What node_exporter reads: a file that is replaced as a whole, in Prometheus' own format.
textfile()
{
	local inode

	rm -rf /run/textfile
	mkdir /run/textfile
	metrics && tool metrics --textfile /run/textfile/twstat.prom || return
	"$here/lib/metrics.py" prometheus < /run/textfile/twstat.prom > /tmp/other || return
	equal "the same samples" "" "$(diff <(grep -v left_now /tmp/samples | sort) \
		<(grep -v left_now /tmp/other | sort) | head -5)" &&
		equal mode 644 "$(stat -c %a /run/textfile/twstat.prom)" || return
	inode=$(stat -c %i /run/textfile/twstat.prom)
	tool metrics --textfile /run/textfile/twstat.prom &&
		[ "$(stat -c %i /run/textfile/twstat.prom)" != "$inode" ] &&
		equal files twstat.prom "$(ls -A /run/textfile)"
}

# Anybody may see counters, but no addresses.
unprivileged()
{
	inside setpriv --reuid 65534 --regid 65534 --clear-groups "$here/twstat" metrics \
		> /tmp/metrics && "$here/lib/metrics.py" openmetrics < /tmp/metrics > /tmp/samples &&
		equal TIME_WAIT "$(gauge TimeWait)" "$(sample twstat_time_wait_sockets)" &&
		equal addresses 0 "$(grep -c 127.0.0.1 /tmp/metrics)"
}

wrong()
{
	ln -sfn twstat.prom /run/textfile/link
	mkfifo /run/textfile/pipe
	fails 2 "'x' is not a number of destinations from 0 to 10000." tool metrics --top x &&
		fails 2 "--top is for metrics." tool --top 3 dst &&
		fails 2 "--textfile is for metrics." tool --textfile x summary &&
		fails 2 "metrics takes no argument, and 'x' is one too many; see twstat --help." \
			tool metrics x &&
		fails 2 "metrics takes -A, -N, --top and --textfile, and no other option." tool -j metrics &&
		fails 2 "metrics can't be used with --from." tool --from x metrics &&
		fails 1 "Can't write /nowhere/x: No such file or directory." \
			tool metrics --textfile /nowhere/x &&
		fails 1 "Can't replace /run/textfile/pipe: it is not a regular file." \
			tool metrics --textfile /run/textfile/pipe &&
		fails 1 "Can't replace /run/textfile/link: it is not a regular file." \
			tool metrics --textfile /run/textfile/link
}

# The file says so when the network namespace or the module is gone, and no old numbers stay.
module_gone()
{
	tool metrics --textfile /run/textfile/twstat.prom
	fails 1 "There is no network namespace 'gone', and no such process" \
		"$here/twstat" -N gone metrics --textfile /run/textfile/twstat.prom &&
		equal file "twstat_up - 0" \
			"$("$here/lib/metrics.py" prometheus < /run/textfile/twstat.prom)" || return
	unload
	fails 3 "The module twstat is not loaded; load it as root: modprobe twstat." \
		tool metrics --textfile /run/textfile/twstat.prom &&
		equal file "twstat_up - 0" \
			"$("$here/lib/metrics.py" prometheus < /run/textfile/twstat.prom)" &&
		fails 3 "The module twstat is not loaded; load it as root: modprobe twstat." \
			tool metrics
}

plan 10

load
namespace ip_local_port_range="40000 40019" ip_local_reserved_ports=40003,40004
conns -p 8090 -n 3 ceSEC
pause 70
conns -p 8080 -n 20 ceSEC
conns -p 8081 -n 19 ceSEC
conns -p 8082 -n 5 ceSEC
for what in counters_same gauges_same destinations_same bounded histograms_same all_namespaces \
	textfile unprivileged wrong module_gone; do
	check "$what" $what
done

ktap_finished
