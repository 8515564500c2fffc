/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_SETTING_H
#define TWSTAT_EXPLAIN_SETTING_H

#include "explain/statement.h"

void state_command(struct statements *all, const char *command);
void state_setting(struct statements *all, const char *name, const char *value);
void state_manual(struct statements *all);

#endif
