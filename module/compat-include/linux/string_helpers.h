/* SPDX-License-Identifier: GPL-2.0 */
/* Kernels before 5.18 have no str_yes_no(). */
#ifndef _TWSTAT_COMPAT_LINUX_STRING_HELPERS_H
#define _TWSTAT_COMPAT_LINUX_STRING_HELPERS_H

#include_next <linux/string_helpers.h>

#ifndef TWSTAT_STR_YES_NO
static inline const char *str_yes_no(bool v)
{
	static const char * const words[] = { "no", "yes" };

	return words[v];
}
#endif

#endif
