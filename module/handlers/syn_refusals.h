/* SPDX-License-Identifier: GPL-2.0 */
/* SYNs that a mini-socket refuses, and whether they come again. */
#ifndef _TWSTAT_HANDLERS_SYN_REFUSALS_H
#define _TWSTAT_HANDLERS_SYN_REFUSALS_H

#include <linux/compiler.h>
#include <linux/jiffies.h>
#include <linux/types.h>

#include "tables/counters.h"
#include "tables/net.h"

struct inet_timewait_sock;
struct request_sock;
struct twstat_entry;

/* How long a client may wait with its SYN: 2MSL, and an initial timeout on top. */
#define TWSTAT_RETRY_MOST	(64 * HZ)

void twstat_syn_refusal_count(struct twstat_entry *entry, enum twstat_counter why,
			      unsigned int syns);
void twstat_syn_refusal(struct twstat_entry *entry, const struct inet_timewait_sock *tw,
			u32 seq, enum twstat_counter why);
void twstat_syn_refusal_accepted(struct twstat_net *tn, const struct request_sock *req);

/* Whether the namespace has refused a SYN that may still come again. */
static __always_inline bool twstat_syn_refusal_any(const struct twstat_net *tn)
{
	u32 at = READ_ONCE(tn->syn_refused_at);

	return unlikely(at) && (u32)jiffies - at < TWSTAT_RETRY_MOST;
}

#endif
