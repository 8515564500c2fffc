// SPDX-License-Identifier: GPL-2.0
/* What can be read under /proc/net; each namespace reads its own. */
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>
#include <linux/string_helpers.h>

#include "counters.h"
#include "read/hooks.h"
#include "left_now.h"
#include "netns.h"
#include "searches.h"
#include "proc.h"
#include "proc_endpoints.h"

static const char * const twstat_proc_states[TWSTAT_SUBSTATES] = {
	[TWSTAT_TIME_WAIT] = "TimeWait",
	[TWSTAT_FIN_WAIT2] = "FinWait2",
};

/* As a reader of /proc/net/netstat expects it: nstat. */
static int twstat_proc_counters(struct seq_file *seq, void *unused)
{
	struct twstat_net *tn = twstat_net_of_reader(seq_file_single_net(seq));
	int i;

	if (!tn)
		return 0;
	twstat_counters_settle(tn);

	seq_puts(seq, "TimeWait:");
	for (i = 0; i < TWSTAT_COUNTERS; i++)
		seq_printf(seq, " %s", twstat_counter_name(i));
	seq_puts(seq, "\nTimeWait:");
	for (i = 0; i < TWSTAT_COUNTERS; i++)
		seq_printf(seq, " %llu", twstat_counter_read(tn, i));
	seq_putc(seq, '\n');
	return 0;
}

static const char * const twstat_proc_endpoints[TWSTAT_ENDPOINT_KINDS] = {
	[TWSTAT_DESTINATION] = "Destination",
	[TWSTAT_SERVICE] = "Service",
};

static int twstat_proc_gauges(struct seq_file *seq, void *unused)
{
	struct twstat_net *tn = twstat_net_of_reader(seq_file_single_net(seq));
	int i;

	if (!tn)
		return 0;

	seq_puts(seq, "state now peak\n");
	for (i = 0; i < TWSTAT_SUBSTATES; i++)
		seq_printf(seq, "%s %d %d\n", twstat_proc_states[i],
			   atomic_read(&tn->gauge[i].now),
			   atomic_read(&tn->gauge[i].peak));
	for (i = 0; i < TWSTAT_ENDPOINT_KINDS; i++)
		seq_printf(seq, "%s %u %u\n", twstat_proc_endpoints[i],
			   READ_ONCE(tn->endpoints[i].number),
			   READ_ONCE(tn->endpoints[i].peak));
	return 0;
}

/* As lnstat expects it: a row per CPU in hexadecimal, the first one a gauge. */
static int twstat_proc_stat(struct seq_file *seq, void *unused)
{
	struct twstat_net *tn = twstat_net_of_reader(seq_file_single_net(seq));
	int cpu, i;

	if (!tn)
		return 0;
	twstat_counters_settle(tn);

	seq_puts(seq, "time_wait");
	for (i = 0; i < TWSTAT_COUNTERS; i++) {
		if (!twstat_counter_in_lnstat(i))
			continue;
		seq_putc(seq, ' ');
		twstat_counter_seq_snake(seq, i);
	}
	seq_putc(seq, '\n');

	for_each_possible_cpu(cpu) {
		seq_printf(seq, "%08x",
			   atomic_read(&tn->gauge[TWSTAT_TIME_WAIT].now));
		for (i = 0; i < TWSTAT_COUNTERS; i++)
			if (twstat_counter_in_lnstat(i))
				seq_printf(seq, " %08llx",
					   twstat_counter_read_cpu(tn, i, cpu));
		seq_putc(seq, '\n');
	}
	return 0;
}

static void twstat_proc_histogram(struct seq_file *seq, const char *what,
				  const char *of, u64 sum,
				  const struct twstat_histogram *histogram)
{
	u64 count = 0;
	int i;

	for (i = 0; i < TWSTAT_BUCKETS; i++)
		count += histogram->bucket[i];
	seq_printf(seq, "%s %s %llu %llu", what, of, count, sum);
	for (i = 0; i < TWSTAT_BUCKETS; i++)
		seq_printf(seq, " %llu", histogram->bucket[i]);
	seq_putc(seq, '\n');
}

static int twstat_proc_histograms(struct seq_file *seq, void *unused)
{
	struct twstat_net *tn = twstat_net_of_reader(seq_file_single_net(seq));
	struct twstat_histogram left[TWSTAT_SUBSTATES];
	struct twstat_histogram histogram;
	const char *what, *of;
	int i;

	if (!tn)
		return 0;

	twstat_searches_settle(tn);
	seq_puts(seq, "histogram of count sum");
	for (i = 0; i < TWSTAT_BUCKETS - 1; i++)
		seq_printf(seq, " %u", twstat_histogram_bound(i));
	seq_puts(seq, " inf\n");

	for (i = 0; i < TWSTAT_HISTOGRAMS; i++) {
		twstat_histogram_name(i, &what, &of);
		twstat_histogram_read(tn, i, &histogram);
		twstat_proc_histogram(seq, what, of,
				      twstat_histogram_sum(i, histogram.sum),
				      &histogram);
	}

	twstat_left_now(tn, left);
	for (i = 0; i < TWSTAT_SUBSTATES; i++)
		twstat_proc_histogram(seq, "left_now", twstat_proc_states[i],
				      left[i].sum, &left[i]);
	return 0;
}

static int twstat_proc_transitions(struct seq_file *seq, void *unused)
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

/* Hits are of the whole machine, so only its own namespace is told. */
static int twstat_proc_hooks(struct seq_file *seq, void *unused)
{
	bool own = net_eq(seq_file_single_net(seq), &init_net);
	struct twstat_hook_status status;
	int id;

	seq_puts(seq, "symbol group found backend state hits missed lost\n");
	for (id = 0; id < TWSTAT_HOOKS; id++) {
		twstat_hook_status(id, &status);
		seq_printf(seq, "%s %s %s %s %s ", status.symbol, status.group,
			   str_yes_no(status.found), status.backend ?: "-",
			   twstat_hook_condition_name(status.condition));
		if (own && status.counted)
			seq_printf(seq, "%llu ", status.hits);
		else
			seq_puts(seq, "- ");
		seq_printf(seq, "%llu %s\n", status.missed, status.lost ?: "-");
	}
	return 0;
}

static void twstat_proc_remove(struct twstat_net *tn)
{
	proc_remove(tn->proc_stat);
	proc_remove(tn->proc_dir);
	tn->proc_stat = NULL;
	tn->proc_dir = NULL;
}

/**
 * twstat_proc_net_init() - make a namespace's files
 * @tn: the namespace
 *
 * Return: 0, or -ENOMEM; then none is left.
 */
int twstat_proc_net_init(struct twstat_net *tn)
{
	struct net *net = tn->net;

	tn->proc_dir = proc_net_mkdir(net, "twstat", net->proc_net);
	tn->proc_stat = proc_create_net_single("twstat", 0444,
					       net->proc_net_stat,
					       twstat_proc_stat, NULL);
	if (tn->proc_dir && tn->proc_stat &&
	    proc_create_net_single("counters", 0444, tn->proc_dir,
				   twstat_proc_counters, NULL) &&
	    proc_create_net_single("gauges", 0444, tn->proc_dir,
				   twstat_proc_gauges, NULL) &&
	    proc_create_net_single("histograms", 0444, tn->proc_dir,
				   twstat_proc_histograms, NULL) &&
	    proc_create_net_single("states", 0444, tn->proc_dir,
				   twstat_proc_transitions, NULL) &&
	    proc_create_net_single("hooks", 0444, tn->proc_dir,
				   twstat_proc_hooks, NULL) &&
	    !twstat_proc_endpoints_net_init(tn))
		return 0;

	twstat_proc_remove(tn);
	return -ENOMEM;
}

/**
 * twstat_proc_net_exit() - remove a namespace's files
 * @tn: the namespace
 */
void twstat_proc_net_exit(struct twstat_net *tn)
{
	if (!tn->proc_dir)
		return;
	twstat_proc_endpoints_net_exit(tn);
	twstat_proc_remove(tn);
}
