// SPDX-License-Identifier: GPL-2.0
/* Metrics of the machine: the module, and the functions that it hooks. */
#include <linux/twstat.h>
#include <string.h>

#include "metrics/namespace.h"
#include "recording/machine.h"

/* The module's version; empty if it has none. */
static void read_version(char *version, int size)
{
	FILE *file = machine_file("/sys/module/twstat/version");

	if (!file || !fgets(version, size, file))
		*version = '\0';
	version[strcspn(version, "\n")] = '\0';
	if (file)
		fclose(file);
}

static void add_hook(const struct hook *hook, void *document)
{
	struct labels labels = { };
	struct metric *on;

	if (!hook->symbol || !hook->state)
		return;
	labels_add(&labels, "symbol", hook->symbol);
	labels_add(&labels, "group", hook->group ? hook->group : "");
	on = document_metric(document, "twstat_hook_on", METRIC_GAUGE, NULL,
			     "Whether the function is hooked, and the hook fires.");
	metric_sample(on, &labels, !strcmp(hook->state, "on"));
	metric_sample(document_metric(document, "twstat_hook_missed", METRIC_COUNTER, NULL,
				      "Calls of the function that the hook did not see."),
		      &labels, hook->n.value[TWSTAT_A_HOOK_MISSED]);
}

/**
 * metrics_machine() - add what is the same in all network namespaces
 * @document: the document
 * @client: the client
 */
void metrics_machine(struct document *document, struct client *client)
{
	struct labels labels = { };
	char version[64];

	read_version(version, sizeof(version));
	labels_add(&labels, "module", version);
	labels_add(&labels, "tool", TWSTAT_VERSION);
	metric_sample(document_metric(document, "twstat_build_info", METRIC_GAUGE, NULL,
				      "The versions of the module and of the tool."),
		      &labels, 1);
	fetch_hooks(client, add_hook, document);
}
