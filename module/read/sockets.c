// SPDX-License-Identifier: GPL-2.0
/* Reads a mini-socket: the kernel's fields, and those of its entry. */
#include <linux/jiffies.h>
#include <linux/tcp.h>
#include <net/inet_timewait_sock.h>

#include "read/sockets.h"
#include "tables/entries.h"
#include "tables/net.h"
#include "tcp/mini_socket.h"
#include "tcp/port_range.h"
#include "tcp/reuse_rules.h"

static enum twstat_side twstat_socket_side(const struct twstat_entry *entry)
{
	switch (entry->endpoint->table->kind) {
	case TWSTAT_DESTINATION:
		return TWSTAT_SIDE_CONNECTED;
	case TWSTAT_SERVICE:
		return TWSTAT_SIDE_ACCEPTED;
	default:
		return TWSTAT_SIDE_UNKNOWN;
	}
}

static u32 twstat_socket_ms(u32 from, u32 to)
{
	return jiffies_to_msecs(max((s32)(to - from), 0));
}

static void twstat_socket_read_entry(struct twstat_socket *socket,
				     const struct inet_timewait_sock *tw, u32 now)
{
	const struct twstat_entry *entry;
	struct twstat_locked_entries entries;

	twstat_entries_lock_mini(&entries, tw->tw_hash);
	entry = twstat_entries_find(&entries, tw);
	if (entry) {
		socket->known = true;
		socket->side = twstat_socket_side(entry);
		socket->adopted = entry->adopted;
		socket->bound = entry->kind & TWSTAT_BOUND;
		socket->age = twstat_socket_ms(entry->born, now);
		socket->extensions = entry->extensions;
	}
	twstat_entries_unlock(&entries);
}

/*
 * Whether a port search tries the port now: it skips bound ports and stays within the range. A
 * mini-socket leaves its bind bucket only after ehash, so the bucket exists.
 */
static bool twstat_socket_is_searched(const struct inet_timewait_sock *tw)
{
	const struct inet_bind_bucket *tb = READ_ONCE(tw->tw_tb);

	return tb && !twstat_bucket_passed_over(tb) &&
	       twstat_port_range_has(twsk_net(tw), tw->tw_num);
}

static enum twstat_reusable twstat_socket_reusable(const struct inet_timewait_sock *tw)
{
	static const enum twstat_reusable refused[TWSTAT_REFUSALS] = {
		[TWSTAT_REFUSED_OFF]		= TWSTAT_REUSABLE_OFF,
		[TWSTAT_REFUSED_NOT_LOOPBACK]	= TWSTAT_REUSABLE_NOT_LOOPBACK,
		[TWSTAT_REFUSED_FIN_WAIT2]	= TWSTAT_REUSABLE_FIN_WAIT2,
		[TWSTAT_REFUSED_NO_TIMESTAMP]	= TWSTAT_REUSABLE_NO_TIMESTAMP,
		[TWSTAT_REFUSED_TOO_YOUNG]	= TWSTAT_REUSABLE_TOO_YOUNG,
		[TWSTAT_REFUSED_LOST]		= TWSTAT_REUSABLE_LOST,
	};
	int why;

	if (!twstat_socket_is_searched(tw))
		return TWSTAT_REUSABLE_PASSED_OVER;
	why = twstat_reuse_why_not(twsk_net(tw),
				   tcp_twsk((const struct sock *)tw), true);
	return why < 0 ? TWSTAT_REUSABLE_YES : refused[why];
}

/**
 * twstat_socket_read() - read all that is known of a mini-socket
 * @socket: filled in
 * @tw: the mini-socket, in ehash
 *
 * Context: the lock of its bucket of ehash; bottom halves off, or interrupts.
 */
void twstat_socket_read(struct twstat_socket *socket,
			const struct inet_timewait_sock *tw)
{
	u32 now = jiffies;

	memset(socket, 0, sizeof(*socket));
	socket->substate = twstat_mini_substate(tw);
	if (timer_pending(&tw->tw_timer))
		socket->remaining = twstat_socket_ms(now, tw->tw_timer.expires);
	twstat_socket_read_entry(socket, tw, now);
	socket->reusable = twstat_socket_reusable(tw);
}

/**
 * twstat_sockets_generation() - return a number that identifies the set of mini-sockets
 * @tn: the namespace
 *
 * Return: the number. It changes with each birth, end or promotion; never 0, which means
 *	unset.
 */
u32 twstat_sockets_generation(const struct twstat_net *tn)
{
	u64 sum = twstat_counted(tn, TWSTAT_TRACK_FAILED) +
		  twstat_counted(tn, TWSTAT_TRACK_UNKNOWN);
	int i;

	for (i = TWSTAT_ENTER_CLOSE; i <= TWSTAT_ADOPTED; i++)
		sum += twstat_counted(tn, i);
	for (i = TWSTAT_EXIT_EXPIRED; i <= TWSTAT_EXIT_OTHER; i++)
		sum += twstat_counted(tn, i);
	return (u32)sum ?: 1;
}
