// SPDX-License-Identifier: GPL-2.0
/* Finds the function or tracepoint of a row, and attaches the row by a given backend. */
#include <linux/module.h>
#include <linux/string.h>
#include <linux/tracepoint.h>

#include "hooks/attach.h"

static char *twstat_absent = "";
module_param_named(absent, twstat_absent, charp, 0444);
MODULE_PARM_DESC(absent, "Comma-separated functions and tracepoints to treat as missing in this kernel (to test what is lost without them)");

static bool twstat_hook_hidden(const char *name)
{
	size_t len = strlen(name);
	const char *at = twstat_absent;

	while ((at = strstr(at, name))) {
		if ((at == twstat_absent || at[-1] == ',') &&
		    (!at[len] || at[len] == ','))
			return true;
		at += len;
	}
	return false;
}

/* Registering a disabled kprobe is the only way for a module to look up an address. */
static int twstat_hook_find_function(struct twstat_hook *hook, const char *name)
{
	struct kprobe kp = {
		.symbol_name = name,
		.flags = KPROBE_FLAG_DISABLED,
	};
	int err;

	err = register_kprobe(&kp);
	if (err)
		return err;
	hook->address = (unsigned long)kp.addr;
	unregister_kprobe(&kp);
	return 0;
}

static void twstat_hook_match(struct tracepoint *tp, void *data)
{
	struct twstat_hook *hook = data;

	if (!strcmp(tp->name, hook->symbol))
		hook->tracepoint = tp;
}

static int twstat_hook_find_tracepoint(struct twstat_hook *hook)
{
	for_each_kernel_tracepoint(twstat_hook_match, hook);
	return hook->tracepoint ? 0 : -ENOENT;
}

/**
 * twstat_hook_find() - find the function or tracepoint of a row by its names
 * @hook: the row; on success its @found is set
 *
 * Return: 0, -ENOENT if this kernel has none of the names, or another error.
 */
int twstat_hook_find(struct twstat_hook *hook)
{
	const char * const names[] = { hook->symbol, hook->alternate };
	int i, err = -ENOENT;

	for (i = 0; i < ARRAY_SIZE(names) && !hook->found; i++) {
		if (!names[i] || twstat_hook_hidden(names[i]))
			continue;
		err = hook->probe ? twstat_hook_find_tracepoint(hook) :
			twstat_hook_find_function(hook, names[i]);
		if (!err)
			hook->found = names[i];
		else if (err != -ENOENT)
			break;
	}
	return hook->found ? 0 : err;
}

/**
 * twstat_hook_attach() - attach a row by one backend
 * @hook: the row
 * @backend: the only backend to try
 *
 * Return: 0, -ENOENT if this kernel has none of the names, or the error of @backend.
 */
int twstat_hook_attach(struct twstat_hook *hook,
		       const struct twstat_backend *backend)
{
	int err;

	err = twstat_hook_find(hook);
	if (err)
		return err;

	err = backend->on(hook);
	if (!err)
		twstat_hook_set_backend(hook, backend);
	return err;
}
