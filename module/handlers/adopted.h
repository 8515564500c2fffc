/* SPDX-License-Identifier: GPL-2.0 */
/* Mini-sockets that were there before the hooks. */
#ifndef _TWSTAT_HANDLERS_ADOPTED_H
#define _TWSTAT_HANDLERS_ADOPTED_H

#include <linux/compiler.h>

#include "tables/endpoints.h"

struct inet_bind_bucket;
struct inet_timewait_sock;

/**
 * enum twstat_adoption - how far the module is with these sockets
 * @TWSTAT_ADOPT_LATER: the hooks are not on yet
 * @TWSTAT_ADOPT_NOW: they are being taken in
 * @TWSTAT_ADOPT_DONE: all are in: every end should have had a birth
 */
enum twstat_adoption {
	TWSTAT_ADOPT_LATER,
	TWSTAT_ADOPT_NOW,
	TWSTAT_ADOPT_DONE
};

extern enum twstat_adoption twstat_adoption;

/**
 * twstat_adoption_is() - is the module that far?
 * @adoption: how far
 *
 * Return: whether it is.
 */
static __always_inline bool twstat_adoption_is(enum twstat_adoption adoption)
{
	return READ_ONCE(twstat_adoption) == adoption;
}

int twstat_adopted_take(const struct inet_timewait_sock *tw,
			enum twstat_endpoint_kind kind,
			const struct inet_bind_bucket *tb);
void twstat_adoption_begin(void);
void twstat_adoption_done(void);

#endif
