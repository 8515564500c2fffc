/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	module/netlink/twstat.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_TWSTAT_GEN_H
#define _LINUX_TWSTAT_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/twstat.h>

int twstat_nl_bare_start(struct netlink_callback *cb);
int twstat_nl_destination_get_start(struct netlink_callback *cb);
int twstat_nl_guarded_start(struct netlink_callback *cb);
int twstat_nl_incident_get_start(struct netlink_callback *cb);

int twstat_nl_counters_get_doit(struct sk_buff *skb, struct genl_info *info);
int twstat_nl_histogram_get_dumpit(struct sk_buff *skb,
				   struct netlink_callback *cb);
int twstat_nl_destination_get_doit(struct sk_buff *skb, struct genl_info *info);
int twstat_nl_destination_get_dumpit(struct sk_buff *skb,
				     struct netlink_callback *cb);
int twstat_nl_service_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);
int twstat_nl_socket_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
int twstat_nl_hook_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int twstat_nl_transition_get_dumpit(struct sk_buff *skb,
				    struct netlink_callback *cb);
int twstat_nl_config_get_doit(struct sk_buff *skb, struct genl_info *info);
int twstat_nl_config_set_doit(struct sk_buff *skb, struct genl_info *info);
int twstat_nl_conflict_get_dumpit(struct sk_buff *skb,
				  struct netlink_callback *cb);
int twstat_nl_incident_get_dumpit(struct sk_buff *skb,
				  struct netlink_callback *cb);

enum {
	TWSTAT_NLGRP_EVENTS,
	TWSTAT_NLGRP_DESTINATIONS,
	TWSTAT_NLGRP_INCIDENTS,
};

extern struct genl_family twstat_nl_family;

#endif /* _LINUX_TWSTAT_GEN_H */
