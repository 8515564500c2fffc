/* SPDX-License-Identifier: GPL-2.0 */
/* Mini-sockets whose end no hook has seen. */
#ifndef _TWSTAT_HANDLERS_MISSED_ENDS_H
#define _TWSTAT_HANDLERS_MISSED_ENDS_H

struct twstat_net;

void twstat_ends_check(struct twstat_net *tn);
void twstat_ends_flush(void);
int twstat_ends_init(void);
void twstat_ends_exit(void);

#endif
