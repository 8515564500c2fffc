/* SPDX-License-Identifier: GPL-2.0 */
/* How much memory twstat uses. */
#ifndef _TWSTAT_READ_MEMORY_H
#define _TWSTAT_READ_MEMORY_H

struct twstat_net;

/**
 * struct twstat_memory - how much memory twstat uses, in bytes
 * @net: what a namespace makes it use, without the entries of its sockets
 * @entries: the entries of all namespaces, used and free
 * @endpoints: the destinations and services of all namespaces, used and free
 * @spare: the blocks that no namespace has yet
 * @fixed: what it always uses
 */
struct twstat_memory {
	unsigned long net;
	unsigned long entries;
	unsigned long endpoints;
	unsigned long spare;
	unsigned long fixed;
};

void twstat_memory_read(struct twstat_memory *memory, const struct twstat_net *tn);

#endif
