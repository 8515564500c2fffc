/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_LABELS_H
#define TWSTAT_SHOW_LABELS_H

#include <stdbool.h>

/**
 * struct label - a counter in plain words
 * @counter: TWSTAT_A_COUNTERS_*
 * @what: what it counts, behind the subject
 * @rare: only for those who want more
 */
struct label {
	int counter;
	const char *what;
	bool rare;
};

/**
 * struct section - counters about the same
 * @subject: what they are about
 * @label: the counters
 */
struct section {
	const char *subject;
	const struct label *label;
};

extern const struct section sections[];
extern const struct label labels_lost[];

#endif
