// SPDX-License-Identifier: GPL-2.0
/* What the netlink specification says about the attributes of answers. */
#include <string.h>

#include "base/types.h"

/**
 * types_of() - the attributes of an answer
 * @request: the name of the request
 *
 * Return: the attributes, or NULL if there is no such request.
 */
const struct types *types_of(const char *request)
{
	unsigned int i;

	for (i = 0; i < answer_types_number; i++)
		if (answer_types[i].name && !strcmp(answer_types[i].name, request))
			return answer_types[i].types;
	return NULL;
}

/**
 * type_find() - the number of an attribute
 * @types: the set
 * @name: its name
 *
 * Return: the number, or -1.
 */
int type_find(const struct types *types, const char *name)
{
	unsigned int i;

	for (i = 0; i < types->number; i++)
		if (types->list[i].name && !strcmp(types->list[i].name, name))
			return i;
	return -1;
}
