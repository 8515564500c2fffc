/* SPDX-License-Identifier: GPL-2.0 */
/* Finds incidents of hooks. */
#ifndef _TWSTAT_CONTROL_INCIDENT_HOOKS_H
#define _TWSTAT_CONTROL_INCIDENT_HOOKS_H

#include <linux/types.h>

void twstat_incident_hooks_watch(bool watch);
void twstat_incident_hooks_look(void);

#endif
