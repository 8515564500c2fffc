// SPDX-License-Identifier: GPL-2.0
/* What is wrong, in a sentence. */
#include <math.h>

#include "base/options.h"
#include "show/format.h"
#include "show/page.h"
#include "show/verdict.h"

static const char *const names[] = {
	[TROUBLE_OUT]		= "out-of-ports",
	[TROUBLE_BIND]		= "bind-fails",
	[TROUBLE_BUSY]		= "bound-port-taken",
	[TROUBLE_DENIED]	= "no-time-wait",
	[TROUBLE_FILLING]	= "running-out",
	[TROUBLE_FEW]		= "few-ports",
	[TROUBLE_REFUSED]	= "bind-refused",
	[TROUBLE_REUSED]	= "lives-on-reuse",
	[TROUBLE_SLOW]		= "slow-searches",
	[TROUBLE_NONE]		= "fine",
};

/**
 * trouble_kind_name() - what a program calls a kind
 * @kind: the kind
 *
 * Return: a name.
 */
const char *trouble_kind_name(enum trouble_kind kind)
{
	return names[kind];
}

/**
 * trouble_name() - what a program calls it
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

	from = format_address(&destination->local);
	to = format_endpoint(&destination->remote,
			     destination->n.value[TWSTAT_A_DESTINATION_PORT]);
	snprintf(text.is, FORMAT_SIZE, "%.60s to %.95s", from.is, to.is);
	return text;
}

static void say_destination(FILE *to, const struct trouble *trouble)
{
	const struct forecast *forecast = trouble->forecast;
	struct text whose = from_to(forecast);

	switch (trouble->kind) {
	case TROUBLE_OUT:
		fprintf(to, BAD "OUT OF PORTS" PLAIN ": %s uses %llu of %llu",
			whose.is, forecast->used, forecast->usable);
		if (forecast->failing > 0)
			fprintf(to, "; %s connect() a second fail",
				format_rate(forecast->failing).is);
		fputs(".\n", to);
		break;
	case TROUBLE_FILLING:
		fprintf(to, WARN "RUNNING OUT OF PORTS" PLAIN
			": %s has %llu left, which last %s at this rate.\n",
			whose.is, forecast->free,
			format_seconds(forecast->left).is);
		break;
	case TROUBLE_FEW:
		fprintf(to, WARN "FEW PORTS LEFT" PLAIN ": %s uses %s of %llu.\n",
			whose.is, format_percent(forecast->share).is,
			forecast->usable);
		break;
	case TROUBLE_REUSED:
		fprintf(to, WARN "NO FRESH PORTS" PLAIN
			": %s uses all %llu; tcp_tw_reuse gives them back.\n",
			whose.is, forecast->usable);
		break;
	case TROUBLE_NONE:
		fprintf(to, GOOD "No trouble" PLAIN ": %s uses %s of %llu ports.\n",
			whose.is, format_percent(forecast->share).is,
			forecast->usable);
		break;
	default:
		fprintf(to, WARN "SLOW SEARCHES" PLAIN
			": %s uses %s of %llu; a port is found late.\n",
			whose.is, format_percent(forecast->share).is,
			forecast->usable);
	}
}

/* Of the whole namespace. */
static void say_counted(FILE *to, const struct trouble *trouble)
{
	struct text rate = format_rate(trouble->rate);

	switch (trouble->kind) {
	case TROUBLE_BIND:
		fprintf(to, BAD "BIND FINDS NO PORT" PLAIN
			": %s bind() a second to any port fail.\n", rate.is);
		break;
	case TROUBLE_BUSY:
		fprintf(to, BAD "BOUND PORT TAKEN" PLAIN
			": %s connect() a second from a port of its own fail.\n",
			rate.is);
		break;
	case TROUBLE_REFUSED:
		fprintf(to, WARN "BIND REFUSED" PLAIN
			": TIME_WAIT keeps servers from their ports, %s bind() a second.\n",
			rate.is);
		break;
	default:
		fprintf(to, BAD "NO TIME_WAIT" PLAIN
			": %s sockets a second are denied it.\n", rate.is);
	}
}

static void say_over(FILE *to, const struct trouble *trouble)
{
	fputs(GOOD "No trouble now" PLAIN ", but since the module was loaded ", to);
	switch (trouble->kind) {
	case TROUBLE_OUT:
		fprintf(to, "%llu connect() from %s found no port", trouble->count,
			from_to(trouble->forecast).is);
		break;
	case TROUBLE_BIND:
		fprintf(to, "%llu bind() to any port found none", trouble->count);
		break;
	case TROUBLE_BUSY:
		fprintf(to, "%llu connect() from a bound port found it taken",
			trouble->count);
		break;
	case TROUBLE_REFUSED:
		fprintf(to, "%llu bind() were refused because of TIME_WAIT",
			trouble->count);
		break;
	default:
		fprintf(to, "%llu sockets were denied TIME_WAIT", trouble->count);
	}
	fputs(".\n", to);
}

/**
 * verdict_trouble() - say what is wrong, on a line
 * @to: where to
 * @trouble: the trouble
 */
void verdict_trouble(FILE *to, const struct trouble *trouble)
{
	if (trouble->over)
		say_over(to, trouble);
	else if (trouble->forecast)
		say_destination(to, trouble);
	else
		say_counted(to, trouble);
}

/**
 * verdict_fine() - say that nothing is wrong, on a line, or that nobody knows
 * @to: where to
 * @period: the time that rates are of
 */
void verdict_fine(FILE *to, const struct period *period)
{
	const struct destinations *all = &period->is.destinations;

	if (all->number && !all->list->n.known[TWSTAT_A_DESTINATION_CONNECTS])
		fputs(WARN "NOT KNOWN" PLAIN
		      ": nobody watches connect() (twstat config: ports).\n", to);
	else
		fprintf(to, GOOD "No trouble" PLAIN ": nobody is short of ports%s.\n",
			options.family == AF_INET ? ", on IPv4" :
			options.family == AF_INET6 ? ", on IPv6" : "");
}
