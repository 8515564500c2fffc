/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_CGROUP_H
#define TWSTAT_ASK_CGROUP_H

#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What the names of its facts in a recording begin with. */
#define CGROUP_FACT	"cgroup"

bool cgroup_path(__u64 id, char *path, size_t size);
FILE *cgroup_open(__u64 id);
unsigned int cgroup_processes(const char *path, const char *name);

#endif
