/* SPDX-License-Identifier: GPL-2.0 */
/* The generic netlink family. */
#ifndef _TWSTAT_NETLINK_FAMILY_H
#define _TWSTAT_NETLINK_FAMILY_H

int twstat_netlink_init(void);
void twstat_netlink_exit(void);

#endif
