# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# The report when all jobs are done: what failed, and how long each test took.
# shellcheck disable=SC2154 # variables of lib.sh

# count_results WORD LOG: prints how many results begin with this word
count_results()
{
	grep -c "^$1 " "$2" || true
}

# recap LOG: prints each failure with the last lines of its output; and for each failed test
# the kernel's log and the command that runs the test alone
recap()
{
	local names i next

	mapfile -t names < <(sed -n 's/^FAIL //p' "$1")
	for i in "${!names[@]}"; do
		echo "failed: ${names[i]}"
		recap_why "${names[i]}" "$1"
		next=${names[i + 1]-}
		[ "${names[i]%%: *}" = "${next%%: *}" ] || recap_alone "${names[i]}"
	done
}

# recap_why NAME LOG: prints the last lines of the output of this failure
recap_why()
{
	NAME=$1 awk '
		/^     \|/	{ if (found) why[++n] = $0; next }
				{ found = $0 == "FAIL " ENVIRON["NAME"] }
		END		{ for (i = n > 8 ? n - 7 : 1; i <= n; i++) print why[i] }' "$2"
}

# recap_alone NAME: prints more about a failure KERNEL/MODE/TEST: CASE or
# KERNEL/MODE-NUMBER: REASON
recap_alone()
{
	local kernel mode test

	IFS='/: ' read -r kernel mode test _ <<< "$1"
	case $mode in
	icount | pair | turns | smp)
		if [[ $test == *.sh ]]; then
			recap_log "$kernel/$mode" "$test"
			echo "     alone: scripts/check --kernel $kernel $test"
		fi ;;
	icount-* | pair-* | turns-* | smp-*)
		recap_vm "$kernel/${mode%-*}" "${mode#*-}" ;;
	esac
}

# recap_log RUN TEST: prints the last lines of the kernel's log during the test
recap_log()
{
	local run log

	for run in build/*/*/run; do
		[ "$(< "$run")" = "$1" ] || continue
		log=${run%run}dmesg
		[ -s "$log" ] || log=${run%run}console
		[ ! -s "$log" ] || awk -v test="$2" '
			/twstat selftest: /	{ of = index($0, " " test); next }
			of			{ line[++n] = $0 }
			END {
				for (i = n > 8 ? n - 7 : 1; i <= n; i++)
					print "     kernel: " line[i]
			}' "$log"
	done
}

# recap_vm RUN NUMBER: prints the folder of a VM's files, and the tests that ran in it
recap_vm()
{
	local run

	for run in build/*/*"-$2"/run; do
		[ ! -e "$run" ] || [ "$(< "$run")" != "$1" ] || {
			echo "     see ${run%run}; it ran: $(sed -n 's/^# selftests: twstat: //p' \
				"${run%run}result" 2> /dev/null | paste -sd' ')"
		}
	done
}

# keep_times LOG: saves how long each test took, without failed tests, for the next plan
keep_times()
{
	local kept=$cache/times

	{
		jobs_times | tr / ' ' | while read -r kernel mode test used clock; do
			grep -q "^FAIL $kernel/$mode/$test" "$1" ||
				echo "$kernel $mode $test $used $clock"
		done
		cat "$kept" 2> /dev/null || true
	} | awk '$3 ~ /\.sh$/ && !seen[$1, $2, $3]++' > build/times-kept
	if ! cp build/times-kept "$kept.$$" 2> /dev/null || ! mv "$kept.$$" "$kept"; then
		say "can't write to $kept; the next plan will use older times."
	fi
}

# show_times: prints how long each test took, the longest first
show_times()
{
	echo "# Kernel, mode, test, seconds of CPU time, seconds of wall time. \"boot\" is the"
	echo "# time before a VM's first test, \"between\" that between tests; \"host\" is no VM."
	jobs_times | tr / ' ' | awk '
		NF != 5 { next }
		{
			name = $1 " " $2 " " $3
			cpu[name] += $4
			clock[name] += $5
			all += $4
		}
		END {
			for (name in cpu) {
				split(name, field, " ")
				printf "%-8s %-7s %-28s %8.1f %8.1f\n", field[1], field[2],
					field[3], cpu[name], clock[name]
			}
			printf "%-8s %-7s %-28s %8.1f\n", "all", "-", "-", all
		}' | sort -k4,4nr
}
