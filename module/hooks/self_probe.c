// SPDX-License-Identifier: GPL-2.0
/*
 * Proof that probes fire: a kernel registers them without complaint even when
 * they are switched off at run time.
 */
#include <linux/compiler.h>

#include "hooks/attach.h"
#include "hooks/self_probe.h"

static const unsigned long twstat_self_probe_want[] = { 0x11, 0x22, 0x33, 0x44 };
static bool twstat_self_probe_fired;

/* Called as it stands, or the handler would not get its arguments. */
static noinline __noclone void twstat_self_probe_target(unsigned long a0,
							unsigned long a1,
							unsigned long a2,
							unsigned long a3)
{
	barrier();
}

static void twstat_self_probe_handler(unsigned long a0, unsigned long a1,
				      unsigned long a2, unsigned long a3)
{
	twstat_self_probe_fired = a0 == twstat_self_probe_want[0] &&
				  a1 == twstat_self_probe_want[1] &&
				  a2 == twstat_self_probe_want[2] &&
				  a3 == twstat_self_probe_want[3];
}

NOKPROBE_SYMBOL(twstat_self_probe_handler);

/**
 * twstat_self_probe() - try a backend on a function of our own
 * @backend: the backend
 *
 * Return: whether the handler was called, with the function's arguments.
 */
bool twstat_self_probe(const struct twstat_backend *backend)
{
	struct twstat_hook hook = {
		.id = TWSTAT_HOOKS,
		.symbol = "twstat_self_probe_target",
		.handler = twstat_self_probe_handler,
	};

	twstat_self_probe_fired = false;
	if (twstat_hook_attach(&hook, backend))
		return false;
	twstat_self_probe_target(twstat_self_probe_want[0],
				 twstat_self_probe_want[1],
				 twstat_self_probe_want[2],
				 twstat_self_probe_want[3]);
	backend->off(&hook, 1);
	return twstat_self_probe_fired;
}
