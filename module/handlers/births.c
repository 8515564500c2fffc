// SPDX-License-Identifier: GPL-2.0
/*
 * Births of mini-sockets: each takes over the entry of the full socket that it replaces, or
 * gets a new one.
 *
 * A process that owns the socket may do this, with bottom halves on, if the FIN came meanwhile
 * (__release_sock): in 6.12 they go off only in the hooked function. So interrupts are off here.
 */
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/tcp.h>
#include <net/inet_timewait_sock.h>
#include <net/tcp_states.h>

#include "handlers/births.h"
#include "handlers/substate.h"
#include "tables/entries.h"
#include "tables/net.h"
#include "tcp/role.h"
#include "trace/report.h"

/* Whether the kernel's number of mini-sockets leaves this one out: it starts the timer later. */
#ifdef TWSTAT_HASHDANCE_SCHEDULE
#define TWSTAT_BIRTH_COMING	1
#else
#define TWSTAT_BIRTH_COMING	0
#endif

static __always_inline enum twstat_counter
twstat_birth_counter(const struct sock *sk, enum twstat_substate state)
{
	if (state == TWSTAT_FIN_WAIT2)
		return TWSTAT_ENTER_FIN_WAIT2;
	return sk->sk_state == TCP_CLOSING ? TWSTAT_ENTER_SIMULTANEOUS : TWSTAT_ENTER_CLOSE;
}

/* Counts it in one sub-state, which the caller knows to be that of the mini-socket. */
static __always_inline void
twstat_birth_count_in(struct twstat_entry *entry, struct twstat_net *tn,
		      const struct inet_timewait_sock *tw, const struct sock *sk,
		      enum twstat_substate state)
{
	twstat_substate_into(entry, tn, state, twstat_kind(tw, inet_csk(sk)->icsk_bind_hash),
			     TWSTAT_BIRTH_COMING);
	if (state == TWSTAT_TIME_WAIT && likely(sk->sk_state != TCP_CLOSING))
		twstat_count(tn, TWSTAT_ENTER_CLOSE);
	else
		twstat_count(tn, twstat_birth_counter(sk, state));
}

/* Counts a mini-socket that has an entry; its bucket is locked. */
static __always_inline void
twstat_birth_count(struct twstat_entry *entry, struct twstat_net *tn,
		   const struct inet_timewait_sock *tw, const struct sock *sk, u32 expires)
{
	entry->born = jiffies;
	entry->expires = expires;
	if (likely(twstat_mini_substate(tw) == TWSTAT_TIME_WAIT))
		twstat_birth_count_in(entry, tn, tw, sk, TWSTAT_TIME_WAIT);
	else
		twstat_birth_count_in(entry, tn, tw, sk, TWSTAT_FIN_WAIT2);
}

/* Until the hooked function is done, no other CPU can find the socket. */
static __always_inline void
twstat_birth_trace(const struct inet_timewait_sock *tw, const struct sock *sk, u32 expires,
		   bool accepted)
{
	if (trace_enter_enabled())
		twstat_trace_enter(tw, twstat_birth_counter(sk, twstat_mini_substate(tw)),
				   accepted, expires);
}

/*
 * The socket's device was changed after its connect(): for the kernel, the port now belongs to
 * those of the new device.
 */
static noinline void twstat_birth_change_device(struct twstat_entry *entry,
						struct twstat_net *tn,
						const struct inet_timewait_sock *tw)
{
	twstat_entry_move(entry, tn, &tw->__tw_common, TWSTAT_DESTINATION);
}

NOKPROBE_SYMBOL(twstat_birth_change_device);

/* Counts a mini-socket whose full socket was accepted, and puts its entry into the table. */
static __always_inline void
twstat_birth_accepted(struct twstat_entry *entry, struct twstat_net *tn,
		      const struct inet_timewait_sock *tw, const struct sock *sk, u32 expires)
{
	struct twstat_bucket *bucket = twstat_mini_bucket(tw->tw_hash);

	entry->link.next = twstat_bucket_lock(bucket);
	twstat_birth_count(entry, tn, tw, sk, expires);
	twstat_count(tn, TWSTAT_ROLE_PASSIVE_OPEN);
	twstat_endpoint_add(entry->endpoint, TWSTAT_SRV_ENTERED, 1);
	twstat_bucket_unlock(bucket, &entry->link);
}

/*
 * The full socket has no entry: it was accepted, or it called connect() while ports were not
 * watched.
 */
static noinline void twstat_births_new(const struct inet_timewait_sock *tw,
				       const struct sock *sk, u32 expires,
				       struct twstat_net *tn, unsigned long flags)
{
	bool accepted = twstat_role_accepted(sk);
	struct twstat_bucket *bucket;
	struct twstat_entry *entry;

	entry = twstat_entry_make(tn, &tw->__tw_common,
				  accepted ? TWSTAT_SERVICE : TWSTAT_DESTINATION,
				  TWSTAT_TIME_WAIT);
	if (unlikely(!entry)) {
		twstat_count(tn, TWSTAT_TRACK_FAILED);
		local_irq_restore(flags);
		return;
	}
	if (accepted) {
		twstat_birth_accepted(entry, tn, tw, sk, expires);
	} else {
		bucket = twstat_mini_bucket(tw->tw_hash);
		entry->link.next = twstat_bucket_lock(bucket);
		twstat_endpoint_port(entry->endpoint);
		twstat_birth_count(entry, tn, tw, sk, expires);
		twstat_count(tn, TWSTAT_ROLE_ACTIVE_OPEN);
		twstat_bucket_unlock(bucket, &entry->link);
	}
	local_irq_restore(flags);
	twstat_birth_trace(tw, sk, expires, accepted);
}

NOKPROBE_SYMBOL(twstat_births_new);

/* Does the same if nothing out of the ordinary is needed. */
static noinline void twstat_births_new_again(const struct inet_timewait_sock *tw,
					     const struct sock *sk, u32 expires,
					     struct twstat_net *tn, unsigned long flags)
{
	struct twstat_entry *entry = NULL;

	if (likely(twstat_role_accepted(sk)))
		entry = twstat_entry_make_again(tn, &tw->__tw_common, TWSTAT_SERVICE,
						TWSTAT_TIME_WAIT);
	if (unlikely(!entry)) {
		twstat_births_new(tw, sk, expires, tn, flags);
		return;
	}
	twstat_birth_accepted(entry, tn, tw, sk, expires);
	local_irq_restore(flags);
	twstat_birth_trace(tw, sk, expires, true);
}

NOKPROBE_SYMBOL(twstat_births_new_again);

/* The full socket called connect(): the mini-socket takes over its entry. */
static noinline void twstat_births_take(const struct inet_timewait_sock *tw,
					const struct sock *sk, u32 expires,
					struct twstat_net *tn, unsigned long flags,
					struct twstat_bucket *bucket)
{
	struct twstat_entry *entry = twstat_entry_take(bucket, sk);
	struct twstat_bucket *mini;

	if (unlikely(!entry)) {
		twstat_births_new(tw, sk, expires, tn, flags);
		return;
	}
	mini = twstat_mini_bucket(tw->tw_hash);
	entry->link.next = twstat_bucket_lock(mini);
	entry->sk = tw;
	entry->rst_task = 0;
	entry->rest = 0;
	if (unlikely(entry->endpoint->address.device != twstat_device(&tw->__tw_common)))
		twstat_birth_change_device(entry, tn, tw);
	twstat_birth_count(entry, tn, tw, sk, expires);
	twstat_count(tn, TWSTAT_ROLE_ACTIVE_OPEN);
	twstat_bucket_unlock(mini, &entry->link);
	local_irq_restore(flags);
	twstat_birth_trace(tw, sk, expires, false);
}

NOKPROBE_SYMBOL(twstat_births_take);

static __always_inline void
twstat_births_enter_in(struct twstat_net *tn, const struct inet_timewait_sock *tw,
		       const struct sock *sk, u32 expires, unsigned long flags)
{
	struct twstat_bucket *bucket = twstat_full_bucket(sk);

	if (twstat_bucket_is_empty(bucket))
		twstat_births_new_again(tw, sk, expires, tn, flags);
	else
		twstat_births_take(tw, sk, expires, tn, flags, bucket);
}

/* In a namespace that has to be found, which needs more registers. */
static noinline void twstat_births_find(const struct inet_timewait_sock *tw,
					const struct sock *sk, u32 expires, unsigned long flags)
{
	struct twstat_net *tn = twstat_net_find(sock_net(sk));

	if (tn)
		twstat_births_enter_in(tn, tw, sk, expires, flags);
	else
		local_irq_restore(flags);
}

NOKPROBE_SYMBOL(twstat_births_find);

/**
 * twstat_births_enter() - count a mini-socket that is about to replace a full socket
 * @tw: the mini-socket, not yet in a hash table
 * @sk: the full socket, still in its previous state
 * @expires: when the timer will fire, in jiffies
 *
 * The entry is in the table before any other CPU can find the mini-socket. All calls are the
 * last of their function, so that the arguments stay in their registers.
 *
 * A namespace that is second in this CPU's cache comes first here: of two that alternate, one
 * has to be second, but one that is no longer busy must not stay ahead of one that is.
 *
 * Context: any.
 */
void twstat_births_enter(const struct inet_timewait_sock *tw, const struct sock *sk,
			 u32 expires)
{
	unsigned long flags;
	struct twstat_net *tn;

	if (sk->sk_protocol != IPPROTO_TCP)
		return;

	local_irq_save(flags);
	tn = this_cpu_read(twstat_nets.last);
	if (likely(tn->net == sock_net(sk)))
		twstat_births_enter_in(tn, tw, sk, expires, flags);
	else
		twstat_births_find(tw, sk, expires, flags);
}

NOKPROBE_SYMBOL(twstat_births_enter);
