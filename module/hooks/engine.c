// SPDX-License-Identifier: GPL-2.0
/* The engine: hooks and unhooks the rows of the table, and logs what fails. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/string.h>

#include "hooks/attach.h"
#include "hooks/canary.h"
#include "hooks/engine.h"
#include "hooks/self_probe.h"

static char *twstat_prefer = "ftrace";
module_param_named(backend, twstat_prefer, charp, 0444);
MODULE_PARM_DESC(backend, "How to hook functions: ftrace (default, cheaper; kprobe where that can't be had) or kprobe");

static const struct twstat_backend *twstat_function_backends[2];
static bool twstat_kprobes_work;

static int twstat_hook_on_any(struct twstat_hook *hook)
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

/* Say what became of a row that could not be hooked. */
static void twstat_hook_log_failure(const struct twstat_hook *hook, int err)
{
	const char *why = err == -ENOENT ? "is not in this kernel" :
		"can't be hooked";

	if (hook->required)
		pr_err("%s %s (%d), and nothing works without: %s\n",
		       hook->symbol, why, err, hook->lost);
	else if (hook->lost)
		pr_warn("%s %s (%d); lost: %s\n",
			hook->symbol, why, err, hook->lost);
	else
		pr_info("%s %s (%d); another one stands in\n",
			hook->symbol, why, err);
}

/* Only a backend that has proved to work is used. */
static int twstat_hooks_choose_backends(void)
{
	int n = 0;

	if (strcmp(twstat_prefer, "ftrace") && strcmp(twstat_prefer, "kprobe")) {
		pr_err("there is no backend \"%s\": it is ftrace or kprobe\n",
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

	pr_err("probes don't fire on this kernel: is kernel.ftrace_enabled or /sys/kernel/debug/kprobes/enabled 0?\n");
	return -EOPNOTSUPP;
}

/**
 * twstat_hooks_init() - hook all rows
 *
 * Return: 0, or an error after a message if probes don't work or a required
 * row could not be hooked; then nothing is hooked.
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

		err = twstat_hook_on_any(hook);
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

/* Whether a row can be switched, or stands in for one that can. */
static bool twstat_hook_is_switched(const struct twstat_hook *hook)
{
	return hook->wanted ||
	       (hook->stands_in_for && hook->stands_in_for->wanted);
}

/* One that stands in makes room for the other before that is hooked. */
static bool twstat_hook_is_wanted(const struct twstat_hook *hook)
{
	const struct twstat_hook *other = hook->stands_in_for;

	return other ? !other->found || !*other->wanted : *hook->wanted;
}

static void twstat_hook_off(struct twstat_hook *hook)
{
	const struct twstat_backend *backend = hook->backend;
	u64 missed = backend->missed ? backend->missed(hook) : 0;

	WRITE_ONCE(hook->missed_before, hook->missed_before + missed);
	if (backend->off_one)
		backend->off_one(hook);
	else
		backend->off(hook, 1);
}

/* Whether a row is hooked now, or another one is that it stands in for. */
static bool twstat_hook_switch_on(struct twstat_hook *hook)
{
	int err;

	if (hook->backend ||
	    (hook->stands_in_for && hook->stands_in_for->backend))
		return true;
	err = twstat_hook_on_any(hook);
	if (err)
		twstat_hook_log_failure(hook, err);
	return !err;
}

/**
 * twstat_hooks_switch() - hook and unhook what the switches of the groups say
 *
 * What happens in that moment may be missed.
 *
 * Context: process, may sleep; one at a time.
 * Return: whether all is hooked that is wanted.
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
			twstat_hook_off(hook);
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
 * twstat_hooks_exit() - unhook all rows, the mirror image
 *
 * No handler runs any more when this returns.
 */
void twstat_hooks_exit(void)
{
	twstat_backend_ftrace.off(twstat_hook_table, TWSTAT_HOOKS);
	twstat_backend_kprobe.off(twstat_hook_table, TWSTAT_HOOKS);
	twstat_backend_kretprobe.off(twstat_hook_table, TWSTAT_HOOKS);
	twstat_backend_tracepoint.off(twstat_hook_table, TWSTAT_HOOKS);
	twstat_canary_exit();
}
