# SPDX-License-Identifier: GPL-2.0
# Generates what attributes hold, and which answers have them, from the netlink family's
# specification:
#
#   awk -f types.awk twstat.yaml

function constant(name)
{
	name = toupper(name)
	gsub(/-/, "_", name)
	return name
}

function end_attribute()
{
	if (attribute == "")
		return
	kind = hint == "ipv4" || hint == "ipv6" ? toupper(hint) : type == "string" ? "TEXT" : \
		type == "nest" ? "NEST" : type == "flag" ? "FLAG" : type == "binary" ? "BYTES" : "NUMBER"
	gsub(/"/, "\\\"", doc)
	body = body sprintf("\t[TWSTAT_A_%s_%s] = {\n\t\t\"%s\", KIND_%s, %s,\n\t\t\"%s\"\n\t},\n", \
		constant(set), constant(attribute), attribute, kind, \
		nest == "" ? "NULL" : "&types_" variable(nest), doc)
	if (nest != "")
		printf "\nextern const struct types types_%s;\n", variable(nest)
	attribute = ""
}

function variable(name)
{
	gsub(/-/, "_", name)
	return name
}

function end_set()
{
	end_attribute()
	if (set == "")
		return
	printf "\nstatic const struct type list_%s[] = {\n%s};\n\n", variable(set), body
	printf "extern const struct types types_%s;\n", variable(set)
	printf "const struct types types_%s = {\n", variable(set)
	printf "\t\"%s\", list_%s, sizeof(list_%s) / sizeof(*list_%s)\n};\n", set, \
		variable(set), variable(set), variable(set)
	set = ""
}

BEGIN {
	print "/* Made by types.awk. */"
	print "#include <linux/twstat.h>\n"
	print "#include \"base/types.h\""
}

/^[a-z]/ {
	end_set()
	section = $1
	if (section == "operations:")
		print "\nconst struct answer_type answer_types[] = {"
	if (section == "mcast-groups:") {
		print "};\n"
		print "const unsigned int answer_types_number ="
		print "\tsizeof(answer_types) / sizeof(*answer_types);"
	}
}

section == "attribute-sets:" && /^    name: / {
	end_set()
	set = $2
	body = ""
}

section == "attribute-sets:" && /^        name: / {
	end_attribute()
	attribute = $2
	type = hint = nest = doc = ""
	in_doc = 0
}

# A text is on the same line, or on the next ones, which are indented.
section == "attribute-sets:" && /^        [a-z-]+:/ { in_doc = 0 }
section == "attribute-sets:" && /^        doc: / {
	in_doc = 1
	doc = $0
	sub(/^ *doc: (>-)?/, "", doc)
}
section == "attribute-sets:" && in_doc && /^          / {
	line = $0
	sub(/^ */, "", line)
	doc = doc (doc == "" ? "" : " ") line
}

section == "attribute-sets:" && /^        type: / { type = $2 }
section == "attribute-sets:" && /^        display-hint: / { hint = $2 }
section == "attribute-sets:" && /^        nested-attributes: / { nest = $2 }

section == "operations:" && /^      name: / { name = $2 }

# Only requests that change nothing.
section == "operations:" && /^      attribute-set: / && name ~ /-get$/ {
	printf "\t[TWSTAT_CMD_%s] = { \"%s\", &types_%s },\n", constant(name), name, variable($2)
}
