// SPDX-License-Identifier: GPL-2.0
/* Configuration: groups of the whole machine; sizes and thresholds of a namespace. */
#include <linux/mutex.h>
#include <net/sock.h>

#include "control/groups.h"
#include "netlink/event_listeners.h"
#include "netlink/message.h"
#include "netlink/per_net.h"
#include "tables/net.h"

/* Serializes config-set. */
static DEFINE_MUTEX(twstat_config_lock);

/**
 * struct twstat_config - all that can be configured
 * @switches: the switches, of the whole machine
 * @destinations_max: maximum number of destinations of the namespace, and of services
 * @threshold_up: see struct twstat_netlink
 * @threshold_down: see struct twstat_netlink
 */
struct twstat_config {
	struct twstat_switches switches;
	u32 destinations_max;
	u8 threshold_up;
	u8 threshold_down;
};

static void twstat_config_read(struct twstat_config *config,
			       const struct twstat_net *tn)
{
	config->switches = twstat_switches;
	config->destinations_max = tn->endpoints[TWSTAT_DESTINATION].max;
	config->threshold_up = tn->netlink->threshold_up;
	config->threshold_down = tn->netlink->threshold_down;
}

/**
 * twstat_nl_config_get_doit() - answer config-get
 * @skb: the request
 * @info: its attributes
 *
 * Return: 0, or an error.
 */
int twstat_nl_config_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct twstat_message message;
	struct twstat_config config;
	struct twstat_net *tn;
	int err;

	err = twstat_request_knows(info->nlhdr, 0, info->extack);
	if (err)
		return err;
	tn = twstat_request_net(genl_info_net(info), info->extack);
	if (!tn)
		return -ENODATA;
	/* A client that has joined a group before this request gets all events after it. */
	twstat_listeners_greet(tn);
	mutex_lock(&twstat_config_lock);
	twstat_config_read(&config, tn);
	mutex_unlock(&twstat_config_lock);

	twstat_message_reply(&message, info);
	twstat_put_u8(&message, TWSTAT_A_CONFIG_SEGMENTS,
		      config.switches.segments);
	twstat_put_u8(&message, TWSTAT_A_CONFIG_PORTS, config.switches.ports);
	twstat_put_u8(&message, TWSTAT_A_CONFIG_REUSE, config.switches.reuse);
	twstat_put_u8(&message, TWSTAT_A_CONFIG_STATES, config.switches.states);
	twstat_put_u8(&message, TWSTAT_A_CONFIG_REUSE_EXACT,
		      config.switches.reuse_exact);
	twstat_put_u8(&message, TWSTAT_A_CONFIG_CONNECT_RESULT,
		      config.switches.connect_result);
	twstat_put_u32(&message, TWSTAT_A_CONFIG_DESTINATIONS_MAX,
		       config.destinations_max);
	twstat_put_u32(&message, TWSTAT_A_CONFIG_DESTINATIONS_LIMIT,
		       twstat_endpoints_limit());
	twstat_put_u8(&message, TWSTAT_A_CONFIG_THRESHOLD_UP,
		      config.threshold_up);
	twstat_put_u8(&message, TWSTAT_A_CONFIG_THRESHOLD_DOWN,
		      config.threshold_down);
	return twstat_message_send(&message, info);
}

static const struct nlattr *twstat_config_attr(const struct genl_info *info,
					       int type, u8 *value)
{
	const struct nlattr *attr = info->attrs[type];

	if (attr)
		*value = nla_get_u8(attr);
	return attr;
}

/* Reads a switch into @on if the request has its attribute; returns the attribute. */
static const struct nlattr *twstat_config_switch(const struct genl_info *info,
						 int type, bool *on)
{
	const struct nlattr *attr = info->attrs[type];

	if (attr)
		*on = nla_get_u8(attr);
	return attr;
}

/* A dependent switch goes off with its master and can't go on alone. */
static int twstat_config_need(const struct genl_info *info, int type,
			      bool *on, bool needed, const char *sentence)
{
	const struct nlattr *attr = twstat_config_switch(info, type, on);

	if (needed || !*on)
		return 0;
	if (!attr) {
		*on = false;
		return 0;
	}
	NL_SET_BAD_ATTR(info->extack, attr);
	info->extack->_msg = sentence;
	return -EINVAL;
}

/* Only init_net may change the switches: they control hooks, which all namespaces share. */
static int twstat_config_change_groups(struct twstat_switches *switches,
				       struct genl_info *info)
{
	int type, err;

	for (type = TWSTAT_A_CONFIG_SEGMENTS;
	     type <= TWSTAT_A_CONFIG_CONNECT_RESULT; type++) {
		if (!info->attrs[type] ||
		    net_eq(genl_info_net(info), &init_net))
			continue;
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[type],
				    "This is for the whole machine: set it in the initial network namespace");
		return -EPERM;
	}

	twstat_config_switch(info, TWSTAT_A_CONFIG_SEGMENTS, &switches->segments);
	twstat_config_switch(info, TWSTAT_A_CONFIG_PORTS, &switches->ports);
	twstat_config_switch(info, TWSTAT_A_CONFIG_REUSE, &switches->reuse);
	twstat_config_switch(info, TWSTAT_A_CONFIG_STATES, &switches->states);
	err = twstat_config_need(info, TWSTAT_A_CONFIG_REUSE_EXACT,
				 &switches->reuse_exact, switches->reuse,
				 "reuse-exact needs reuse to be on");
	if (err)
		return err;
	return twstat_config_need(info, TWSTAT_A_CONFIG_CONNECT_RESULT,
				  &switches->connect_result, switches->ports,
				  "connect-result needs ports to be on");
}

static int twstat_config_change_size(struct twstat_config *config,
				     const struct genl_info *info)
{
	const struct nlattr *max = info->attrs[TWSTAT_A_CONFIG_DESTINATIONS_MAX];

	if (!max)
		return 0;
	config->destinations_max = nla_get_u32(max);
	if (config->destinations_max <= twstat_endpoints_limit())
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, max,
			    "destinations-max must not exceed the module parameter destinations");
	return -ERANGE;
}

static int twstat_config_change_thresholds(struct twstat_config *config,
					   const struct genl_info *info)
{
	const struct nlattr *up, *down;

	up = twstat_config_attr(info, TWSTAT_A_CONFIG_THRESHOLD_UP,
				&config->threshold_up);
	down = twstat_config_attr(info, TWSTAT_A_CONFIG_THRESHOLD_DOWN,
				  &config->threshold_down);
	if (config->threshold_down <= config->threshold_up)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, down ?: up,
			    "threshold-down would be above threshold-up");
	return -EINVAL;
}

static int twstat_config_write(struct twstat_net *tn,
			       const struct twstat_config *config,
			       const struct twstat_config *before,
			       struct netlink_ext_ack *extack)
{
	bool complete;
	int kind, err;

	if (memcmp(&config->switches, &before->switches, sizeof(config->switches))) {
		err = twstat_groups_set(&config->switches, &complete);
		if (err)
			return err;
		if (!complete)
			NL_SET_ERR_MSG(extack, "Some hooks could not be attached, see hook-get");
	}
	if (config->destinations_max != before->destinations_max)
		for (kind = 0; kind < TWSTAT_ENDPOINT_KINDS; kind++)
			twstat_endpoints_set_max(&tn->endpoints[kind],
						 config->destinations_max);
	WRITE_ONCE(tn->netlink->threshold_up, config->threshold_up);
	WRITE_ONCE(tn->netlink->threshold_down, config->threshold_down);
	return 0;
}

static int twstat_config_set(struct twstat_net *tn, struct genl_info *info)
{
	struct twstat_config before, config;
	int err;

	twstat_config_read(&before, tn);
	config = before;
	err = twstat_config_change_groups(&config.switches, info);
	if (!err)
		err = twstat_config_change_size(&config, info);
	if (!err)
		err = twstat_config_change_thresholds(&config, info);
	return err ?: twstat_config_write(tn, &config, &before, info->extack);
}

/**
 * twstat_nl_config_set_doit() - answer config-set: set all given attributes, or none
 * @skb: the request
 * @info: its attributes
 *
 * The YAML specification can't require CAP_NET_ADMIN in the namespace's own user namespace, so
 * this checks it.
 *
 * Return: 0, or an error with an extack message.
 */
int twstat_nl_config_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct twstat_net *tn = twstat_request_net(genl_info_net(info), info->extack);
	int err;

	if (!tn)
		return -ENODATA;
	if (!netlink_ns_capable(skb, tn->net->user_ns, CAP_NET_ADMIN)) {
		NL_SET_ERR_MSG(info->extack, "This needs CAP_NET_ADMIN");
		return -EPERM;
	}
	mutex_lock(&twstat_config_lock);
	err = twstat_config_set(tn, info);
	mutex_unlock(&twstat_config_lock);
	return err;
}
