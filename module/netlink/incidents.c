// SPDX-License-Identifier: GPL-2.0
/* Sends the incidents of a namespace that match a filter. */
#include <net/ipv6.h>

#include "control/incidents.h"
#include "netlink/guarded.h"
#include "netlink/incidents.h"
#include "netlink/programs.h"
#include "tables/net.h"

static void twstat_put_incident_address(struct twstat_message *message, int v4, int v6,
					const struct in6_addr *address)
{
	if (ipv6_addr_v4mapped(address))
		twstat_put_address4(message, v4, address->s6_addr32[3]);
	else
		twstat_put_address6(message, v6, address);
}

static void twstat_put_incident_key(struct twstat_message *message,
				    const struct twstat_incident_key *key, bool remote)
{
	twstat_put_u16(message, TWSTAT_A_INCIDENT_FAMILY,
		       ipv6_addr_v4mapped(&key->local) ? AF_INET : AF_INET6);
	twstat_put_incident_address(message, TWSTAT_A_INCIDENT_LOCAL4,
				    TWSTAT_A_INCIDENT_LOCAL6, &key->local);
	if (key->local_port)
		twstat_put_u16(message, TWSTAT_A_INCIDENT_LOCAL_PORT, key->local_port);
	if (remote) {
		twstat_put_incident_address(message, TWSTAT_A_INCIDENT_REMOTE4,
					    TWSTAT_A_INCIDENT_REMOTE6, &key->remote);
		twstat_put_u16(message, TWSTAT_A_INCIDENT_PORT, key->port);
	}
	if (key->device)
		twstat_put_u32(message, TWSTAT_A_INCIDENT_DEVICE, key->device);
}

static void twstat_put_incident_times(struct twstat_message *message,
				      const struct twstat_incident *incident)
{
	twstat_put_uint(message, TWSTAT_A_INCIDENT_BEGAN, incident->began);
	twstat_put_uint(message, TWSTAT_A_INCIDENT_SEEN, incident->seen);
	if (incident->ended)
		twstat_put_uint(message, TWSTAT_A_INCIDENT_ENDED, incident->ended);
	twstat_put_uint(message, TWSTAT_A_INCIDENT_LASTED, twstat_incident_lasted(incident));
}

static void twstat_put_incident_settings(struct twstat_message *message,
					 const struct twstat_incident *incident)
{
	if (incident->kind <= TWSTAT_INCIDENT_KIND_THRESHOLD)
		twstat_put_u32(message, TWSTAT_A_INCIDENT_PORTS, incident->ports);
	twstat_put_u32(message, TWSTAT_A_INCIDENT_USABLE, incident->usable);
	twstat_put_u32(message, TWSTAT_A_INCIDENT_RANGE_LOW, incident->low);
	twstat_put_u32(message, TWSTAT_A_INCIDENT_RANGE_HIGH, incident->high);
	twstat_put_u32(message, TWSTAT_A_INCIDENT_TW_REUSE, incident->reuse);
	twstat_put_u32(message, TWSTAT_A_INCIDENT_TIME_WAIT, incident->time_wait);
	twstat_put_u32(message, TWSTAT_A_INCIDENT_LIMIT, incident->limit);
}

/**
 * twstat_put_incident() - put an incident into a message
 * @message: the message
 * @incident: the incident
 */
void twstat_put_incident(struct twstat_message *message,
			 const struct twstat_incident *incident)
{
	twstat_put_uint(message, TWSTAT_A_INCIDENT_ID, incident->id);
	twstat_put_u32(message, TWSTAT_A_INCIDENT_KIND, incident->kind);
	if (incident->key.addressed)
		twstat_put_incident_key(message, &incident->key, incident->kind !=
					TWSTAT_INCIDENT_KIND_BIND_REFUSED);
	twstat_put_incident_times(message, incident);
	twstat_put_uint(message, TWSTAT_A_INCIDENT_FAILURES, incident->failures);
	twstat_put_incident_settings(message, incident);
	if (incident->key.hook)
		twstat_put_string(message, TWSTAT_A_INCIDENT_HOOK, incident->key.hook);
	twstat_put_program(message, TWSTAT_A_INCIDENT_PROGRAM, &incident->program,
			   incident->pid);
}

static bool twstat_incident_has_address(const struct in6_addr *address, const struct nlattr *v4,
					const struct nlattr *v6)
{
	if (v4)
		return ipv6_addr_v4mapped(address) &&
		       address->s6_addr32[3] == nla_get_be32(v4);
	return !v6 || !memcmp(address, nla_data(v6), sizeof(*address));
}

static bool twstat_incident_has_port(u16 port, const struct nlattr *attr)
{
	return !attr || port == nla_get_u16(attr);
}

static bool twstat_incident_fits(const struct twstat_incident *incident, struct nlattr **attrs)
{
	const struct nlattr *kind = attrs[TWSTAT_A_INCIDENT_KIND];
	const struct nlattr *since = attrs[TWSTAT_A_INCIDENT_SINCE];
	const struct twstat_incident_key *key = &incident->key;

	if ((kind && incident->kind != nla_get_u32(kind)) ||
	    (since && incident->seen < nla_get_u64(since)))
		return false;
	return twstat_incident_has_address(&key->local, attrs[TWSTAT_A_INCIDENT_LOCAL4],
					   attrs[TWSTAT_A_INCIDENT_LOCAL6]) &&
	       twstat_incident_has_address(&key->remote, attrs[TWSTAT_A_INCIDENT_REMOTE4],
					   attrs[TWSTAT_A_INCIDENT_REMOTE6]) &&
	       twstat_incident_has_port(key->local_port, attrs[TWSTAT_A_INCIDENT_LOCAL_PORT]) &&
	       twstat_incident_has_port(key->port, attrs[TWSTAT_A_INCIDENT_PORT]);
}

/**
 * twstat_nl_incident_get_start() - check who asks for incidents
 * @cb: the dump
 *
 * Return: 0, or an error with an extack message.
 */
int twstat_nl_incident_get_start(struct netlink_callback *cb)
{
	return twstat_request_may(cb->skb, cb->extack);
}

/**
 * twstat_nl_incident_get_dumpit() - answer incident-get
 * @skb: the buffer to fill
 * @cb: the dump; @args has the least number of the next incident
 *
 * Return: the length of @skb; 0 at the end; or an error with an extack message.
 */
int twstat_nl_incident_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct twstat_net *tn = twstat_request_net(sock_net(skb->sk), cb->extack);
	struct nlattr **attrs = genl_info_dump(cb)->attrs;
	struct twstat_incident incident;
	struct twstat_message message;
	u64 id = cb->args[0];

	if (!tn)
		return -ENODATA;
	if (!id)
		twstat_incidents_settle(tn);
	for (; twstat_incident_read(tn, &id, &incident); id++) {
		if (!twstat_incident_fits(&incident, attrs))
			continue;
		twstat_message_dump(&message, skb, cb);
		twstat_put_incident(&message, &incident);
		if (twstat_message_next(&message))
			break;
	}
	cb->args[0] = id;
	return skb->len;
}
