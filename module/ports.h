/* SPDX-License-Identifier: GPL-2.0 */
/* Searches for a local port, by connect() and bind(). */
#ifndef _TWSTAT_PORTS_H
#define _TWSTAT_PORTS_H

#include <linux/types.h>

struct sock;
struct twstat_net;

/* Whether the group is on; a parameter of the module. */
extern bool twstat_ports;
/* Whether the result of each connect()'s search is looked at; another one. */
extern bool twstat_ports_result;

void twstat_ports_init(void);

void twstat_ports_connect(struct twstat_net *tn, const struct sock *sk);
void twstat_ports_result_is(const struct sock *sk, int result);
void twstat_ports_found(const struct sock *sk);
void twstat_ports_closed(struct twstat_net *tn, const struct sock *sk);
void twstat_ports_forget(const struct sock *sk);

/**
 * struct twstat_bind - a bind() that looks for a port
 * @sk: its socket
 */
struct twstat_bind {
	const struct sock *sk;
};

bool twstat_ports_bind(struct twstat_bind *bind, const struct sock *sk,
		       u16 port);
void twstat_ports_bound(const struct twstat_bind *bind, int result);

#endif
