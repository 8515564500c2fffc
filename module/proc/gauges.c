// SPDX-License-Identifier: GPL-2.0
/* /proc/net/twstat/gauges: current numbers and their peaks. */
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>

#include "proc/show.h"
#include "read/gauges.h"
#include "tables/net.h"

/**
 * twstat_proc_gauges() - print the file gauges
 * @seq: the file
 * @unused: not used
 *
 * Context: process.
 * Return: 0.
 */
int twstat_proc_gauges(struct seq_file *seq, void *unused)
{
	struct twstat_net *tn = twstat_net_of_reader(seq_file_single_net(seq));
	struct twstat_gauge_reading gauge;
	int i;

	if (!tn)
		return 0;

	seq_puts(seq, "state now peak\n");
	for (i = 0; i < TWSTAT_GAUGES; i++) {
		gauge = twstat_gauge_read(tn, i);
		seq_printf(seq, "%s %u %u\n", twstat_gauge_name(i), gauge.now, gauge.peak);
	}
	return 0;
}
