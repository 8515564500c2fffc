/* SPDX-License-Identifier: GPL-2.0 */
/* Dumps of destinations and services. */
#ifndef _TWSTAT_NETLINK_ENDPOINTS_DUMP_H
#define _TWSTAT_NETLINK_ENDPOINTS_DUMP_H

#include "netlink/message.h"
#include "read/settle.h"
#include "tables/endpoints.h"

/**
 * struct twstat_endpoints_dump - the state of one buffer of a dump
 * @skb: the buffer
 * @cb: the dump
 * @wanted: returns whether to send an endpoint; NULL to send all
 * @put: puts an endpoint into a message; called with interrupts off
 * @data: for both functions
 * @settled: the namespace
 * @skip: how many endpoints of this place earlier buffers have
 * @at: how many endpoints of this place are done
 * @full: the buffer has no room for the next endpoint
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
