/* SPDX-License-Identifier: GPL-2.0 */
/* Which endpoints have shares. */
#ifndef _TWSTAT_TABLES_SHARING_H
#define _TWSTAT_TABLES_SHARING_H

struct twstat_endpoint;

void twstat_share_want(struct twstat_endpoint *endpoint);
void twstat_sharing_lock(void);
void twstat_sharing_unlock(void);
void twstat_sharing_exit(void);

#endif
