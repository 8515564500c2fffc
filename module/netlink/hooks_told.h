/* SPDX-License-Identifier: GPL-2.0 */
/* What is told of hooks. */
#ifndef _TWSTAT_NETLINK_HOOKS_TOLD_H
#define _TWSTAT_NETLINK_HOOKS_TOLD_H

#include "read/hooks.h"
#include "message.h"

void twstat_put_hook(struct twstat_message *message,
		     const struct twstat_hook_status *status,
		     const struct net *net);

#endif
