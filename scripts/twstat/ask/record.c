// SPDX-License-Identifier: GPL-2.0
/* Attributes of a message: numbers, addresses, strings. */
#include <linux/genetlink.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>

#include "ask/record.h"

static void read_number(struct record *record, const struct nlattr *attr)
{
	unsigned int type = mnl_attr_get_type(attr);

	if (type >= RECORD_SIZE)
		return;
	record->known[type] = true;
	switch (mnl_attr_get_payload_len(attr)) {
	case 0:
		record->value[type] = 1;
		break;
	case 1:
		record->value[type] = mnl_attr_get_u8(attr);
		break;
	case 2:
		record->value[type] = mnl_attr_get_u16(attr);
		break;
	case 4:
		record->value[type] = mnl_attr_get_u32(attr);
		break;
	case 8:
		record->value[type] = mnl_attr_get_u64(attr);
		break;
	default:
		record->known[type] = false;
	}
}

/**
 * record_read() - read all numbers of a message
 * @record: filled in
 * @message: the message
 */
void record_read(struct record *record, const struct nlmsghdr *message)
{
	const struct nlattr *attr;

	memset(record, 0, sizeof(*record));
	mnl_attr_for_each(attr, message, sizeof(struct genlmsghdr))
		read_number(record, attr);
}

/**
 * record_read_nest() - read all numbers of a nest
 * @record: filled in
 * @nest: the nest
 */
void record_read_nest(struct record *record, const struct nlattr *nest)
{
	const struct nlattr *attr;

	memset(record, 0, sizeof(*record));
	mnl_attr_for_each_nested(attr, nest)
		read_number(record, attr);
}

/**
 * message_attr() - find an attribute
 * @message: the message
 * @attribute: its type
 *
 * Return: the attribute, or NULL.
 */
const struct nlattr *message_attr(const struct nlmsghdr *message, int attribute)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, message, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(attr) == attribute)
			return attr;
	return NULL;
}

/**
 * record_read_address() - read an address, and take it out of the numbers
 * @record: the message's numbers
 * @address: filled in
 * @message: the message
 * @v4: the attribute, if it is of IPv4
 * @v6: the attribute, if it is of IPv6
 */
void record_read_address(struct record *record, struct address *address,
			 const struct nlmsghdr *message, int v4, int v6)
{
	const struct nlattr *attr = message_attr(message, v4);
	size_t length = 4;

	memset(address, 0, sizeof(*address));
	address->family = AF_INET;
	if (!attr) {
		attr = message_attr(message, v6);
		address->family = AF_INET6;
		length = 16;
	}
	if (attr && mnl_attr_get_payload_len(attr) == length)
		memcpy(address->bytes, mnl_attr_get_payload(attr), length);
	record->known[v4] = false;
	record->known[v6] = false;
}

/**
 * message_text() - read a string
 * @message: the message
 * @attribute: the attribute
 *
 * Return: the string, which is valid as long as the message; NULL if there is none.
 */
const char *message_text(const struct nlmsghdr *message, int attribute)
{
	const struct nlattr *attr = message_attr(message, attribute);

	if (!attr || mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
		return NULL;
	return mnl_attr_get_str(attr);
}
