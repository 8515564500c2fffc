/* SPDX-License-Identifier: GPL-2.0 */
/* The life of a mini-socket after its birth: extension, end. */
#ifndef _TWSTAT_HANDLERS_LIFE_H
#define _TWSTAT_HANDLERS_LIFE_H

#include <linux/types.h>

struct inet_timewait_sock;
struct tcphdr;
struct twstat_entry;
struct twstat_restart;

void twstat_life_rearm(const struct inet_timewait_sock *tw, u32 expires);
void twstat_life_restarted(struct twstat_entry *entry,
			   const struct inet_timewait_sock *tw, bool extended,
			   struct twstat_restart *restart);
void twstat_life_segment(const struct inet_timewait_sock *tw,
			 const struct tcphdr *th);
void twstat_life_destroy(const struct inet_timewait_sock *tw);
bool twstat_life_end_early(const struct inet_timewait_sock *tw);
void twstat_life_end(const struct inet_timewait_sock *tw);
void twstat_life_purge(void);

#endif
