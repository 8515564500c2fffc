/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_LABELS_H
#define TWSTAT_SHOW_LABELS_H

/**
 * struct label - a counter in words
 * @counter: TWSTAT_A_COUNTERS_*
 * @what: what it counts; follows the subject
 */
struct label {
	int counter;
	const char *what;
};

/**
 * struct section - counters of the same subject
 * @subject: the subject
 * @label: the counters
 */
struct section {
	const char *subject;
	const struct label *label;
};

extern const struct section sections[];
extern const struct label labels_lost[];

#endif
