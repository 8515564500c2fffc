// SPDX-License-Identifier: GPL-2.0
/* Parses which destinations a request selects. */
#include <linux/inetdevice.h>
#include <net/ipv6.h>

#include "netlink/destination_filter.h"

/* The length of an address in bits. */
static unsigned int twstat_filter_bits(u16 family)
{
	return family == AF_INET ? 32 : 128;
}

/* Parses an address of either family, if the request has one, and sets the filter's family. */
static int twstat_filter_address(struct twstat_destination_filter *filter,
				 struct twstat_address_filter *to,
				 struct nlattr *v4, struct nlattr *v6,
				 struct netlink_ext_ack *extack)
{
	struct nlattr *attr = v4 ?: v6;
	u16 family = v4 ? AF_INET : AF_INET6;

	if (!attr)
		return 0;
	if (v4 && v6) {
		NL_SET_ERR_MSG_ATTR(extack, v6, "Give an IPv4 or an IPv6 address, not both");
		return -EINVAL;
	}
	if (filter->family && filter->family != family) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "The address doesn't match the family");
		return -EINVAL;
	}
	filter->family = family;
	to->bits = twstat_filter_bits(family);
	nla_memcpy(&to->address, attr, sizeof(to->address));
	return 0;
}

static int twstat_filter_addresses(struct twstat_destination_filter *filter,
				   struct nlattr **attrs,
				   struct netlink_ext_ack *extack)
{
	struct nlattr *family = attrs[TWSTAT_A_DESTINATION_FAMILY];
	int err;

	if (family) {
		filter->family = nla_get_u16(family);
		if (filter->family != AF_INET && filter->family != AF_INET6) {
			NL_SET_ERR_MSG_ATTR(extack, family,
					    "The family must be AF_INET or AF_INET6");
			return -EAFNOSUPPORT;
		}
	}
	err = twstat_filter_address(filter, &filter->local,
				    attrs[TWSTAT_A_DESTINATION_LOCAL4],
				    attrs[TWSTAT_A_DESTINATION_LOCAL6], extack);
	if (err)
		return err;
	return twstat_filter_address(filter, &filter->remote,
				     attrs[TWSTAT_A_DESTINATION_REMOTE4],
				     attrs[TWSTAT_A_DESTINATION_REMOTE6],
				     extack);
}

static int twstat_filter_prefix(struct twstat_address_filter *to,
				struct nlattr *prefix,
				struct netlink_ext_ack *extack)
{
	if (!prefix)
		return 0;
	if (!to->bits) {
		NL_SET_ERR_MSG_ATTR(extack, prefix, "A prefix length needs an address");
		return -EINVAL;
	}
	if (nla_get_u8(prefix) > to->bits) {
		NL_SET_ERR_MSG_ATTR(extack, prefix,
				    "The prefix must not be longer than the address");
		return -EINVAL;
	}
	to->bits = nla_get_u8(prefix);
	return 0;
}

static bool twstat_filter_lacks(struct genl_info *info, int attr4, int attr6)
{
	if (info->attrs[attr4] || info->attrs[attr6])
		return false;
	NL_SET_ERR_ATTR_MISS(info->extack, NULL,
			     info->attrs[TWSTAT_A_DESTINATION_FAMILY] &&
			     nla_get_u16(info->attrs[TWSTAT_A_DESTINATION_FAMILY]) ==
			     AF_INET6 ? attr6 : attr4);
	return true;
}

/* Where do and dump share a policy, the kernel accepts the filters of a dump. */
static int twstat_filter_none(struct genl_info *info)
{
	int type;

	for (type = TWSTAT_A_DESTINATION_PORT + 1;
	     type < TWSTAT_A_DESTINATION_DEVICE; type++) {
		if (!info->attrs[type])
			continue;
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[type],
				    "Unknown attribute type");
		return -EINVAL;
	}
	return 0;
}

/**
 * twstat_destination_key() - parse a request for one destination
 * @key: filled in with its address
 * @info: the request
 *
 * Return: 0, or an error with an extack message.
 */
int twstat_destination_key(struct twstat_address *key, struct genl_info *info)
{
	struct twstat_destination_filter filter = { };
	int err;

	err = twstat_request_knows(info->nlhdr, TWSTAT_A_DESTINATION_DEVICE,
				   info->extack) ?:
	      twstat_filter_none(info);
	if (err)
		return err;
	if (GENL_REQ_ATTR_CHECK(info, TWSTAT_A_DESTINATION_FAMILY) ||
	    twstat_filter_lacks(info, TWSTAT_A_DESTINATION_LOCAL4,
				TWSTAT_A_DESTINATION_LOCAL6) ||
	    twstat_filter_lacks(info, TWSTAT_A_DESTINATION_REMOTE4,
				TWSTAT_A_DESTINATION_REMOTE6) ||
	    GENL_REQ_ATTR_CHECK(info, TWSTAT_A_DESTINATION_PORT))
		return -EINVAL;
	err = twstat_filter_addresses(&filter, info->attrs, info->extack);
	if (err)
		return err;

	memset(key, 0, sizeof(*key));
	key->family = filter.family;
	key->port = htons(nla_get_u16(info->attrs[TWSTAT_A_DESTINATION_PORT]));
	if (info->attrs[TWSTAT_A_DESTINATION_DEVICE])
		key->device = nla_get_u32(info->attrs[TWSTAT_A_DESTINATION_DEVICE]);
	if (key->family == AF_INET) {
		key->v4.local = filter.local.address.s6_addr32[0];
		key->v4.remote = filter.remote.address.s6_addr32[0];
	} else {
		key->v6.local = filter.local.address;
		key->v6.remote = filter.remote.address;
	}
	return 0;
}

/**
 * twstat_destination_filter() - parse a request for all destinations that match
 * @filter: filled in
 * @attrs: the request's attributes
 * @extack: for error messages
 *
 * Return: 0, or an error with an extack message.
 */
int twstat_destination_filter(struct twstat_destination_filter *filter,
			      struct nlattr **attrs,
			      struct netlink_ext_ack *extack)
{
	struct nlattr *port = attrs[TWSTAT_A_DESTINATION_PORT];
	struct nlattr *ports_min = attrs[TWSTAT_A_DESTINATION_PORTS_MIN];
	struct nlattr *device = attrs[TWSTAT_A_DESTINATION_DEVICE];
	int err;

	memset(filter, 0, sizeof(*filter));
	err = twstat_filter_addresses(filter, attrs, extack);
	if (!err)
		err = twstat_filter_prefix(&filter->local,
					   attrs[TWSTAT_A_DESTINATION_LOCAL_PREFIX],
					   extack);
	if (!err)
		err = twstat_filter_prefix(&filter->remote,
					   attrs[TWSTAT_A_DESTINATION_REMOTE_PREFIX],
					   extack);
	filter->any_port = !port;
	if (port)
		filter->port = htons(nla_get_u16(port));
	if (ports_min)
		filter->ports_min = nla_get_u32(ports_min);
	filter->any_device = !device;
	if (device)
		filter->device = nla_get_u32(device);
	return err;
}

static bool twstat_filter_fits4(const struct twstat_address_filter *filter,
				__be32 address)
{
	return !((address ^ filter->address.s6_addr32[0]) &
		 inet_make_mask(filter->bits));
}

/**
 * twstat_destination_fits() - check whether a destination matches a filter
 * @destination: the destination
 * @filter: from twstat_destination_filter()
 *
 * Return: whether it matches.
 */
bool twstat_destination_fits(const struct twstat_endpoint *destination,
			     const struct twstat_destination_filter *filter)
{
	const struct twstat_address *address = &destination->address;

	if ((filter->family && filter->family != address->family) ||
	    (!filter->any_port && filter->port != address->port) ||
	    (!filter->any_device && filter->device != address->device) ||
	    twstat_endpoint_ports(destination) < filter->ports_min)
		return false;
	if (!filter->family)
		return true;
	if (filter->family == AF_INET)
		return twstat_filter_fits4(&filter->local, address->v4.local) &&
		       twstat_filter_fits4(&filter->remote, address->v4.remote);
	return ipv6_prefix_equal(&address->v6.local, &filter->local.address,
				 filter->local.bits) &&
	       ipv6_prefix_equal(&address->v6.remote, &filter->remote.address,
				 filter->remote.bits);
}
