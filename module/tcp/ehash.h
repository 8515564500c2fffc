/* SPDX-License-Identifier: GPL-2.0 */
/* TCP's table of established sockets (ehash); it holds mini-sockets and requests, too. */
#ifndef _TWSTAT_TCP_EHASH_H
#define _TWSTAT_TCP_EHASH_H

struct inet_hashinfo;
struct sock;

int twstat_ehash_visit(struct inet_hashinfo *hashinfo, unsigned long slot,
		       int (*visit)(struct sock *sk, void *data), void *data);

#endif
