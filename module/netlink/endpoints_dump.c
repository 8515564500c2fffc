// SPDX-License-Identifier: GPL-2.0
/*
 * Dumps of destinations and services, a bucket after the other. A reader goes on at the
 * bucket where its last buffer was full, and after those of it that are done.
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
 * twstat_endpoints_dump() - fill a buffer of a dump
 * @dump: with what its maker fills in
 * @table: the endpoints
 *
 * @args of the dump has the bucket, and how many of that are done.
 *
 * Return: how much is in the buffer; 0 at the end.
 */
int twstat_endpoints_dump(struct twstat_endpoints_dump *dump,
			  struct twstat_endpoints *table)
{
	struct netlink_callback *cb = dump->cb;
	long *bucket = &cb->args[0];

	dump->settled = twstat_settle_once(table->tn, cb->args[0] || cb->args[1]);
	cb->seq = twstat_endpoints_generation(table);
	dump->skip = cb->args[1];
	for (; *bucket < twstat_endpoints_buckets(); (*bucket)++) {
		if (!(*bucket & 1023))
			cond_resched();
		dump->at = 0;
		twstat_endpoints_walk_bucket(table, *bucket,
					     twstat_endpoints_dump_one, dump);
		if (dump->full)
			break;
		dump->skip = 0;
	}
	cb->args[1] = dump->full ? dump->at : 0;
	/* What comes next says so if any came or went meanwhile. */
	cb->seq = twstat_endpoints_generation(table);
	return dump->skb->len;
}
