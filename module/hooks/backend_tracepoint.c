// SPDX-License-Identifier: GPL-2.0
/* Hooks by the kernel's own tracepoints; these need not be exported to modules. */
#include <linux/tracepoint.h>

#include "hooks/hook.h"

static int twstat_tracepoint_on(struct twstat_hook *hook)
{
	return tracepoint_probe_register(hook->tracepoint, hook->probe, hook);
}

static void twstat_tracepoint_off(struct twstat_hook *hooks, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (hooks[i].backend != &twstat_backend_tracepoint)
			continue;
		tracepoint_probe_unregister(hooks[i].tracepoint, hooks[i].probe,
					    &hooks[i]);
		twstat_hook_set_backend(&hooks[i], NULL);
	}
	tracepoint_synchronize_unregister();
}

const struct twstat_backend twstat_backend_tracepoint = {
	.name	= "tracepoint",
	.on	= twstat_tracepoint_on,
	.off	= twstat_tracepoint_off,
};
