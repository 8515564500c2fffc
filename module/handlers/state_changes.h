/* SPDX-License-Identifier: GPL-2.0 */
/* Changes of the state of full sockets. */
#ifndef _TWSTAT_HANDLERS_STATE_CHANGES_H
#define _TWSTAT_HANDLERS_STATE_CHANGES_H

struct sock;

void twstat_state_changed(void *unused, const struct sock *sk, const int oldstate,
			  const int newstate);

#endif
