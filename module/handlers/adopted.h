/* SPDX-License-Identifier: GPL-2.0 */
/* Adoption of mini-sockets that existed before the hooks. */
#ifndef _TWSTAT_HANDLERS_ADOPTED_H
#define _TWSTAT_HANDLERS_ADOPTED_H

#include <linux/compiler.h>
#include <linux/jump_label.h>

#include "tables/endpoints.h"

struct inet_bind_bucket;
struct inet_timewait_sock;

/**
 * enum twstat_adoption - the progress of adoption
 * @TWSTAT_ADOPT_LATER: the hooks are not attached yet
 * @TWSTAT_ADOPT_NOW: the sockets are being adopted
 * @TWSTAT_ADOPT_DONE: all are adopted: each mini-socket that ends should have an entry
 */
enum twstat_adoption {
	TWSTAT_ADOPT_LATER,
	TWSTAT_ADOPT_NOW,
	TWSTAT_ADOPT_DONE
};

extern enum twstat_adoption twstat_adoption;

DECLARE_STATIC_KEY_FALSE(twstat_all_adopted);

/**
 * twstat_adoption_is() - compare the progress of adoption
 * @adoption: the progress to compare with
 *
 * Return: whether they are equal.
 */
static __always_inline bool twstat_adoption_is(enum twstat_adoption adoption)
{
	return READ_ONCE(twstat_adoption) == adoption;
}

/**
 * twstat_adoption_done() - check whether all mini-sockets are adopted
 *
 * For each birth: it costs one instruction, a no-operation, while twstat_adoption_is() costs three.
 *
 * Return: whether they are.
 */
static __always_inline bool twstat_adoption_done(void)
{
	return static_branch_likely(&twstat_all_adopted);
}

int twstat_adopted_take(const struct inet_timewait_sock *tw,
			enum twstat_endpoint_kind kind,
			const struct inet_bind_bucket *tb);
void twstat_adopted_begin(void);
void twstat_adopted_done(void);

#endif
