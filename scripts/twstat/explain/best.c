// SPDX-License-Identifier: GPL-2.0
/*
 * The best remedy: the safest one that is enough by the numbers.
 *
 * If none is, or the present rate is not known, it is the one that removes the main cause.
 * Remedies are listed with the safest first, but those against a cause that is not about the
 * number of ports come before all others. Only where the range itself is the cause, the
 * range is what to change.
 */
#include <string.h>

#include "explain/best.h"

static bool is_enough(const struct statement *remedy)
{
	const double *enough = statement_number(remedy, "enough");

	return enough && *enough;
}

static bool is_short(const struct statement *remedy)
{
	const double *enough = statement_number(remedy, "enough");

	return enough && !*enough;
}

static bool removes(const struct statement *remedy, enum cause cause)
{
	return (cause == CAUSE_NARROW_RANGE && !strcmp(remedy->id, "wider-range")) ||
	       (cause == CAUSE_RESERVED_PORTS && !strcmp(remedy->id, "unreserve-ports"));
}

/* Why a port was reserved, only its owner knows. */
static bool is_doubtful(const struct statement *remedy, enum cause cause)
{
	return cause != CAUSE_RESERVED_PORTS && !strcmp(remedy->id, "unreserve-ports");
}

/**
 * best_remedy() - find the best remedy
 * @remedies: the safest first
 * @cause: the main cause
 *
 * Return: one of @remedies, or NULL if there is none.
 */
const struct statement *best_remedy(const struct statements *remedies, enum cause cause)
{
	size_t i;

	for (i = 0; i < remedies->number; i++)
		if (is_enough(&remedies->list[i]) && !is_doubtful(&remedies->list[i], cause))
			return &remedies->list[i];
	for (i = 0; i < remedies->number; i++)
		if (removes(&remedies->list[i], cause) && !is_short(&remedies->list[i]))
			return &remedies->list[i];
	return remedies->number ? remedies->list : NULL;
}

/**
 * best_falls_short() - whether no setting alone is enough
 * @remedies: the remedies
 *
 * Return: whether some are known not to be enough, and none is.
 */
bool best_falls_short(const struct statements *remedies)
{
	bool some = false;
	size_t i;

	for (i = 0; i < remedies->number; i++) {
		if (is_enough(&remedies->list[i]))
			return false;
		some |= is_short(&remedies->list[i]);
	}
	return some;
}
