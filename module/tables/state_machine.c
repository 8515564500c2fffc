// SPDX-License-Identifier: GPL-2.0
/*
 * The transitions of the state machine that TCP has. Numbered one by one, so that a namespace
 * needs memory for these only, not for each pair of states.
 */
#include <linux/build_bug.h>
#include <linux/cache.h>
#include <linux/init.h>
#include <linux/kernel.h>

#include "tables/state_machine.h"

/* By the states after and before. */
u8 twstat_transitions[TWSTAT_STATE_ROOM][TWSTAT_STATE_ROOM] __read_mostly;

/*
 * From one state to another. Those that are followed come first. The kernel closes a socket
 * that is closed already, too. After shutdown(), close() brings a socket into the state that it
 * is in (new_state of tcp_close_state()).
 */
static const u8 twstat_transition_list[][2] __initconst = {
	{ TCP_CLOSE,		TCP_SYN_SENT },
	{ TCP_SYN_SENT,		TCP_ESTABLISHED },
	{ TCP_SYN_SENT,		TCP_SYN_RECV },
	{ TCP_ESTABLISHED,	TCP_CLOSE },
	{ TCP_SYN_SENT,		TCP_CLOSE },
	{ TCP_SYN_RECV,		TCP_CLOSE },
	{ TCP_FIN_WAIT1,	TCP_CLOSE },
	{ TCP_FIN_WAIT2,	TCP_CLOSE },
	{ TCP_CLOSE,		TCP_CLOSE },
	{ TCP_CLOSE_WAIT,	TCP_CLOSE },
	{ TCP_LAST_ACK,		TCP_CLOSE },
	{ TCP_LISTEN,		TCP_CLOSE },
	{ TCP_CLOSING,		TCP_CLOSE },

	{ TWSTAT_BEFORE,	TCP_TIME_WAIT },
	{ TWSTAT_BEFORE,	TCP_FIN_WAIT2 },
	{ TCP_CLOSE,		TCP_LISTEN },
	{ TCP_CLOSE,		TCP_SYN_RECV },
	{ TCP_LISTEN,		TCP_SYN_RECV },
	{ TCP_NEW_SYN_RECV,	TCP_SYN_RECV },
	{ TCP_NEW_SYN_RECV,	TCP_CLOSE },
	{ TCP_SYN_RECV,		TCP_ESTABLISHED },
	{ TCP_SYN_RECV,		TCP_FIN_WAIT1 },
	{ TCP_SYN_RECV,		TCP_CLOSE_WAIT },
	{ TCP_ESTABLISHED,	TCP_FIN_WAIT1 },
	{ TCP_ESTABLISHED,	TCP_CLOSE_WAIT },
	{ TCP_FIN_WAIT1,	TCP_FIN_WAIT1 },
	{ TCP_FIN_WAIT1,	TCP_FIN_WAIT2 },
	{ TCP_FIN_WAIT1,	TCP_CLOSING },
	{ TCP_FIN_WAIT2,	TCP_FIN_WAIT2 },
	{ TCP_FIN_WAIT2,	TCP_TIME_WAIT },
	{ TCP_CLOSING,		TCP_CLOSING },
	{ TCP_TIME_WAIT,	TCP_CLOSE },
	{ TCP_CLOSE_WAIT,	TCP_LAST_ACK },
	{ TCP_LAST_ACK,		TCP_LAST_ACK },
};

static_assert(ARRAY_SIZE(twstat_transition_list) + 1 == TWSTAT_TRANSITIONS);

/**
 * twstat_transitions_init() - number the transitions
 */
void __init twstat_transitions_init(void)
{
	unsigned int i;

	for (i = 1; i < TWSTAT_TRANSITIONS; i++)
		twstat_transitions[twstat_transition_list[i - 1][1]]
				  [twstat_transition_list[i - 1][0]] = i;
}
