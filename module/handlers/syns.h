/* SPDX-License-Identifier: GPL-2.0 */
/* SYNs that may reopen the tuple of a socket in TIME_WAIT. */
#ifndef _TWSTAT_HANDLERS_SYNS_H
#define _TWSTAT_HANDLERS_SYNS_H

struct twstat_entry;
struct twstat_locked_entries;
struct twstat_net;

void twstat_syns_begin(void);
void twstat_syns_pend(const struct twstat_locked_entries *entries, struct twstat_entry *entry);
void twstat_syns_refused(struct twstat_entry *entry);
void twstat_syns_reopened(struct twstat_entry *entry);
void twstat_syns_settle(struct twstat_net *tn);

#endif
