/* SPDX-License-Identifier: GPL-2.0 */
/* What the end of a mini-socket counts. */
#ifndef _TWSTAT_HANDLERS_ENDING_H
#define _TWSTAT_HANDLERS_ENDING_H

struct inet_timewait_sock;
struct twstat_entry;
struct twstat_end;

void twstat_ending_count_purged(void);
void twstat_ending_count(struct twstat_entry *entry,
			 const struct inet_timewait_sock *tw,
			 struct twstat_end *end);

#endif
