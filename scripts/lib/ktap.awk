# SPDX-License-Identifier: GPL-2.0
# Turns the output of the kselftest runner into one line for each case, at once:
#
#   awk -v run=KERNEL/MODE [-v pidfile=FILE -v times=FILE] -f scripts/lib/ktap.awk
#
# pidfile has the pid of the VM. times gets a row for each test: RUN, test, seconds of CPU
# time, seconds of wall time.
#
# A line is "ok   RUN/TEST: CASE", "skip ..." or "FAIL ...". After a failure follows all
# output since the previous case. A test without cases counts as one case.

function result(word, name, sep)
{
	printf "%-4s %s/%s%s%s\n", word, run, test, sep, name
	if (word == "FAIL") {
		printf "%s", text
		failed++
	}
	fflush()
	text = ""
	cases++
}

function verdict(line, bad)
{
	if (bad)
		return "FAIL"
	return line ~ /# *SKIP/ ? "skip" : "ok"
}

# read_fields FILE: reads its first line into field[]; returns whether it has one
function read_fields(file, line, some)
{
	some = (getline line < file) > 0
	close(file)
	split(line, field, " ")
	return some
}

# stamp NAME: writes a row with the time that the VM used since the last call
function stamp(name, uptime, used)
{
	if (pid == "" && (getline pid < pidfile) <= 0)
		return
	read_fields("/proc/uptime")
	uptime = field[1]
	if (!read_fields("/proc/" pid "/stat"))
		return
	used = (field[14] + field[15]) / 100
	printf "%s %s %.1f %.1f\n", run, name, used - was_used, uptime - was_uptime > times
	fflush(times)
	was_used = used
	was_uptime = uptime
}

BEGIN {
	read_fields("/proc/uptime")
	was_uptime = field[1]
}

/^# selftests: / {
	stamp(test == "" ? "boot" : "between")
	test = $NF
	cases = failed = 0
	text = reason = ""
	next
}

# The reason why a whole test is skipped.
/^# 1\.\.0 # *SKIP/ {
	reason = $0
	sub(/.*SKIP/, "", reason)
}

# A case of the test.
/^# +(not )?ok [0-9]+/ {
	bad = $2 == "not"
	name = $0
	sub(/^# +(not )?ok [0-9]+ *(- )?/, "", name)
	result(verdict($0, bad), name, ": ")
	next
}

/^# / {
	text = text "     | " substr($0, 3) "\n"
}

# The result of the whole test. It is printed only if no case shows it.
/^(not )?ok [0-9]+ selftests: / {
	stamp(test)
	bad = $1 == "not"
	name = $0
	sub(/.*selftests: [^ ]* [^ ]* ?/, "", name)
	name = name reason
	if (cases == 0 || (bad && failed == 0))
		result(verdict($0, bad), name, name == "" ? "" : " ")
	else if (bad)
		printf "%s", text
}
