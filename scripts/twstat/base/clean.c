// SPDX-License-Identifier: GPL-2.0
/* Names that others have chosen: programs, cgroups, files. */
#include <ctype.h>

#include "base/clean.h"

/**
 * clean_name() - make a name safe to print, on a terminal and in JSON
 * @name: the name; each byte that is not printable ASCII becomes '?'
 */
void clean_name(char *name)
{
	for (; *name; name++)
		if (!isascii((unsigned char)*name) || iscntrl((unsigned char)*name))
			*name = '?';
}
