/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_USELESS_H
#define TWSTAT_EXPLAIN_USELESS_H

#include "explain/cause.h"
#include "judge/situation.h"

void useless_state(struct statements *useless, const struct situation *situation,
		   enum cause cause);

#endif
