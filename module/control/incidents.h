/* SPDX-License-Identifier: GPL-2.0 */
/* Finds incidents: what is wrong in each namespace, and when it is over. */
#ifndef _TWSTAT_CONTROL_INCIDENTS_H
#define _TWSTAT_CONTROL_INCIDENTS_H

#include <linux/types.h>

struct twstat_incident;
struct twstat_net;

typedef void twstat_incidents_teller(struct twstat_net *tn,
				     const struct twstat_incident *incident);

void twstat_incidents_tell_by(twstat_incidents_teller *tell);

void twstat_incidents_settle(struct twstat_net *tn);

void twstat_incidents_begin(void);
void twstat_incidents_watch(bool watch);
void twstat_incidents_end(void);

#endif
