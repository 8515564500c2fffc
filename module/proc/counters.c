// SPDX-License-Identifier: GPL-2.0
/* /proc/net/twstat/counters: all counters of a namespace. */
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>

#include "proc/show.h"
#include "read/counters.h"
#include "tables/net.h"

/**
 * twstat_proc_counters() - print the file counters, in the format of /proc/net/netstat
 * @seq: the file
 * @unused: not used
 *
 * Context: process.
 * Return: 0.
 */
int twstat_proc_counters(struct seq_file *seq, void *unused)
{
	struct twstat_net *tn = twstat_net_of_reader(seq_file_single_net(seq));
	struct twstat_settled settled;
	int i;

	if (!tn)
		return 0;
	settled = twstat_settle(tn);

	seq_puts(seq, "TimeWait:");
	for (i = 0; i < TWSTAT_COUNTERS; i++)
		seq_printf(seq, " %s", twstat_counter_name(i));
	seq_puts(seq, "\nTimeWait:");
	for (i = 0; i < TWSTAT_COUNTERS; i++)
		seq_printf(seq, " %llu", twstat_counter_read(settled, i));
	seq_putc(seq, '\n');
	return 0;
}
