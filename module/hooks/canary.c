// SPDX-License-Identifier: GPL-2.0
/*
 * Whether kprobes still fire: root can disarm all of them, whosever they are
 * (/sys/kernel/debug/kprobes/enabled), and nobody tells their owners. So there is one on
 * a function of our own, which is called to see.
 */
#include <linux/kprobes.h>

#include "hooks/attach.h"
#include "hooks/canary.h"

static noinline __noclone void twstat_canary_target(unsigned long heard)
{
	barrier();
}

static void twstat_canary_handler(unsigned long heard, unsigned long unused1,
				  unsigned long unused2, unsigned long unused3)
{
	WRITE_ONCE(*(bool *)heard, true);
}

NOKPROBE_SYMBOL(twstat_canary_handler);

static struct twstat_hook twstat_canary = {
	.id = TWSTAT_HOOKS,
	.symbol = "twstat_canary_target",
	.handler = twstat_canary_handler,
};

/**
 * twstat_canary_init() - hook our own function, if that can be done
 */
void twstat_canary_init(void)
{
	twstat_hook_attach(&twstat_canary, &twstat_backend_kprobe);
}

/**
 * twstat_canary_exit() - unhook it
 */
void twstat_canary_exit(void)
{
	twstat_backend_kprobe.off(&twstat_canary, 1);
}

/**
 * twstat_canary_sings() - do kprobes fire?
 *
 * Context: process.
 * Return: whether they do; also if there is none on our function, so that nobody knows.
 */
bool twstat_canary_sings(void)
{
	bool heard = false;

	if (!twstat_canary.backend)
		return true;
	twstat_canary_target((unsigned long)&heard);
	return READ_ONCE(heard);
}
