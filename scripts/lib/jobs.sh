# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Runs jobs so that all CPUs stay busy, and shows their progress.

# jobs_most: prints how many jobs can run in parallel: one for each CPU, as far as there is
# memory for their VMs
jobs_most()
{
	awk -v cpus="$(nproc)" '
		$1 == "MemAvailable:" {
			most = int($2 / 2500000)
			print most < 1 ? 1 : most < cpus ? most : cpus
		}' /proc/meminfo
}

# jobs_run: runs the jobs of its input. A line is a job: how many CPUs it can use, and the
# command. Jobs start in this order, as soon as a CPU is free. But of the jobs that can use
# two CPUs, only as many run in parallel as there are pairs of CPUs, or one: if one CPU of a
# VM waits while it holds a lock, the other one spins. A job that fails has lost results,
# and is reported.
jobs_run()
{
	local cpus wide=0 waiting=() pid i width status
	local -A running=() command=()

	cpus=$(jobs_most)
	mapfile -t waiting
	while [ ${#waiting[@]} != 0 ] || [ ${#running[@]} != 0 ]; do
		for i in "${!waiting[@]}"; do
			[ ${#running[@]} -lt "$cpus" ] || break
			width=${waiting[i]%% *}
			[ "$width" = 1 ] || [ $wide = 0 ] || [ $((2 * wide + 2)) -le "$cpus" ] ||
				continue
			bash -c "${waiting[i]#* }" &
			running[$!]=$width
			command[$!]=${waiting[i]#* }
			wide=$((wide + width - 1))
			unset "waiting[i]"
		done
		status=0
		wait -n -p pid || status=$?
		[ $status = 0 ] || echo "FAIL ${command[$pid]}: it ended with $status"
		wide=$((wide - running[$pid] + 1))
		unset "running[$pid]"
	done
}

# jobs_progress PLAN: prints each minute which tests run in VMs, how much of the plan is
# done, and how long the rest will take at this rate
jobs_progress()
{
	local plan=$1 now ready all left
	local begin=$EPOCHSECONDS

	while sleep 60; do
		now=$(jobs_tests | paste -sd, | sed 's/,/, /g')
		read -r ready all < <(jobs_done "$plan")
		left=
		if [ "$ready" -gt 0 ]; then
			left=$(((EPOCHSECONDS - begin) * (all - ready) / ready))
			left=", about $(((left + 59) / 60)) min left"
		fi
		say "after $(((EPOCHSECONDS - begin) / 60)) min:" \
			"$((100 * ready / (all + !all))) % done$left; now ${now:-no test}"
	done
}

# jobs_times: prints the rows of all VMs: KERNEL/MODE, test, seconds of CPU time, seconds of
# wall time; and those of what ran outside VMs, as host/-
jobs_times()
{
	cat build/host-times build/*/*/times 2> /dev/null || true
}

# jobs_tests: prints the tests that run in VMs now
jobs_tests()
{
	local pid test

	for pid in build/*/*/pid; do
		[ -e "$pid" ] || continue
		test=$(sed -n 's/^# selftests: twstat: //p' "${pid%pid}result" 2> /dev/null | tail -1)
		echo "$(< "${pid%pid}run") ${test:-boots}"
	done
}

# jobs_done PLAN: prints how many seconds of the plan are done, and of how many
jobs_done()
{
	jobs_times | awk '
		FILENAME == "-" { done[$1, $2]; next }
		{
			all += $4
			if (($1 "/" $2, $3) in done)
				ready += $4
		}
		END { printf "%d %d\n", ready, all }' - "$1"
}
