// SPDX-License-Identifier: GPL-2.0
/*
 * Dumps of destinations and services, place by place. A dump continues at the place at which
 * its last buffer was full, after the endpoints of that place that were sent.
 */
#include "netlink/endpoints_dump.h"
#include "tables/endpoints_walk.h"

static void twstat_endpoints_dump_one(struct twstat_endpoint *endpoint,
				      void *data)
{
	struct twstat_endpoints_dump *dump = data;
	struct twstat_message message;

	if (dump->full || dump->at++ < dump->skip)
		return;
	if (dump->wanted && !dump->wanted(endpoint, dump->data))
		return;

	twstat_message_dump(&message, dump->skb, dump->cb);
	dump->put(&message, endpoint, dump);
	if (twstat_message_next(&message)) {
		dump->full = true;
		dump->at--;
	}
}

/**
 * twstat_endpoints_dump() - fill one buffer of a dump
 * @dump: the dump, with the caller's members filled in
 * @table: the endpoints
 *
 * @args of the netlink_callback holds the place, and how many endpoints of it are done.
 *
 * Return: the length of the buffer; 0 at the end.
 */
int twstat_endpoints_dump(struct twstat_endpoints_dump *dump,
			  struct twstat_endpoints *table)
{
	struct netlink_callback *cb = dump->cb;
	u32 place = cb->args[0];

	dump->settled = twstat_settle_once(table->tn, cb->args[0] || cb->args[1]);
	cb->seq = twstat_endpoints_generation(table);
	dump->skip = cb->args[1];
	for (; twstat_endpoints_seek(table, &place); place++) {
		if (place != cb->args[0])
			dump->skip = 0;
		dump->at = 0;
		twstat_endpoints_walk_place(table, place, twstat_endpoints_dump_one, dump);
		if (dump->full)
			break;
	}
	cb->args[0] = place;
	cb->args[1] = dump->full ? dump->at : 0;
	/* If an endpoint came or went meanwhile, the next message has NLM_F_DUMP_INTR. */
	cb->seq = twstat_endpoints_generation(table);
	return dump->skb->len;
}
