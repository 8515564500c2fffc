/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_RECORD_H
#define TWSTAT_ASK_RECORD_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <linux/types.h>

/* Room for the largest set of attributes; those of a newer module are ignored. */
#define RECORD_SIZE	96

/**
 * struct record - the numbers of a message or a nest, by attribute
 * @known: the message has it. If not, it is unknown and not 0: its group is off, or the
 *	module is older than this tool
 * @value: the number
 */
struct record {
	bool known[RECORD_SIZE];
	__u64 value[RECORD_SIZE];
};

/**
 * struct address - an address of IPv4 or IPv6
 * @family: AF_INET or AF_INET6
 * @bytes: as on the wire
 */
struct address {
	int family;
	__u8 bytes[16];
};

void record_read(struct record *record, const struct nlmsghdr *message);
void record_read_nest(struct record *record, const struct nlattr *nest);
void record_read_address(struct record *record, struct address *address,
			 const struct nlmsghdr *message, int v4, int v6);
const struct nlattr *message_attr(const struct nlmsghdr *message, int attribute);
const char *message_text(const struct nlmsghdr *message, int attribute);

#endif
