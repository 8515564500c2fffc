/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_PROCESS_H
#define TWSTAT_ASK_PROCESS_H

#include "ask/cgroup_name.h"

typedef void process_taker(int pid, void *data);

void process_each(process_taker *take, void *data);
void process_cgroup(struct cgroup_name *name, int pid);
void process_command(char *text, size_t size, int pid);
void process_name(char *text, size_t size, int pid);

#endif
