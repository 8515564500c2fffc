// SPDX-License-Identifier: GPL-2.0
/*
 * Checks whether kprobes still fire: root can disarm all kprobes of the machine
 * (/sys/kernel/debug/kprobes/enabled), and their owners get no notice of it. So there is a
 * kprobe on a function of this module, which is called to check.
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
 * twstat_canary_init() - attach a kprobe to a function of this module, if possible
 */
void twstat_canary_init(void)
{
	twstat_hook_attach(&twstat_canary, &twstat_backend_kprobe);
}

/**
 * twstat_canary_exit() - detach that kprobe
 */
void twstat_canary_exit(void)
{
	twstat_backend_kprobe.off(&twstat_canary, 1);
}

/**
 * twstat_canary_sings() - check whether kprobes fire
 *
 * Context: process.
 * Return: whether they do; true if that can't be checked, because there is no kprobe on the
 *	function.
 */
bool twstat_canary_sings(void)
{
	void (*target)(unsigned long heard) = twstat_canary_target;
	bool heard = false;

	if (!twstat_canary.backend)
		return true;
	/* As in twstat_self_probe(). */
	OPTIMIZER_HIDE_VAR(target);
	target((unsigned long)&heard);
	return READ_ONCE(heard);
}
