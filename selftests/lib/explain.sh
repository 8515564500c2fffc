# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# The explanation that the tool twstat gives: reading it, and comparing its parts.
# shellcheck disable=SC2016 # jq expands it, not the shell
# shellcheck disable=SC2034,SC2154 # variables of other files and of the tests

# The last explanation, by paths of ids. One jq reads all of it, since a process is slow.
declare -A said
read_said()
{
	local path value

	said=()
	while read -r path value; do
		said[$path]=$value
	done < <(jq -r '
		def all(name): map(.id as $id | "\(name).\($id) \(.text)",
			(.numbers | to_entries[] | "\(name).\($id).\(.key) \(.value)"))[];
		"verdict \(.verdict)", "cause \(.cause)", "explained \(.explained | length)",
		(.innocent | all("innocent")), (.unknown | all("unknown")),
		(.explained[0] // empty |
			"causes \(.causes | map(.id) | join(" "))",
			"remedies \(.remedies | map(.id) | join(" "))", "best \(.best)",
			(.causes | all("causes")), (.facts | all("facts")),
			(.remedies | all("remedies"))),
		"more " + (.explained[1:] | map("\(.destination.port) \(.cause)") | join(" "))
		' /tmp/explained)
}

# during SECONDS COMMAND...: explains SECONDS in which the command runs; sets $said, and
# writes what is printed without -j to /tmp/short
during()
{
	local short

	tool_in_background -n -i "$1" explain > /tmp/short
	short=$job
	wait_for 20 waits_in nanosleep
	tool_in_background -j -n -i "$1" explain > /tmp/explained
	meanwhile "${@:2}"
	wait "$short"
	read_said
}

# shellcheck disable=SC2120
# now [ARGUMENT...]: the same, of a moment in which nothing happens
now()
{
	tool -j -n -i 1 explain "$@" > /tmp/explained
	tool -n -i 1 explain "$@" > /tmp/short
	read_said
}

# short: what is printed without --full has at most ten lines, none of which is too long or
# had to be cut, and names the best remedy
short()
{
	awk -v best="${said[best]-null}" '
		/^    (sysctl|ss|man|#|echo) / { next }
		length > 98 || / [.][.][.]$/ { print "# bad line: " $0; failed = 1 }
		/^Best/ { named = 1 }
		END {
			if (NR > 10 || NR < 2)
				failed = 1
			if (best != "null" && !named)
				failed = 1
			if (failed)
				print "# " NR " lines, best: " best
			exit failed
		}' /tmp/short || { sed 's/^/# /' /tmp/short; return 1; }
}

# is VERDICT CAUSE [OTHER...]: the verdict, its main cause, and other causes; and the short
# text is short
is()
{
	short && equal verdict "$1" "${said[verdict]}" &&
		equal causes "${*:2}" "${said[causes]-}" &&
		equal cause "${2:-none}" "${said[cause]}"
}

# number LIST ID NAME WANT: a number of an entry
number()
{
	equal "$2: $3" "$4" "${said[$1.$2.$3]-}"
}

# fact ID NAME WANT, remedy ID NAME WANT: a number of a fact, of a remedy
fact()
{
	number facts "$@"
}

remedy()
{
	number remedies "$@"
}

# remedies ID...: the remedies are these, in this order
remedies()
{
	equal remedies "$*" "${said[remedies]}"
}

# best ID: the remedy that the short text names
best()
{
	equal best "$1" "${said[best]}" && grep -q '^Best' /tmp/short
}

# lines ID: prints the lines to type of a remedy
lines()
{
	jq -r --arg id "$1" '.explained[0].remedies[] | select(.id == $id) | .lines' /tmp/explained
}

# apply ID: types the lines of a remedy, in the namespace
apply()
{
	lines "$1" > /tmp/lines
	sed 's/^/# /' /tmp/lines
	inside sh -e /tmp/lines
}

# text LIST ID PART: the text of an entry contains PART
text()
{
	[[ ${said[$1.$2]-} == *$3* ]] || { echo "# $2: ${said[$1.$2]-}"; return 1; }
}

# mentions LIST ID...: the list has these entries, among others
mentions()
{
	local id

	for id in "${@:2}"; do
		[ -n "${said[$1.$id]-}" ] || { echo "# missing: $id"; return 1; }
	done
}

# All screens have the same first line.
agree()
{
	equal "first line" "$(tool -n -i 0 | head -n 1)" \
		"$(tool -n -i 0 explain | head -n 1)"
}

# client COUNT [OPTION...]: makes COUNT connections; sets $failures to how many found no port
client()
{
	inside "$here/conns" "${to[@]}" -p 8080 -n "$@" ceSEC > /tmp/client
	sed 's/^/# /' /tmp/client
	failures=$(sed -n 's/.* EADDRNOTAVAIL //p' /tmp/client)
}

# range PORTS [NAME=VALUE...]: makes a namespace with PORTS ports
range()
{
	fresh ip_local_port_range="40000 $((39999 + $1))" "${@:2}"
}

# fresh [NAME=VALUE...]: makes a namespace, and a peer for it
fresh()
{
	namespace "$@"
	to=()
}
