/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_COMMANDS_HEAR_H
#define TWSTAT_COMMANDS_HEAR_H

#include "ask/client.h"

const char *hear(struct client *client);
int hear_interruptions(void);

#endif
