// SPDX-License-Identifier: GPL-2.0
/* JSON, with the names of the netlink specification. */
#include <math.h>
#include <stdio.h>
#include <sys/socket.h>

#include "ask/who.h"
#include "base/fail.h"
#include "base/options.h"
#include "recording/recording.h"
#include "show/format.h"
#include "show/json.h"

static unsigned int items;

static void set(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value))
		fail(EXIT_FAILED, "Out of memory.");
}

/**
 * json_record() - all known numbers of a record
 * @record: the record
 * @names: the names of its attributes
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
 * json_name() - replace a number by the name of its value
 * @object: from json_record()
 * @record: the record
 * @names: the names of its attributes
 * @attribute: the attribute
 * @values: the names of its values
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
 * json_text() - add a string
 * @object: the object
 * @key: the key
 * @text: the string; NULL: nothing is added
 */
void json_text(json_t *object, const char *key, const char *text)
{
	if (text)
		set(object, key, json_string(text));
}

/**
 * json_address() - add an address
 * @object: the object
 * @key: the key
 * @address: the address
 */
void json_address(json_t *object, const char *key, const struct address *address)
{
	json_text(object, key, format_address(address).is);
}

/**
 * json_rate() - add a computed number
 * @object: the object
 * @key: the key
 * @value: the number; null if it is infinite, nothing is added if it is NAN
 */
void json_rate(json_t *object, const char *key, double value)
{
	if (!isnan(value))
		set(object, key, isinf(value) ? json_null() :
		    json_real(round(value * 1000) / 1000));
}

/**
 * json_numbers() - add all known numbers of a record, but the family
 * @object: the object
 * @record: the record
 * @names: the names of its attributes
 *
 * The family is a name, which json_family() adds.
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
 * json_family() - add the family of an address, as in ip(8)
 * @object: the object
 * @address: the address
 */
void json_family(json_t *object, const struct address *address)
{
	json_text(object, "family", address->family == AF_INET6 ? "inet6" : "inet");
}

/**
 * json_device() - add the device that sockets are bound to, if they are
 * @object: the object, with all numbers of the record
 * @record: the record
 * @attribute: the index of the device
 *
 * It has a name, as ss(8) writes it, and a number, which it keeps when it is renamed.
 */
void json_device(json_t *object, const struct record *record, int attribute)
{
	if (!record->known[attribute])
		return;
	json_text(object, "device", format_device(record->value[attribute]).is);
	set(object, "ifindex", json_integer(record->value[attribute]));
}

/**
 * json_program() - all of a program
 * @program: the program
 *
 * Return: an object.
 */
json_t *json_program(const struct program *program)
{
	json_t *object = json_record(&program->n, &names_program);
	struct who who;

	who_is(&who, program);
	json_text(object, "name", *program->name ? program->name : NULL);
	if (*who.path)
		json_text(object, "cgroup-path", who.path);
	if (*who.unit)
		json_text(object, "unit", who.unit);
	if (who.processes)
		set(object, "processes", json_integer(who.processes));
	return object;
}

/* Nothing is added if the module does not know programs. */
static void json_programs(json_t *object, const struct programs *programs)
{
	json_t *list;
	unsigned int i;

	if (!programs->number)
		return;
	list = json_array();
	for (i = 0; i < programs->number; i++)
		json_array_append_new(list, json_program(&programs->list[i]));
	set(object, "programs", list);
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
	json_device(object, &destination->n, TWSTAT_A_DESTINATION_DEVICE);
	json_programs(object, &destination->programs);
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
 * json_place() - add which network namespace it is
 * @object: the object
 * @place: the namespace; nothing is added if it has no name
 */
void json_place(json_t *object, const struct place *place)
{
	json_t *namespace;

	if (!place->name)
		return;
	namespace = json_object();
	json_text(namespace, "name", place->name);
	json_text(namespace, "netns", place->netns);
	set(namespace, "inode", json_integer(place->inode));
	if (place->pid)
		set(namespace, "pid", json_integer(place->pid));
	set(object, "namespace", namespace);
}

/**
 * json_forecast() - add the known numbers of a forecast
 * @object: from json_destination()
 * @forecast: the forecast
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
		fail(EXIT_FAILED, "Can't write JSON to standard output.");
	json_decref(json);
}

/**
 * json_print() - print a value, on a line
 * @json: the value, which is freed; an object of a recording says so
 */
void json_print(json_t *json)
{
	if (json_is_object(json) && recording_replayed())
		json_object_set(json, "recording", recording_replayed()->head);
	dump(json);
	putchar('\n');
}

/**
 * json_list_begin() - begin an array that is printed item by item
 */
void json_list_begin(void)
{
	putchar('[');
	items = 0;
}

/**
 * json_list_item() - print an item on a line
 * @json: the item, which is freed
 */
void json_list_item(json_t *json)
{
	fputs(items++ ? ",\n" : "\n", stdout);
	dump(json);
}

/**
 * json_list_end() - end the array
 */
void json_list_end(void)
{
	puts(items ? "\n]" : "]");
}
