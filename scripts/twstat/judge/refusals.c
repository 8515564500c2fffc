// SPDX-License-Identifier: GPL-2.0
/*
 * SYNs that sockets in TIME_WAIT refused. They have hurt a client if they came again: an old
 * duplicate does not, and to refuse it is what TIME_WAIT is for.
 */
#include <math.h>

#include "judge/refusals.h"

/* By how much a counter of the service grew; 0 if it is smaller: it was evicted. */
static double grown(const struct service *is, const struct service *was, int attribute)
{
	double before = was ? was->n.value[attribute] : 0;

	return fmax(is->n.value[attribute] - before, 0);
}

/* Whether a service that is new may have been there before. */
static bool evicted(const struct period *period)
{
	return counter_rate(period, TWSTAT_A_COUNTERS_SERVICE_EVICTED) > 0;
}

/**
 * refusals_of() - what a service has refused
 * @refusals: filled in
 * @period: the period of the rates
 * @service: the service, in the later sample
 */
void refusals_of(struct refusals *refusals, const struct period *period,
		 const struct service *service)
{
	const struct service *was = service_find(&period->was.services, service);
	const __u64 *value = service->n.value;

	*refusals = (struct refusals) {
		.sequence = value[TWSTAT_A_SERVICE_SYN_REFUSED_SEQUENCE],
		.timestamp = value[TWSTAT_A_SERVICE_SYN_REFUSED_TIMESTAMP],
		.closed = value[TWSTAT_A_SERVICE_SYN_REFUSED_CLOSED],
		.retried = value[TWSTAT_A_SERVICE_SYN_RETRIED],
		.late = value[TWSTAT_A_SERVICE_SYN_RETRIED_LATE],
		.retry_ms = value[TWSTAT_A_SERVICE_SYN_RETRY_MS],
		.rate = NAN,
		.again = NAN,
		.entered = NAN,
	};
	if (!period->seconds)
		return;
	refusals->rate = (grown(service, was, TWSTAT_A_SERVICE_SYN_REFUSED_SEQUENCE) +
			  grown(service, was, TWSTAT_A_SERVICE_SYN_REFUSED_TIMESTAMP)) /
			 period->seconds;
	refusals->again = grown(service, was, TWSTAT_A_SERVICE_SYN_RETRIED) / period->seconds;
	if (was || !evicted(period))
		refusals->entered = grown(service, was, TWSTAT_A_SERVICE_ENTERED) /
				    period->seconds;
}

/**
 * refusals_of_all() - what all services have refused
 * @refusals: filled in
 * @period: the period of the rates
 */
void refusals_of_all(struct refusals *refusals, const struct period *period)
{
	struct refusals one;
	size_t i;

	*refusals = (struct refusals) {
		.rate = period->seconds ? 0 : NAN,
		.again = period->seconds ? 0 : NAN,
		.entered = period->seconds ? 0 : NAN,
	};
	for (i = 0; i < period->is.services.number; i++) {
		refusals_of(&one, period, &period->is.services.list[i]);
		refusals->sequence += one.sequence;
		refusals->timestamp += one.timestamp;
		refusals->closed += one.closed;
		refusals->retried += one.retried;
		refusals->late += one.late;
		refusals->retry_ms += one.retry_ms;
		refusals->rate += one.rate;
		refusals->again += one.again;
		if (one.sequence + one.timestamp)
			refusals->entered += one.entered;
	}
}
