/* SPDX-License-Identifier: GPL-2.0 */
/* Attaches and detaches the rows of the hook table. */
#ifndef _TWSTAT_HOOKS_ENGINE_H
#define _TWSTAT_HOOKS_ENGINE_H

#include <linux/types.h>

int twstat_hooks_init(void);
bool twstat_hooks_switch(void);
void twstat_hooks_exit(void);

#endif
