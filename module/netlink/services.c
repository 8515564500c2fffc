// SPDX-License-Identifier: GPL-2.0
/* Sends the services of a namespace. */
#include "netlink/endpoints_dump.h"
#include "read/services.h"
#include "tables/net.h"

static_assert(TWSTAT_A_SERVICE_SYN_RETRY_MS - TWSTAT_A_SERVICE_ENTERED ==
	      TWSTAT_SRV_COUNTS - 1);

static void twstat_put_service(struct twstat_message *message,
			       const struct twstat_endpoint *of,
			       const struct twstat_endpoints_dump *dump)
{
	const struct twstat_address *address;
	struct twstat_service service;
	int i;

	twstat_service_read(dump->settled, of, &service);
	address = &service.address;
	twstat_put_u16(message, TWSTAT_A_SERVICE_FAMILY, address->family);
	if (address->family == AF_INET)
		twstat_put_address4(message, TWSTAT_A_SERVICE_LOCAL4,
				    address->v4.local);
	else
		twstat_put_address6(message, TWSTAT_A_SERVICE_LOCAL6,
				    &address->v6.local);
	twstat_put_u16(message, TWSTAT_A_SERVICE_PORT, ntohs(address->port));
	twstat_put_u32(message, TWSTAT_A_SERVICE_TIME_WAIT, service.time_wait);
	twstat_put_u32(message, TWSTAT_A_SERVICE_FIN_WAIT2, service.fin_wait2);
	for (i = 0; i < TWSTAT_SRV_COUNTS; i++)
		twstat_put_uint(message, TWSTAT_A_SERVICE_ENTERED + i,
				service.count[i]);
	if (!service.refused_first)
		return;
	twstat_put_uint(message, TWSTAT_A_SERVICE_REFUSED_FIRST, service.refused_first);
	twstat_put_uint(message, TWSTAT_A_SERVICE_REFUSED_LAST, service.refused_last);
}

/**
 * twstat_nl_service_get_dumpit() - answer service-get
 * @skb: the buffer to fill
 * @cb: the dump
 *
 * Return: the length of @skb; 0 at the end; or an error with an extack message.
 */
int twstat_nl_service_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb)
{
	struct twstat_net *tn = twstat_request_net(sock_net(skb->sk), cb->extack);
	struct twstat_endpoints_dump dump = {
		.skb = skb,
		.cb = cb,
		.put = twstat_put_service,
	};

	if (!tn)
		return -ENODATA;
	return twstat_endpoints_dump(&dump, &tn->endpoints[TWSTAT_SERVICE]);
}
