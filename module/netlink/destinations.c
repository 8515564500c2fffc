// SPDX-License-Identifier: GPL-2.0
/* Sends one destination of a namespace, or all that match. */
#include "netlink/destination_filter.h"
#include "netlink/destinations.h"
#include "netlink/endpoints_dump.h"
#include "netlink/guarded.h"
#include "netlink/programs.h"
#include "tables/net.h"
#include "tcp/port_range.h"

static_assert(TWSTAT_A_DESTINATION_REFUSED_LOST -
	      TWSTAT_A_DESTINATION_REFUSED_OFF ==
	      TWSTAT_DST_COUNTS - 1 - TWSTAT_DST_REFUSED);

static void
twstat_put_destination_address(struct twstat_message *message,
			       const struct twstat_address *address)
{
	twstat_put_u16(message, TWSTAT_A_DESTINATION_FAMILY, address->family);
	if (address->family == AF_INET) {
		twstat_put_address4(message, TWSTAT_A_DESTINATION_LOCAL4,
				    address->v4.local);
		twstat_put_address4(message, TWSTAT_A_DESTINATION_REMOTE4,
				    address->v4.remote);
	} else {
		twstat_put_address6(message, TWSTAT_A_DESTINATION_LOCAL6,
				    &address->v6.local);
		twstat_put_address6(message, TWSTAT_A_DESTINATION_REMOTE6,
				    &address->v6.remote);
	}
	twstat_put_u16(message, TWSTAT_A_DESTINATION_PORT,
		       ntohs(address->port));
}

static void
twstat_put_destination_counts(struct twstat_message *message,
			      const struct twstat_destination *destination,
			      int type, enum twstat_endpoint_count from,
			      enum twstat_endpoint_count to)
{
	int i;

	for (i = from; i <= to; i++)
		if (twstat_destination_knows(destination, i))
			twstat_put_uint(message, type + i - from,
					destination->count[i]);
}

static void twstat_put_destination_times(struct twstat_message *message,
					 const struct twstat_destination *destination)
{
	if (destination->exhausted_first) {
		twstat_put_uint(message, TWSTAT_A_DESTINATION_EXHAUSTED_FIRST,
				destination->exhausted_first);
		twstat_put_uint(message, TWSTAT_A_DESTINATION_EXHAUSTED_LAST,
				destination->exhausted_last);
	}
	if (destination->peak_at)
		twstat_put_uint(message, TWSTAT_A_DESTINATION_PEAK_AT, destination->peak_at);
}

/**
 * twstat_put_destination() - put the numbers of a destination into a message
 * @message: the message
 * @destination: the destination
 * @usable: how many ports connect() may choose from in its namespace
 */
void twstat_put_destination(struct twstat_message *message,
			    const struct twstat_destination *destination,
			    u32 usable)
{
	u32 ports = destination->time_wait + destination->fin_wait2;

	twstat_put_destination_address(message, &destination->address);
	twstat_put_u32(message, TWSTAT_A_DESTINATION_TIME_WAIT,
		       destination->time_wait);
	twstat_put_u32(message, TWSTAT_A_DESTINATION_FIN_WAIT2,
		       destination->fin_wait2);
	if (destination->live_known) {
		twstat_put_u32(message, TWSTAT_A_DESTINATION_LIVE,
			       destination->live);
		ports += destination->live;
	}
	twstat_put_u32(message, TWSTAT_A_DESTINATION_PORTS, ports);
	twstat_put_u32(message, TWSTAT_A_DESTINATION_USABLE, usable);
	twstat_put_u32(message, TWSTAT_A_DESTINATION_PEAK, destination->peak);
	twstat_put_destination_counts(message, destination,
				      TWSTAT_A_DESTINATION_CONNECTS,
				      TWSTAT_DST_CONNECTS, TWSTAT_DST_EXPIRED);
	twstat_put_u32(message, TWSTAT_A_DESTINATION_TIMESTAMPS,
		       destination->timestamps);
	twstat_put_destination_counts(message, destination,
				      TWSTAT_A_DESTINATION_REFUSED_OFF,
				      TWSTAT_DST_REFUSED,
				      TWSTAT_DST_COUNTS - 1);
	if (destination->address.device)
		twstat_put_u32(message, TWSTAT_A_DESTINATION_DEVICE,
			       destination->address.device);
	twstat_put_destination_times(message, destination);
}

/**
 * twstat_put_destination_programs() - put the programs of a destination into a message
 * @message: the message
 * @destination: the destination
 * @most: how many at most
 */
void twstat_put_destination_programs(struct twstat_message *message,
				     const struct twstat_destination *destination,
				     unsigned int most)
{
	struct twstat_program_list list = destination->programs;

	if (!list.known)
		return;
	twstat_put_uint(message, TWSTAT_A_DESTINATION_UNNAMED,
			destination->count[TWSTAT_DST_UNNAMED]);
	list.number = min(list.number, most);
	twstat_put_programs(message, TWSTAT_A_DESTINATION_PROGRAM, &list);
}

/**
 * twstat_nl_destination_get_doit() - answer destination-get for one destination
 * @skb: the request
 * @info: its attributes
 *
 * Return: 0, or an error.
 */
int twstat_nl_destination_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct twstat_net *tn = twstat_net_of_reader(genl_info_net(info));
	struct twstat_destination destination;
	struct twstat_message message;
	struct twstat_address key;
	int err;

	err = twstat_request_may(skb, info->extack) ?: twstat_destination_key(&key, info);
	if (err)
		return err;
	if (!tn || !twstat_destination_lookup(twstat_settle(tn), &key,
					      &destination)) {
		NL_SET_ERR_MSG(info->extack, "No such destination");
		return -ENOENT;
	}

	twstat_message_reply(&message, info);
	twstat_put_destination(&message, &destination,
			       twstat_port_range_usable(tn->net));
	twstat_put_destination_programs(&message, &destination, TWSTAT_PROGRAMS);
	return twstat_message_send(&message, info);
}

/**
 * struct twstat_destinations_dump - the state of one buffer of a dump
 * @filter: which destinations to send
 * @usable: how many ports connect() may choose from
 */
struct twstat_destinations_dump {
	struct twstat_destination_filter filter;
	u32 usable;
};

static bool twstat_destinations_wanted(const struct twstat_endpoint *endpoint,
				       void *data)
{
	const struct twstat_destinations_dump *dump = data;

	return twstat_destination_fits(endpoint, &dump->filter);
}

static void twstat_destinations_put(struct twstat_message *message,
				    const struct twstat_endpoint *endpoint,
				    const struct twstat_endpoints_dump *dump)
{
	const struct twstat_destinations_dump *destinations = dump->data;
	struct twstat_destination destination;

	twstat_destination_read(dump->settled, endpoint, &destination);
	twstat_put_destination(message, &destination, destinations->usable);
	twstat_put_destination_programs(message, &destination, TWSTAT_PROGRAMS);
}

/**
 * twstat_nl_destination_get_start() - check the filter of a dump
 * @cb: the dump
 *
 * Some kernels pass no extack here. On those the dump's first buffer reports the error.
 *
 * Return: 0, or an error with an extack message.
 */
int twstat_nl_destination_get_start(struct netlink_callback *cb)
{
	struct twstat_destination_filter filter;
	int err;

	err = twstat_request_may(cb->skb, cb->extack);
	if (err || !cb->extack)
		return err;
	return twstat_destination_filter(&filter, genl_info_dump(cb)->attrs,
					 cb->extack);
}

/**
 * twstat_nl_destination_get_dumpit() - answer destination-get for all that match
 * @skb: the buffer to fill
 * @cb: the dump
 *
 * Return: the length of @skb; 0 at the end; or an error with an extack message.
 */
int twstat_nl_destination_get_dumpit(struct sk_buff *skb,
				     struct netlink_callback *cb)
{
	struct twstat_net *tn = twstat_request_net(sock_net(skb->sk), cb->extack);
	struct twstat_destinations_dump destinations;
	struct twstat_endpoints_dump dump = {
		.skb = skb,
		.cb = cb,
		.wanted = twstat_destinations_wanted,
		.put = twstat_destinations_put,
		.data = &destinations,
	};
	int err;

	err = twstat_destination_filter(&destinations.filter,
					genl_info_dump(cb)->attrs, cb->extack);
	if (err)
		return err;
	if (!tn)
		return -ENODATA;
	destinations.usable = twstat_port_range_usable(tn->net);
	return twstat_endpoints_dump(&dump,
				     &tn->endpoints[TWSTAT_DESTINATION]);
}
