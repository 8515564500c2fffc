/* SPDX-License-Identifier: GPL-2.0 */
/* Parses which destinations a request selects. */
#ifndef _TWSTAT_NETLINK_DESTINATION_FILTER_H
#define _TWSTAT_NETLINK_DESTINATION_FILTER_H

#include "netlink/message.h"
#include "tables/endpoints.h"

/**
 * struct twstat_address_filter - a prefix that an address must have
 * @address: the prefix; IPv4 in the first four bytes
 * @bits: its length in bits; 0 matches every address
 */
struct twstat_address_filter {
	struct in6_addr address;
	unsigned int bits;
};

/**
 * struct twstat_destination_filter - which destinations a request selects
 * @family: AF_INET or AF_INET6; 0 for both, if the request has no address
 * @local: the prefix of their local address
 * @remote: the prefix of their remote address
 * @port: their remote port
 * @any_port: the remote port doesn't matter
 * @ports_min: the least number of ports that they have in use
 * @device: the device that their sockets are bound to; 0 for none
 * @any_device: the device doesn't matter
 */
struct twstat_destination_filter {
	u16 family;
	struct twstat_address_filter local;
	struct twstat_address_filter remote;
	__be16 port;
	bool any_port;
	u32 ports_min;
	u32 device;
	bool any_device;
};

int twstat_destination_key(struct twstat_address *key, struct genl_info *info);
int twstat_destination_filter(struct twstat_destination_filter *filter,
			      struct nlattr **attrs,
			      struct netlink_ext_ack *extack);
bool twstat_destination_fits(const struct twstat_endpoint *destination,
			     const struct twstat_destination_filter *filter);

#endif
