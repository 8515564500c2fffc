# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Jobs that keep all CPUs busy to the end, and how far they are.

# jobs_most: how many can run at a time: as many as there are CPUs, and memory for VMs
jobs_most()
{
	awk -v cpus="$(nproc)" '
		$1 == "MemAvailable:" {
			most = int($2 / 2500000)
			print most < 1 ? 1 : most < cpus ? most : cpus
		}' /proc/meminfo
}

# jobs_run: runs jobs, one a line of the input: how many CPUs it can use, and the command.
# They begin in this order, as far as there are CPUs; but of those that can use two,
# only as many run at a time as there are CPUs for, since VMs that wait for a CPU while
# they hold a lock waste that of others. A job that ends badly has lost results.
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

# jobs_progress PLAN: says once a minute what tests run in VMs now, how much of the PLAN is
# done, and how long the rest will take if it goes on like that
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

# jobs_times: the rows that VMs have left: KERNEL/MODE, test, seconds of CPU and of the
# clock; and what was done outside of VMs, as host/-
jobs_times()
{
	cat build/host-times build/*/*/times 2> /dev/null || true
}

# jobs_tests: what runs in VMs now
jobs_tests()
{
	local pid test

	for pid in build/*/*/pid; do
		[ -e "$pid" ] || continue
		test=$(sed -n 's/^# selftests: twstat: //p' "${pid%pid}result" 2> /dev/null | tail -1)
		echo "$(< "${pid%pid}run") ${test:-boots}"
	done
}

# jobs_done PLAN: how many seconds of a plan are done, and of how many
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
