// SPDX-License-Identifier: GPL-2.0
/* bind() calls that search a port, and bind() calls that fail. */
#include <linux/kprobes.h>
#include <net/sock.h>

#include "handlers/binds.h"
#include "handlers/refusals.h"
#include "tables/net.h"
#include "tables/troubles.h"

/**
 * twstat_binds_begin() - record that a bind() begins, or a listen() on an unbound socket
 * @bind: filled in
 * @sk: the socket
 * @port: the requested port, or 0
 *
 * Context: handlers; any context without preemption.
 * Return: whether to call twstat_binds_end().
 */
bool twstat_binds_begin(struct twstat_bind *bind, const struct sock *sk,
			u16 port)
{
	struct twstat_net *tn;

	if (sk->sk_protocol != IPPROTO_TCP)
		return false;
	tn = twstat_net(sock_net(sk));
	if (!tn)
		return false;
	bind->sk = sk;
	bind->port = port;
	if (!port)
		twstat_count(tn, TWSTAT_BIND_AUTO);
	return true;
}

NOKPROBE_SYMBOL(twstat_binds_begin);

/**
 * twstat_binds_end() - count the result of a bind()
 * @bind: from twstat_binds_begin()
 * @result: 0, or non-zero if the port is in use or none is free
 *
 * Context: handlers; any context without preemption.
 */
void twstat_binds_end(const struct twstat_bind *bind, int result)
{
	struct twstat_net *tn;

	if (!result)
		return;
	tn = twstat_net(sock_net(bind->sk));
	if (!tn)
		return;
	if (bind->port) {
		twstat_refusals_bind(tn, bind->sk, bind->port);
		return;
	}
	twstat_count(tn, TWSTAT_BIND_AUTO_FAILED);
	twstat_trouble_bind(tn, bind->sk);
}

NOKPROBE_SYMBOL(twstat_binds_end);
