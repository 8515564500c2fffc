/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_COMMANDS_EVENT_H
#define TWSTAT_COMMANDS_EVENT_H

#include "ask/client.h"
#include "ask/namespaces.h"

void event_print(const struct nlmsghdr *message, const struct place *place);

#endif
