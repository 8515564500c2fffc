// SPDX-License-Identifier: GPL-2.0
/* Destinations: fetched, sorted, and found again. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "ask/destinations.h"
#include "ask/filter_match.h"
#include "base/memory.h"
#include "recording/recording.h"

/* How often an inconsistent dump is repeated: no destination should be missing. */
#define TRIES	4

static void put_address(struct nlmsghdr *request,
			const struct address_filter *filter, int v4, int v6,
			int prefix)
{
	const struct address *address = &filter->address;

	if (address->family == AF_UNSPEC)
		return;
	if (address->family == AF_INET)
		mnl_attr_put(request, v4, 4, address->bytes);
	else
		mnl_attr_put(request, v6, 16, address->bytes);
	mnl_attr_put_u8(request, prefix, filter->bits);
}

static void put_filter(struct nlmsghdr *request,
		       const struct destination_filter *filter)
{
	if (!filter)
		return;
	if (filter->family != AF_UNSPEC)
		mnl_attr_put_u16(request, TWSTAT_A_DESTINATION_FAMILY,
				 filter->family);
	put_address(request, &filter->local, TWSTAT_A_DESTINATION_LOCAL4,
		    TWSTAT_A_DESTINATION_LOCAL6,
		    TWSTAT_A_DESTINATION_LOCAL_PREFIX);
	put_address(request, &filter->remote, TWSTAT_A_DESTINATION_REMOTE4,
		    TWSTAT_A_DESTINATION_REMOTE6,
		    TWSTAT_A_DESTINATION_REMOTE_PREFIX);
	if (filter->port >= 0)
		mnl_attr_put_u16(request, TWSTAT_A_DESTINATION_PORT,
				 filter->port);
	if (filter->device >= 0)
		mnl_attr_put_u32(request, TWSTAT_A_DESTINATION_DEVICE,
				 filter->device);
	if (filter->ports_min)
		mnl_attr_put_u32(request, TWSTAT_A_DESTINATION_PORTS_MIN,
				 filter->ports_min);
}

/**
 * destination_read() - read a destination
 * @destination: filled in
 * @message: the message
 */
void destination_read(struct destination *destination,
		      const struct nlmsghdr *message)
{
	record_read(&destination->n, message);
	record_read_address(&destination->n, &destination->local, message,
			    TWSTAT_A_DESTINATION_LOCAL4,
			    TWSTAT_A_DESTINATION_LOCAL6);
	record_read_address(&destination->n, &destination->remote, message,
			    TWSTAT_A_DESTINATION_REMOTE4,
			    TWSTAT_A_DESTINATION_REMOTE6);
	programs_read(&destination->programs, message, TWSTAT_A_DESTINATION_PROGRAM);
	destination->n.known[TWSTAT_A_DESTINATION_PROGRAM] = false;
}

/**
 * struct adding - destinations that are read
 * @all: those so far
 * @filter: which ones a recording has to give; the module gives no others
 */
struct adding {
	struct destinations *all;
	const struct destination_filter *filter;
};

static void add(const struct nlmsghdr *message, void *data)
{
	const struct adding *adding = data;
	struct destinations *all = adding->all;
	struct destination *last;

	all->list = memory_grow(all->list, all->number, sizeof(*all->list));
	last = &all->list[all->number];
	destination_read(last, message);
	if (!recording_replayed() || filter_matches(adding->filter, last))
		all->number++;
}

/**
 * destination_compare() - an order of destinations, for qsort() and bsearch()
 * @a: a destination
 * @b: another one
 *
 * Return: 0 if both are the same.
 */
int destination_compare(const void *a, const void *b)
{
	const struct destination *x = a, *y = b;
	__u64 device = x->n.value[TWSTAT_A_DESTINATION_DEVICE];
	__u64 other = y->n.value[TWSTAT_A_DESTINATION_DEVICE];
	int order;

	order = memcmp(&x->remote, &y->remote, sizeof(x->remote));
	if (!order)
		order = (int)x->n.value[TWSTAT_A_DESTINATION_PORT] -
			(int)y->n.value[TWSTAT_A_DESTINATION_PORT];
	if (!order)
		order = memcmp(&x->local, &y->local, sizeof(x->local));
	return order ? order : (device > other) - (device < other);
}

/**
 * destination_find() - find a destination again
 * @among: those of another time
 * @like: the destination
 *
 * Return: its state then; NULL if it was not there.
 */
const struct destination *destination_find(const struct destinations *among,
					   const struct destination *like)
{
	if (!among->number)
		return NULL;
	return bsearch(like, among->list, among->number, sizeof(*like),
		       destination_compare);
}

/* Sorts them, and removes duplicates. */
static void put_in_order(struct destinations *all)
{
	size_t i, kept = 0;

	if (!all->number)
		return;
	qsort(all->list, all->number, sizeof(*all->list), destination_compare);
	for (i = 1; i < all->number; i++)
		if (destination_compare(&all->list[kept], &all->list[i]))
			all->list[++kept] = all->list[i];
	all->number = kept + 1;
}

/**
 * destinations_free() - free a list
 * @destinations: from destinations_fetch()
 */
void destinations_free(struct destinations *destinations)
{
	free(destinations->list);
	destinations->list = NULL;
	destinations->number = 0;
}

/**
 * destinations_seen() - read destinations from the module, if this user may see them
 * @client: the client
 * @filter: which ones; NULL: all
 * @destinations: filled in, sorted; empty if this user may not see them
 *
 * Return: whether this user may.
 */
bool destinations_seen(struct client *client, const struct destination_filter *filter,
		       struct destinations *destinations)
{
	struct adding adding = { .all = destinations, .filter = filter };
	int i, err = 0;

	memset(destinations, 0, sizeof(*destinations));
	for (i = 0; i < TRIES; i++) {
		destinations_free(destinations);
		put_filter(client_request(client, TWSTAT_CMD_DESTINATION_GET),
			   filter);
		err = client_try_dump(client, add, &adding);
		if (err || client->link.consistent)
			break;
	}
	if (err == -EPERM)
		return false;
	if (err)
		client_failed(client, -err);
	put_in_order(destinations);
	return true;
}

/**
 * destinations_fetch() - read destinations from the module, or fail
 * @client: the client
 * @filter: which ones; NULL: all
 * @destinations: filled in, sorted
 */
void destinations_fetch(struct client *client,
			const struct destination_filter *filter,
			struct destinations *destinations)
{
	if (!destinations_seen(client, filter, destinations))
		client_failed(client, EPERM);
}
