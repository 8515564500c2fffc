/* SPDX-License-Identifier: GPL-2.0 */
/* Determines why a mini-socket ends. */
#ifndef _TWSTAT_HANDLERS_EXIT_CAUSE_H
#define _TWSTAT_HANDLERS_EXIT_CAUSE_H

#include <linux/types.h>

#include "tables/counters.h"

struct inet_timewait_sock;
struct twstat_entry;

bool twstat_exit_timer_fired(const struct twstat_entry *entry,
			     const struct inet_timewait_sock *tw);
enum twstat_counter twstat_exit_why_early(const struct twstat_entry *entry,
					  const struct inet_timewait_sock *tw);
void twstat_exit_contest(struct twstat_entry *entry,
			 const struct inet_timewait_sock *tw);
enum twstat_counter twstat_exit_why(const struct twstat_entry *entry,
				    const struct inet_timewait_sock *tw);

#endif
