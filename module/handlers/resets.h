/* SPDX-License-Identifier: GPL-2.0 */
/* Connections that this side ends by an RST. */
#ifndef _TWSTAT_HANDLERS_RESETS_H
#define _TWSTAT_HANDLERS_RESETS_H

struct sock;

void twstat_resets_sent(const struct sock *sk);

#endif
