/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_SERVICES_H
#define TWSTAT_ASK_SERVICES_H

#include <stddef.h>

#include "ask/fetch.h"

/**
 * struct services - a list of services
 * @list: the services, sorted by address and port
 * @number: length of @list
 */
struct services {
	struct service *list;
	size_t number;
};

void services_fetch(struct client *client, struct services *services);
void services_free(struct services *services);
const struct service *service_find(const struct services *among,
				   const struct service *like);

#endif
