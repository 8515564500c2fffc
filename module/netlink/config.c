// SPDX-License-Identifier: GPL-2.0
/* Configuration: groups of the whole machine; sizes and thresholds of a namespace. */
#include <linux/mutex.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <net/sock.h>

#include "control/groups.h"
#include "netlink/config.h"
#include "netlink/event_listeners.h"
#include "netlink/message.h"
#include "netlink/per_net.h"
#include "read/memory.h"
#include "tables/incidents.h"
#include "tables/net.h"
#include "tables/troubles.h"

/**
 * struct twstat_config - all that can be configured
 * @switches: the switches, of the whole machine
 * @destinations_max: maximum number of destinations of the namespace, and of services
 * @threshold_up: see struct twstat_net
 * @threshold_down: see struct twstat_net
 */
struct twstat_config {
	struct twstat_switches switches;
	u32 destinations_max;
	u8 threshold_up;
	u8 threshold_down;
};

static void twstat_config_work(struct work_struct *work);

/**
 * struct twstat_config_job - a config-set that switches groups
 * @work: the work item that does it
 * @tn: the first network namespace
 * @config: the new configuration
 * @before: the configuration until then
 * @err: its result
 * @complete: all hooks that it needs are attached
 * @busy: it is queued or under way
 *
 * Switching waits for all CPUs and all tasks, for up to a second. So a work item does it, and the
 * client can stop to wait. It uses nothing of the client's request. Only the first network
 * namespace switches groups: its lock @config is held to set the members, when @busy is not set.
 */
struct twstat_config_job {
	struct work_struct work;
	struct twstat_net *tn;
	struct twstat_config config;
	struct twstat_config before;
	int err;
	bool complete;
	bool busy;
};

static struct twstat_config_job twstat_config_job = {
	.work = __WORK_INITIALIZER(twstat_config_job.work, twstat_config_work),
};

static DECLARE_WAIT_QUEUE_HEAD(twstat_config_done);

static void twstat_config_read(struct twstat_config *config,
			       const struct twstat_net *tn)
{
	config->switches = twstat_switches;
	config->destinations_max = READ_ONCE(tn->endpoints[TWSTAT_DESTINATION].max);
	config->threshold_up = READ_ONCE(tn->threshold_up);
	config->threshold_down = READ_ONCE(tn->threshold_down);
}

/* What the machine uses is not for other namespaces than the first one. */
static void twstat_config_put_memory(struct twstat_message *message,
				     const struct twstat_net *tn)
{
	struct twstat_memory memory;

	twstat_memory_read(&memory, tn);
	twstat_put_uint(message, TWSTAT_A_CONFIG_MEMORY, memory.net);
	if (!net_eq(tn->net, &init_net))
		return;
	twstat_put_uint(message, TWSTAT_A_CONFIG_MEMORY_ENTRIES, memory.entries);
	twstat_put_uint(message, TWSTAT_A_CONFIG_MEMORY_ENDPOINTS, memory.endpoints);
	twstat_put_uint(message, TWSTAT_A_CONFIG_MEMORY_SPARE, memory.spare);
	twstat_put_uint(message, TWSTAT_A_CONFIG_MEMORY_FIXED, memory.fixed);
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
	twstat_config_read(&config, tn);

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
	twstat_config_put_memory(&message, tn);
	twstat_put_u8(&message, TWSTAT_A_CONFIG_WHO, config.switches.who);
	twstat_put_u32(&message, TWSTAT_A_CONFIG_INCIDENTS_MAX, twstat_incidents_max());
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

	for (type = TWSTAT_A_CONFIG_SEGMENTS; type <= TWSTAT_A_CONFIG_WHO; type++) {
		if (!info->attrs[type] || (type > TWSTAT_A_CONFIG_CONNECT_RESULT &&
					   type != TWSTAT_A_CONFIG_WHO) ||
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
	err = twstat_config_need(info, TWSTAT_A_CONFIG_CONNECT_RESULT,
				 &switches->connect_result, switches->ports,
				 "connect-result needs ports to be on");
	if (err)
		return err;
	return twstat_config_need(info, TWSTAT_A_CONFIG_WHO, &switches->who,
				  switches->ports, "who needs ports to be on");
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

static void twstat_config_write(struct twstat_net *tn,
				const struct twstat_config *config,
				const struct twstat_config *before)
{
	int kind;

	if (config->destinations_max != before->destinations_max)
		for (kind = 0; kind < TWSTAT_ENDPOINT_KINDS; kind++)
			twstat_endpoints_set_max(&tn->endpoints[kind],
						 config->destinations_max);
	WRITE_ONCE(tn->threshold_up, config->threshold_up);
	WRITE_ONCE(tn->threshold_down, config->threshold_down);
	preempt_disable();
	if (config->threshold_up != before->threshold_up && twstat_net_counts(tn))
		twstat_trouble_flag(tn, TWSTAT_TROUBLE_ALARM);
	preempt_enable();
}

static void twstat_config_work(struct work_struct *work)
{
	struct twstat_config_job *job = &twstat_config_job;

	job->err = twstat_groups_set(&job->config.switches, &job->complete);
	if (!job->err)
		twstat_config_write(job->tn, &job->config, &job->before);
	/* Pairs with the acquire in twstat_config_idle(). */
	smp_store_release(&job->busy, false);
	wake_up_all(&twstat_config_done);
}

static bool twstat_config_idle(void)
{
	/* Pairs with the release in twstat_config_work(). */
	return !smp_load_acquire(&twstat_config_job.busy);
}

/* Waits until no groups are being switched; returns an error if a signal comes before that. */
static int twstat_config_wait(void)
{
	return wait_event_interruptible(twstat_config_done, twstat_config_idle());
}

/* The lock @config of the first network namespace is held, and nothing is under way. */
static int twstat_config_switch_groups(struct twstat_net *tn, const struct twstat_config *config,
				       const struct twstat_config *before,
				       struct netlink_ext_ack *extack)
{
	struct twstat_config_job *job = &twstat_config_job;

	job->tn = tn;
	job->config = *config;
	job->before = *before;
	job->busy = true;
	queue_work(system_long_wq, &job->work);
	if (twstat_config_wait()) {
		NL_SET_ERR_MSG(extack, "Interrupted: the settings will take effect all the same");
		return -EINTR;
	}
	if (!job->err && !job->complete)
		NL_SET_ERR_MSG(extack, "Some hooks could not be attached, see hook-get");
	return job->err;
}

static int twstat_config_set(struct twstat_net *tn, struct genl_info *info)
{
	struct twstat_config before, config;
	int err;

	/* An earlier client may have been interrupted. */
	if (net_eq(tn->net, &init_net) && twstat_config_wait()) {
		NL_SET_ERR_MSG(info->extack, "Interrupted: nothing was set");
		return -EINTR;
	}
	twstat_config_read(&before, tn);
	config = before;
	err = twstat_config_change_groups(&config.switches, info);
	if (!err)
		err = twstat_config_change_size(&config, info);
	if (!err)
		err = twstat_config_change_thresholds(&config, info);
	if (err)
		return err;
	if (memcmp(&config.switches, &before.switches, sizeof(config.switches)))
		return twstat_config_switch_groups(tn, &config, &before, info->extack);
	twstat_config_write(tn, &config, &before);
	return 0;
}

/* netlink never acknowledges a request with this result, so that must be done here. */
static int twstat_config_interrupted(struct sk_buff *skb, const struct genl_info *info)
{
	netlink_ack(skb, nlmsg_hdr(skb), -EINTR, info->extack);
	return -EINTR;
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
	if (mutex_lock_interruptible(&tn->netlink->config)) {
		NL_SET_ERR_MSG(info->extack, "Interrupted: nothing was set");
		return twstat_config_interrupted(skb, info);
	}
	err = twstat_config_set(tn, info);
	mutex_unlock(&tn->netlink->config);
	return err == -EINTR ? twstat_config_interrupted(skb, info) : err;
}

/**
 * twstat_config_exit() - wait until groups are switched that a client has not waited for
 *
 * There can be no new requests.
 *
 * Context: process, may sleep.
 */
void twstat_config_exit(void)
{
	flush_work(&twstat_config_job.work);
}
