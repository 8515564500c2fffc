// SPDX-License-Identifier: GPL-2.0
/*
 * bind() calls that fail because of TIME_WAIT, and why.
 *
 * A restarted server that doesn't set SO_REUSEADDR can't bind its port while connections of
 * its predecessor are in TIME_WAIT. With SO_REUSEADDR it can't if they have not set it, too, or
 * if the port is that of an outgoing connection.
 */
#include <linux/spinlock.h>
#include <net/inet_hashtables.h>
#include <net/ipv6.h>
#include <net/sock.h>

#include "handlers/bind_causes.h"
#include "handlers/holders.h"
#include "tables/conflicts.h"
#include "tables/endpoints.h"
#include "tables/endpoints_walk.h"
#include "tables/net.h"
#include "tables/refused.h"
#include "tcp/bind_bucket.h"
#include "tcp/bind_conflict.h"

/**
 * struct twstat_search - the search for the sockets that refuse a bind()
 * @request: what the bind() asked for
 * @seen: number of sockets examined that hold the port
 * @holder: the mini-sockets that conflict, by how they got the port
 */
struct twstat_search {
	const struct twstat_bind_request *request;
	unsigned int seen;
	struct twstat_holder holder[TWSTAT_ROLES];
};

/*
 * How many sockets to examine at most, since the port's bucket is locked meanwhile. Beyond
 * that, the cause of the failure stays unknown.
 */
#define TWSTAT_OWNERS	16384

/* Of how many of them to find the side, which takes ten times longer. */
#define TWSTAT_SIDES	1024

/* Stops at a conflicting socket that isn't in TIME_WAIT: the bind() fails because of it. */
static bool twstat_binds_full(const struct sock *sk, void *data)
{
	struct twstat_search *search = data;
	enum twstat_role role = TWSTAT_ROLE_UNKNOWN;

	if (++search->seen > TWSTAT_OWNERS)
		return true;
	if (!twstat_bind_conflict(sk, search->request))
		return false;
	if (sk->sk_state != TCP_TIME_WAIT)
		return true;
	if (search->seen <= TWSTAT_SIDES)
		role = twstat_holder_role(inet_twsk(sk));
	twstat_holder_add_mini(&search->holder[role], inet_twsk(sk));
	return false;
}

/* Returns the role that decides, or TWSTAT_ROLES if no mini-socket conflicts. */
static enum twstat_role twstat_binds_role(const struct twstat_search *search)
{
	enum twstat_role role = 0;

	while (role < TWSTAT_ROLES && !search->holder[role].number)
		role++;
	return role;
}

/* Whether only mini-sockets conflict with a bind(). */
static bool twstat_binds_in_time_wait(struct twstat_search *search,
				      const struct net *net)
{
	const struct twstat_bind_request *request = search->request;
	struct inet_bind_hashbucket *head = twstat_bind_head(net, request->port);
	struct inet_bind_bucket *tb;
	bool full = false;

	spin_lock_bh(&head->lock);
	hlist_for_each_entry(tb, &head->chain, node)
		if (net_eq(ib_net(tb), net) && tb->port == request->port &&
		    tb->l3mdev == request->l3mdev)
			full |= twstat_bind_bucket_any(tb, twstat_binds_full,
						       search);
	spin_unlock_bh(&head->lock);
	return !full && twstat_binds_role(search) < TWSTAT_ROLES;
}

static void twstat_binds_count_at_service(struct twstat_endpoint *service,
					  void *data)
{
	const struct twstat_address *address = &service->address;
	const struct twstat_refused *refused = data;
	struct twstat_claim claim = { };

	if (address->port != htons(refused->call.request.port) ||
	    !(twstat_endpoint_minis(service, TWSTAT_TIME_WAIT, 0, 0) +
	      twstat_endpoint_minis(service, TWSTAT_FIN_WAIT2, 0, 0)))
		return;
	if (address->family == AF_INET)
		ipv6_addr_set_v4mapped(address->v4.local, &claim.address);
	else
		claim.address = address->v6.local;
	if (twstat_claim_meets(&refused->call.request.claim, &claim))
		twstat_endpoint_add(service, TWSTAT_SRV_BIND_REFUSED,
				    refused->count);
}

static enum twstat_conflict_cause
twstat_binds_cause(const struct twstat_bind_request *request,
		   enum twstat_role role)
{
	switch (role) {
	case TWSTAT_ROLE_OUTGOING:
		return TWSTAT_CONFLICT_CAUSE_OUTGOING;
	case TWSTAT_ROLE_OWN_PORT:
		return TWSTAT_CONFLICT_CAUSE_OWN_SOURCE_PORT;
	case TWSTAT_ROLE_ACCEPTED:
		return request->reuse ?
			TWSTAT_CONFLICT_CAUSE_HOLDER_WITHOUT_REUSEADDR :
			TWSTAT_CONFLICT_CAUSE_NO_REUSEADDR;
	default:
		return TWSTAT_CONFLICT_CAUSE_UNKNOWN_SIDE;
	}
}

/*
 * Sockets of different roles seldom hold one port. If they do, the row describes those of the
 * role that decides; but the port is free only when the others have ended, too. If there are
 * more than TWSTAT_SIDES, it is the role that decides of the first ones, and the number that of
 * these.
 */
static void twstat_binds_record(const struct twstat_refused *refused,
				const struct twstat_search *search)
{
	const struct twstat_bind_request *request = search->request;
	enum twstat_role role = twstat_binds_role(search), other;
	struct twstat_holder holder = search->holder[role];
	const struct twstat_conflict_key key = {
		.kind	= TWSTAT_CONFLICT_KIND_BIND,
		.cause	= twstat_binds_cause(request, role),
		.local	= request->claim.address,
		.port	= request->port,
	};

	for (other = 0; other < TWSTAT_ROLES; other++) {
		holder.ends = max(holder.ends, search->holder[other].ends);
		holder.ends_unset = max(holder.ends_unset,
					search->holder[other].ends_unset);
	}
	holder.reuseaddr = request->reuse;
	twstat_conflicts_add(refused->tn, &key, &holder, refused->count);
}

/**
 * twstat_binds_examine() - find out whether TIME_WAIT refused a bind(), and record why
 * @refused: equal bind() calls
 *
 * Context: the work item, may sleep.
 */
void twstat_binds_examine(const struct twstat_refused *refused)
{
	struct twstat_search search = { .request = &refused->call.request };
	struct twstat_net *tn = refused->tn;
	bool in_time_wait = twstat_binds_in_time_wait(&search, tn->net);

	if (search.seen > TWSTAT_OWNERS) {
		twstat_count_add(tn, TWSTAT_BIND_LOST, refused->count);
	} else if (in_time_wait) {
		twstat_count_add(tn, TWSTAT_BIND_IN_TIME_WAIT, refused->count);
		twstat_endpoints_walk(&tn->endpoints[TWSTAT_SERVICE],
				      twstat_binds_count_at_service, (void *)refused);
		twstat_binds_record(refused, &search);
	}
}
