// SPDX-License-Identifier: GPL-2.0
/* What is wrong, in one sentence. */
#include <math.h>
#include <string.h>

#include "ask/namespaces.h"
#include "base/options.h"
#include "show/format.h"
#include "show/page.h"
#include "show/verdict.h"
#include "show/wrap.h"

static const char *const names[] = {
	[TROUBLE_OUT]		= "out-of-ports",
	[TROUBLE_BIND]		= "bind-fails",
	[TROUBLE_BUSY]		= "bound-port-taken",
	[TROUBLE_DENIED]	= "no-time-wait",
	[TROUBLE_FILLING]	= "running-out",
	[TROUBLE_FEW]		= "few-ports",
	[TROUBLE_REFUSED]	= "bind-refused",
	[TROUBLE_SYN]		= "syn-refused",
	[TROUBLE_REUSED]	= "lives-on-reuse",
	[TROUBLE_SLOW]		= "slow-searches",
	[TROUBLE_NONE]		= "fine",
};

static const struct {
	const char *mark;
	const char *text;
} headlines[] = {
	[TROUBLE_OUT]		= { BAD, "OUT OF PORTS" },
	[TROUBLE_BIND]		= { BAD, "NO FREE PORT FOR bind(0)" },
	[TROUBLE_BUSY]		= { BAD, "BOUND PORT TAKEN" },
	[TROUBLE_DENIED]	= { BAD, "TIME_WAIT TABLE FULL" },
	[TROUBLE_FILLING]	= { WARN, "RUNNING OUT OF PORTS" },
	[TROUBLE_FEW]		= { WARN, "FEW PORTS LEFT" },
	[TROUBLE_REFUSED]	= { WARN, "BIND REFUSED" },
	[TROUBLE_SYN]		= { WARN, "SYN REFUSED" },
	[TROUBLE_REUSED]	= { WARN, "ONLY REUSED PORTS LEFT" },
	[TROUBLE_SLOW]		= { WARN, "SLOW PORT SEARCHES" },
	[TROUBLE_NONE]		= { GOOD, "OK" },
};

/**
 * trouble_headline() - what a verdict begins with
 * @trouble: the trouble
 *
 * Return: its name in capitals, with marks.
 */
struct text trouble_headline(const struct trouble *trouble)
{
	enum trouble_kind kind = trouble->over ? TROUBLE_NONE : trouble->kind;
	struct text text;

	snprintf(text.is, FORMAT_SIZE, "%s%s%s" PLAIN, headlines[kind].mark,
		 headlines[kind].text, trouble->over ? " now" : "");
	return text;
}

/**
 * trouble_kind_name() - the name of a kind in JSON
 * @kind: the kind
 *
 * Return: a name.
 */
const char *trouble_kind_name(enum trouble_kind kind)
{
	return names[kind];
}

/**
 * trouble_name() - the name of a verdict in JSON
 * @trouble: the trouble
 *
 * Return: a name.
 */
const char *trouble_name(const struct trouble *trouble)
{
	return trouble->over ? "over" : names[trouble->kind];
}

static struct text from_to(const struct forecast *forecast)
{
	const struct destination *destination = forecast->destination;
	struct text text, from, to;

	from = format_from(destination);
	to = format_endpoint(&destination->remote,
			     destination->n.value[TWSTAT_A_DESTINATION_PORT]);
	snprintf(text.is, FORMAT_SIZE, "%.62s to %.93s", from.is, to.is);
	return text;
}

static void say_destination(FILE *to, const struct trouble *trouble)
{
	const struct forecast *forecast = trouble->forecast;
	struct text name = from_to(forecast);

	switch (trouble->kind) {
	case TROUBLE_OUT:
		fprintf(to, ": %s uses %llu of %llu ports",
			name.is, forecast->used, forecast->usable);
		if (forecast->failing > 0)
			fprintf(to, "; %s connect() calls/s fail (EADDRNOTAVAIL)",
				format_rate(forecast->failing).is);
		fputs(".\n", to);
		break;
	case TROUBLE_FILLING:
		fprintf(to, ": %s has %llu left, enough for %s at this rate.\n",
			name.is, forecast->free,
			format_seconds(forecast->left).is);
		break;
	case TROUBLE_FEW:
		fprintf(to, ": %s uses %s of %llu ports.\n",
			name.is, format_percent(forecast->share).is,
			forecast->usable);
		break;
	case TROUBLE_REUSED:
		fprintf(to,
			": %s uses all %llu ports; connect() depends on tcp_tw_reuse",
			name.is, forecast->usable);
		if (forecast->rate >= 0)
			fprintf(to, ", %s of at most %s connections/s",
				format_rate(forecast->rate).is,
				format_rate(forecast->sustainable).is);
		fputs(".\n", to);
		break;
	case TROUBLE_NONE:
		fprintf(to, ": %s uses %s of %llu ports.\n", name.is,
			format_percent(forecast->share).is, forecast->usable);
		break;
	default:
		fprintf(to,
			": %s uses %s of %llu ports; connect() must search the second half.\n",
			name.is, format_percent(forecast->share).is,
			forecast->usable);
	}
}

/* A trouble of the namespace. */
static void say_counted(FILE *to, const struct trouble *trouble)
{
	struct text rate = format_rate(trouble->rate);

	switch (trouble->kind) {
	case TROUBLE_BIND:
		fprintf(to, ": %s calls/s fail (EADDRINUSE).\n", rate.is);
		break;
	case TROUBLE_BUSY:
		fprintf(to,
			": %s connect() calls/s from a port the program bound itself fail: already in use for that destination.\n",
			rate.is);
		break;
	case TROUBLE_REFUSED:
		fprintf(to,
			": %s bind() calls/s fail because of TIME_WAIT on the port (EADDRINUSE).\n",
			rate.is);
		break;
	case TROUBLE_SYN:
		fprintf(to,
			": %s SYNs/s of clients meet a socket in TIME_WAIT that refuses them.\n",
			rate.is);
		break;
	default:
		fprintf(to, ": %s sockets/s closed without TIME_WAIT.\n", rate.is);
	}
}

static void say_over(FILE *to, const struct trouble *trouble)
{
	fputs(", but since the module was loaded ", to);
	switch (trouble->kind) {
	case TROUBLE_OUT:
		fprintf(to, "%llu connect() calls from %s found no free port", trouble->count,
			from_to(trouble->forecast).is);
		break;
	case TROUBLE_BIND:
		fprintf(to, "%llu bind(0) calls found no free port", trouble->count);
		break;
	case TROUBLE_BUSY:
		fprintf(to,
			"%llu connect() calls found their bound port in use for that destination",
			trouble->count);
		break;
	case TROUBLE_REFUSED:
		fprintf(to, "%llu bind() calls were refused because of TIME_WAIT",
			trouble->count);
		break;
	case TROUBLE_SYN:
		fprintf(to, "%llu SYNs of clients were refused by sockets in TIME_WAIT",
			trouble->count);
		break;
	default:
		fprintf(to, "%llu sockets were closed without TIME_WAIT", trouble->count);
	}
	fputs(".\n", to);
}

/**
 * verdict_trouble() - print what is wrong, in one sentence
 * @to: the output
 * @trouble: the trouble
 */
void verdict_trouble(FILE *to, const struct trouble *trouble)
{
	struct wrap wrap = { .to = to, .indent = 2 };
	struct page page;
	const char *text;

	page_begin(&page);
	fputs(trouble_headline(trouble).is, page.to);
	if (trouble->over)
		say_over(page.to, trouble);
	else if (trouble->forecast)
		say_destination(page.to, trouble);
	else
		say_counted(page.to, trouble);
	text = page_text(&page);
	wrap_words(&wrap, text, strcspn(text, "\n"));
	fputc('\n', to);
	page_end(&page);
	if (trouble->over)
		verdict_others(to);
}

/**
 * verdict_fine() - print that nothing is wrong, or that it is not known
 * @to: the output
 * @period: the period of the rates
 */
void verdict_fine(FILE *to, const struct period *period)
{
	const struct destinations *all = &period->is.destinations;

	if (period->is.hidden)
		fputs(WARN "NOT KNOWN" PLAIN
		      ": only root may see which destinations are short of ports (CAP_NET_ADMIN).\n",
		      to);
	else if (all->number && !all->list->n.known[TWSTAT_A_DESTINATION_CONNECTS])
		fputs(WARN "NOT KNOWN" PLAIN
		      ": connect() is not watched; turn it on: twstat config ports=on.\n", to);
	else
		fprintf(to, GOOD "OK" PLAIN ": no TCP client is short of ports%s.\n",
			options.family == AF_INET ? " (IPv4)" :
			options.family == AF_INET6 ? " (IPv6)" : "");
	verdict_others(to);
}

/**
 * verdict_others() - print that other network namespaces were not looked at, if there are any
 * @to: the output
 *
 * Without it, "no trouble" can be taken for that of a container.
 */
void verdict_others(FILE *to)
{
	struct others others;

	if (options.all)
		return;
	others = places_others();
	if (!others.number && !others.hidden)
		return;
	if (options.netns_given)
		fprintf(to, "  Only the network namespace %s was looked at; ",
			options.netns_given);
	else
		fputs("  Only this network namespace was looked at; ", to);
	if (others.hidden)
		fputs("root may see others: twstat -A\n", to);
	else
		fprintf(to, "%zu other%s not: twstat -A\n", others.number,
			others.number > 1 ? "s were" : " was");
}
