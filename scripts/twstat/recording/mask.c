// SPDX-License-Identifier: GPL-2.0
/*
 * Masks a recording: other addresses and names instead of those of the machine, the same one
 * for the same one. Numbers stay, so that every command finds the same.
 */
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "base/types.h"
#include "recording/mask.h"
#include "recording/mask_address.h"

/* How often another mask is tried for one that is taken. */
#define TRIES	1000

/**
 * struct masks - the masks so far
 * @of: by address or name: its mask
 * @taken: masks that an address or a name has
 * @names: how many names have one
 */
struct masks {
	json_t *of;
	json_t *taken;
	unsigned int names;
};

/* An address that stays the same is its own mask, and so is taken by nothing else. */
static const char *find_address(struct masks *masks, const char *address)
{
	char text[INET6_ADDRSTRLEN];
	int i;

	for (i = 0; i < TRIES; i++) {
		snprintf(text, sizeof(text), "%s", address);
		mask_address(text);
		if (json_object_get(masks->taken, text))
			continue;
		keep(masks->taken, text, json_true());
		keep_text(masks->of, address, text);
		return kept_text(masks->of, address);
	}
	fail(EXIT_FAILED, "There are more addresses than masks.");
}

/* What stays the same must not become the mask of something else. */
static void keep_common(struct masks *masks)
{
	static const char *const same[] = { "0.0.0.0", "127.0.0.1", "::", "::1" };
	size_t i;

	for (i = 0; i < sizeof(same) / sizeof(*same); i++)
		find_address(masks, same[i]);
}

static json_t *masked_address(struct masks *masks, const char *address)
{
	const char *known = kept_text(masks->of, address);

	return json_string(known ? known : find_address(masks, address));
}

static json_t *masked_name(struct masks *masks, const char *name)
{
	const char *known = kept_text(masks->of, name);
	char text[32];

	if (!known) {
		snprintf(text, sizeof(text), "name%u", ++masks->names);
		keep_text(masks->of, name, text);
		known = kept_text(masks->of, name);
	}
	return json_string(known);
}

static void mask_attributes(struct masks *masks, json_t *attributes, const struct types *types);

/* The hooks' texts are functions of the kernel. */
static json_t *masked_value(struct masks *masks, json_t *value, const struct type *type,
			    const struct types *types)
{
	const char *text = json_string_value(value);

	if (type->kind == KIND_NEST)
		mask_attributes(masks, value, type->nest);
	if (text && (type->kind == KIND_IPV4 || type->kind == KIND_IPV6))
		return masked_address(masks, text);
	if (text && strcmp(types->name, "hook"))
		return masked_name(masks, text);
	return json_incref(value);
}

static void mask_attributes(struct masks *masks, json_t *attributes, const struct types *types)
{
	json_t *value;
	const char *name;
	void *next;
	size_t i;

	json_object_foreach_safe(attributes, next, name, value) {
		int number = type_find(types, name);

		if (number < 0) {
			json_object_del(attributes, name);
			continue;
		}
		if (!json_is_array(value)) {
			keep(attributes, name,
			     masked_value(masks, value, &types->list[number], types));
			continue;
		}
		for (i = 0; i < json_array_size(value); i++)
			json_array_set_new(value, i,
					   masked_value(masks, json_array_get(value, i),
							&types->list[number], types));
	}
}

static void mask_answers(struct masks *masks, json_t *answers)
{
	const json_t *answer, *messages;
	const char *request;
	size_t i;

	json_object_foreach(answers, request, answer) {
		messages = json_object_get(answer, "messages");
		for (i = 0; i < json_array_size(messages); i++)
			mask_attributes(masks, json_array_get(messages, i), types_of(request));
	}
}

static void mask_sockets(struct masks *masks, const json_t *groups)
{
	static const char *const keys[] = { "local", "remote" };
	json_t *group;
	const char *text;
	size_t i, k;

	for (i = 0; i < json_array_size(groups); i++) {
		group = json_array_get(groups, i);
		for (k = 0; k < 2; k++) {
			text = kept_text(group, keys[k]);
			if (text)
				keep(group, keys[k], masked_address(masks, text));
		}
	}
}

static void mask_devices(struct masks *masks, json_t *devices)
{
	json_t *name;
	const char *index;
	void *next;

	json_object_foreach_safe(devices, next, index, name)
		if (strcmp(json_string_value(name), "lo"))
			keep(devices, index, masked_name(masks, json_string_value(name)));
}

/* The path of a cgroup names what runs in it. Only the recorder knows which fact is one. */
static void mask_facts(json_t *facts)
{
	const char *name;
	json_t *value;
	void *next;

	json_object_foreach_safe(facts, next, name, value)
		if (!strncmp(name, "cgroup ", 7))
			json_object_del(facts, name);
}

static void mask_head(struct masks *masks, json_t *head)
{
	const char *netns = kept_text(head, "netns");

	keep(head, "host", json_string("masked"));
	if (netns)
		keep(head, "netns", masked_name(masks, netns));
	keep(head, "masked", json_true());
}

/**
 * recording_mask() - replace all addresses and names
 * @recording: the recording
 */
void recording_mask(struct recording *recording)
{
	struct masks masks = {
		.of = memory_checked(json_object()),
		.taken = memory_checked(json_object()),
	};
	int i;

	keep_common(&masks);
	mask_head(&masks, recording->head);
	for (i = 0; i < MOMENTS; i++)
		mask_answers(&masks, recording->answers[i]);
	mask_sockets(&masks, recording->sockets);
	mask_devices(&masks, recording->devices);
	mask_facts(recording->facts);
	json_decref(masks.of);
	json_decref(masks.taken);
}
