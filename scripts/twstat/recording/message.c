// SPDX-License-Identifier: GPL-2.0
/*
 * Messages of the module as JSON, by the names of the netlink specification, and back again.
 * Attributes without a name, which only a newer module knows, are left out.
 */
#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <string.h>

#include "base/memory.h"
#include "recording/message.h"
#include "recording/recording.h"

static json_t *keep_nest(const struct nlattr *nest, const struct types *types);

static json_t *keep_number(const struct nlattr *attr)
{
	switch (mnl_attr_get_payload_len(attr)) {
	case 1:
		return json_integer(mnl_attr_get_u8(attr));
	case 2:
		return json_integer(mnl_attr_get_u16(attr));
	case 4:
		return json_integer(mnl_attr_get_u32(attr));
	case 8:
		return json_integer(mnl_attr_get_u64(attr));
	}
	return NULL;
}

static json_t *keep_address(const struct nlattr *attr, int family, size_t length)
{
	char text[INET6_ADDRSTRLEN];

	if (mnl_attr_get_payload_len(attr) != length)
		return NULL;
	inet_ntop(family, mnl_attr_get_payload(attr), text, sizeof(text));
	return json_string(text);
}

static json_t *keep_value(const struct nlattr *attr, const struct type *type)
{
	switch (type->kind) {
	case KIND_NUMBER:
		return keep_number(attr);
	case KIND_FLAG:
		return json_true();
	case KIND_TEXT:
		return mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0 ? NULL :
			text_clean(mnl_attr_get_str(attr), false);
	case KIND_IPV4:
		return keep_address(attr, AF_INET, 4);
	case KIND_IPV6:
		return keep_address(attr, AF_INET6, 16);
	case KIND_NEST:
		return keep_nest(attr, type->nest);
	case KIND_BYTES:
		break;
	}
	return NULL;
}

/* An attribute that comes again makes a list. */
static void keep_attribute(json_t *object, const struct nlattr *attr, const struct types *types)
{
	unsigned int number = mnl_attr_get_type(attr);
	json_t *value, *there, *list;
	const char *name;

	if (number >= types->number || !types->list[number].name)
		return;
	name = types->list[number].name;
	value = keep_value(attr, &types->list[number]);
	if (!value)
		return;
	there = json_object_get(object, name);
	if (!there) {
		keep(object, name, value);
		return;
	}
	if (!json_is_array(there)) {
		list = memory_checked(json_array());
		json_array_append(list, there);
		keep(object, name, list);
		there = list;
	}
	json_array_append_new(there, value);
}

static json_t *keep_nest(const struct nlattr *nest, const struct types *types)
{
	json_t *object = memory_checked(json_object());
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest)
		keep_attribute(object, attr, types);
	return object;
}

/**
 * message_keep() - make JSON of a message
 * @message: the message
 * @types: its attributes
 *
 * Return: an object.
 */
json_t *message_keep(const struct nlmsghdr *message, const struct types *types)
{
	json_t *object = memory_checked(json_object());
	const struct nlattr *attr;

	mnl_attr_for_each(attr, message, sizeof(struct genlmsghdr))
		keep_attribute(object, attr, types);
	return object;
}

static bool put_all(struct nlmsghdr *message, size_t size, const json_t *attributes,
		    const struct types *types);

static bool put_address(struct nlmsghdr *message, size_t size, int number, const char *text,
			int family)
{
	__u8 bytes[16];

	return text && inet_pton(family, text, bytes) == 1 &&
	       mnl_attr_put_check(message, size, number, family == AF_INET ? 4 : 16, bytes);
}

static bool put_nest(struct nlmsghdr *message, size_t size, int number, const json_t *value,
		     const struct types *types)
{
	struct nlattr *nest = mnl_attr_nest_start_check(message, size, number);

	if (!nest || !put_all(message, size, value, types))
		return false;
	mnl_attr_nest_end(message, nest);
	return true;
}

static bool put_one(struct nlmsghdr *message, size_t size, int number, const json_t *value,
		    const struct type *type)
{
	const char *text = json_string_value(value);

	switch (type->kind) {
	case KIND_NUMBER:
		return json_is_integer(value) &&
		       mnl_attr_put_u64_check(message, size, number, json_integer_value(value));
	case KIND_FLAG:
		return json_is_true(value) &&
		       mnl_attr_put_check(message, size, number, 0, NULL);
	case KIND_TEXT:
		return text && mnl_attr_put_strz_check(message, size, number, text);
	case KIND_IPV4:
		return put_address(message, size, number, text, AF_INET);
	case KIND_IPV6:
		return put_address(message, size, number, text, AF_INET6);
	case KIND_NEST:
		return json_is_object(value) &&
		       put_nest(message, size, number, value, type->nest);
	case KIND_BYTES:
		break;
	}
	return true;
}

static bool put_all(struct nlmsghdr *message, size_t size, const json_t *attributes,
		    const struct types *types)
{
	const json_t *value;
	const char *name;
	size_t i;

	json_object_foreach((json_t *)attributes, name, value) {
		int number = type_find(types, name);

		if (number < 0)
			continue;
		if (!json_is_array(value)) {
			if (!put_one(message, size, number, value, &types->list[number]))
				return false;
			continue;
		}
		for (i = 0; i < json_array_size(value); i++)
			if (!put_one(message, size, number, json_array_get(value, i),
				     &types->list[number]))
				return false;
	}
	return true;
}

/**
 * message_again() - make a message of JSON
 * @message: filled in
 * @size: room for it
 * @attributes: from message_keep(), or from a stranger's file
 * @types: its attributes
 *
 * Return: whether @attributes is what message_keep() makes, and not too large.
 */
bool message_again(struct nlmsghdr *message, size_t size, const json_t *attributes,
		   const struct types *types)
{
	/* libmnl leaves out the padding when it compares with the size. */
	size_t room = size - MNL_ALIGNTO;

	mnl_nlmsg_put_header(message);
	mnl_nlmsg_put_extra_header(message, sizeof(struct genlmsghdr));
	return json_is_object(attributes) && put_all(message, room, attributes, types);
}
