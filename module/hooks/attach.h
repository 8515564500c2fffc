/* SPDX-License-Identifier: GPL-2.0 */
/* Finds the function or tracepoint of a row, and attaches the row. */
#ifndef _TWSTAT_HOOKS_ATTACH_H
#define _TWSTAT_HOOKS_ATTACH_H

#include "hooks/hook.h"

int twstat_hook_find(struct twstat_hook *hook);
int twstat_hook_attach(struct twstat_hook *hook,
		       const struct twstat_backend *backend);

#endif
