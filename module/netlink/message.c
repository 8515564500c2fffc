// SPDX-License-Identifier: GPL-2.0
/* Builds and sends netlink messages. */
#include "netlink/message.h"
#include "tables/blocks.h"
#include "tables/net.h"

static void twstat_message_begin(struct twstat_message *message,
				 struct sk_buff *skb, void *header)
{
	message->skb = skb;
	message->header = header;
	message->event = false;
	message->failed = !header;
}

/* Completes a message; removes it from the buffer if an attribute had no room. */
static int twstat_message_end(struct twstat_message *message)
{
	if (message->failed) {
		if (message->header)
			genlmsg_cancel(message->skb, message->header);
		return -EMSGSIZE;
	}
	genlmsg_end(message->skb, message->header);
	return 0;
}

/**
 * twstat_request_knows() - reject a request with unknown attributes
 * @request: the request
 * @max: the highest attribute that it may have; 0 if it may have none
 * @extack: for error messages
 *
 * The kernel does this itself, with two exceptions: an operation in split_ops without a
 * policy; and commands whose do and dump share a policy.
 *
 * Return: 0, or an error with an extack message.
 */
int twstat_request_knows(const struct nlmsghdr *request, int max,
			 struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	int left;

	nlmsg_for_each_attr(attr, request, GENL_HDRLEN, left) {
		if (nla_type(attr) && nla_type(attr) <= max)
			continue;
		NL_SET_ERR_MSG_ATTR(extack, attr, "Unknown attribute type");
		return -EINVAL;
	}
	if (left <= 0)
		return 0;
	NL_SET_ERR_MSG(extack, "Extra bytes after the attributes");
	return -EINVAL;
}

/**
 * twstat_request_net() - look up the namespace of a request
 * @net: the namespace
 * @extack: for error messages
 *
 * Return: its struct twstat_net; or NULL with an extack message if it isn't watched.
 */
struct twstat_net *twstat_request_net(const struct net *net,
				      struct netlink_ext_ack *extack)
{
	struct twstat_net *tn = twstat_net_of_reader(net);

	if (!tn)
		NL_SET_ERR_MSG(extack,
			       "twstat does not watch this network namespace, see the kernel log");
	return tn;
}

/**
 * twstat_nl_bare_start() - start a dump whose request has no attributes
 * @cb: the dump
 *
 * Return: 0, or an error with an extack message.
 */
int twstat_nl_bare_start(struct netlink_callback *cb)
{
	return twstat_request_knows(cb->nlh, 0, cb->extack);
}

/**
 * twstat_message_reply() - begin the reply to a request
 * @message: filled in
 * @info: the request
 */
void twstat_message_reply(struct twstat_message *message,
			  struct genl_info *info)
{
	struct sk_buff *skb = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);

	twstat_message_begin(message, skb, skb ?
			     genlmsg_put_reply(skb, info, &twstat_nl_family, 0,
					       info->genlhdr->cmd) : NULL);
}

/**
 * twstat_message_send() - complete the reply to a request, and send it
 * @message: from twstat_message_reply()
 * @info: the request
 *
 * Return: 0, or an error.
 */
int twstat_message_send(struct twstat_message *message, struct genl_info *info)
{
	int err;

	if (!message->skb)
		return -ENOMEM;
	err = twstat_message_end(message);
	if (err) {
		nlmsg_free(message->skb);
		return err;
	}
	return genlmsg_reply(message->skb, info);
}

/**
 * twstat_message_dump() - begin a message of a dump
 * @message: filled in
 * @skb: the buffer
 * @cb: the dump; if its @seq has changed, the message is marked as inconsistent
 */
void twstat_message_dump(struct twstat_message *message, struct sk_buff *skb,
			 struct netlink_callback *cb)
{
	const struct genlmsghdr *request = nlmsg_data(cb->nlh);
	void *header;

	header = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
			     cb->nlh->nlmsg_seq, &twstat_nl_family, NLM_F_MULTI,
			     request->cmd);
	if (header)
		genl_dump_check_consistent(cb, header);
	twstat_message_begin(message, skb, header);
}

/**
 * twstat_message_next() - complete a message of a dump
 * @message: from twstat_message_dump()
 *
 * Return: 0; -EMSGSIZE if it had no room, so that the next buffer must have it.
 */
int twstat_message_next(struct twstat_message *message)
{
	return twstat_message_end(message);
}

/*
 * The room of a notification. netlink_trim() must not find it much too large: see
 * twstat_message_multicast().
 */
#define TWSTAT_MESSAGE_EVENT_ROOM	640

/**
 * twstat_message_event() - begin a notification
 * @message: filled in
 * @cmd: its command
 *
 * Context: process.
 */
void twstat_message_event(struct twstat_message *message, u8 cmd)
{
	struct sk_buff *skb = genlmsg_new(TWSTAT_MESSAGE_EVENT_ROOM, GFP_KERNEL);

	twstat_message_begin(message, skb, skb ?
			     genlmsg_put(skb, 0, 0, &twstat_nl_family, 0, cmd) :
			     NULL);
	message->event = true;
}

/* Whether netlink_trim() leaves the buffer as it is. */
static bool twstat_message_is_trim(const struct sk_buff *skb)
{
	return 2 * (skb->end - skb->tail) < skb->truesize;
}

/**
 * twstat_message_multicast() - complete a notification, and send it
 * @message: from twstat_message_event()
 * @tn: the namespace
 * @group: the multicast group
 *
 * If it can't be sent, or no listener had room for it, EventLost counts that.
 *
 * netlink answers -ESRCH both if nobody listens and if no listener had room. But it clones a
 * buffer that has another reference for each listener, and for nothing else.
 *
 * Context: process.
 * Return: whether anyone listens, as far as that can be told.
 */
bool twstat_message_multicast(struct twstat_message *message,
			      struct twstat_net *tn, unsigned int group)
{
	int err = message->skb ? twstat_message_end(message) : -ENOMEM;
	bool heard = true;

	if (group >= twstat_nl_family.n_mcgrps) {
		nlmsg_free(message->skb);
		return false;
	}
	if (err) {
		nlmsg_free(message->skb);
	} else {
		skb_get(message->skb);
		heard = !twstat_message_is_trim(message->skb);
		err = genlmsg_multicast_netns(&twstat_nl_family, tn->net,
					      message->skb, 0, group,
					      GFP_KERNEL);
		heard |= err != -ESRCH || message->skb->cloned;
		consume_skb(message->skb);
	}
	/* Hooks have events in namespaces without TCP, too. */
	if (err && heard && (twstat_net_counts(tn) || twstat_block_take(tn)))
		twstat_count(tn, TWSTAT_EVENT_LOST);
	return heard;
}

/**
 * twstat_put_flag() - put a flag attribute, which means true
 * @message: the message
 * @type: the attribute
 */
void twstat_put_flag(struct twstat_message *message, int type)
{
	if (!message->failed)
		message->failed = nla_put_flag(message->skb, type);
}

/**
 * twstat_put_u8() - put an 8-bit number
 * @message: the message
 * @type: the attribute
 * @value: the number
 */
void twstat_put_u8(struct twstat_message *message, int type, u8 value)
{
	if (!message->failed)
		message->failed = nla_put_u8(message->skb, type, value);
}

/**
 * twstat_put_u16() - put a 16-bit number
 * @message: the message
 * @type: the attribute
 * @value: the number
 */
void twstat_put_u16(struct twstat_message *message, int type, u16 value)
{
	if (!message->failed)
		message->failed = nla_put_u16(message->skb, type, value);
}

/**
 * twstat_put_u32() - put a 32-bit number
 * @message: the message
 * @type: the attribute
 * @value: the number
 */
void twstat_put_u32(struct twstat_message *message, int type, u32 value)
{
	if (!message->failed)
		message->failed = nla_put_u32(message->skb, type, value);
}

/**
 * twstat_put_uint() - put a number in 32 or 64 bits, as it needs
 * @message: the message
 * @type: the attribute
 * @value: the number
 */
void twstat_put_uint(struct twstat_message *message, int type, u64 value)
{
	if (!message->failed)
		message->failed = nla_put_uint(message->skb, type, value);
}

/**
 * twstat_put_string() - put a string
 * @message: the message
 * @type: the attribute
 * @text: the string
 */
void twstat_put_string(struct twstat_message *message, int type,
		       const char *text)
{
	if (!message->failed)
		message->failed = nla_put_string(message->skb, type, text);
}

/**
 * twstat_put_address4() - put an IPv4 address
 * @message: the message
 * @type: the attribute
 * @address: the address
 */
void twstat_put_address4(struct twstat_message *message, int type,
			 __be32 address)
{
	if (!message->failed)
		message->failed = nla_put_in_addr(message->skb, type, address);
}

/**
 * twstat_put_address6() - put an IPv6 address
 * @message: the message
 * @type: the attribute
 * @address: the address
 */
void twstat_put_address6(struct twstat_message *message, int type,
			 const struct in6_addr *address)
{
	if (!message->failed)
		message->failed = nla_put_in6_addr(message->skb, type, address);
}

/**
 * twstat_put_begin() - begin a nested attribute
 * @message: the message
 * @type: the attribute
 *
 * Return: the nested attribute, for twstat_put_end().
 */
struct nlattr *twstat_put_begin(struct twstat_message *message, int type)
{
	struct nlattr *nest = NULL;

	if (!message->failed) {
		nest = nla_nest_start(message->skb, type);
		message->failed = !nest;
	}
	return nest;
}

/**
 * twstat_put_end() - end a nested attribute
 * @message: the message
 * @nest: from twstat_put_begin()
 */
void twstat_put_end(struct twstat_message *message, struct nlattr *nest)
{
	if (!message->failed)
		nla_nest_end(message->skb, nest);
}
