/* SPDX-License-Identifier: GPL-2.0 */
/* Groups of hooks, which can be switched on and off while the module is loaded. */
#ifndef _TWSTAT_CONTROL_GROUPS_H
#define _TWSTAT_CONTROL_GROUPS_H

#include "tables/switches.h"

int twstat_groups_set(const struct twstat_switches *switches, bool *complete);

#endif
