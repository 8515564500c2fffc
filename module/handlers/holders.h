/* SPDX-License-Identifier: GPL-2.0 */
/* The mini-sockets that hold a port. */
#ifndef _TWSTAT_HANDLERS_HOLDERS_H
#define _TWSTAT_HANDLERS_HOLDERS_H

struct inet_timewait_sock;
struct twstat_holder;

/**
 * enum twstat_role - how a mini-socket got its port; the one that decides comes first
 * @TWSTAT_ROLE_OUTGOING: connect() chose it
 * @TWSTAT_ROLE_OWN_PORT: it was bound before connect()
 * @TWSTAT_ROLE_ACCEPTED: it is that of the listener
 * @TWSTAT_ROLE_UNKNOWN: nothing shows it
 * @TWSTAT_ROLES: number of roles
 */
enum twstat_role {
	TWSTAT_ROLE_OUTGOING,
	TWSTAT_ROLE_OWN_PORT,
	TWSTAT_ROLE_ACCEPTED,
	TWSTAT_ROLE_UNKNOWN,
	TWSTAT_ROLES
};

enum twstat_role twstat_holder_role(const struct inet_timewait_sock *tw);
void twstat_holder_add_mini(struct twstat_holder *holder,
			    const struct inet_timewait_sock *tw);
void twstat_holder_rules(struct twstat_holder *holder,
			 const struct inet_timewait_sock *tw);

#endif
