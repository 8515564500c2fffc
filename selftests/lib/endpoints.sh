# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Destinations and services, compared with ss. In these tests servers have ports below 9000,
# clients above.
# shellcheck disable=SC2016 # awk expands it, not the shell

of_ss='
	function host(s)
	{
		sub(/:[0-9]+$/, "", s)
		gsub(/[][]|%[^:]*/, "", s)
		sub(/^::ffff:/, "", s)
		return s
	}
	function port(s) { sub(/.*:/, "", s); return s + 0 }
	$1 == "LISTEN" || $1 == "UNCONN" { next }'

# ss_destinations: by ss: each destination, its sockets in TIME_WAIT, and its other sockets
ss_destinations()
{
	inside ss -Htan | awk "$of_ss"'
		port($5) < 9000 {
			to = host($4) " " host($5) " " port($5)
			all[to]++
			time_wait[to] += $1 == "TIME-WAIT"
		}
		END { for (to in all) print to, time_wait[to], all[to] - time_wait[to] }' |
		sort
}

# our_destinations: the same by the module, without destinations that have no sockets
our_destinations()
{
	awk '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ others = $at["fin_wait2"] + $at["live"] }
		$at["time_wait"] + others {
			print $at["local"], $at["remote"], $at["port"],
			      $at["time_wait"], others
		}' "$(file twstat/destinations)" | sort
}

ss_services()
{
	inside ss -Htan state time-wait | sed 's/^/TIME-WAIT /' | awk "$of_ss"'
		port($4) < 9000 { time_wait[host($4) " " port($4)]++ }
		END { for (at in time_wait) print at, time_wait[at] }' | sort
}

our_services()
{
	awk '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["time_wait"] {
			print $at["local"], $at["port"], $at["time_wait"]
		}' "$(file twstat/services)" | sort
}

# as_ss: destinations and services have as many sockets as ss lists
as_ss()
{
	same destinations "$(ss_destinations)" "$(our_destinations)" &&
		same services "$(ss_services)" "$(our_services)"
}

# column FILE NAME [COLUMN=VALUE]: prints the sum of this column, in the rows in which COLUMN
# is VALUE; "-" if a value is unknown
column()
{
	awk -v want="$2" -v where="${3-}" '
		NR == 1 {
			for (i = 1; i <= NF; i++)
				at[$i] = i
			split(where, pair, "=")
			next
		}
		where && $at[pair[1]] != pair[2] { next }
		$at[want] == "-" { unknown = 1 }
		{ sum += $at[want] }
		END { print unknown ? "-" : sum + 0 }' "$(file "twstat/$1")"
}

# rows FILE: prints how many rows it has
rows()
{
	awk 'END { print NR - 1 }' "$(file "twstat/$1")"
}

# columns FILE WHERE NAME=VALUE...: in the rows that match WHERE (COLUMN=VALUE), these columns
# have these values
columns()
{
	local file=$1 where=$2 pair bad=0

	for pair in "${@:3}"; do
		equal "$where: ${pair%=*}" "${pair#*=}" \
			"$(column "$file" "${pair%=*}" "$where")" || bad=1
	done
	return $bad
}
