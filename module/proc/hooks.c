// SPDX-License-Identifier: GPL-2.0
/* /proc/net/twstat/hooks: the status of the hooks. */
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>
#include <linux/string_helpers.h>
#include <net/net_namespace.h>

#include "proc/show.h"
#include "read/hooks.h"

/**
 * twstat_proc_hooks() - print the file hooks
 * @seq: the file
 * @unused: not used
 *
 * Hits belong to the whole machine, so only the initial network namespace may read them.
 *
 * Context: process.
 * Return: 0.
 */
int twstat_proc_hooks(struct seq_file *seq, void *unused)
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
