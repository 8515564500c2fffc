// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	module/netlink/twstat.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "gen.h"

#include <uapi/linux/twstat.h>

/* TWSTAT_CMD_DESTINATION_GET - do */
static const struct nla_policy twstat_destination_get_do_nl_policy[TWSTAT_A_DESTINATION_DEVICE + 1] = {
	[TWSTAT_A_DESTINATION_FAMILY] = NLA_POLICY_RANGE(NLA_U16, 2, 10),
	[TWSTAT_A_DESTINATION_LOCAL4] = { .type = NLA_U32, },
	[TWSTAT_A_DESTINATION_LOCAL6] = NLA_POLICY_EXACT_LEN(16),
	[TWSTAT_A_DESTINATION_REMOTE4] = { .type = NLA_U32, },
	[TWSTAT_A_DESTINATION_REMOTE6] = NLA_POLICY_EXACT_LEN(16),
	[TWSTAT_A_DESTINATION_PORT] = { .type = NLA_U16, },
	[TWSTAT_A_DESTINATION_DEVICE] = { .type = NLA_U32, },
};

/* TWSTAT_CMD_DESTINATION_GET - dump */
static const struct nla_policy twstat_destination_get_dump_nl_policy[TWSTAT_A_DESTINATION_DEVICE + 1] = {
	[TWSTAT_A_DESTINATION_FAMILY] = NLA_POLICY_RANGE(NLA_U16, 2, 10),
	[TWSTAT_A_DESTINATION_LOCAL4] = { .type = NLA_U32, },
	[TWSTAT_A_DESTINATION_LOCAL6] = NLA_POLICY_EXACT_LEN(16),
	[TWSTAT_A_DESTINATION_REMOTE4] = { .type = NLA_U32, },
	[TWSTAT_A_DESTINATION_REMOTE6] = NLA_POLICY_EXACT_LEN(16),
	[TWSTAT_A_DESTINATION_PORT] = { .type = NLA_U16, },
	[TWSTAT_A_DESTINATION_LOCAL_PREFIX] = NLA_POLICY_MAX(NLA_U8, 128),
	[TWSTAT_A_DESTINATION_REMOTE_PREFIX] = NLA_POLICY_MAX(NLA_U8, 128),
	[TWSTAT_A_DESTINATION_PORTS_MIN] = { .type = NLA_U32, },
	[TWSTAT_A_DESTINATION_DEVICE] = { .type = NLA_U32, },
};

/* TWSTAT_CMD_CONFIG_SET - do */
static const struct nla_policy twstat_config_set_nl_policy[TWSTAT_A_CONFIG_WHO + 1] = {
	[TWSTAT_A_CONFIG_SEGMENTS] = NLA_POLICY_MAX(NLA_U8, 1),
	[TWSTAT_A_CONFIG_PORTS] = NLA_POLICY_MAX(NLA_U8, 1),
	[TWSTAT_A_CONFIG_REUSE] = NLA_POLICY_MAX(NLA_U8, 1),
	[TWSTAT_A_CONFIG_STATES] = NLA_POLICY_MAX(NLA_U8, 1),
	[TWSTAT_A_CONFIG_REUSE_EXACT] = NLA_POLICY_MAX(NLA_U8, 1),
	[TWSTAT_A_CONFIG_CONNECT_RESULT] = NLA_POLICY_MAX(NLA_U8, 1),
	[TWSTAT_A_CONFIG_DESTINATIONS_MAX] = NLA_POLICY_MIN(NLA_U32, 16),
	[TWSTAT_A_CONFIG_THRESHOLD_UP] = NLA_POLICY_RANGE(NLA_U8, 1, 100),
	[TWSTAT_A_CONFIG_THRESHOLD_DOWN] = NLA_POLICY_RANGE(NLA_U8, 1, 100),
	[TWSTAT_A_CONFIG_WHO] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* TWSTAT_CMD_INCIDENT_GET - dump */
static const struct nla_policy twstat_incident_get_nl_policy[TWSTAT_A_INCIDENT_SINCE + 1] = {
	[TWSTAT_A_INCIDENT_KIND] = NLA_POLICY_MAX(NLA_U32, 6),
	[TWSTAT_A_INCIDENT_LOCAL4] = { .type = NLA_U32, },
	[TWSTAT_A_INCIDENT_LOCAL6] = NLA_POLICY_EXACT_LEN(16),
	[TWSTAT_A_INCIDENT_LOCAL_PORT] = { .type = NLA_U16, },
	[TWSTAT_A_INCIDENT_REMOTE4] = { .type = NLA_U32, },
	[TWSTAT_A_INCIDENT_REMOTE6] = NLA_POLICY_EXACT_LEN(16),
	[TWSTAT_A_INCIDENT_PORT] = { .type = NLA_U16, },
	[TWSTAT_A_INCIDENT_SINCE] = { .type = NLA_U64, },
};

/* Ops table for twstat */
static const struct genl_split_ops twstat_nl_ops[] = {
	{
		.cmd	= TWSTAT_CMD_COUNTERS_GET,
		.doit	= twstat_nl_counters_get_doit,
		.flags	= GENL_CMD_CAP_DO,
	},
	{
		.cmd	= TWSTAT_CMD_HISTOGRAM_GET,
		.start	= twstat_nl_bare_start,
		.dumpit	= twstat_nl_histogram_get_dumpit,
		.flags	= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= TWSTAT_CMD_DESTINATION_GET,
		.doit		= twstat_nl_destination_get_doit,
		.policy		= twstat_destination_get_do_nl_policy,
		.maxattr	= TWSTAT_A_DESTINATION_DEVICE,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= TWSTAT_CMD_DESTINATION_GET,
		.start		= twstat_nl_destination_get_start,
		.dumpit		= twstat_nl_destination_get_dumpit,
		.policy		= twstat_destination_get_dump_nl_policy,
		.maxattr	= TWSTAT_A_DESTINATION_DEVICE,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd	= TWSTAT_CMD_SERVICE_GET,
		.start	= twstat_nl_guarded_start,
		.dumpit	= twstat_nl_service_get_dumpit,
		.flags	= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd	= TWSTAT_CMD_SOCKET_GET,
		.start	= twstat_nl_guarded_start,
		.dumpit	= twstat_nl_socket_get_dumpit,
		.flags	= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd	= TWSTAT_CMD_HOOK_GET,
		.start	= twstat_nl_bare_start,
		.dumpit	= twstat_nl_hook_get_dumpit,
		.flags	= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd	= TWSTAT_CMD_TRANSITION_GET,
		.start	= twstat_nl_bare_start,
		.dumpit	= twstat_nl_transition_get_dumpit,
		.flags	= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd	= TWSTAT_CMD_CONFIG_GET,
		.doit	= twstat_nl_config_get_doit,
		.flags	= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= TWSTAT_CMD_CONFIG_SET,
		.doit		= twstat_nl_config_set_doit,
		.policy		= twstat_config_set_nl_policy,
		.maxattr	= TWSTAT_A_CONFIG_WHO,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd	= TWSTAT_CMD_CONFLICT_GET,
		.start	= twstat_nl_guarded_start,
		.dumpit	= twstat_nl_conflict_get_dumpit,
		.flags	= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= TWSTAT_CMD_INCIDENT_GET,
		.start		= twstat_nl_incident_get_start,
		.dumpit		= twstat_nl_incident_get_dumpit,
		.policy		= twstat_incident_get_nl_policy,
		.maxattr	= TWSTAT_A_INCIDENT_SINCE,
		.flags		= GENL_CMD_CAP_DUMP,
	},
};

static const struct genl_multicast_group twstat_nl_mcgrps[] = {
	[TWSTAT_NLGRP_EVENTS] = { "events", },
	[TWSTAT_NLGRP_DESTINATIONS] = { "destinations", },
	[TWSTAT_NLGRP_INCIDENTS] = { "incidents", },
};

struct genl_family twstat_nl_family __ro_after_init = {
	.name		= TWSTAT_FAMILY_NAME,
	.version	= TWSTAT_FAMILY_VERSION,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.split_ops	= twstat_nl_ops,
	.n_split_ops	= ARRAY_SIZE(twstat_nl_ops),
	.mcgrps		= twstat_nl_mcgrps,
	.n_mcgrps	= ARRAY_SIZE(twstat_nl_mcgrps),
};
