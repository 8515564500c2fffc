// SPDX-License-Identifier: GPL-2.0
/* JSON, in which everything is called what the specification calls it. */
#include <math.h>
#include <stdio.h>
#include <sys/socket.h>

#include "base/fail.h"
#include "base/options.h"
#include "show/format.h"
#include "show/json.h"

static unsigned int items;

static void set(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value))
		fail(EXIT_FAILED, "Out of memory.");
}

/**
 * json_record() - all numbers that are known
 * @record: the numbers
 * @names: what they are called
 *
 * Return: an object.
 */
json_t *json_record(const struct record *record, const struct names *names)
{
	json_t *object = json_object();
	unsigned int i;

	for (i = 0; i < names->number && i < RECORD_SIZE; i++)
		if (record->known[i] && names->list[i])
			set(object, names->list[i],
			    json_integer(record->value[i]));
	return object;
}

/**
 * json_name() - say what a number means
 * @object: from json_record()
 * @record: the numbers
 * @names: what they are called
 * @attribute: which of them
 * @values: what its values are called
 */
void json_name(json_t *object, const struct record *record,
	       const struct names *names, int attribute,
	       const struct names *values)
{
	if (record->known[attribute])
		json_text(object, name_of(names, attribute),
			  name_of(values, record->value[attribute]));
}

/**
 * json_text() - put a text
 * @object: where to
 * @key: what it is called
 * @text: the text; it is left out if it is NULL
 */
void json_text(json_t *object, const char *key, const char *text)
{
	if (text)
		set(object, key, json_string(text));
}

/**
 * json_address() - put an address
 * @object: where to
 * @key: what it is called
 * @address: the address
 */
void json_address(json_t *object, const char *key, const struct address *address)
{
	json_text(object, key, format_address(address).is);
}

/**
 * json_rate() - put a number that was made of others
 * @object: where to
 * @key: what it is called
 * @value: the number; null if that is infinite, and left out if it is not known
 */
void json_rate(json_t *object, const char *key, double value)
{
	if (!isnan(value))
		set(object, key, isinf(value) ? json_null() :
		    json_real(round(value * 1000) / 1000));
}

/**
 * json_numbers() - put all numbers that are known behind what is there
 * @object: where to
 * @record: the numbers
 * @names: what they are called
 *
 * The family is put as a name, see json_family().
 */
void json_numbers(json_t *object, const struct record *record,
		  const struct names *names)
{
	json_t *numbers = json_record(record, names);

	json_object_del(numbers, "family");
	json_object_update(object, numbers);
	json_decref(numbers);
}

/**
 * json_family() - put the family of an address, as ip(8) calls it
 * @object: where to
 * @address: the address
 */
void json_family(json_t *object, const struct address *address)
{
	json_text(object, "family", address->family == AF_INET6 ? "inet6" : "inet");
}

/**
 * json_destination() - all of a destination
 * @destination: the destination
 *
 * Return: an object.
 */
json_t *json_destination(const struct destination *destination)
{
	json_t *object = json_object();

	json_family(object, &destination->local);
	json_address(object, "local", &destination->local);
	json_address(object, "remote", &destination->remote);
	json_numbers(object, &destination->n, &names_destination);
	return object;
}

/**
 * json_hook() - all of a hook
 * @hook: the hook
 *
 * Return: an object.
 */
json_t *json_hook(const struct hook *hook)
{
	json_t *object = json_object(), *numbers;

	json_text(object, "symbol", hook->symbol);
	json_text(object, "group", hook->group);
	set(object, "found", json_boolean(hook->n.known[TWSTAT_A_HOOK_FOUND]));
	json_text(object, "backend", hook->backend);
	json_text(object, "state", hook->state);
	numbers = json_record(&hook->n, &names_hook);
	json_object_update_missing(object, numbers);
	json_decref(numbers);
	json_text(object, "lost", hook->lost);
	return object;
}

/**
 * json_forecast() - put how a destination fares, of what is known
 * @object: from json_destination()
 * @forecast: how it does
 */
void json_forecast(json_t *object, const struct forecast *forecast)
{
	json_rate(object, "share", forecast_share(forecast));
	json_rate(object, "new-rate", forecast->rate);
	json_rate(object, "failed-rate", forecast->failing);
	json_rate(object, "growth-rate", forecast->growth);
	json_rate(object, "max-rate", forecast->sustainable);
	json_rate(object, "runs-out", forecast->left);
}

static void dump(json_t *json)
{
	size_t flags = JSON_ENCODE_ANY | JSON_REAL_PRECISION(12);

	flags |= options.pretty ? JSON_INDENT(2) : JSON_COMPACT;
	if (json_dumpf(json, stdout, flags))
		fail(EXIT_FAILED, "Can't write JSON.");
	json_decref(json);
}

/**
 * json_print() - print a value, on a line
 * @json: the value, which is gone then
 */
void json_print(json_t *json)
{
	dump(json);
	putchar('\n');
}

/**
 * json_list_begin() - begin a list that is too long to be kept
 */
void json_list_begin(void)
{
	putchar('[');
	items = 0;
}

/**
 * json_list_item() - print one of its items, on a line
 * @json: the item, which is gone then
 */
void json_list_item(json_t *json)
{
	fputs(items++ ? ",\n" : "\n", stdout);
	dump(json);
}

/**
 * json_list_end() - end the list
 */
void json_list_end(void)
{
	puts(items ? "\n]" : "]");
}
