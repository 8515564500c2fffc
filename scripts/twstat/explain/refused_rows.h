/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_REFUSED_ROWS_H
#define TWSTAT_EXPLAIN_REFUSED_ROWS_H

#include "judge/situation.h"
#include "show/format.h"

/* Room for the causes of a trouble, by TWSTAT_CONFLICT_CAUSE_*. */
#define REFUSED_CAUSES	(TWSTAT_CONFLICT_CAUSE_GONE + 1)

/**
 * struct refused_row - a conflict that belongs to a trouble
 * @conflict: the conflict
 * @count: failed calls, in the period if the trouble is not over
 */
struct refused_row {
	const struct conflict *conflict;
	__u64 count;
};

/**
 * struct refused_cause - conflicts with the same cause
 * @cause: TWSTAT_CONFLICT_CAUSE_*
 * @first: the most frequent one
 * @count: failed calls of all of them
 * @rows: how many conflicts there are
 */
struct refused_cause {
	unsigned int cause;
	const struct conflict *first;
	__u64 count;
	size_t rows;
};

/**
 * struct refused - the conflicts of a trouble
 * @row: the conflicts, the most frequent first
 * @rows: length of @row
 * @cause: the same by cause, the most frequent first
 * @causes: length of @cause
 */
struct refused {
	struct refused_row *row;
	size_t rows;
	struct refused_cause cause[REFUSED_CAUSES];
	size_t causes;
};

__u64 conflict_value(const struct conflict *conflict, int attribute);
unsigned int conflict_port(const struct conflict *conflict);
struct text conflict_endpoint(const struct address *address, unsigned int port);
struct text conflict_local(const struct conflict *conflict);
struct text conflict_remote(const struct conflict *conflict);
double conflict_seconds(const struct conflict *conflict, int attribute);
bool conflict_all_have(const struct conflict *conflict, int option);
bool conflict_all_reuse(const struct conflict *conflict);
bool conflict_passed(const struct conflict *conflict);
bool conflict_at_once(const struct conflict *conflict);
bool conflict_fin_wait2(const struct conflict *conflict);
struct text conflict_state(const struct conflict *conflict);

void refused_find(struct refused *refused, const struct situation *situation);
void refused_free(struct refused *refused);

#endif
