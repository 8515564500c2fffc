# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Plans which selftest runs on which kernel, how long it takes, and in which VM.
# shellcheck disable=SC2154 # variables of lib.sh

# How many seconds all tests of one VM may take, times up to three for a slow kernel. If this
# is shorter, booting takes a large share; if it is longer, one CPU idles at the end while
# another CPU runs the last VM.
plan_seconds=240

# plan_table: prints selftests/tests without its comments: test, mode, where, seconds
plan_table()
{
	sed -n 's/^\([^# ][^ ]*  *[^ ]*  *[^ ]*  *[^ ]*\).*/\1/p' "$top/selftests/tests"
}

# plan_names: prints all selftests
plan_names()
{
	plan_table | awk '{ print $1 }' | sort -u
}

# plan EXTENT KERNEL...: prints lines of kernel, mode, test, expected seconds, slowness of the
# kernel. Expected is the time that the test took last on this machine, else what the table
# says. EXTENT is
#
#   full	every test on each kernel
#   usual	the tests whose result can differ there
#   quick	the tests of "usual" that are marked "quick"
plan()
{
	local extent=$1 kernel

	shift
	for kernel; do
		plan_table | awk -v extent="$extent" -v kernel="$kernel" \
			-v marks="$(kernel_field "$kernel" tests)" \
			-v slow="$(kernel_field "$kernel" slow)" \
			-v known="$cache/times" '
			# shares(a, b): the lists have a word in common
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

# plan_vms: reads a plan, and prints a line for each VM, the longest first: seconds, kernel,
# mode, number (from 1, for each kernel and mode), tests, the longest first. It uses as few
# VMs as plan_seconds allows.
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

		# The longest test goes to the VM that has the least to do.
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

# plan_kept LOG KERNEL...: prints a failure for each selftest that was planned for one of
# these kernels and has no result in the log
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
			print "FAIL " $1 "/" $2 "/" $3 ": it was planned but has no result"
		}' "$log" "$plan"
}
