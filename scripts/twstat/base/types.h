/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_BASE_TYPES_H
#define TWSTAT_BASE_TYPES_H

#include <stddef.h>

/**
 * enum kind - what an attribute holds
 * @KIND_NUMBER: a number, of any size
 * @KIND_FLAG: nothing: it is there, or not
 * @KIND_TEXT: a string
 * @KIND_IPV4: an IPv4 address
 * @KIND_IPV6: an IPv6 address
 * @KIND_NEST: other attributes
 * @KIND_BYTES: something else
 */
enum kind {
	KIND_NUMBER,
	KIND_FLAG,
	KIND_TEXT,
	KIND_IPV4,
	KIND_IPV6,
	KIND_NEST,
	KIND_BYTES,
};

struct types;

/**
 * struct type - an attribute
 * @name: its name; NULL: there is none with this number
 * @kind: what it holds
 * @nest: of a nest: the attributes in it
 * @doc: what it is, as in the specification
 */
struct type {
	const char *name;
	enum kind kind;
	const struct types *nest;
	const char *doc;
};

/**
 * struct types - the attributes of a set
 * @name: the name of the set
 * @list: by number
 * @number: length of @list
 */
struct types {
	const char *name;
	const struct type *list;
	unsigned int number;
};

/**
 * struct answer_type - what a request is answered with
 * @name: the name of the request; NULL: there is none with this number
 * @types: the attributes of an answer
 */
struct answer_type {
	const char *name;
	const struct types *types;
};

/* Generated; by TWSTAT_CMD_*. */
extern const struct answer_type answer_types[];
extern const unsigned int answer_types_number;

/* Generated; the attributes of these sets. */
extern const struct types types_counters, types_gauges, types_destination, types_service;

const struct types *types_of(const char *request);
int type_find(const struct types *types, const char *name);

#endif
