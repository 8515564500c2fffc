# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # of lib.sh: where the project and the cache are
# Which selftest runs on which kernel, how long that takes, and in how many VMs.

# plan_seconds: how long a VM's tests may take together, times three where the kernel, and
# so its boot, is slow. Below it, booting is much of what a VM does; above it, one CPU is
# still busy with the last VM when the other is done.
plan_seconds=240

# plan_table: selftests/tests without its comments: test, mode, where, seconds
plan_table()
{
	sed -n 's/^\([^# ][^ ]*  *[^ ]*  *[^ ]*  *[^ ]*\).*/\1/p' "$top/selftests/tests"
}

# plan_names: all selftests there are
plan_names()
{
	plan_table | awk '{ print $1 }' | sort -u
}

# plan EXTENT KERNEL...: lines of kernel, mode, test, the seconds that it is likely to take
# (what it took the last time or, where it never ran, what the table says), and how slow
# the kernel is. EXTENT is
#
#   full	everything, on each kernel
#   usual	what can differ there
#   quick	of that, what is marked so
plan()
{
	local extent=$1 kernel

	shift
	for kernel; do
		plan_table | awk -v extent="$extent" -v kernel="$kernel" \
			-v marks="$(kernel_field "$kernel" tests)" \
			-v slow="$(kernel_field "$kernel" slow)" \
			-v known="$cache/times" '
			# shares LIST LIST: whether they have a word in common
			function shares(a, b, i, n, words)
			{
				n = split(a, words, ",")
				for (i = 1; i <= n; i++)
					if (index("," b ",", "," words[i] ","))
						return 1
				return 0
			}

			BEGIN {
				while ((getline line < known) > 0) {
					split(line, field, " ")
					took[field[1], field[2], field[3]] = field[4]
				}
			}
			extent == "quick" && !shares($3, "quick") { next }
			extent == "full" || shares($3, marks) {
				seconds = took[kernel, $2, $1]
				print kernel, $2, $1, seconds ? seconds : $4 * slow, slow
			}'
	done
}

# plan_vms: of a plan, lines for each VM: its seconds, kernel, mode, number among those
# of the same kernel and mode, and tests, the longest first. A kernel's tests of one mode
# are dealt out to as few VMs as plan_seconds allow.
plan_vms()
{
	sort -k4,4nr | awk -v most=$plan_seconds '
		{
			list = $1 " " $2
			if (!(list in total))
				lists[++n] = list
			total[list] += $4
			slow[list] = $5 < 3 ? $5 : 3
			test[list, ++tests[list]] = $3
			seconds[list, tests[list]] = $4
		}

		# The longest that is left to the VM that has least.
		function deal(list, vms, i, vm, least, took, names)
		{
			for (i = 1; i <= tests[list]; i++) {
				least = 1
				for (vm = 2; vm <= vms; vm++)
					if (took[vm] < took[least])
						least = vm
				took[least] += seconds[list, i]
				names[least] = names[least] " " test[list, i]
			}
			for (vm = 1; vm <= vms && vm in names; vm++)
				print took[vm], list, vm names[vm]
		}

		END {
			for (i = 1; i <= n; i++)
				deal(lists[i], int(total[lists[i]] / (most * slow[lists[i]])) + 1)
		}' | sort -nr
}

# plan_kept LOG KERNEL...: a line for each selftest that was planned for one of these and
# that the log has no result of
plan_kept()
{
	local log=$1

	shift
	awk -v kernels=" $* " '
		FILENAME != ARGV[2] {
			if (/^(ok  |FAIL|skip) /) {
				sub(/:$/, "", $2)
				seen[$2]
			}
			next
		}
		index(kernels, " " $1 " ") && !(($1 "/" $2 "/" $3) in seen) {
			print "FAIL " $1 "/" $2 "/" $3 ": it was planned, and has no result"
		}' "$log" "$plan"
}
