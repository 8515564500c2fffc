/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_JUDGE_REFUSALS_H
#define TWSTAT_JUDGE_REFUSALS_H

#include "ask/sample.h"

/**
 * struct refusals - SYNs that sockets in TIME_WAIT refused, of a service or of all
 * @sequence: refused by sequence number
 * @timestamp: refused by timestamp
 * @closed: nobody listened
 * @retried: of the first two, those that came again
 * @late: of @retried, 500 ms later or more
 * @retry_ms: the sum of these times, in ms
 * @rate: of the first two, per second; NAN if not known
 * @again: SYNs that came again, per second; NAN if not known
 * @entered: sockets of these services that entered TIME_WAIT, per second; NAN if not known
 */
struct refusals {
	__u64 sequence;
	__u64 timestamp;
	__u64 closed;
	__u64 retried;
	__u64 late;
	__u64 retry_ms;
	double rate;
	double again;
	double entered;
};

void refusals_of(struct refusals *refusals, const struct period *period,
		 const struct service *service);
void refusals_of_all(struct refusals *refusals, const struct period *period);

#endif
