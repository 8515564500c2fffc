# SPDX-License-Identifier: GPL-2.0
# What scripts/bench measured, as a table, CSV or JSON: -v format=table|csv|json.
#
# The first file says what the cases are, the second one has a line for each value, with
# tabs: kernel, case, watcher, run, measure, value, unit.

BEGIN			{ FS = OFS = "\t" }
NR == FNR		{ describe(); next }
			{ take() }
END			{ if (format == "table") tables(); else lines() }

function describe(	i, word) {
	split($0, word, / +/)
	for (i = 1; i <= 4; i++)
		sub(/^[^ ]+ +/, "")
	text[word[1]] = $0
}

# note(LIST, NAME, ITEM): puts it into the list of that name if it is not there
function note(list, id, item) {
	if ((id, item) in known)
		return
	known[id, item] = 1
	list[id, ++list[id]] = item
}

function take(	cell) {
	note(group, "all", $1 OFS $2)
	note(watcher, $1 OFS $2, $3)
	note(measure, $1 OFS $2 OFS "m", $5)
	cell = $1 OFS $2 OFS $3 OFS $5
	sum[cell] += $6
	if (!runs[cell]++ || $6 < least[cell])
		least[cell] = $6
	if ($6 > most[cell])
		most[cell] = $6
	unit[cell] = $7
}

function value(cell)	{ return sum[cell] / runs[cell] }
function spread(cell)	{ return sum[cell] ? 100 * (most[cell] - least[cell]) / value(cell) : 0 }
function none(of, m)	{ return of OFS "none" OFS m }
function added(of, w, m)	{ return value(of OFS w OFS m) - value(none(of, m)) }

# Whether there is something that it was added to.
function compared(of, w, m) {
	return w != "none" && (none(of, m) in runs) && sum[none(of, m)]
}

function percent(of, w, m)	{ return 100 * added(of, w, m) / value(none(of, m)) }

# 1234567 as 1,234,567
function commas(number,	text) {
	text = sprintf("%.0f", number)
	while (match(text, /[0-9][0-9][0-9][0-9]($|,)/))
		text = substr(text, 1, RSTART) "," substr(text, RSTART + 1)
	return text
}

function tables(	i, part) {
	for (i = 1; i <= group["all"]; i++) {
		split(group["all", i], part, OFS)
		printf "%s%s, %s: %s\n\n", i == 1 ? "" : "\n", part[1], part[2], text[part[2]]
		if (watcher[group["all", i]] > 1)
			matrix(group["all", i])
		else
			column(group["all", i])
	}
}

# put(ROW, COLUMN, TEXT): puts it into the table that is being made
function put(row, col, content) {
	table[row, col] = content
	if (length(content) > width[col])
		width[col] = length(content)
}

# The first column to the left, all others to the right.
function show(rows, cols,	r, c, line) {
	for (r = 0; r < rows; r++) {
		line = ""
		for (c = 0; c < cols; c++)
			line = line sprintf(c ? "  %*s" : "%-*s", width[c], table[r, c])
		print "    " line
	}
	split("", table)
	split("", width)
}

# A row for each watcher, two columns for each measure: its value, and what was added.
function matrix(of,	w, m, row, name, cell, worst) {
	put(0, 0, "")
	for (m = 1; m <= measure[of OFS "m"]; m++) {
		put(0, 2 * m - 1, measure[of OFS "m", m])
		put(0, 2 * m, "")
	}
	put(0, 2 * m - 1, "spread")
	for (w = 1; w <= watcher[of]; w++) {
		name = watcher[of, w]
		put(w, 0, name)
		worst = 0
		for (m = 1; m <= measure[of OFS "m"]; m++) {
			row = measure[of OFS "m", m]
			cell = of OFS name OFS row
			if (!(cell in runs))
				continue
			put(w, 2 * m - 1, commas(value(cell)))
			put(w, 2 * m, compared(of, name, row) ? difference(of, name, row) : "")
			if (spread(cell) > worst)
				worst = spread(cell)
		}
		put(w, 2 * m - 1, sprintf("%.2f %%", worst))
	}
	show(w, 2 * m)
}

# In per cent where thousands mean little.
function difference(of, w, m,	by) {
	by = added(of, w, m)
	if (percent(of, w, m) >= 10 || percent(of, w, m) <= -10)
		return sprintf("%+.0f %%", percent(of, w, m))
	return (by < 0 ? "-" : "+") commas(by < 0 ? -by : by)
}

# A row for each measure, where there is but one watcher.
function column(of,	m, cell) {
	put(0, 0, "")
	put(0, 1, watcher[of, 1])
	put(0, 2, "")
	put(0, 3, "spread")
	for (m = 1; m <= measure[of OFS "m"]; m++) {
		cell = of OFS watcher[of, 1] OFS measure[of OFS "m", m]
		put(m, 0, measure[of OFS "m", m])
		put(m, 1, commas(value(cell)))
		put(m, 2, unit[cell])
		put(m, 3, sprintf("%.2f %%", spread(cell)))
	}
	show(m, 4)
}

# All that is known of each value, a line each.
function lines(	i, of, w, m, part, separator) {
	if (format == "csv")
		print "kernel,case,measure,watcher,value,unit,added,added_percent,spread_percent,runs"
	for (i = 1; i <= group["all"]; i++) {
		of = group["all", i]
		split(of, part, OFS)
		for (m = 1; m <= measure[of OFS "m"]; m++)
			for (w = 1; w <= watcher[of]; w++)
				if ((of OFS watcher[of, w] OFS measure[of OFS "m", m]) in runs) {
					line(of, part, watcher[of, w], measure[of OFS "m", m], separator)
					separator = ",\n"
				}
	}
	if (format == "json")
		print "\n]"
}

function line(of, part, w, m, separator,	cell, more, share) {
	cell = of OFS w OFS m
	if (compared(of, w, m)) {
		more = sprintf("%.0f", added(of, w, m))
		share = sprintf("%.2f", percent(of, w, m))
	} else {
		more = share = format == "csv" ? "" : "null"
	}
	if (format == "csv")
		printf "%s,%s,%s,%s,%.0f,%s,%s,%s,%.2f,%d\n", part[1], part[2], m, w,
			value(cell), unit[cell], more, share, spread(cell), runs[cell]
	else
		printf "%s  {\"kernel\": \"%s\", \"case\": \"%s\", \"measure\": \"%s\", " \
			"\"watcher\": \"%s\", \"value\": %.0f, \"unit\": \"%s\", \"added\": %s, " \
			"\"added_percent\": %s, \"spread_percent\": %.2f, \"runs\": %d}",
			separator == "" ? "[\n" : separator, part[1], part[2], m, w,
			value(cell), unit[cell], more, share, spread(cell), runs[cell]
}
