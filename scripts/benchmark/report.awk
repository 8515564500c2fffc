# SPDX-License-Identifier: GPL-2.0
# Prints the results of scripts/bench as a table, CSV or JSON: -v format=table|csv|json.
#
# The first file is the list of cases. The second one has a line for each value, separated
# by tabs: kernel, case, run, watcher, measure, value, unit.

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

# note(list, id, item): adds an item to the list of that id, once
function note(list, id, item) {
	if ((id, item) in known)
		return
	known[id, item] = 1
	list[id, ++list[id]] = item
}

function take(	cell) {
	note(group, "all", $1 OFS $2)
	note(watcher, $1 OFS $2, $4)
	note(measure, $1 OFS $2 OFS "m", $5)
	cell = $1 OFS $2 OFS $4 OFS $5
	sum[cell] += $6
	if (!runs[cell]++ || $6 < least[cell])
		least[cell] = $6
	if ($6 > most[cell])
		most[cell] = $6
	unit[cell] = $7
}

function abs(number)	{ return number < 0 ? -number : number }
function value(cell)	{ return sum[cell] / runs[cell] }

# spread(cell): how far the runs are apart, in per cent; -1 if there was only one
function spread(cell) {
	if (runs[cell] == 1)
		return -1
	return sum[cell] ? 100 * (most[cell] - least[cell]) / abs(value(cell)) : 0
}

function shown(apart)	{ return apart < 0 ? "-" : sprintf("%.2f %%", apart) }

function none(of, m)	{ return of OFS "none" OFS m }
function added(of, w, m)	{ return value(of OFS w OFS m) - value(none(of, m)) }

# compared(of, w, m): there is a value of "none" to compare with
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

# put(row, col, content): sets a cell of the table
function put(row, col, content) {
	table[row, col] = content
	if (length(content) > width[col])
		width[col] = length(content)
}

# show(rows, cols): prints the table: the first column left-aligned, the others right-aligned
function show(rows, cols,	r, c, line) {
	for (r = 0; r < rows; r++) {
		line = ""
		for (c = 0; c < cols; c++)
			if (!c)
				line = sprintf("%-*s", width[c], table[r, c])
			else if (width[c])
				line = line sprintf("  %*s", width[c], table[r, c])
		print "    " line
	}
	split("", table)
	split("", width)
}

# matrix(of): a table of watchers and measures. Rows are what there are more of; each of the
# others has two columns, the value and the difference from "none".
function matrix(of,	ms, ws, r, c, w, m, cell, worst) {
	ms = measure[of OFS "m"]
	ws = watcher[of]
	for (c = 1; c <= (ms > ws ? ws : ms); c++) {
		put(0, 2 * c - 1, ms > ws ? watcher[of, c] : measure[of OFS "m", c])
		put(0, 2 * c, "")
	}
	put(0, 2 * c - 1, "spread")
	for (r = 1; r <= (ms > ws ? ms : ws); r++) {
		put(r, 0, ms > ws ? measure[of OFS "m", r] : watcher[of, r])
		worst = -1
		for (c = 1; c <= (ms > ws ? ws : ms); c++) {
			w = watcher[of, ms > ws ? c : r]
			m = measure[of OFS "m", ms > ws ? r : c]
			cell = of OFS w OFS m
			if (!(cell in runs))
				continue
			put(r, 2 * c - 1, commas(value(cell)))
			put(r, 2 * c, compared(of, w, m) ? difference(of, w, m) : "")
			if (spread(cell) > worst)
				worst = spread(cell)
		}
		put(r, 2 * c - 1, shown(worst))
	}
	show(r, 2 * c)
}

# difference(of, w, m): in instructions, or in per cent from 10 %
function difference(of, w, m,	by) {
	by = added(of, w, m)
	if (percent(of, w, m) >= 10 || percent(of, w, m) <= -10)
		return sprintf("%+.0f %%", percent(of, w, m))
	return (by < 0 ? "-" : "+") commas(by < 0 ? -by : by)
}

# column(of): a table for one watcher, with a row for each measure
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
		put(m, 3, shown(spread(cell)))
	}
	show(m, 4)
}

# lines(): CSV or JSON: one line with all fields for each value
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

function line(of, part, w, m, separator,	cell, more, share, apart) {
	cell = of OFS w OFS m
	more = share = apart = format == "csv" ? "" : "null"
	if (compared(of, w, m)) {
		more = sprintf("%.0f", added(of, w, m))
		share = sprintf("%.2f", percent(of, w, m))
	}
	if (spread(cell) >= 0)
		apart = sprintf("%.2f", spread(cell))
	if (format == "csv")
		printf "%s,%s,%s,%s,%.0f,%s,%s,%s,%s,%d\n", part[1], part[2], m, w,
			value(cell), unit[cell], more, share, apart, runs[cell]
	else
		printf "%s  {\"kernel\": \"%s\", \"case\": \"%s\", \"measure\": \"%s\", " \
			"\"watcher\": \"%s\", \"value\": %.0f, \"unit\": \"%s\", \"added\": %s, " \
			"\"added_percent\": %s, \"spread_percent\": %s, \"runs\": %d}",
			separator == "" ? "[\n" : separator, part[1], part[2], m, w,
			value(cell), unit[cell], more, share, apart, runs[cell]
}
