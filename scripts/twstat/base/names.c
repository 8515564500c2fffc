// SPDX-License-Identifier: GPL-2.0
/* What things are called. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"

/**
 * name_of() - what something is called
 * @names: things of its kind
 * @number: its number
 *
 * Return: its name; "unknown-N" if only a newer module has it.
 */
const char *name_of(const struct names *names, __u64 number)
{
	static char unknown[32];

	if (number < names->number && names->list[number])
		return names->list[number];
	snprintf(unknown, sizeof(unknown), "unknown-%llu",
		 number);
	return unknown;
}

/**
 * name_find() - what has a name
 * @names: things of its kind
 * @name: its name
 *
 * Return: its number, or -1.
 */
int name_find(const struct names *names, const char *name)
{
	unsigned int i;

	for (i = 0; i < names->number; i++)
		if (names->list[i] && !strcmp(names->list[i], name))
			return i;
	return -1;
}
