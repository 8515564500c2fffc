// SPDX-License-Identifier: GPL-2.0
/*
 * What the tool reads of the machine but from the module: read there, or from the recording
 * that is replayed. What is read while a recording is made is kept in it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "recording/machine.h"
#include "recording/recording.h"

/* The longest text of a file: ip_local_reserved_ports can list 65536 ports. */
#define LONGEST	(512 * 1024)

static FILE *file_of(const char *text)
{
	if (!text || !*text) {
		errno = ENOENT;
		return NULL;
	}
	return memory_checked(fmemopen((void *)text, strlen(text), "r"));
}

static FILE *file_kept(const char *path, FILE *file)
{
	struct recording *made = recording_made();
	char *text;

	if (!file)
		return NULL;
	text = memory_checked(malloc(LONGEST));
	text[fread(text, 1, LONGEST - 1, file)] = '\0';
	fclose(file);
	keep(made->files, path, text_clean(text, true));
	free(text);
	return file_of(kept_text(made->files, path));
}

/**
 * machine_file() - open a small file to read
 * @path: its path
 *
 * Return: the stream; NULL and errno if it can't be read.
 */
FILE *machine_file(const char *path)
{
	const struct recording *replayed = recording_replayed();
	FILE *file;

	if (replayed)
		return file_of(kept_text(replayed->files, path));
	file = fopen(path, "re");
	return recording_made() ? file_kept(path, file) : file;
}

/**
 * machine_fact() - something that is seen on the machine or not
 * @name: what, in a recording
 * @look: looks for it, and returns what shows it, or NULL
 *
 * Return: what @look returns.
 */
const char *machine_fact(const char *name, const char *(*look)(void))
{
	const struct recording *replayed = recording_replayed();
	const char *found;

	if (replayed)
		return kept_text(replayed->facts, name);
	found = look();
	if (recording_made())
		keep(recording_made()->facts, name, found ? text_clean(found, false) : json_null());
	return found;
}

/**
 * machine_device() - the name of a network device
 * @index: its index
 * @name: filled in
 *
 * Return: whether there is such a device.
 */
bool machine_device(unsigned int index, char name[IF_NAMESIZE])
{
	const struct recording *replayed = recording_replayed();
	const char *kept;
	char key[16];

	if (!replayed)
		return if_indextoname(index, name);
	snprintf(key, sizeof(key), "%u", index);
	kept = kept_text(replayed->devices, key);
	if (kept)
		snprintf(name, IF_NAMESIZE, "%s", kept);
	return kept;
}

/**
 * machine_device_find() - the index of a network device
 * @name: its name
 *
 * Return: the index, or 0.
 */
unsigned int machine_device_find(const char *name)
{
	const struct recording *replayed = recording_replayed();
	const json_t *value;
	const char *key;

	if (!replayed)
		return if_nametoindex(name);
	json_object_foreach(replayed->devices, key, value)
		if (!strcmp(name, json_string_value(value)))
			return strtoul(key, NULL, 10);
	return 0;
}

/**
 * machine_time() - the time of day
 *
 * Return: seconds since 1970.
 */
double machine_time(void)
{
	const struct recording *replayed = recording_replayed();

	return replayed ? kept_number(replayed->head, "unix-time") : time(NULL);
}
