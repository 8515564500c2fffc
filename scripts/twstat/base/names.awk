# SPDX-License-Identifier: GPL-2.0
# Generates the names of attributes and values from the netlink family's header, so that
# they are those of the specification:
#
#   awk -f names.awk linux/twstat.h
#
# TWSTAT_A_COUNTERS_ENTER_CLOSE becomes the "enter-close" of names_counters.

BEGIN {
	print "// SPDX-License-Identifier: GPL-2.0"
	print "/* Made by names.awk. */"
	print "#include <linux/twstat.h>\n"
	print "#include \"base/names.h\""
}

/^enum/ {
	entries = 0
	prefix = $2 == "{" ? "" : toupper($2) "_"
}

# The end of an enum without a name says what it is of.
/^\t__TWSTAT_.*_MAX,/ {
	prefix = $1
	sub(/^__/, "", prefix)
	sub(/MAX,/, "", prefix)
}

/^\tTWSTAT_[A-Z0-9_]+( = 1)?,/ {
	entry[entries] = $1
	sub(/,/, "", entry[entries])
	entries++
}

/^};/ {
	set = prefix
	sub(/^TWSTAT_(A_)?/, "", set)
	set = tolower(substr(set, 1, length(set) - 1))
	printf "\nstatic const char *const list_%s[] = {\n", set
	for (i = 0; i < entries; i++) {
		name = tolower(substr(entry[i], length(prefix) + 1))
		gsub(/_/, "-", name)
		printf "\t[%s] = \"%s\",\n", entry[i], name
	}
	printf "};\n\nconst struct names names_%s = {\n", set
	printf "\tlist_%s, sizeof(list_%s) / sizeof(*list_%s)\n};\n", set, set, set
}
