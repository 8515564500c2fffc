/* SPDX-License-Identifier: GPL-2.0 */
/* Reading endpoints, one or all of a table. */
#ifndef _TWSTAT_TABLES_ENDPOINTS_WALK_H
#define _TWSTAT_TABLES_ENDPOINTS_WALK_H

#include "tables/endpoints.h"

/**
 * struct twstat_endpoint_usage - the number of sockets of an endpoint
 * @time_wait: mini-sockets in TIME_WAIT
 * @fin_wait2: mini-sockets in FIN_WAIT2
 * @live: of a destination: full sockets
 */
struct twstat_endpoint_usage {
	u32 time_wait;
	u32 fin_wait2;
	u32 live;
};

u32 twstat_endpoint_minis(const struct twstat_endpoint *endpoint,
			  enum twstat_substate state, unsigned int kind,
			  unsigned int mask);
void twstat_endpoint_usage(const struct twstat_endpoint *endpoint,
			   struct twstat_endpoint_usage *usage);
bool twstat_endpoint_look(struct twstat_endpoints *table,
			  const struct twstat_address *address,
			  void (*visit)(struct twstat_endpoint *endpoint,
					void *data),
			  void *data);
u32 twstat_endpoints_generation(const struct twstat_endpoints *table);
bool twstat_endpoints_seek(struct twstat_endpoints *table, u32 *place);
void twstat_endpoints_walk_place(struct twstat_endpoints *table, u32 place,
				 void (*visit)(struct twstat_endpoint *endpoint,
					       void *data),
				 void *data);
void twstat_endpoints_walk(struct twstat_endpoints *table,
			   void (*visit)(struct twstat_endpoint *endpoint,
					 void *data),
			   void *data);

#endif
