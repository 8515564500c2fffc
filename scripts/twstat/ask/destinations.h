/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_DESTINATIONS_H
#define TWSTAT_ASK_DESTINATIONS_H

#include "ask/client.h"
#include "ask/programs.h"
#include "ask/record.h"

/**
 * struct destination - a local address, and the address and port that it connects to
 * @n: by TWSTAT_A_DESTINATION_*; the device is 0 if the sockets are bound to none
 * @local: the local address
 * @remote: the remote address; its port is in @n
 * @programs: what connects to it
 */
struct destination {
	struct record n;
	struct address local;
	struct address remote;
	struct programs programs;
};

/**
 * struct destinations - a list of destinations
 * @list: sorted by destination_compare()
 * @number: its length
 */
struct destinations {
	struct destination *list;
	size_t number;
};

/**
 * struct address_filter - which addresses
 * @address: the address; AF_UNSPEC: any
 * @bits: the length of the prefix that must match
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
 * @port: their port; below 0: any
 * @device: the index of the device that they are bound to, 0: none; below 0: any
 * @ports_min: the smallest number of local ports in use
 */
struct destination_filter {
	int family;
	struct address_filter local;
	struct address_filter remote;
	int port;
	long long device;
	unsigned int ports_min;
};

void destination_read(struct destination *destination,
		      const struct nlmsghdr *message);
int destination_compare(const void *a, const void *b);
const struct destination *destination_find(const struct destinations *among,
					   const struct destination *like);

bool destinations_seen(struct client *client, const struct destination_filter *filter,
		       struct destinations *destinations);
void destinations_fetch(struct client *client,
			const struct destination_filter *filter,
			struct destinations *destinations);
void destinations_free(struct destinations *destinations);

#endif
