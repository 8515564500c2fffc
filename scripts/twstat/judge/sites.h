/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_JUDGE_SITES_H
#define TWSTAT_JUDGE_SITES_H

#include "ask/namespaces.h"
#include "judge/trouble.h"

/**
 * struct site - a network namespace and its numbers
 * @inode: the inode of the namespace
 * @place: the namespace
 * @period: the numbers
 * @worst: the forecasts of its destinations, from forecast_all()
 * @troubles: what is wrong
 * @failing: calls per second that fail; NAN if not known
 */
struct site {
	unsigned long inode;
	const struct place *place;
	struct period period;
	struct forecast *worst;
	struct troubles troubles;
	double failing;
};

/**
 * struct sites - all network namespaces, or the one that the tool is in
 * @list: the worst first, once they are judged
 * @number: length of @list
 * @places: the namespaces
 * @refused: how many could not be entered for lack of permission
 */
struct sites {
	struct site **list;
	size_t number;
	struct places places;
	size_t refused;
};

void sites_begin(struct sites *sites, struct client *client,
		 const struct destination_filter *filter, bool rates_only);
void sites_next(struct sites *sites, struct client *client,
		const struct destination_filter *filter);
void sites_judge(struct sites *sites, bool asked);
void sites_measure(struct sites *sites, struct client *client,
		   const struct destination_filter *filter, double seconds, bool asked);
void sites_free(struct sites *sites);

bool site_enter(const struct site *site, struct client *client);
void site_leave(struct client *client);
const struct trouble *site_trouble(const struct site *site);
void sites_complete(const struct sites *sites);

#endif
