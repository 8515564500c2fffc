#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Prometheus reads the metrics, its alert on a destination without free ports fires, and
# Alertmanager tells a receiver when it begins and when it is over.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/tool.sh"
. "$(dirname "$0")/lib/programs.sh"

folder=/run/prometheus
told=$folder/told

# promtool SUBCOMMAND...: it finds nothing to say against
promtool()
{
	program promtool "$@" > $folder/said 2>&1 || { sed 's/^/# /' $folder/said; return 1; }
}

checks_metrics()
{
	conns -p 8070 -n 3 ceSEC
	tool metrics --textfile - > $folder/metrics && promtool check metrics < $folder/metrics &&
		equal complaints "" "$(< $folder/said)"
}

checks_rules()
{
	promtool check rules "$here/twstat.rules.yml" && cp "$here"/{twstat.rules.yml,lib/rules_test.yml} $folder &&
		promtool test rules $folder/rules_test.yml
}

configure()
{
	cat > $folder/prometheus.yml <<- END
	global: { scrape_interval: 5s, evaluation_interval: 5s }
	rule_files: [$here/twstat.rules.yml]
	alerting: { alertmanagers: [ static_configs: [ targets: ["127.0.0.1:9093"] ] ] }
	scrape_configs:
	- { job_name: twstat, static_configs: [ targets: ["127.0.0.1:9105"] ] }
	END
	cat > $folder/alertmanager.yml <<- END
	route: { receiver: told, group_wait: 1s, group_interval: 5s }
	receivers:
	- { name: told, webhook_configs: [ { url: "http://127.0.0.1:9105/" } ] }
	END
	# Where it looks for it.
	mkdir -p /usr/share/prometheus
	ln -sfn "$TWSTAT_PROGRAMS/usr/share/prometheus/alertmanager" /usr/share/prometheus/
}

# query EXPRESSION: prints the value that Prometheus has
query()
{
	inside curl -s -G --data-urlencode "query=$1" http://127.0.0.1:9090/api/v1/query |
		jq -r '.data.result[0].value[1]'
}

has()
{
	[ "$(query "$1")" = "$2" ]
}

reads()
{
	configure
	serve 9105 "$here/lib/exporter.py" 9105 "$here/twstat" $told &&
		serve 9093 prometheus-alertmanager --config.file $folder/alertmanager.yml \
			--storage.path $folder/alerts --cluster.listen-address= &&
		serve 9090 prometheus --config.file $folder/prometheus.yml \
			--storage.tsdb.path $folder/data --web.listen-address 127.0.0.1:9090 || return
	wait_for 120 has twstat_up 1 &&
		equal connects 3 "$(query 'twstat_destination_connects_total{port="8070"}')" &&
		equal "usable ports" 28232 "$(query twstat_local_ports)"
}

# tells STATUS: the receiver was told of the alert in this state
tells()
{
	[ -e $told ] && jq -e --arg status "$1" 'select(.status == $status) |
		.alerts[] | select(.labels.alertname == "TwstatPortsExhausted")' $told > /dev/null
}

fires()
{
	inside sysctl -qw net.ipv4.ip_local_port_range="40000 40019"
	conns -p 8080 -n 21 ceSEC
	wait_for 300 tells firing || return
	equal status critical "$(jq -r '.alerts[].labels.severity' $told | head -1)" &&
		has 'twstat_destination_exhausted_total{port="8080"}' 1
}

# Five minutes after the last failure the alert is over.
resolves()
{
	wait_for 900 tells resolved
}

plan 5

load
namespace
mkdir -p $folder
check "promtool has nothing against the metrics" checks_metrics
check "promtool: the alerts fire when they should" checks_rules
check "Prometheus has the same numbers" reads
check "a destination without free ports: the alert arrives" fires
check "and its end" resolves

ktap_finished
