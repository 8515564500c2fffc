/* SPDX-License-Identifier: GPL-2.0 */
/* Sockets that were denied TIME_WAIT. */
#ifndef _TWSTAT_DENIED_H
#define _TWSTAT_DENIED_H

struct twstat_net;

void twstat_denied_closed(struct twstat_net *tn);
void twstat_denied_ending(struct twstat_net *tn);
void twstat_denied_settle(struct twstat_net *tn);
void twstat_denied_net_init(struct twstat_net *tn);

#endif
