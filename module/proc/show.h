/* SPDX-License-Identifier: GPL-2.0 */
/* Functions that print those files under /proc/net that are printed in one call. */
#ifndef _TWSTAT_PROC_SHOW_H
#define _TWSTAT_PROC_SHOW_H

struct seq_file;

int twstat_proc_counters(struct seq_file *seq, void *unused);
int twstat_proc_gauges(struct seq_file *seq, void *unused);
int twstat_proc_histograms(struct seq_file *seq, void *unused);
int twstat_proc_transitions(struct seq_file *seq, void *unused);
int twstat_proc_incidents(struct seq_file *seq, void *unused);
int twstat_proc_hooks(struct seq_file *seq, void *unused);
int twstat_proc_lnstat(struct seq_file *seq, void *unused);

#endif
