/* SPDX-License-Identifier: GPL-2.0 */
/* Checks whether kprobes still fire. */
#ifndef _TWSTAT_HOOKS_CANARY_H
#define _TWSTAT_HOOKS_CANARY_H

#include <linux/types.h>

void twstat_canary_init(void);
void twstat_canary_exit(void);
bool twstat_canary_sings(void);

#endif
