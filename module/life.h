/* SPDX-License-Identifier: GPL-2.0 */
/* The life of a mini-socket: birth, extension, end. */
#ifndef _TWSTAT_LIFE_H
#define _TWSTAT_LIFE_H

#include <linux/types.h>

struct inet_timewait_sock;
struct sock;
struct tcphdr;

void twstat_life_enter(const struct inet_timewait_sock *tw,
		       const struct sock *sk, u32 expires);
void twstat_life_rearm(const struct inet_timewait_sock *tw, u32 expires);
void twstat_life_segment(const struct inet_timewait_sock *tw,
			 const struct tcphdr *th);
bool twstat_life_end_early(const struct inet_timewait_sock *tw);
void twstat_life_end(const struct inet_timewait_sock *tw);
void twstat_life_purge(void);

int twstat_life_adopt(const struct inet_timewait_sock *tw);
void twstat_life_adopt_begin(void);
void twstat_life_adopt_done(void);

#endif
