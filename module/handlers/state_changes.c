// SPDX-License-Identifier: GPL-2.0
/*
 * Changes of the state of full sockets. Each is counted as a transition; some begin or end
 * a search for a port, or the life of a socket that connected.
 */
#include <linux/kprobes.h>
#include <net/sock.h>
#include <net/tcp_states.h>

#include "handlers/clients.h"
#include "handlers/denied.h"
#include "handlers/searches.h"
#include "handlers/state_changes.h"
#include "tables/net.h"
#include "tables/state_machine.h"

static noinline void twstat_state_denied(struct twstat_net *tn,
					 const struct sock *sk)
{
	twstat_denied_count(tn);
	twstat_clients_closed(sk);
}

NOKPROBE_SYMBOL(twstat_state_denied);

static __always_inline void twstat_state_closed(struct twstat_net *tn,
						const struct sock *sk, int oldstate)
{
	if (oldstate == TCP_SYN_SENT)
		twstat_searches_closed(sk);
	else if ((oldstate == TCP_FIN_WAIT2 || oldstate == TCP_CLOSING) &&
		 unlikely(twstat_denied_any(tn)))
		twstat_state_denied(tn, sk);
	else
		twstat_clients_closed(sk);
}

static __always_inline void
twstat_state_change(struct twstat_net *tn, const struct sock *sk, int oldstate,
		    int newstate)
{
	unsigned int transition = twstat_transition(oldstate, newstate);

	this_cpu_inc(tn->cpu->transition[transition]);
	if (likely(transition > TWSTAT_TRANSITION_FOLLOWED))
		return;
	if (newstate == TCP_CLOSE)
		twstat_state_closed(tn, sk, oldstate);
	else if (newstate == TCP_SYN_SENT)
		twstat_searches_connect(tn, sk);
	else if (likely(transition))
		twstat_searches_answered(tn, sk);
}

/*
 * In a namespace that has to be found, which needs more registers. With the arguments of
 * its caller it is a jump.
 */
static noinline void twstat_state_changed_in(void *unused, const struct sock *sk,
					     int oldstate, int newstate)
{
	struct twstat_net *tn;

	if (sk->sk_protocol != IPPROTO_TCP)
		return;
	tn = twstat_net_find(sock_net(sk));
	if (tn)
		twstat_state_change(tn, sk, oldstate, newstate);
	else if (newstate == TCP_CLOSE)
		twstat_clients_closed(sk);
}

NOKPROBE_SYMBOL(twstat_state_changed_in);

/**
 * twstat_state_changed() - a full socket changes its state
 * @unused: what the tracepoint was registered with
 * @sk: the socket, of any protocol
 * @oldstate: the state that it leaves
 * @newstate: the state that it comes into
 *
 * Context: the tracepoint inet_sock_set_state, no preemption.
 */
void twstat_state_changed(void *unused, const struct sock *sk, const int oldstate,
			  const int newstate)
{
	struct twstat_net *tn = twstat_net_remembered(sock_net(sk));

	if (unlikely(!tn))
		twstat_state_changed_in(unused, sk, oldstate, newstate);
	else if (likely(sk->sk_protocol == IPPROTO_TCP))
		twstat_state_change(tn, sk, oldstate, newstate);
}

NOKPROBE_SYMBOL(twstat_state_changed);
