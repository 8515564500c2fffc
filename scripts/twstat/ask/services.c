// SPDX-License-Identifier: GPL-2.0
/* All services at one moment, and the same service at another. */
#include <stdlib.h>
#include <string.h>

#include "ask/services.h"
#include "base/memory.h"

static void add(const struct service *service, void *data)
{
	struct services *all = data;

	all->list = memory_grow(all->list, all->number, sizeof(*all->list));
	all->list[all->number++] = *service;
}

static int compare(const void *a, const void *b)
{
	const struct service *x = a, *y = b;
	int order = memcmp(&x->local, &y->local, sizeof(x->local));

	return order ? order : (int)x->n.value[TWSTAT_A_SERVICE_PORT] -
			       (int)y->n.value[TWSTAT_A_SERVICE_PORT];
}

/**
 * services_fetch() - read all services from the module
 * @client: the client
 * @services: filled in, sorted
 */
void services_fetch(struct client *client, struct services *services)
{
	*services = (struct services){ };
	fetch_services(client, add, services);
	if (services->number)
		qsort(services->list, services->number, sizeof(*services->list), compare);
}

/**
 * services_free() - free a list
 * @services: from services_fetch()
 */
void services_free(struct services *services)
{
	free(services->list);
	*services = (struct services){ };
}

/**
 * service_find() - find a service again
 * @among: those of another time
 * @like: the service
 *
 * Return: its state then; NULL if it was not there.
 */
const struct service *service_find(const struct services *among,
				   const struct service *like)
{
	if (!among->number)
		return NULL;
	return bsearch(like, among->list, among->number, sizeof(*like), compare);
}
