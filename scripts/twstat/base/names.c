// SPDX-License-Identifier: GPL-2.0
/* The names that the netlink specification gives to attributes and values. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"

/**
 * name_of() - the name of a number
 * @names: the names of its kind
 * @number: the number
 *
 * Return: the name; "unknown-N" if only a newer module knows it.
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
 * name_find() - the number of a name
 * @names: the names of its kind
 * @name: the name
 *
 * Return: the number, or -1.
 */
int name_find(const struct names *names, const char *name)
{
	unsigned int i;

	for (i = 0; i < names->number; i++)
		if (names->list[i] && !strcmp(names->list[i], name))
			return i;
	return -1;
}
