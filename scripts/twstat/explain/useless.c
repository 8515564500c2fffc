// SPDX-License-Identifier: GPL-2.0
/* What does not help, although it is often recommended. */
#include "explain/bind_refused.h"
#include "explain/useless.h"

/**
 * useless_state() - state what does not help, although it is often recommended
 * @useless: filled in
 * @situation: the numbers
 * @cause: the main cause
 */
void useless_state(struct statements *useless, const struct situation *situation,
		   enum cause cause)
{
	bool wait = cause == CAUSE_CHURN || cause == CAUSE_NARROW_RANGE ||
		    cause == CAUSE_RESERVED_PORTS || cause == CAUSE_NO_TIMESTAMPS;

	if (situation->trouble->kind == TROUBLE_NONE)
		return;
	if (wait)
		state(useless, "shorter-time-wait", "",
		      "a shorter TIME_WAIT: its 60 s are a constant of the kernel (tcp_fin_timeout is for FIN_WAIT2 only)");
	else if ((cause == CAUSE_OUTGOING_HOLDS_PORT ||
		  cause == CAUSE_HOLDER_WITHOUT_REUSEADDR) && !refused_reuse_helps(situation))
		state(useless, "reuseaddr", "",
		      "SO_REUSEADDR on the socket of bind() alone: the one in TIME_WAIT needs it, too");
	else if (situation->trouble->kind == TROUBLE_REFUSED)
		state(useless, "tw-reuse", "",
		      "tcp_tw_reuse: it is for connect(), not for bind()");
	else if (situation->trouble->kind == TROUBLE_SYN)
		state(useless, "tw-reuse", "",
		      "tcp_tw_reuse: it is for connect(), not for accepting connections");
	else if (situation->trouble->kind == TROUBLE_BUSY)
		state(useless, "tw-reuse", "",
		      "tcp_tw_reuse: it is only for a connect() that searches for a port");
	else if (cause == CAUSE_BIND_WITHOUT_NO_PORT || cause == CAUSE_PORTS_BOUND)
		state(useless, "tw-reuse", "",
		      "tcp_tw_reuse: it skips ports that were bound");
	else if (situation->trouble->kind != TROUBLE_DENIED)
		state(useless, "tw-reuse", "",
		      "tcp_tw_reuse, or anything else about TIME_WAIT: TIME_WAIT does not hold the ports");
	state(useless, "tw-recycle", "",
	      "tcp_tw_recycle: removed in Linux 4.12, because it broke clients behind NAT");
	state(useless, "fewer-buckets", "",
	      "a lower tcp_max_tw_buckets, or SO_LINGER 0: without TIME_WAIT, old segments can get into new connections");
}
