// SPDX-License-Identifier: GPL-2.0
/* /proc/net/twstat/histograms. */
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>

#include "proc/show.h"
#include "read/gauges.h"
#include "read/histograms.h"
#include "read/left_now.h"
#include "tables/net.h"

static void twstat_proc_histogram(struct seq_file *seq, const char *what,
				  const char *of,
				  const struct twstat_histogram *histogram)
{
	u64 count = 0;
	int i;

	for (i = 0; i < TWSTAT_BUCKETS; i++)
		count += histogram->bucket[i];
	seq_printf(seq, "%s %s %llu %llu", what, of ?: "-", count,
		   histogram->sum);
	for (i = 0; i < TWSTAT_BUCKETS; i++)
		seq_printf(seq, " %llu", histogram->bucket[i]);
	seq_putc(seq, '\n');
}

/**
 * twstat_proc_histograms() - print the file histograms
 * @seq: the file
 * @unused: not used
 *
 * Context: process.
 * Return: 0.
 */
int twstat_proc_histograms(struct seq_file *seq, void *unused)
{
	struct twstat_net *tn = twstat_net_of_reader(seq_file_single_net(seq));
	struct twstat_histogram left[TWSTAT_SUBSTATES];
	struct twstat_histogram histogram;
	struct twstat_settled settled;
	const char *what, *of;
	int i;

	if (!tn)
		return 0;

	settled = twstat_settle(tn);
	seq_puts(seq, "histogram of count sum");
	for (i = 0; i < TWSTAT_BUCKETS - 1; i++)
		seq_printf(seq, " %u", twstat_histogram_bound(i));
	seq_puts(seq, " inf\n");

	for (i = 0; i < TWSTAT_HISTOGRAMS; i++) {
		twstat_histogram_name(i, &what, &of);
		twstat_histogram_read(settled, i, &histogram);
		twstat_proc_histogram(seq, what, of, &histogram);
	}

	twstat_left_now(tn, left);
	for (i = 0; i < TWSTAT_SUBSTATES; i++)
		twstat_proc_histogram(seq, "left_now", twstat_gauge_name(i),
				      &left[i]);
	return 0;
}
