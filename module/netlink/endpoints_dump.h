/* SPDX-License-Identifier: GPL-2.0 */
/* Dumps of destinations and services. */
#ifndef _TWSTAT_NETLINK_ENDPOINTS_DUMP_H
#define _TWSTAT_NETLINK_ENDPOINTS_DUMP_H

#include "netlink/message.h"
#include "read/settle.h"
#include "tables/endpoints.h"

/**
 * struct twstat_endpoints_dump - a part of a dump that goes into one buffer
 * @skb: where to
 * @cb: the dump
 * @wanted: whether an endpoint is to be told, or NULL for all
 * @put: puts one into a message; interrupts are off
 * @data: for both
 * @settled: their namespace
 * @skip: so many of this bucket are in buffers before
 * @at: how many of this bucket are done
 * @full: the buffer has no room for the next one
 */
struct twstat_endpoints_dump {
	struct sk_buff *skb;
	struct netlink_callback *cb;
	bool (*wanted)(const struct twstat_endpoint *endpoint, void *data);
	void (*put)(struct twstat_message *message,
		    const struct twstat_endpoint *endpoint,
		    const struct twstat_endpoints_dump *dump);
	void *data;
	struct twstat_settled settled;
	unsigned long skip;
	unsigned long at;
	bool full;
};

int twstat_endpoints_dump(struct twstat_endpoints_dump *dump,
			  struct twstat_endpoints *table);

#endif
