// SPDX-License-Identifier: GPL-2.0
/* /proc/net/stat/twstat: some counters of a namespace, in the format of lnstat. */
#include <linux/cpumask.h>
#include <linux/ctype.h>
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>

#include "proc/show.h"
#include "read/counters.h"
#include "read/gauges.h"
#include "tables/net.h"

/* EnterFinWait2 becomes enter_fin_wait2, so that a name is written down once. */
static void twstat_proc_snake(struct seq_file *seq, enum twstat_counter counter)
{
	const char *name = twstat_counter_name(counter);
	const char *c;

	for (c = name; *c; c++) {
		if (isupper(*c) && c > name)
			seq_putc(seq, '_');
		seq_putc(seq, tolower(*c));
	}
}

/**
 * twstat_proc_lnstat() - print a row of hexadecimal numbers per CPU, the gauge first
 * @seq: the file
 * @unused: not used
 *
 * Context: process.
 * Return: 0.
 */
int twstat_proc_lnstat(struct seq_file *seq, void *unused)
{
	struct twstat_net *tn = twstat_net_of_reader(seq_file_single_net(seq));
	struct twstat_settled settled;
	int cpu, i;

	if (!tn)
		return 0;
	settled = twstat_settle(tn);

	seq_puts(seq, "time_wait");
	for (i = 0; i < TWSTAT_COUNTERS; i++) {
		if (!twstat_counter_in_lnstat(i))
			continue;
		seq_putc(seq, ' ');
		twstat_proc_snake(seq, i);
	}
	seq_putc(seq, '\n');

	for_each_possible_cpu(cpu) {
		seq_printf(seq, "%08x",
			   twstat_gauge_read(tn, TWSTAT_GAUGE_TIME_WAIT).now);
		for (i = 0; i < TWSTAT_COUNTERS; i++)
			if (twstat_counter_in_lnstat(i))
				seq_printf(seq, " %08llx",
					   twstat_counter_read_cpu(settled, i,
								   cpu));
		seq_putc(seq, '\n');
	}
	return 0;
}
