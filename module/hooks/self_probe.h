/* SPDX-License-Identifier: GPL-2.0 */
/* Checks at load that probes fire. */
#ifndef _TWSTAT_HOOKS_SELF_PROBE_H
#define _TWSTAT_HOOKS_SELF_PROBE_H

#include <linux/types.h>

struct twstat_backend;

bool twstat_self_probe(const struct twstat_backend *backend);

#endif
