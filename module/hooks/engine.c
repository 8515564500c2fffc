// SPDX-License-Identifier: GPL-2.0
/* The engine: attaches and detaches the rows of the hook table, and logs failures. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/string.h>

#include "hooks/attach.h"
#include "hooks/canary.h"
#include "hooks/engine.h"
#include "hooks/self_probe.h"

static char *twstat_prefer = "ftrace";
module_param_named(backend, twstat_prefer, charp, 0444);
MODULE_PARM_DESC(backend, "How to hook functions: ftrace (default, cheaper; kprobe for functions where ftrace doesn't work) or kprobe");

static const struct twstat_backend *twstat_function_backends[2];
static bool twstat_kprobes_work;

static int twstat_hook_attach_any(struct twstat_hook *hook)
{
	int i, err;

	if (hook->probe)
		return twstat_hook_attach(hook, &twstat_backend_tracepoint);
	if (hook->end)
		return twstat_kprobes_work ?
			twstat_hook_attach(hook, &twstat_backend_kretprobe) :
			-EOPNOTSUPP;

	err = -EOPNOTSUPP;
	for (i = 0; i < ARRAY_SIZE(twstat_function_backends); i++) {
		if (!twstat_function_backends[i])
			continue;
		err = twstat_hook_attach(hook, twstat_function_backends[i]);
		if (!err || !hook->found)
			break;
	}
	return err;
}

/* Logs that a row could not be attached, and what that means. */
static void twstat_hook_log_failure(const struct twstat_hook *hook, int err)
{
	const char *why = err == -ENOENT ? "is not in this kernel" :
		"can't be hooked";

	if (hook->required)
		pr_err("%s %s (%d): the module doesn't load, since it can't count %s\n",
		       hook->symbol, why, err, hook->lost);
	else if (hook->lost)
		pr_warn("%s %s (%d); lost: %s\n",
			hook->symbol, why, err, hook->lost);
	else
		pr_info("%s %s (%d); another hook replaces it\n",
			hook->symbol, why, err);
}

/* Chooses the backends that the self-probe has shown to work. */
static int twstat_hooks_choose_backends(void)
{
	int n = 0;

	if (strcmp(twstat_prefer, "ftrace") && strcmp(twstat_prefer, "kprobe")) {
		pr_err("backend must be ftrace or kprobe, not \"%s\"\n",
		       twstat_prefer);
		return -EINVAL;
	}

	if (!strcmp(twstat_prefer, "ftrace") &&
	    twstat_self_probe(&twstat_backend_ftrace))
		twstat_function_backends[n++] = &twstat_backend_ftrace;
	twstat_kprobes_work = twstat_self_probe(&twstat_backend_kprobe);
	if (twstat_kprobes_work)
		twstat_function_backends[n++] = &twstat_backend_kprobe;
	if (n)
		return 0;

	pr_err("probes don't fire on this kernel: check that kernel.ftrace_enabled and /sys/kernel/debug/kprobes/enabled are 1\n");
	return -EOPNOTSUPP;
}

/**
 * twstat_hooks_init() - attach all rows
 *
 * Return: 0; or an error, with a message in the kernel log, if probes don't work or a required
 * row could not be attached. After an error no row is attached.
 */
int twstat_hooks_init(void)
{
	struct twstat_hook *hook;
	int id, err;

	err = twstat_hooks_choose_backends();
	if (err)
		return err;

	twstat_canary_init();
	for (id = 0; id < TWSTAT_HOOKS; id++) {
		hook = &twstat_hook_table[id];
		hook->id = id;
		if (hook->stands_in_for && hook->stands_in_for->backend) {
			twstat_hook_find(hook);
			continue;
		}
		if (hook->wanted && !*hook->wanted) {
			twstat_hook_find(hook);
			continue;
		}

		err = twstat_hook_attach_any(hook);
		if (!err)
			continue;
		twstat_hook_log_failure(hook, err);
		if (hook->required) {
			twstat_hooks_exit();
			return err;
		}
	}
	return 0;
}

/* Whether a row has a switch, or stands in for a row that has one. */
static bool twstat_hook_is_switched(const struct twstat_hook *hook)
{
	return hook->wanted ||
	       (hook->stands_in_for && hook->stands_in_for->wanted);
}

/* Whether a row shall be attached now. A stand-in goes off before its row is attached. */
static bool twstat_hook_is_wanted(const struct twstat_hook *hook)
{
	const struct twstat_hook *other = hook->stands_in_for;

	return other ? !other->found || !*other->wanted : *hook->wanted;
}

/* A row that the kernel can't detach stays on: its numbers go on, though its group is off. */
static void twstat_hook_detach(struct twstat_hook *hook)
{
	const struct twstat_backend *backend = hook->backend;
	u64 missed;
	int err;

	if (backend->off_one) {
		err = backend->off_one(hook);
		if (err)
			pr_warn_ratelimited("%s can't be detached (%d): it stays on\n",
					    hook->found, err);
		return;
	}
	missed = backend->missed ? backend->missed(hook) : 0;
	WRITE_ONCE(hook->missed_before, hook->missed_before + missed);
	backend->off(hook, 1);
}

/* Attaches a row, unless it or the row that it stands in for is attached. */
static bool twstat_hook_switch_on(struct twstat_hook *hook)
{
	int err;

	if (hook->backend ||
	    (hook->stands_in_for && hook->stands_in_for->backend))
		return true;
	err = twstat_hook_attach_any(hook);
	if (err)
		twstat_hook_log_failure(hook, err);
	return !err;
}

/**
 * twstat_hooks_switch() - attach and detach rows according to the switches of their groups
 *
 * Events that happen during the change may be missed.
 *
 * Context: process, may sleep; the caller prevents concurrent calls.
 * Return: whether all rows that should be attached are.
 */
bool twstat_hooks_switch(void)
{
	struct twstat_hook *hook;
	bool all = true;
	int id;

	for (id = 0; id < TWSTAT_HOOKS; id++) {
		hook = &twstat_hook_table[id];
		if (hook->backend && twstat_hook_is_switched(hook) &&
		    !twstat_hook_is_wanted(hook))
			twstat_hook_detach(hook);
	}
	for (id = 0; id < TWSTAT_HOOKS; id++) {
		hook = &twstat_hook_table[id];
		if (!twstat_hook_is_switched(hook))
			continue;
		if (hook->stands_in_for || *hook->wanted)
			all &= twstat_hook_switch_on(hook);
	}
	return all;
}

/**
 * twstat_hooks_exit() - detach all rows
 *
 * When this returns, no handler runs any more.
 */
void twstat_hooks_exit(void)
{
	twstat_backend_ftrace.off(twstat_hook_table, TWSTAT_HOOKS);
	twstat_backend_kprobe.off(twstat_hook_table, TWSTAT_HOOKS);
	twstat_backend_kretprobe.off(twstat_hook_table, TWSTAT_HOOKS);
	twstat_backend_tracepoint.off(twstat_hook_table, TWSTAT_HOOKS);
	twstat_canary_exit();
}
