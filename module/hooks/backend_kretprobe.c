// SPDX-License-Identifier: GPL-2.0
/*
 * Hooks by kretprobes: for functions whose return value is needed. They cost three times as
 * much as kprobes, so only functions that are rarely called are hooked this way.
 *
 * They are missed in the same case as kprobes, and when too many calls are in progress at
 * once. The kernel counts both.
 */
#include <linux/kprobes.h>
#include <linux/ptrace.h>

#include "hooks/hook.h"

static int twstat_kretprobe_begin(struct kretprobe_instance *ri,
				  struct pt_regs *regs)
{
	struct twstat_hook *hook = container_of(get_kretprobe(ri),
						struct twstat_hook, kretprobe);
	bool wanted;

	twstat_hook_hit(hook->id);
	wanted = hook->begin(ri->data, regs_get_kernel_argument(regs, 0),
			     regs_get_kernel_argument(regs, 1),
			     regs_get_kernel_argument(regs, 2));
	return !wanted;
}

NOKPROBE_SYMBOL(twstat_kretprobe_begin);

static int twstat_kretprobe_end(struct kretprobe_instance *ri,
				struct pt_regs *regs)
{
	struct kretprobe *krp = get_kretprobe(ri);
	struct twstat_hook *hook;

	/* The hook was detached while the function ran. */
	if (!krp)
		return 0;
	hook = container_of(krp, struct twstat_hook, kretprobe);
	hook->end(ri->data, regs_return_value(regs));
	return 0;
}

NOKPROBE_SYMBOL(twstat_kretprobe_end);

static int twstat_kretprobe_on(struct twstat_hook *hook)
{
	hook->kretprobe = (struct kretprobe) {
		.kp.symbol_name	= hook->found,
		.entry_handler	= twstat_kretprobe_begin,
		.handler	= twstat_kretprobe_end,
		.data_size	= hook->data_size,
	};
	return register_kretprobe(&hook->kretprobe);
}

static void twstat_kretprobe_off(struct twstat_hook *hooks, unsigned int count)
{
	struct kretprobe *kretprobes[TWSTAT_HOOKS];
	unsigned int i;
	int n = 0;

	for (i = 0; i < count; i++) {
		if (hooks[i].backend != &twstat_backend_kretprobe)
			continue;
		kretprobes[n++] = &hooks[i].kretprobe;
		twstat_hook_set_backend(&hooks[i], NULL);
	}
	/* Waits once for all rows. */
	unregister_kretprobes(kretprobes, n);
}

static u64 twstat_kretprobe_missed(const struct twstat_hook *hook)
{
	return (u64)READ_ONCE(hook->kretprobe.nmissed) +
	       READ_ONCE(hook->kretprobe.kp.nmissed);
}

const struct twstat_backend twstat_backend_kretprobe = {
	.name		= "kretprobe",
	.on		= twstat_kretprobe_on,
	.off		= twstat_kretprobe_off,
	.kprobes	= true,
	.missed		= twstat_kretprobe_missed,
};
