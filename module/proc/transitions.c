// SPDX-License-Identifier: GPL-2.0
/* /proc/net/twstat/states: the transitions of the TCP state machine. */
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>

#include "proc/show.h"
#include "read/transitions.h"
#include "tables/net.h"

/**
 * twstat_proc_transitions() - print the file states, a matrix of transitions
 * @seq: the file
 * @unused: not used
 *
 * Context: process.
 * Return: 0.
 */
int twstat_proc_transitions(struct seq_file *seq, void *unused)
{
	struct twstat_net *tn = twstat_net_of_reader(seq_file_single_net(seq));
	int from, to;

	if (!tn)
		return 0;

	seq_puts(seq, "from");
	for (to = 1; to < TCP_MAX_STATES; to++)
		seq_printf(seq, " %s", twstat_transition_state(to));
	seq_putc(seq, '\n');

	for (from = TWSTAT_BEFORE; from < TCP_MAX_STATES; from++) {
		seq_puts(seq, twstat_transition_state(from));
		for (to = 1; to < TCP_MAX_STATES; to++)
			seq_printf(seq, " %llu",
				   twstat_transition_read(tn, from, to));
		seq_putc(seq, '\n');
	}
	return 0;
}
