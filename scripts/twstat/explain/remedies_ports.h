/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_REMEDIES_PORTS_H
#define TWSTAT_EXPLAIN_REMEDIES_PORTS_H

#include "explain/statement.h"
#include "judge/situation.h"

void remedy_reuse_in_general(struct statements *remedies);
void remedy_reuse_connections(struct statements *remedies,
			      const struct situation *situation);
void remedy_more_addresses(struct statements *remedies,
			   const struct situation *situation);
void remedy_no_port(struct statements *remedies, const struct situation *situation);
void remedy_tw_reuse(struct statements *remedies, const struct situation *situation);

#endif
