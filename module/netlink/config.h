/* SPDX-License-Identifier: GPL-2.0 */
/* Configuration by netlink. */
#ifndef _TWSTAT_NETLINK_CONFIG_H
#define _TWSTAT_NETLINK_CONFIG_H

void twstat_config_exit(void);

#endif
