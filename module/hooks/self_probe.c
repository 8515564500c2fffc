// SPDX-License-Identifier: GPL-2.0
/*
 * Checks at load that probes fire: the kernel registers probes without an error even when they
 * are disabled at run time.
 */
#include <linux/compiler.h>

#include "hooks/attach.h"
#include "hooks/self_probe.h"

static const unsigned long twstat_self_probe_want[] = { 0x11, 0x22, 0x33, 0x44 };
static bool twstat_self_probe_fired;

/* Neither inlined nor cloned: else the handler would not get its arguments. */
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
 * twstat_self_probe() - test a backend on a function of this module
 * @backend: the backend
 *
 * Return: whether the handler was called, with the right arguments.
 */
bool twstat_self_probe(const struct twstat_backend *backend)
{
	struct twstat_hook hook = {
		.id = TWSTAT_HOOKS,
		.symbol = "twstat_self_probe_target",
		.handler = twstat_self_probe_handler,
	};
	void (*target)(unsigned long, unsigned long, unsigned long, unsigned long) =
		twstat_self_probe_target;

	twstat_self_probe_fired = false;
	if (twstat_hook_attach(&hook, backend))
		return false;
	/* Clang would not pass arguments to a function that it knows not to use them. */
	OPTIMIZER_HIDE_VAR(target);
	target(twstat_self_probe_want[0], twstat_self_probe_want[1],
	       twstat_self_probe_want[2], twstat_self_probe_want[3]);
	backend->off(&hook, 1);
	return twstat_self_probe_fired;
}
