/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_ORDER_H
#define TWSTAT_SHOW_ORDER_H

/**
 * struct order - an order of destinations
 * @key: the key that selects it
 * @name: its name
 * @compare: for qsort(), of struct forecast
 */
struct order {
	int key;
	const char *name;
	int (*compare)(const void *a, const void *b);
};

/* The first is the default; the last has no key. */
extern const struct order orders[];

#endif
