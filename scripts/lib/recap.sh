# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # of lib.sh: where the project and the cache are
# What is said when all jobs are done: what failed, and how long each test took.

# count_results WORD LOG
count_results()
{
	grep -c "^$1 " "$2" || true
}

# recap LOG: what failed and the last lines of why, and of each test what the kernel said
# meanwhile and how to run it alone
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

# recap_why NAME LOG
recap_why()
{
	NAME=$1 awk '
		/^     \|/	{ if (found) why[++n] = $0; next }
				{ found = $0 == "FAIL " ENVIRON["NAME"] }
		END		{ for (i = n > 8 ? n - 7 : 1; i <= n; i++) print why[i] }' "$2"
}

# recap_alone NAME: for KERNEL/MODE/TEST: CASE, or KERNEL/MODE-NUMBER: what happened
recap_alone()
{
	local kernel mode test

	IFS='/: ' read -r kernel mode test _ <<< "$1"
	case $mode in
	icount | turns | smp)
		if [[ $test == *.sh ]]; then
			recap_log "$kernel/$mode" "$test"
			echo "     alone: scripts/check --kernel $kernel $test"
		fi ;;
	icount-* | turns-* | smp-*)
		recap_vm "$kernel/${mode%-*}" "${mode#*-}" ;;
	esac
}

# recap_log RUN TEST: the last lines of the kernel's log while it ran
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

# recap_vm RUN NUMBER: where all is that is known of a VM, and what ran in it
recap_vm()
{
	local run

	for run in build/*/*"-$2"/run; do
		[ "$(< "$run")" != "$1" ] || {
			echo "     see ${run%run}; it ran $(sed -n 's/^# selftests: twstat: //p' \
				"${run%run}result" 2> /dev/null | paste -sd' ')"
		}
	done
}

# keep_times LOG: the cache keeps what each test took that did not fail, for the next plan
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
		say "$kept can't be written to: the next plan will not know what tests took."
	fi
}

# show_times: a table of what each test took, the longest first
show_times()
{
	echo "# Seconds of the host's CPU and of the clock. boot is what a VM took before its"
	echo "# first test, between what the runner took between two, and host no VM's."
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
