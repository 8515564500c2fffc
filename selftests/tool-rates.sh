#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Rates, and the time until ports run out, compared with what was done while the tool twstat
# measured.
# shellcheck disable=SC2016 # jq expands it, not the shell

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/tool.sh"

# look OPTION COMMAND...: measures 20 s in which the command runs
look()
{
	tool_in_background "$1" -i 20 > /tmp/looked
	meanwhile "${@:2}"
}

# was FILTER VALUE...: the first destination with ports in use has these values
was()
{
	local filter=$1

	shift
	equal "$filter" "$*" \
		"$(jq -r ".seconds as \$s | .destinations[0] as \$d | $filter" /tmp/looked |
			paste -sd ' ')"
}

rates='($d["new-rate", "failed-rate", "growth-rate"] * $s | round),
	($d["runs-out"] | if . == null then "never" else round end)'

# A rate for which 1,000 ports are enough (up to 16.7/s): the number in use stops growing.
sustained()
{
	look -j conns -p 8080 -n 200 ceSEC
	was "$rates" 200 0 200 never && was '.rates["enter-close"] * $s | round' 200 &&
		was '$d["max-rate"] * 60 | round' 1000
}

# A higher rate: the time left is the free ports divided by their rate.
running_out()
{
	look -j conns -p 8081 -n 500 ceSEC
	was "$rates" 500 0 500 20 &&
		was '$d.usable - $d.ports' 500
}

# Live connections never free their ports: even a low rate uses up all.
held_up()
{
	look -j hold -p 8082 -n 100 wceSEC
	was "$rates" 100 0 100 180 && was '$d.live' 100 && was '$d["max-rate"]' 0
	go_on
}

too_many()
{
	conns -p "$1" -n 1010 ceSEC
}

# Ten of these calls fail.
out()
{
	look -j too_many 8083
	was "$rates" 1000 10 1000 0 && was '.rates["connect-exhausted"] * $s | round' 10
}

# The text output says the same.
said()
{
	look -n too_many 8084
	grep -E '^OUT OF PORTS: 127.0.0.1 to 127.0.0.1:8084 uses 1000 of 1000 ports; 0\.5 connect\(\) calls/s fail' /tmp/looked &&
		grep -E '^127.0.0.1  127.0.0.1:8084 +1000 +1000 +100% +50\.0 +16\.7 +0\.5 +now$' \
		/tmp/looked && grep -E '^TIME_WAIT +1000 +1000 +50\.0 +0\.0$' /tmp/looked
}

warned()
{
	look -n conns -p 8085 -n 500 ceSEC
	grep -E '^RUNNING OUT OF PORTS: 127.0.0.1 to 127.0.0.1:8085 has 500 left, enough for (20|21) s ' \
		/tmp/looked
}

# A destination that disappears, and a new one.
went_and_came()
{
	conns -p 8086 -n 10 ceSEC
	look -j end_and conns -p 8087 -n 20 ceSEC
	equal growth "8087 20 8086 -10" "$(jq -r '.destinations[] |
		"\(.port) \(.["growth-rate"] * 20 | round)"' /tmp/looked | paste -sd ' ')" &&
		was '.rates["exit-destroyed"] * $s | round' 10
}

end_and()
{
	destroy
	"$@"
}

plan 7

for what in sustained running_out held_up out said warned went_and_came; do
	load
	namespace ip_local_port_range="40000 40999"
	check "$what" $what
	unload
done

ktap_finished
