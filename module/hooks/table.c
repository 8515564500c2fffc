// SPDX-License-Identifier: GPL-2.0
/*
 * The hook table, and what the arguments of the hooked functions are. These functions are
 * looked up by name. So only the assertions here notice if their arguments change.
 */
#include <linux/build_bug.h>
#include <net/inet_timewait_sock.h>
#include <net/tcp.h>
#include <trace/events/sock.h>

#include "handlers/binds.h"
#include "handlers/births.h"
#include "handlers/half_open.h"
#include "handlers/life.h"
#include "handlers/resets.h"
#include "handlers/reuse.h"
#include "handlers/searches.h"
#include "handlers/segments.h"
#include "handlers/state_changes.h"
#include "hooks/hook.h"
#include "tables/switches.h"

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
static_assert(__same_type(&inet_csk_reqsk_queue_drop,
			  (bool (*)(struct sock *, struct request_sock *))NULL));
static_assert(__same_type(&inet_hash_connect,
			  (int (*)(struct inet_timewait_death_row *,
				   struct sock *))NULL));
static_assert(__same_type(&inet_csk_get_port,
			  (int (*)(struct sock *, unsigned short))NULL));
static_assert(__same_type(&tcp_twsk_unique,
			  (int (*)(struct sock *, struct sock *, void *))NULL));
static_assert(__same_type(&tcp_abort, (int (*)(struct sock *, int))NULL));
enum sk_rst_reason;
enum skb_drop_reason;
/* Kernels differ in its other arguments, which are not used here. */
static_assert(__same_type(&tcp_send_active_reset,
			  (void (*)(struct sock *, gfp_t))NULL) ||
	      __same_type(&tcp_send_active_reset,
			  (void (*)(struct sock *, gfp_t,
				    enum sk_rst_reason))NULL) ||
	      __same_type(&tcp_send_active_reset,
			  (void (*)(struct sock *, enum sk_rst_reason))NULL));
/* Newer kernels have more arguments; only the first three are used here. */
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

/* Kernels whose hooked function doesn't start the timer have started it before. */
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

	twstat_births_enter(tw, (const struct sock *)sk,
			    twstat_expires(tw, timeo));
}

NOKPROBE_SYMBOL(twstat_on_enter);

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_ARGS
static void notrace twstat_on_enter_ftrace(unsigned long ip,
					   unsigned long parent_ip,
					   struct ftrace_ops *ops,
					   struct ftrace_regs *fregs)
{
	twstat_hook_hit(TWSTAT_HOOK_ENTER);
	twstat_on_enter(ftrace_regs_get_argument(fregs, 0),
			ftrace_regs_get_argument(fregs, 1),
			ftrace_regs_get_argument(fregs, 2),
			ftrace_regs_get_argument(fregs, 3));
}

NOKPROBE_SYMBOL(twstat_on_enter_ftrace);
#else
#define twstat_on_enter_ftrace	NULL
#endif

static void twstat_on_end(unsigned long tw, unsigned long unused1,
			  unsigned long unused2, unsigned long unused3)
{
	twstat_life_end((const struct inet_timewait_sock *)tw);
}

NOKPROBE_SYMBOL(twstat_on_end);

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_ARGS
static void notrace twstat_on_end_ftrace(unsigned long ip, unsigned long parent_ip,
					 struct ftrace_ops *ops,
					 struct ftrace_regs *fregs)
{
	twstat_hook_hit(TWSTAT_HOOK_END);
	twstat_life_end((const struct inet_timewait_sock *)ftrace_regs_get_argument(fregs, 0));
}

NOKPROBE_SYMBOL(twstat_on_end_ftrace);
#else
#define twstat_on_end_ftrace	NULL
#endif

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

/* A bool argument is only the low byte of its register; the other bytes are undefined. */
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

static void twstat_on_reuse(unsigned long sk, unsigned long tw,
			    unsigned long port_search, unsigned long unused)
{
	twstat_reuse_asked((const struct sock *)sk, (const struct sock *)tw,
			   port_search);
}

NOKPROBE_SYMBOL(twstat_on_reuse);

static bool twstat_on_search(void *data, unsigned long death_row,
			     unsigned long sk, unsigned long unused)
{
	*(unsigned long *)data = sk;
	return true;
}

NOKPROBE_SYMBOL(twstat_on_search);

static void twstat_on_search_end(void *data, unsigned long result)
{
	twstat_searches_result((const struct sock *)*(unsigned long *)data,
			       result);
}

NOKPROBE_SYMBOL(twstat_on_search_end);

static bool twstat_on_bind(void *bind, unsigned long sk, unsigned long port,
			   unsigned long unused)
{
	return twstat_binds_begin(bind, (const struct sock *)sk, port);
}

NOKPROBE_SYMBOL(twstat_on_bind);

static void twstat_on_bind_end(void *bind, unsigned long result)
{
	twstat_binds_end(bind, result);
}

NOKPROBE_SYMBOL(twstat_on_bind_end);

/* Callers have bottom halves off for a request socket, which is an RCU read-side section. */
static void twstat_on_request_end(unsigned long sk, unsigned long req,
				  unsigned long unused1, unsigned long unused2)
{
	twstat_half_open_leave((const struct sock *)sk,
			       (const struct request_sock *)req);
}

NOKPROBE_SYMBOL(twstat_on_request_end);

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_ARGS
static void notrace twstat_on_request_end_ftrace(unsigned long ip,
						 unsigned long parent_ip,
						 struct ftrace_ops *ops,
						 struct ftrace_regs *fregs)
{
	twstat_hook_hit(TWSTAT_HOOK_REQUEST_END);
	twstat_on_request_end(ftrace_regs_get_argument(fregs, 0),
			      ftrace_regs_get_argument(fregs, 1), 0, 0);
}

NOKPROBE_SYMBOL(twstat_on_request_end_ftrace);
#else
#define twstat_on_request_end_ftrace	NULL
#endif

#ifdef TWSTAT_TRACEPOINT_PREEMPTIBLE
/* Newer kernels call what is attached to a tracepoint with preemption on. */
static void twstat_on_state(void *data, const struct sock *sk, const int from, const int to)
{
	preempt_disable_notrace();
	twstat_state_changed(data, sk, from, to);
	preempt_enable_notrace();
}
#else
#define twstat_on_state	twstat_state_changed
#endif

static void __maybe_unused twstat_check_tracepoints(void)
{
	check_trace_callback_type_inet_sock_set_state(twstat_on_state);
}

/*
 * Who drops a request socket calls this function in kernels without __inet_csk_reqsk_queue_drop().
 * Link time optimization inlines that one into the timer's function, which then calls neither.
 */
#define TWSTAT_REQUEST_DROP	(IS_ENABLED(CONFIG_LTO) ? NULL : "inet_csk_reqsk_queue_drop")

/* All hooks, in the order of enum twstat_hook_id. */
struct twstat_hook twstat_hook_table[TWSTAT_HOOKS] = {
	[TWSTAT_HOOK_END] = {
		.symbol		= "inet_twsk_kill",
		.group		= "life",
		.handler	= twstat_on_end,
		.ftrace_callback = twstat_on_end_ftrace,
	},
	[TWSTAT_HOOK_TIMER] = {
		.symbol		= "tw_timer_handler",
		.group		= "life",
		.handler	= twstat_on_timer,
		.stands_in_for	= &twstat_hook_table[TWSTAT_HOOK_END],
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
		.lost		= "ExitDestroyed also counts ends by segments of a tun device",
	},
	[TWSTAT_HOOK_STATE] = {
		.symbol		= "inet_sock_set_state",
		.group		= "life",
		.probe		= twstat_on_state,
		.lost		= "Denied*, states, Connect*, live, Close* except CloseRst*",
	},
	[TWSTAT_HOOK_RESET] = {
		.symbol		= "tcp_send_active_reset",
		.group		= "states",
		.wanted		= &twstat_switches.states,
		.handler	= twstat_on_reset,
		.lost		= "CloseRst*",
	},
	[TWSTAT_HOOK_REQUEST_END] = {
		.symbol		= "__inet_csk_reqsk_queue_drop",
		.alternate	= TWSTAT_REQUEST_DROP,
		.group		= "states",
		.wanted		= &twstat_switches.states,
		.handler	= twstat_on_request_end,
		.ftrace_callback = twstat_on_request_end_ftrace,
		.lost		= "NEW_SYN_RECV of states",
	},
	[TWSTAT_HOOK_REUSE] = {
		.symbol		= "tcp_twsk_unique",
		.group		= "reuse",
		.wanted		= &twstat_switches.reuse_exact,
		.handler	= twstat_on_reuse,
		.lost		= "ReuseLost; other refusals, except those of failed searches",
	},
	[TWSTAT_HOOK_CONNECT_RESULT] = {
		.symbol		= "inet_hash_connect",
		.group		= "ports",
		.wanted		= &twstat_switches.connect_result,
		.begin		= twstat_on_search,
		.end		= twstat_on_search_end,
		.data_size	= sizeof(unsigned long),
		.lost		= "ConnectNomem (ConnectExhausted, ConnectTupleBusy count them)",
	},
	[TWSTAT_HOOK_CONNECT_RESULT6] = {
		.symbol		= "inet6_hash_connect",
		.group		= "ports",
		.wanted		= &twstat_switches.connect_result,
		.begin		= twstat_on_search,
		.end		= twstat_on_search_end,
		.data_size	= sizeof(unsigned long),
		.lost		= "ConnectNomem (ConnectExhausted, ConnectTupleBusy count them)",
	},
	[TWSTAT_HOOK_BIND] = {
		.symbol		= "inet_csk_get_port",
		.group		= "ports",
		.wanted		= &twstat_switches.ports,
		.begin		= twstat_on_bind,
		.end		= twstat_on_bind_end,
		.data_size	= sizeof(struct twstat_bind),
		.lost		= "Bind*",
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
		.wanted		= &twstat_switches.segments,
		.begin		= twstat_on_segment_begin,
		.end		= twstat_on_segment_end,
		.data_size	= sizeof(struct twstat_segment),
		.lost		= "Seg*, Ack*",
	},
	[TWSTAT_HOOK_REARM] = {
		.symbol		= "__inet_twsk_schedule",
		.group		= "life",
		.handler	= twstat_on_rearm,
		.stands_in_for	= &twstat_hook_table[TWSTAT_HOOK_VERDICT],
		.lost		= "Extended; PromoteFinWait2 moves only when the socket ends",
	},
	[TWSTAT_HOOK_ENTER] = {
		.symbol		= "inet_twsk_hashdance_schedule",
		.alternate	= "inet_twsk_hashdance",
		.group		= "life",
		.handler	= twstat_on_enter,
		.ftrace_callback = twstat_on_enter_ftrace,
		.required	= true,
		.lost		= "the births of sockets",
	},
};
