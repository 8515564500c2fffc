/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_DESTINATIONS_H
#define TWSTAT_ASK_DESTINATIONS_H

#include "ask/client.h"
#include "ask/record.h"

/**
 * struct destination - where sockets connect to
 * @n: by TWSTAT_A_DESTINATION_*
 * @local: the local address
 * @remote: the remote address; its port is a number
 */
struct destination {
	struct record n;
	struct address local;
	struct address remote;
};

/**
 * struct destinations - all of them
 * @list: ordered by destination_compare()
 * @number: how many
 */
struct destinations {
	struct destination *list;
	size_t number;
};

/**
 * struct address_filter - which addresses
 * @address: this one; any, if its family is AF_UNSPEC
 * @bits: or those that begin with so many bits of it
 */
struct address_filter {
	struct address address;
	unsigned int bits;
};

/**
 * struct destination_filter - which destinations
 * @family: AF_INET, AF_INET6, or AF_UNSPEC for both
 * @local: their local address
 * @remote: their remote address
 * @port: their port; any, below 0
 * @ports_min: how many local ports are in use at least
 */
struct destination_filter {
	int family;
	struct address_filter local;
	struct address_filter remote;
	int port;
	unsigned int ports_min;
};

void destination_read(struct destination *destination,
		      const struct nlmsghdr *message);
int destination_compare(const void *a, const void *b);
const struct destination *destination_find(const struct destinations *among,
					   const struct destination *like);

void destinations_fetch(struct client *client,
			const struct destination_filter *filter,
			struct destinations *destinations);
void destinations_free(struct destinations *destinations);

#endif
