// SPDX-License-Identifier: GPL-2.0
/* All numbers as metrics, for Prometheus and what reads the same. */
#include <stdlib.h>

#include "ask/filter.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/new_file.h"
#include "base/options.h"
#include "commands/commands.h"
#include "judge/sites.h"
#include "metrics/namespace.h"

/* How many destinations, and services, have series of their own. */
#define TOP	20

static void add_up(struct document *document, bool up)
{
	metric_sample(document_metric(document, "twstat_up", METRIC_GAUGE, NULL,
				      "1 if the module could be asked, else 0."), NULL, up);
}

static void add_site(struct document *document, struct client *client, const struct site *site)
{
	unsigned int top = options.top < 0 ? TOP : options.top;
	struct labels of = { };

	if (options.all || options.netns)
		labels_add(&of, "netns", options.all ? site->place->name : options.netns_given);
	metrics_numbers(document, &site->period.is, &of);
	if (!site->period.is.hidden)
		metrics_endpoints(document, site, &of, top);
	metrics_transitions(document, client, &of);
	metrics_histograms(document, client, &of);
}

static void add_sites(struct document *document, struct client *client,
		      const struct sites *sites)
{
	size_t i;

	for (i = 0; i < sites->number; i++) {
		if (options.all && !site_enter(sites->list[i], client))
			continue;
		add_site(document, client, sites->list[i]);
	}
	if (options.all)
		site_leave(client);
}

/* Returns 0, or an error number. */
static int print(struct document *document)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = memory_checked(open_memstream(&text, &size));
	int err;

	document_print(document, to, !options.textfile);
	if (fclose(to))
		fail(EXIT_FAILED, "Out of memory.");
	err = new_file_replace(options.textfile ?: "-", text, size);
	free(text);
	return err;
}

/* If this fails too, the message is about what failed first. */
static void print_down(void)
{
	struct document document = { };

	before_failing(NULL);
	add_up(&document, false);
	print(&document);
	document_free(&document);
}

/**
 * metrics_begin() - see to it that the file does not keep numbers of a module that is gone
 *
 * Call it before anything else can fail.
 */
void metrics_begin(void)
{
	if (!options.textfile)
		return;
	old_file_check(options.textfile);
	before_failing(print_down);
}

/**
 * command_metrics() - print metrics
 * @client: the client
 * @argc: number of arguments
 * @argv: none
 */
void command_metrics(struct client *client, int argc, char **argv)
{
	struct document document = { };
	struct destination_filter filter;
	struct sites sites;
	int err;

	(void)argc;
	(void)argv;
	filter_all(&filter);
	sites_measure(&sites, client, &filter, 0, false);
	add_up(&document, true);
	metrics_machine(&document, client);
	add_sites(&document, client, &sites);
	before_failing(NULL);
	err = print(&document);
	if (err)
		new_file_failed(options.textfile ?: "-", err);
	document_free(&document);
	sites_complete(&sites);
	sites_free(&sites);
}
