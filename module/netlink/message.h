/* SPDX-License-Identifier: GPL-2.0 */
/* Builds and sends netlink messages. */
#ifndef _TWSTAT_NETLINK_MESSAGE_H
#define _TWSTAT_NETLINK_MESSAGE_H

#include <linux/in6.h>

#include "netlink/gen.h"

struct twstat_net;

/**
 * struct twstat_message - a message under construction
 * @skb: the buffer; NULL if there was no memory for it
 * @header: its header
 * @event: it is a notification: it is not known who reads it
 * @failed: an attribute had no room; attributes after it were not put
 *
 * Because of @failed only the completion of a message needs a check, not each attribute.
 */
struct twstat_message {
	struct sk_buff *skb;
	void *header;
	bool event;
	bool failed;
};

int twstat_request_knows(const struct nlmsghdr *request, int max,
			 struct netlink_ext_ack *extack);
struct twstat_net *twstat_request_net(const struct net *net,
				      struct netlink_ext_ack *extack);

void twstat_message_reply(struct twstat_message *message,
			  struct genl_info *info);
int twstat_message_send(struct twstat_message *message, struct genl_info *info);

void twstat_message_dump(struct twstat_message *message, struct sk_buff *skb,
			 struct netlink_callback *cb);
int twstat_message_next(struct twstat_message *message);

void twstat_message_event(struct twstat_message *message, u8 cmd);
bool twstat_message_multicast(struct twstat_message *message,
			      struct twstat_net *tn, unsigned int group);

void twstat_put_flag(struct twstat_message *message, int type);
void twstat_put_u8(struct twstat_message *message, int type, u8 value);
void twstat_put_u16(struct twstat_message *message, int type, u16 value);
void twstat_put_u32(struct twstat_message *message, int type, u32 value);
void twstat_put_uint(struct twstat_message *message, int type, u64 value);
void twstat_put_string(struct twstat_message *message, int type,
		       const char *text);
void twstat_put_address4(struct twstat_message *message, int type,
			 __be32 address);
void twstat_put_address6(struct twstat_message *message, int type,
			 const struct in6_addr *address);
struct nlattr *twstat_put_begin(struct twstat_message *message, int type);
void twstat_put_end(struct twstat_message *message, struct nlattr *nest);

#endif
