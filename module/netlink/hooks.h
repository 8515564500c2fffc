/* SPDX-License-Identifier: GPL-2.0 */
/* Puts the status of a hook into a message. */
#ifndef _TWSTAT_NETLINK_HOOKS_H
#define _TWSTAT_NETLINK_HOOKS_H

#include "netlink/message.h"
#include "read/hooks.h"

void twstat_put_hook(struct twstat_message *message,
		     const struct twstat_hook_status *status,
		     const struct net *net);

#endif
