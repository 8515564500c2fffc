// SPDX-License-Identifier: GPL-2.0
/*
 * Hooks by plain ftrace callbacks: a quarter of a kprobe's cost, and unlike that
 * they are not missed when a softirq interrupts another probe.
 *
 * One ftrace_ops serves all rows, because taking one away waits for every task
 * of the machine to have left its trampoline. The callback tells the rows apart
 * by the address that it is called from. It needs no protection against
 * recursion: handlers call none of the hooked functions.
 */
#include <linux/ftrace.h>
#include <linux/irqflags.h>
#include <linux/kprobes.h>
#include <linux/slab.h>

#include "hooks.h"

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_ARGS

static struct ftrace_ops *twstat_ftrace_ops;
static struct twstat_hook *twstat_ftrace_hooks[TWSTAT_HOOKS];
static unsigned int twstat_ftrace_count;

/* The rows by the address that the last call of theirs came from. */
#define TWSTAT_FTRACE_CALLERS	64

static struct twstat_hook *twstat_ftrace_caller[TWSTAT_FTRACE_CALLERS];

/* The call's place in the function is up to the compiler. */
static bool twstat_ftrace_is_from(const struct twstat_hook *hook,
				  unsigned long ip)
{
	return ip - hook->address <= MCOUNT_INSN_SIZE * 2;
}

NOKPROBE_SYMBOL(twstat_ftrace_is_from);

static struct twstat_hook *notrace twstat_ftrace_search(unsigned long ip)
{
	unsigned int i;

	/* Pairs with the release when a row is added. */
	i = smp_load_acquire(&twstat_ftrace_count);
	while (i--)
		if (twstat_ftrace_is_from(twstat_ftrace_hooks[i], ip))
			return twstat_ftrace_hooks[i];
	return NULL;
}

NOKPROBE_SYMBOL(twstat_ftrace_search);

static void notrace twstat_ftrace_call(unsigned long ip, unsigned long parent_ip,
				       struct ftrace_ops *ops,
				       struct ftrace_regs *fregs)
{
	struct twstat_hook **caller, *hook;
	unsigned long flags;

	caller = &twstat_ftrace_caller[ip / 16 % TWSTAT_FTRACE_CALLERS];
	hook = READ_ONCE(*caller);
	if (unlikely(!hook || !twstat_ftrace_is_from(hook, ip))) {
		hook = twstat_ftrace_search(ip);
		if (!hook)
			return;
		WRITE_ONCE(*caller, hook);
	}

	local_irq_save(flags);
	twstat_hook_hit(hook);
	hook->handler(ftrace_regs_get_argument(fregs, 0),
		      ftrace_regs_get_argument(fregs, 1),
		      ftrace_regs_get_argument(fregs, 2),
		      ftrace_regs_get_argument(fregs, 3));
	local_irq_restore(flags);
}

NOKPROBE_SYMBOL(twstat_ftrace_call);

/*
 * An ftrace_ops can't be used again after ftrace_free_filter(), so there is a
 * new one each time.
 *
 * PERMANENT: kernel.ftrace_enabled can't be switched off under our feet.
 */
static struct ftrace_ops *twstat_ftrace_ops_new(void)
{
	struct ftrace_ops *ops = kzalloc(sizeof(*ops), GFP_KERNEL);

	if (ops) {
		ops->func = twstat_ftrace_call;
		ops->flags = FTRACE_OPS_FL_PERMANENT;
	}
	return ops;
}

static void twstat_ftrace_ops_free(void)
{
	ftrace_free_filter(twstat_ftrace_ops);
	kfree(twstat_ftrace_ops);
	twstat_ftrace_ops = NULL;
	twstat_ftrace_count = 0;
	memset(twstat_ftrace_caller, 0, sizeof(twstat_ftrace_caller));
}

static int twstat_ftrace_on(struct twstat_hook *hook)
{
	bool first = !twstat_ftrace_ops;
	int err;

	if (first) {
		twstat_ftrace_ops = twstat_ftrace_ops_new();
		if (!twstat_ftrace_ops)
			return -ENOMEM;
	}

	twstat_ftrace_hooks[twstat_ftrace_count] = hook;
	/* The row is there before its first call looks for it. */
	smp_store_release(&twstat_ftrace_count, twstat_ftrace_count + 1);

	err = ftrace_set_filter_ip(twstat_ftrace_ops, hook->address, 0, 0);
	if (!err && first)
		err = register_ftrace_function(twstat_ftrace_ops);
	if (!err)
		return 0;

	WRITE_ONCE(twstat_ftrace_count, twstat_ftrace_count - 1);
	if (first)
		twstat_ftrace_ops_free();
	return err;
}

static void twstat_ftrace_off(struct twstat_hook *hooks, unsigned int count)
{
	unsigned int i;

	if (twstat_ftrace_ops) {
		unregister_ftrace_function(twstat_ftrace_ops);
		twstat_ftrace_ops_free();
	}
	for (i = 0; i < count; i++)
		if (hooks[i].backend == &twstat_backend_ftrace)
			WRITE_ONCE(hooks[i].backend, NULL);
}

#else

static int twstat_ftrace_on(struct twstat_hook *hook)
{
	return -EOPNOTSUPP;
}

static void twstat_ftrace_off(struct twstat_hook *hooks, unsigned int count)
{
}

#endif

const struct twstat_backend twstat_backend_ftrace = {
	.name	= "ftrace",
	.on	= twstat_ftrace_on,
	.off	= twstat_ftrace_off,
};
