# SPDX-License-Identifier: GPL-2.0
# Turns what the kselftest runner prints into one line a case, as it comes:
#
#   awk -v run=KERNEL/MODE -f scripts/ktap.awk
#
# "ok   RUN/TEST: CASE", "skip ..." or "FAIL ...", and after a failure all that was
# printed since the case before. A test that has no cases is one itself.

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

/^# selftests: / {
	test = $NF
	cases = failed = 0
	text = reason = ""
	next
}

# Why a whole test is skipped.
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

# The test as a whole, of which its cases say more.
/^(not )?ok [0-9]+ selftests: / {
	bad = $1 == "not"
	name = $0
	sub(/.*selftests: [^ ]* [^ ]* ?/, "", name)
	name = name reason
	if (cases == 0 || (bad && failed == 0))
		result(verdict($0, bad), name, name == "" ? "" : " ")
	else if (bad)
		printf "%s", text
}
