/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_PORT_LIST_H
#define TWSTAT_EXPLAIN_PORT_LIST_H

#include <stdbool.h>

char *port_list(const bool *ports);
char *port_names(const bool *ports);

#endif
