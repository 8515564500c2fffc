// SPDX-License-Identifier: GPL-2.0
/*
 * Hooks by plain ftrace callbacks: they cost a quarter of a kprobe. Unlike a kprobe, they are
 * not missed when a softirq interrupts another probe.
 *
 * One ftrace_ops serves all rows, except rows with a callback of their own: unregistering an
 * ftrace_ops waits until every task of the machine has left its trampoline. The shared
 * callback finds the row by the address that it is called from. Recursion protection isn't needed:
 * handlers call none of the hooked functions.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "hooks/hook.h"

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_ARGS

#define TWSTAT_FTRACE_SLOTS	256

static_assert(TWSTAT_FTRACE_SLOTS > 4 * TWSTAT_HOOKS);

/* The largest offset of the ftrace call in a function; the compiler chooses it. */
#define TWSTAT_FTRACE_OFFSET	(MCOUNT_INSN_SIZE * 2)

static struct ftrace_ops *twstat_ftrace_ops;

static void twstat_ftrace_ignore(unsigned long unused0, unsigned long unused1,
				 unsigned long unused2, unsigned long unused3)
{
}

NOKPROBE_SYMBOL(twstat_ftrace_ignore);

/* Stands in empty slots; matches no address. */
static struct twstat_hook twstat_ftrace_nobody = {
	.handler	= twstat_ftrace_ignore,
	.id		= TWSTAT_HOOKS,
};

/* A hash table of rows by the address of the call; a collision uses the next free slot. */
static struct twstat_hook *twstat_ftrace_slots[TWSTAT_FTRACE_SLOTS] = {
	[0 ... TWSTAT_FTRACE_SLOTS - 1] = &twstat_ftrace_nobody,
};

static unsigned long twstat_ftrace_slot(unsigned long ip)
{
	return ip / 16 % TWSTAT_FTRACE_SLOTS;
}

NOKPROBE_SYMBOL(twstat_ftrace_slot);

static unsigned long twstat_ftrace_next(unsigned long slot)
{
	return (slot + 1) % TWSTAT_FTRACE_SLOTS;
}

NOKPROBE_SYMBOL(twstat_ftrace_next);

static bool twstat_ftrace_is_from(const struct twstat_hook *hook,
				  unsigned long ip)
{
	return ip - hook->address <= TWSTAT_FTRACE_OFFSET;
}

NOKPROBE_SYMBOL(twstat_ftrace_is_from);

static __always_inline void
twstat_ftrace_hit(const struct twstat_hook *hook, struct ftrace_regs *fregs)
{
	twstat_hook_hit(hook->id);
	preempt_disable_notrace();
	hook->handler(ftrace_regs_get_argument(fregs, 0),
		      ftrace_regs_get_argument(fregs, 1),
		      ftrace_regs_get_argument(fregs, 2),
		      ftrace_regs_get_argument(fregs, 3));
	preempt_enable_notrace();
}

/* Finds the row of a call if another row has the call's own slot. */
static noinline notrace void twstat_ftrace_search(unsigned long ip,
						  struct ftrace_regs *fregs)
{
	unsigned long slot = twstat_ftrace_slot(ip);
	const struct twstat_hook *hook;

	do {
		slot = twstat_ftrace_next(slot);
		/* Pairs with the release in twstat_ftrace_add_from(). */
		hook = smp_load_acquire(&twstat_ftrace_slots[slot]);
	} while (hook != &twstat_ftrace_nobody &&
		 !twstat_ftrace_is_from(hook, ip));
	twstat_ftrace_hit(hook, fregs);
}

NOKPROBE_SYMBOL(twstat_ftrace_search);

static void notrace twstat_ftrace_call(unsigned long ip, unsigned long parent_ip,
				       struct ftrace_ops *ops,
				       struct ftrace_regs *fregs)
{
	const struct twstat_hook *hook;

	/* Pairs with the release in twstat_ftrace_add_from(). */
	hook = smp_load_acquire(&twstat_ftrace_slots[twstat_ftrace_slot(ip)]);
	if (likely(twstat_ftrace_is_from(hook, ip)))
		twstat_ftrace_hit(hook, fregs);
	else
		twstat_ftrace_search(ip, fregs);
}

NOKPROBE_SYMBOL(twstat_ftrace_call);

/*
 * Allocates a new ftrace_ops for each registration, since one can't be used again after
 * ftrace_free_filter().
 *
 * FTRACE_OPS_FL_PERMANENT: kernel.ftrace_enabled can't be set to 0 while it is registered.
 */
static struct ftrace_ops *twstat_ftrace_ops_new(ftrace_func_t callback)
{
	struct ftrace_ops *ops = kzalloc(sizeof(*ops), GFP_KERNEL);

	if (ops) {
		ops->func = callback;
		ops->flags = FTRACE_OPS_FL_PERMANENT;
	}
	return ops;
}

static void twstat_ftrace_ops_free(struct ftrace_ops **ops)
{
	ftrace_free_filter(*ops);
	kfree(*ops);
	*ops = NULL;
}

static void twstat_ftrace_free(void)
{
	unsigned int i;

	twstat_ftrace_ops_free(&twstat_ftrace_ops);
	for (i = 0; i < TWSTAT_FTRACE_SLOTS; i++)
		twstat_ftrace_slots[i] = &twstat_ftrace_nobody;
}

static void twstat_ftrace_add_from(unsigned long slot, struct twstat_hook *hook)
{
	while (twstat_ftrace_slots[slot] != &twstat_ftrace_nobody &&
	       twstat_ftrace_slots[slot] != hook)
		slot = twstat_ftrace_next(slot);
	/* Pairs with the acquire in twstat_ftrace_call(). */
	smp_store_release(&twstat_ftrace_slots[slot], hook);
}

static void twstat_ftrace_add(struct twstat_hook *hook)
{
	unsigned long first = twstat_ftrace_slot(hook->address);
	unsigned long last = twstat_ftrace_slot(hook->address +
					       TWSTAT_FTRACE_OFFSET);

	twstat_ftrace_add_from(first, hook);
	if (last != first)
		twstat_ftrace_add_from(last, hook);
}

static int twstat_ftrace_on_own(struct twstat_hook *hook)
{
	int err;

	hook->ftrace_ops = twstat_ftrace_ops_new(hook->ftrace_callback);
	if (!hook->ftrace_ops)
		return -ENOMEM;
	err = ftrace_set_filter_ip(hook->ftrace_ops, hook->address, 0, 0);
	if (!err)
		err = register_ftrace_function(hook->ftrace_ops);
	if (err)
		twstat_ftrace_ops_free(&hook->ftrace_ops);
	return err;
}

static int twstat_ftrace_off_own(struct twstat_hook *hook)
{
	int err = unregister_ftrace_function(hook->ftrace_ops);

	if (!err)
		twstat_ftrace_ops_free(&hook->ftrace_ops);
	return err;
}

/*
 * Unregisters an ftrace_ops when the module's code is about to go. If ftrace has found an error
 * in itself, it changes no code any more (ftrace_kill): the hooked functions go on to call this
 * module until the machine boots again. So its code has to stay, and who unloads it waits.
 */
static void twstat_ftrace_off_for_good(struct ftrace_ops *ops)
{
	int err = unregister_ftrace_function(ops);

	if (!err)
		return;
	pr_err("ftrace can't detach the hooks (%d): the module can't be unloaded, and who tries waits until the next boot\n",
	       err);
	while (unregister_ftrace_function(ops))
		schedule_timeout_idle(HZ);
}

static int twstat_ftrace_on(struct twstat_hook *hook)
{
	bool first = !twstat_ftrace_ops;
	int err;

	if (hook->ftrace_callback)
		return twstat_ftrace_on_own(hook);

	if (first) {
		twstat_ftrace_ops = twstat_ftrace_ops_new(twstat_ftrace_call);
		if (!twstat_ftrace_ops)
			return -ENOMEM;
	}

	/* Add the row before its function can call the callback. */
	twstat_ftrace_add(hook);
	err = ftrace_set_filter_ip(twstat_ftrace_ops, hook->address, 0, 0);
	if (!err && first)
		err = register_ftrace_function(twstat_ftrace_ops);
	if (!err)
		return 0;

	if (first)
		twstat_ftrace_free();
	return err;
}

/*
 * Other rows stay in the filter, so it is never empty: an empty filter would mean all
 * functions. The row keeps its slots, which no call looks up meanwhile; if it is attached
 * again, it gets the same slots.
 */
static int twstat_ftrace_off_one(struct twstat_hook *hook)
{
	int err;

	if (hook->ftrace_ops) {
		err = twstat_ftrace_off_own(hook);
	} else {
		err = ftrace_set_filter_ip(twstat_ftrace_ops, hook->address, 1, 0);
		if (!err)
			synchronize_rcu();
	}
	if (!err)
		twstat_hook_set_backend(hook, NULL);
	return err;
}

static void twstat_ftrace_off(struct twstat_hook *hooks, unsigned int count)
{
	unsigned int i;

	if (twstat_ftrace_ops) {
		twstat_ftrace_off_for_good(twstat_ftrace_ops);
		twstat_ftrace_free();
	}
	for (i = 0; i < count; i++) {
		if (hooks[i].ftrace_ops) {
			twstat_ftrace_off_for_good(hooks[i].ftrace_ops);
			twstat_ftrace_ops_free(&hooks[i].ftrace_ops);
		}
		if (hooks[i].backend == &twstat_backend_ftrace)
			twstat_hook_set_backend(&hooks[i], NULL);
	}
}

#else

static int twstat_ftrace_on(struct twstat_hook *hook)
{
	return -EOPNOTSUPP;
}

static int twstat_ftrace_off_one(struct twstat_hook *hook)
{
	return 0;
}

static void twstat_ftrace_off(struct twstat_hook *hooks, unsigned int count)
{
}

#endif

const struct twstat_backend twstat_backend_ftrace = {
	.name		= "ftrace",
	.on		= twstat_ftrace_on,
	.off		= twstat_ftrace_off,
	.off_one	= twstat_ftrace_off_one,
};
