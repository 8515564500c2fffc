// SPDX-License-Identifier: GPL-2.0
/*
 * All hooks, and what their arguments mean. The kernel's functions are looked up
 * by name, so nothing but the checks here would notice if their arguments changed.
 */
#include <linux/build_bug.h>
#include <linux/module.h>
#include <net/inet_timewait_sock.h>
#include <net/tcp.h>
#include <trace/events/sock.h>

#include "denied.h"
#include "hooks.h"
#include "life.h"
#include "netns.h"
#include "requests.h"
#include "resets.h"
#include "segments.h"
#include "states.h"

static bool twstat_segments = true;
module_param_named(segments, twstat_segments, bool, 0444);
MODULE_PARM_DESC(segments, "Count what arrives for sockets in TIME_WAIT (default: Y)");

#ifdef TWSTAT_HASHDANCE_SCHEDULE
static_assert(__same_type(&inet_twsk_hashdance_schedule,
			  (void (*)(struct inet_timewait_sock *, struct sock *,
				    struct inet_hashinfo *, int))NULL));
#else
static_assert(__same_type(&inet_twsk_hashdance,
			  (void (*)(struct inet_timewait_sock *, struct sock *,
				    struct inet_hashinfo *))NULL));
#endif
static_assert(__same_type(&__inet_twsk_schedule,
			  (void (*)(struct inet_timewait_sock *, int, bool))NULL));
static_assert(__same_type(&inet_twsk_deschedule_put,
			  (void (*)(struct inet_timewait_sock *))NULL));
/* What tcp_v4_send_synack() and tcp_v6_send_synack() are called through. */
static_assert(__same_type(((struct tcp_request_sock_ops *)NULL)->send_synack,
			  (int (*)(const struct sock *, struct dst_entry *,
				   struct flowi *, struct request_sock *,
				   struct tcp_fastopen_cookie *,
				   enum tcp_synack_type,
				   struct sk_buff *))NULL));
static_assert(__same_type(&inet_csk_reqsk_queue_drop,
			  (bool (*)(struct sock *, struct request_sock *))NULL));
static_assert(__same_type(&tcp_abort, (int (*)(struct sock *, int))NULL));
enum sk_rst_reason;
/* Its other arguments, which we don't read, have changed over time. */
static_assert(__same_type(&tcp_send_active_reset,
			  (void (*)(struct sock *, gfp_t))NULL) ||
	      __same_type(&tcp_send_active_reset,
			  (void (*)(struct sock *, gfp_t,
				    enum sk_rst_reason))NULL) ||
	      __same_type(&tcp_send_active_reset,
			  (void (*)(struct sock *, enum sk_rst_reason))NULL));
/* It has got one argument more over time; the first three are what we read. */
static_assert(__same_type(&tcp_timewait_state_process,
			  (enum tcp_tw_status (*)(struct inet_timewait_sock *,
						  struct sk_buff *,
						  const struct tcphdr *))NULL) ||
	      __same_type(&tcp_timewait_state_process,
			  (enum tcp_tw_status (*)(struct inet_timewait_sock *,
						  struct sk_buff *,
						  const struct tcphdr *,
						  u32 *))NULL) ||
	      __same_type(&tcp_timewait_state_process,
			  (enum tcp_tw_status (*)(struct inet_timewait_sock *,
						  struct sk_buff *,
						  const struct tcphdr *, u32 *,
						  enum skb_drop_reason *))NULL));

/* Where births don't start the timer, it has been started before. */
static u32 twstat_expires(const struct inet_timewait_sock *tw, int timeo)
{
#ifdef TWSTAT_HASHDANCE_SCHEDULE
	return jiffies + timeo;
#else
	return tw->tw_timer.expires;
#endif
}

NOKPROBE_SYMBOL(twstat_expires);

static void twstat_on_enter(unsigned long tw_arg, unsigned long sk,
			    unsigned long hashinfo, unsigned long timeo)
{
	const struct inet_timewait_sock *tw = (const void *)tw_arg;

	twstat_life_enter(tw, (const struct sock *)sk,
			  twstat_expires(tw, timeo));
}

NOKPROBE_SYMBOL(twstat_on_enter);

static void twstat_on_end(unsigned long tw, unsigned long unused1,
			  unsigned long unused2, unsigned long unused3)
{
	twstat_life_end((const struct inet_timewait_sock *)tw);
}

NOKPROBE_SYMBOL(twstat_on_end);

static void twstat_on_timer(unsigned long timer, unsigned long unused1,
			    unsigned long unused2, unsigned long unused3)
{
	twstat_life_end(container_of((struct timer_list *)timer,
				     const struct inet_timewait_sock, tw_timer));
}

NOKPROBE_SYMBOL(twstat_on_timer);

static void twstat_on_end_early(unsigned long tw_arg, unsigned long unused1,
				unsigned long unused2, unsigned long unused3)
{
	const struct inet_timewait_sock *tw = (const void *)tw_arg;

	if (twstat_life_end_early(tw) && !twstat_hook_is_on(TWSTAT_HOOK_END))
		twstat_life_end(tw);
}

NOKPROBE_SYMBOL(twstat_on_end_early);

static void twstat_on_abort(unsigned long sk_arg, unsigned long unused1,
			    unsigned long unused2, unsigned long unused3)
{
	const struct sock *sk = (const void *)sk_arg;

	if (sk->sk_state == TCP_TIME_WAIT)
		twstat_life_destroy(inet_twsk(sk));
}

NOKPROBE_SYMBOL(twstat_on_abort);

/* A bool argument is the low byte of its register; the rest is anything. */
static void twstat_on_rearm(unsigned long tw, unsigned long timeo,
			    unsigned long rearm, unsigned long unused)
{
	if ((u8)rearm)
		twstat_life_rearm((const struct inet_timewait_sock *)tw,
				  jiffies + (int)timeo);
}

NOKPROBE_SYMBOL(twstat_on_rearm);

static void twstat_on_segment(unsigned long tw, unsigned long skb,
			      unsigned long th, unsigned long unused)
{
	twstat_life_segment((const struct inet_timewait_sock *)tw,
			    (const struct tcphdr *)th);
}

NOKPROBE_SYMBOL(twstat_on_segment);

static bool twstat_on_segment_begin(void *seg, unsigned long tw,
				    unsigned long skb, unsigned long th)
{
	return twstat_segments_begin(seg, (const struct inet_timewait_sock *)tw,
				     (const struct sk_buff *)skb,
				     (const struct tcphdr *)th);
}

NOKPROBE_SYMBOL(twstat_on_segment_begin);

static void twstat_on_segment_end(void *seg, unsigned long verdict)
{
	twstat_segments_end(seg, verdict);
}

NOKPROBE_SYMBOL(twstat_on_segment_end);

static void twstat_on_reset(unsigned long sk, unsigned long unused1,
			    unsigned long unused2, unsigned long unused3)
{
	twstat_resets_sent((const struct sock *)sk);
}

NOKPROBE_SYMBOL(twstat_on_reset);

/* Where requests come from and where they go mean nothing without each other. */
static bool twstat_requests_are_watched(void)
{
	return READ_ONCE(twstat_hook_table[TWSTAT_HOOK_REQUEST_END].backend) &&
	       READ_ONCE(twstat_hook_table[TWSTAT_HOOK_REQUEST].backend) &&
	       READ_ONCE(twstat_hook_table[TWSTAT_HOOK_REQUEST6].backend);
}

NOKPROBE_SYMBOL(twstat_requests_are_watched);

/* When a SYN-ACK is sent again, there is no route in the arguments. */
static void twstat_on_synack(unsigned long sk, unsigned long dst,
			     unsigned long fl, unsigned long req)
{
	if (dst && twstat_requests_are_watched())
		twstat_requests_enter((const struct sock *)sk,
				      (const struct request_sock *)req);
}

NOKPROBE_SYMBOL(twstat_on_synack);

static void twstat_on_request_end(unsigned long sk, unsigned long req,
				  unsigned long unused1, unsigned long unused2)
{
	if (twstat_requests_are_watched())
		twstat_requests_leave((const struct sock *)sk,
				      (const struct request_sock *)req);
}

NOKPROBE_SYMBOL(twstat_on_request_end);

static void twstat_on_set_state(void *hook, const struct sock *sk,
				const int oldstate, const int newstate)
{
	struct twstat_net *tn;

	this_cpu_inc(twstat_hook_hits.count[TWSTAT_HOOK_STATE]);
	if (sk->sk_protocol != IPPROTO_TCP)
		return;
	tn = twstat_net(sock_net(sk));
	if (!tn)
		return;

	if (twstat_states)
		twstat_states_move(tn, oldstate, newstate);
	if (newstate == TCP_CLOSE &&
	    (oldstate == TCP_FIN_WAIT2 || oldstate == TCP_CLOSING))
		twstat_denied_closed(tn);
}

NOKPROBE_SYMBOL(twstat_on_set_state);

static void __maybe_unused twstat_check_tracepoints(void)
{
	check_trace_callback_type_inet_sock_set_state(twstat_on_set_state);
}

/* All hooks, in the order of enum twstat_hook_id. */
struct twstat_hook twstat_hook_table[TWSTAT_HOOKS] = {
	[TWSTAT_HOOK_END] = {
		.symbol		= "inet_twsk_kill",
		.group		= "life",
		.handler	= twstat_on_end,
	},
	[TWSTAT_HOOK_TIMER] = {
		.symbol		= "tw_timer_handler",
		.group		= "life",
		.handler	= twstat_on_timer,
		.stands_in	= true,
		.required	= true,
		.lost		= "the ends of sockets",
	},
	[TWSTAT_HOOK_END_EARLY] = {
		.symbol		= "inet_twsk_deschedule_put",
		.group		= "life",
		.handler	= twstat_on_end_early,
		.required	= true,
		.lost		= "the early ends of sockets",
	},
	[TWSTAT_HOOK_ABORT] = {
		.symbol		= "tcp_abort",
		.group		= "life",
		.handler	= twstat_on_abort,
		.lost		= "ExitDestroyed is not told from segments of a tun device",
	},
	[TWSTAT_HOOK_REARM] = {
		.symbol		= "__inet_twsk_schedule",
		.group		= "life",
		.handler	= twstat_on_rearm,
		.lost		= "Extended; PromoteFinWait2 moves only when the socket ends",
	},
	[TWSTAT_HOOK_STATE] = {
		.symbol		= "inet_sock_set_state",
		.group		= "life",
		.probe		= twstat_on_set_state,
		.lost		= "DeniedLimit, DeniedNomem, states, Close* but CloseRst*",
	},
	[TWSTAT_HOOK_RESET] = {
		.symbol		= "tcp_send_active_reset",
		.group		= "states",
		.wanted		= &twstat_states,
		.handler	= twstat_on_reset,
		.lost		= "CloseRst*",
	},
	[TWSTAT_HOOK_REQUEST_END] = {
		.symbol		= "__inet_csk_reqsk_queue_drop",
		.alternate	= "inet_csk_reqsk_queue_drop",
		.group		= "states",
		.wanted		= &twstat_states,
		.handler	= twstat_on_request_end,
		.lost		= "NEW_SYN_RECV of states",
	},
	[TWSTAT_HOOK_REQUEST] = {
		.symbol		= "tcp_v4_send_synack",
		.group		= "states",
		.wanted		= &twstat_states,
		.handler	= twstat_on_synack,
		.lost		= "NEW_SYN_RECV of states",
	},
	[TWSTAT_HOOK_REQUEST6] = {
		.symbol		= "tcp_v6_send_synack",
		.group		= "states",
		.wanted		= &twstat_states,
		.handler	= twstat_on_synack,
		.lost		= "NEW_SYN_RECV of states",
	},
	[TWSTAT_HOOK_SEGMENT] = {
		.symbol		= "tcp_timewait_state_process",
		.group		= "life",
		.handler	= twstat_on_segment,
		.lost		= "ExitReopened, ExitRst, ExitReset (ExitOther counts them)",
	},
	[TWSTAT_HOOK_VERDICT] = {
		.symbol		= "tcp_timewait_state_process",
		.group		= "segments",
		.wanted		= &twstat_segments,
		.begin		= twstat_on_segment_begin,
		.end		= twstat_on_segment_end,
		.data_size	= sizeof(struct twstat_segment),
		.lost		= "Seg*, Ack*",
	},
	[TWSTAT_HOOK_ENTER] = {
		.symbol		= "inet_twsk_hashdance_schedule",
		.alternate	= "inet_twsk_hashdance",
		.group		= "life",
		.handler	= twstat_on_enter,
		.required	= true,
		.lost		= "the births of sockets",
	},
};
