/* SPDX-License-Identifier: GPL-2.0 */
/* Reads how often each transition of the state machine happened. */
#ifndef _TWSTAT_READ_TRANSITIONS_H
#define _TWSTAT_READ_TRANSITIONS_H

#include "tables/state_machine.h"

struct twstat_net;

const char *twstat_transition_state(int state);
u64 twstat_transition_read_cpu(const struct twstat_net *tn, int from, int to,
			       int cpu);
u64 twstat_transition_read_none(const struct twstat_net *tn, int cpu);
u64 twstat_transition_read(struct twstat_net *tn, int from, int to);

#endif
