// SPDX-License-Identifier: GPL-2.0
/*
 * Hooks by kprobes: for functions that ftrace can't hook, and for kernels whose ftrace doesn't
 * pass the arguments.
 *
 * A kprobe is missed when a softirq calls its function while another kprobe, of any owner, is
 * being handled on this CPU. The kernel counts that.
 */
#include <linux/kprobes.h>
#include <linux/ptrace.h>

#include "hooks/hook.h"

static int twstat_kprobe_call(struct kprobe *kp, struct pt_regs *regs)
{
	struct twstat_hook *hook = container_of(kp, struct twstat_hook, kprobe);

	twstat_hook_hit(hook->id);
	hook->handler(regs_get_kernel_argument(regs, 0),
		      regs_get_kernel_argument(regs, 1),
		      regs_get_kernel_argument(regs, 2),
		      regs_get_kernel_argument(regs, 3));
	return 0;
}

NOKPROBE_SYMBOL(twstat_kprobe_call);

static int twstat_kprobe_on(struct twstat_hook *hook)
{
	hook->kprobe = (struct kprobe) {
		.symbol_name	= hook->found,
		.pre_handler	= twstat_kprobe_call,
	};
	return register_kprobe(&hook->kprobe);
}

static void twstat_kprobe_off(struct twstat_hook *hooks, unsigned int count)
{
	struct kprobe *kprobes[TWSTAT_HOOKS];
	unsigned int i;
	int n = 0;

	for (i = 0; i < count; i++) {
		if (hooks[i].backend != &twstat_backend_kprobe)
			continue;
		kprobes[n++] = &hooks[i].kprobe;
		twstat_hook_set_backend(&hooks[i], NULL);
	}
	/* Waits once for all rows. */
	unregister_kprobes(kprobes, n);
}

static u64 twstat_kprobe_missed(const struct twstat_hook *hook)
{
	return READ_ONCE(hook->kprobe.nmissed);
}

const struct twstat_backend twstat_backend_kprobe = {
	.name		= "kprobe",
	.on		= twstat_kprobe_on,
	.off		= twstat_kprobe_off,
	.kprobes	= true,
	.missed		= twstat_kprobe_missed,
};
