/* SPDX-License-Identifier: GPL-2.0 */
/* Notices when listeners for events come and go. */
#ifndef _TWSTAT_NETLINK_EVENT_LISTENERS_H
#define _TWSTAT_NETLINK_EVENT_LISTENERS_H

#include "netlink/gen.h"

struct twstat_net;

void twstat_listeners_family(struct genl_family *family);
void twstat_listeners_greet(struct twstat_net *tn);

void twstat_listeners_init(void);
void twstat_listeners_begin(void);
void twstat_listeners_stop(void);
void twstat_listeners_exit(void);

#endif
