/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_ASIDES_H
#define TWSTAT_EXPLAIN_ASIDES_H

#include "explain/statement.h"
#include "judge/forecast.h"

void asides_innocent(struct statements *innocent, struct client *client,
		     const struct period *period, const struct forecast *worst);
void asides_noticed(struct statements *noticed, const struct period *period);
void asides_unknown(struct statements *unknown, struct client *client,
		    const struct period *period, bool guessed);

#endif
