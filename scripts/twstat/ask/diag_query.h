/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_DIAG_QUERY_H
#define TWSTAT_ASK_DIAG_QUERY_H

#include <libmnl/libmnl.h>
#include <stdbool.h>

struct mnl_socket *diag_open(void);
bool diag_query(struct mnl_socket *socket, int family, int protocol, unsigned int states,
		mnl_cb_t take, void *data);

#endif
