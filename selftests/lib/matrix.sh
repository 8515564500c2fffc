# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# The matrix of state transitions, compared with ss: transitions into a state less
# transitions out of it are the sockets that ss lists in it. ss shows half-open connections
# as SYN-RECV.

# Reads the list of ss and then the matrix. Prints the states that have sockets, and a
# comment where the two differ. The first row has no state to leave; the others have the
# states in the header's order.
# shellcheck disable=SC2016 # awk expands it, not the shell
compare='
	FILENAME == "-" { listed[$1]++; next }
	FNR == 1 {
		for (i = 2; i <= NF; i++) {
			name[i] = $i
			sub("NEW_", "", name[i])
			sub("ESTABLISHED", "ESTAB", name[i])
			sub("WAIT1", "WAIT_1", name[i])
			sub("WAIT2", "WAIT_2", name[i])
			gsub("_", "-", name[i])
		}
		next
	}
	{
		for (i = 2; i <= NF; i++) {
			n[name[i]] += $i
			if (FNR > 2)
				n[name[FNR - 1]] -= $i
		}
	}
	END {
		for (i = 2; i in name; i++) {
			state = name[i]
			if (state == "CLOSE" || done[state]++)
				continue
			if (n[state] + 0 != listed[state] + 0)
				print "# " state ": " n[state] ", should be " listed[state] + 0
			else if (n[state])
				print state, n[state]
		}
	}'

# in_states: prints STATE COUNT for each state that has sockets in the namespace $ns
in_states()
{
	inside ss -Htan | awk "$compare" - "$(file twstat/states)"
}

# has [STATE COUNT]...: the namespace $ns has exactly these sockets
has()
{
	local states

	mapfile -t states < <(in_states)
	equal sockets "$*" "${states[*]}"
}

# moves FROM TO: prints how often a socket of the namespace $ns made this transition, by the
# module's names of states
moves()
{
	awk -v from="$1" -v to="$2" '
		NR == 1 { for (i = 2; i <= NF; i++) if ($i == to) at = i }
		$1 == from { print $at }' "$(file twstat/states)"
}

# requests TAKEN DROPPED: TAKEN half-open connections were completed, and DROPPED were not
requests()
{
	equal "NEW_SYN_RECV to SYN_RECV, to CLOSE; CLOSE to SYN_RECV" "$1 $2 0" \
		"$(moves NEW_SYN_RECV SYN_RECV) $(moves NEW_SYN_RECV CLOSE) $(
		moves CLOSE SYN_RECV)"
}

# as_listed: the matrix agrees with ss in all states
as_listed()
{
	! in_states | grep '^#'
}
