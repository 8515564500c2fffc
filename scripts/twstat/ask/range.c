// SPDX-License-Identifier: GPL-2.0
/*
 * The values that the module accepts, read from its netlink policy: the ranges are written
 * in the specification of the family, and not again here.
 */
#include <linux/netlink.h>

#include "ask/range.h"

/**
 * struct search - a search for the policy of an attribute
 * @attribute: the attribute
 * @range: its range
 * @found: it has one
 */
struct search {
	int attribute;
	struct range *range;
	bool found;
};

static void read_policy(struct search *search, const struct nlattr *nest)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest) {
		switch (mnl_attr_get_type(attr)) {
		case NL_POLICY_TYPE_ATTR_MIN_VALUE_U:
			search->range->least = mnl_attr_get_u64(attr);
			search->found = true;
			break;
		case NL_POLICY_TYPE_ATTR_MAX_VALUE_U:
			search->range->most = mnl_attr_get_u64(attr);
			search->found = true;
			break;
		}
	}
}

/* The policies are nests by index, and in each of them nests by attribute. */
static void read_message(const struct nlmsghdr *message, void *data)
{
	const struct nlattr *attr, *policy, *of;
	struct search *search = data;

	mnl_attr_for_each(attr, message, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) != CTRL_ATTR_POLICY)
			continue;
		mnl_attr_for_each_nested(policy, attr)
			mnl_attr_for_each_nested(of, policy)
				if (mnl_attr_get_type(of) == search->attribute)
					read_policy(search, of);
	}
}

/**
 * range_fetch() - read which values the module accepts
 * @range: filled in, as far as the policy has limits
 * @client: the client
 * @command: the request, TWSTAT_CMD_*
 * @attribute: an attribute of it
 *
 * Return: whether the policy has limits.
 */
bool range_fetch(struct range *range, struct client *client, int command, int attribute)
{
	struct search search = { .attribute = attribute, .range = range };
	struct nlmsghdr *request;

	client_reach(client);
	request = link_request(&client->link, GENL_ID_CTRL, CTRL_CMD_GETPOLICY, NLM_F_DUMP);
	mnl_attr_put_u16(request, CTRL_ATTR_FAMILY_ID, client->family);
	mnl_attr_put_u32(request, CTRL_ATTR_OP, command);
	return link_ask(&client->link, read_message, &search) >= 0 && search.found;
}
