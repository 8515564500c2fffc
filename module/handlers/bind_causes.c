// SPDX-License-Identifier: GPL-2.0
/*
 * bind() calls that fail because of TIME_WAIT, and why.
 *
 * A restarted server that doesn't set SO_REUSEADDR can't bind its port while connections of
 * its predecessor are in TIME_WAIT. With SO_REUSEADDR it can't if they have not set it, too, or
 * if the port is that of an outgoing connection.
 */
#include <linux/sched.h>
#include <net/inet_timewait_sock.h>
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
 * @sides: of how many of them the side was looked for
 * @holder: the mini-sockets that conflict, by how they got the port
 */
struct twstat_search {
	const struct twstat_bind_request *request;
	unsigned int seen;
	unsigned int sides;
	struct twstat_holder holder[TWSTAT_ROLES];
};

/* How many sockets to examine at most. Beyond that, the cause of the failure stays unknown. */
#define TWSTAT_OWNERS	16384

/* Of how many of them to find the side, which takes this much longer. */
#define TWSTAT_SIDES	1024
#define TWSTAT_SIDE_COST	8

/* How often to begin a search that has lost its place, because just that socket has ended. */
#define TWSTAT_SEARCHES	4

/* What the search for the services of a port costs, besides those that it visits. */
#define TWSTAT_SERVICES_COST	128

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
	if (search->seen <= TWSTAT_SIDES) {
		role = twstat_holder_role(inet_twsk(sk));
		search->sides++;
	}
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

/**
 * enum twstat_binds_by - what refused a bind()
 * @TWSTAT_BINDS_BY_MINIS: mini-sockets alone
 * @TWSTAT_BINDS_BY_OTHER: a full socket, or nothing any more
 * @TWSTAT_BINDS_UNKNOWN: it was not found
 */
enum twstat_binds_by {
	TWSTAT_BINDS_BY_MINIS,
	TWSTAT_BINDS_BY_OTHER,
	TWSTAT_BINDS_UNKNOWN
};

static u32 twstat_binds_cost(const struct twstat_search *search)
{
	return search->seen + TWSTAT_SIDE_COST * search->sides;
}

/* Searches once, a part of the sockets at a time. */
static enum twstat_bind_walked twstat_binds_search_once(struct twstat_search *search,
							const struct twstat_refused *refused)
{
	const struct twstat_bind_request *request = &refused->call.request;
	struct twstat_bind_walk walk = {
		.net	= refused->tn->net,
		.port	= request->port,
		.l3mdev	= request->l3mdev,
	};
	enum twstat_bind_walked walked;

	*search = (struct twstat_search) { .request = request };
	while ((walked = twstat_bind_walk(&walk, twstat_binds_full, search)) == TWSTAT_WALK_MORE)
		cond_resched();
	return walked;
}

static enum twstat_binds_by twstat_binds_search(struct twstat_search *search,
						const struct twstat_refused *refused, u32 *cost)
{
	enum twstat_bind_walked walked = TWSTAT_WALK_LOST;
	int i;

	for (i = 0; i < TWSTAT_SEARCHES && walked == TWSTAT_WALK_LOST; i++) {
		walked = twstat_binds_search_once(search, refused);
		*cost += twstat_binds_cost(search);
	}
	if (walked == TWSTAT_WALK_LOST || search->seen > TWSTAT_OWNERS)
		return TWSTAT_BINDS_UNKNOWN;
	if (walked == TWSTAT_WALK_DONE && twstat_binds_role(search) < TWSTAT_ROLES)
		return TWSTAT_BINDS_BY_MINIS;
	/* After a while, what refused the call may have gone. */
	return refused->late ? TWSTAT_BINDS_UNKNOWN : TWSTAT_BINDS_BY_OTHER;
}

/**
 * struct twstat_binds_visit - a visit to the services of a namespace
 * @refused: equal bind() calls that were refused
 * @services: how many services were visited
 */
struct twstat_binds_visit {
	const struct twstat_refused *refused;
	u32 services;
};

static void twstat_binds_count_at_service(struct twstat_endpoint *service,
					  void *data)
{
	const struct twstat_address *address = &service->address;
	struct twstat_binds_visit *visit = data;
	const struct twstat_refused *refused = visit->refused;
	struct twstat_claim claim = { };

	visit->services++;
	if (address->port != htons(refused->call.request.port) ||
	    !(twstat_endpoint_minis(service, TWSTAT_TIME_WAIT, 0, 0) +
	      twstat_endpoint_minis(service, TWSTAT_FIN_WAIT2, 0, 0)))
		return;
	if (address->family == AF_INET)
		ipv6_addr_set_v4mapped(address->v4.local, &claim.address);
	else
		claim.address = address->v6.local;
	if (twstat_claim_meets(&refused->call.request.claim, &claim)) {
		twstat_endpoint_add(service, TWSTAT_SRV_BIND_REFUSED,
				    refused->count);
		twstat_endpoint_refused(service);
	}
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
	twstat_conflicts_add(refused->tn, &key, &holder, refused);
}

/* Counts calls that TIME_WAIT refused. Returns what that has cost. */
static u32 twstat_binds_refused(const struct twstat_refused *refused,
				const struct twstat_search *search)
{
	struct twstat_binds_visit visit = { .refused = refused };
	struct twstat_net *tn = refused->tn;

	twstat_count_add(tn, TWSTAT_BIND_IN_TIME_WAIT, refused->count);
	twstat_endpoints_walk(&tn->endpoints[TWSTAT_SERVICE], twstat_binds_count_at_service,
			      &visit);
	twstat_binds_record(refused, search);
	return TWSTAT_SERVICES_COST + visit.services;
}

/**
 * twstat_binds_examine() - find out whether TIME_WAIT refused a bind(), and record why
 * @refused: equal bind() calls
 *
 * Context: process, may sleep; the caller holds the namespace's @examining.
 * Return: what it has cost, beyond what each call costs.
 */
u32 twstat_binds_examine(const struct twstat_refused *refused)
{
	struct twstat_search search;
	u32 cost = 0;

	switch (twstat_binds_search(&search, refused, &cost)) {
	case TWSTAT_BINDS_BY_MINIS:
		cost += twstat_binds_refused(refused, &search);
		break;
	case TWSTAT_BINDS_UNKNOWN:
		twstat_count_add(refused->tn, TWSTAT_BIND_LOST, refused->count);
		break;
	case TWSTAT_BINDS_BY_OTHER:
		break;
	}
	return cost;
}
