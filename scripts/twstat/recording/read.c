// SPDX-License-Identifier: GPL-2.0
/*
 * Reads a recording, which may come from a stranger: all that is not as it is written fails.
 * What a newer twstat may add, another kind of line or another key, is left out.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "base/types.h"
#include "recording/lines.h"

/* The largest file, which is more than twstat writes. */
#define LARGEST	(128 * 1024 * 1024)

/**
 * struct input - a file that is read
 * @name: its name, for messages
 * @text: all of it
 * @left: the lines that were not read
 * @size: length of @left
 * @lines: how many were read
 * @ended: the last line was read
 * @recording: what was read
 */
struct input {
	const char *name;
	char *text;
	const char *left;
	size_t size;
	unsigned int lines;
	bool ended;
	struct recording *recording;
};

[[gnu::noreturn]]
static void bad_line(const struct input *input)
{
	fail(EXIT_FAILED, "%s is damaged: line %u is not what twstat record writes.",
	     input->name, input->lines);
}

static void read_all(struct input *input)
{
	FILE *file = strcmp(input->name, "-") ? fopen(input->name, "re") : stdin;
	size_t room = 65536, got;

	if (!file)
		fail(EXIT_FAILED, "Can't open %s: %s.", input->name, strerror(errno));
	input->text = memory_checked(malloc(room));
	while ((got = fread(input->text + input->size, 1, room - input->size, file))) {
		input->size += got;
		if (input->size > LARGEST)
			fail(EXIT_FAILED, "%s is too large for a recording of twstat.",
			     input->name);
		if (input->size == room) {
			room *= 2;
			input->text = memory_checked(realloc(input->text, room));
		}
	}
	if (ferror(file))
		fail(EXIT_FAILED, "Can't read %s: %s.", input->name, strerror(errno));
	if (file != stdin)
		fclose(file);
	input->left = input->text;
}

/* As text_clean() makes it; the terminal must not get what a stranger wrote. */
static bool is_clean(const json_t *value, bool lines)
{
	const json_t *member;
	const char *key;
	size_t i;

	if (json_is_string(value))
		return is_clean_text(json_string_value(value), lines);
	json_object_foreach((json_t *)value, key, member)
		if (!is_clean_text(key, false) || !is_clean(member, lines))
			return false;
	for (i = 0; i < json_array_size(value); i++)
		if (!is_clean(json_array_get(value, i), lines))
			return false;
	return true;
}

/* The next line, or NULL at the end of the file. */
static json_t *next_line(struct input *input)
{
	const char *end = memchr(input->left, '\n', input->size), *begin = input->left;
	json_t *line;

	if (!end)
		return NULL;
	input->lines++;
	line = json_loadb(begin, end - begin, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(line) || !is_clean(line, json_object_get(line, "file"))) {
		json_decref(line);
		line = NULL;
		if (input->lines > 1)
			bad_line(input);
	}
	input->left = end + 1;
	input->size -= end + 1 - begin;
	return line;
}

static void read_head(struct input *input)
{
	json_t *head = next_line(input), *format = json_object_get(head, RECORDING_MARK);

	if (!json_is_integer(format))
		fail(EXIT_FAILED, "%s is not a recording of twstat.", input->name);
	if (json_integer_value(format) != RECORDING_FORMAT)
		fail(EXIT_FAILED,
		     "%s has format %lld, and this twstat reads format %d: use the twstat that wrote it, or a newer one.",
		     input->name, json_integer_value(format), RECORDING_FORMAT);
	if (!(kept_number(head, "seconds") >= 0) || !(kept_number(head, "unix-time") >= 0) ||
	    !kept_text(head, "time"))
		bad_line(input);
	json_decref(input->recording->head);
	input->recording->head = head;
}

/* The answer to the request of a line, which is made if it is the first one. */
static json_t *answer_of(struct input *input, const json_t *line, const char *request)
{
	json_int_t moment = json_integer_value(json_object_get(line, "moment"));
	json_t *answers, *answer;

	if (moment < 0 || moment >= MOMENTS)
		bad_line(input);
	answers = input->recording->answers[moment];
	answer = json_object_get(answers, request);
	if (!answer) {
		answer = memory_checked(json_object());
		keep(answer, "messages", json_array());
		keep(answers, request, answer);
	}
	return answer;
}

static void read_message(struct input *input, const json_t *line)
{
	const char *request = kept_text(line, "answer");
	json_t *answer, *attributes = json_object_get(line, "attributes");

	if (!request || !json_is_object(attributes))
		bad_line(input);
	if (!types_of(request))
		return;
	answer = answer_of(input, line, request);
	json_array_append(json_object_get(answer, "messages"), attributes);
}

static void read_answered(struct input *input, json_t *line)
{
	const char *request = kept_text(line, "answered");
	json_t *answer;

	if (!request)
		bad_line(input);
	if (!types_of(request))
		return;
	answer = answer_of(input, line, request);
	if (json_integer_value(json_object_get(line, "messages")) !=
	    (json_int_t)json_array_size(json_object_get(answer, "messages")))
		bad_line(input);
	json_object_update_missing(answer, line);
}

static void read_text(struct input *input, const json_t *line, const char *key,
		      const char *what, json_t *to)
{
	json_t *text = json_object_get(line, what);
	const char *name = kept_text(line, key);

	if (!name || (!json_is_string(text) && (*what == 'n' || !json_is_null(text))))
		bad_line(input);
	keep(to, name, json_incref(text));
}

static void read_groups(struct input *input, const json_t *line)
{
	if (!json_is_integer(json_object_get(line, "socket-groups")))
		bad_line(input);
	json_decref(input->recording->sockets);
	input->recording->sockets = memory_checked(json_array());
}

static void read_end(struct input *input, const json_t *line)
{
	if (json_integer_value(json_object_get(line, "end")) != input->lines - 1)
		bad_line(input);
	input->ended = true;
}

static void read_line(struct input *input, json_t *line)
{
	struct recording *recording = input->recording;

	if (json_object_get(line, "answer"))
		read_message(input, line);
	else if (json_object_get(line, "answered"))
		read_answered(input, line);
	else if (json_object_get(line, "file"))
		read_text(input, line, "file", "text", recording->files);
	else if (json_object_get(line, "fact"))
		read_text(input, line, "fact", "text", recording->facts);
	else if (json_object_get(line, "device"))
		read_text(input, line, "device", "name", recording->devices);
	else if (json_object_get(line, "socket-groups"))
		read_groups(input, line);
	else if (json_object_get(line, "sockets"))
		json_array_append(recording->sockets, json_object_get(line, "sockets"));
	else if (json_is_string(json_object_get(line, "log")))
		json_array_append(recording->log, json_object_get(line, "log"));
	else if (json_object_get(line, "end"))
		read_end(input, line);
	json_decref(line);
}

/**
 * recording_read() - read a recording, or fail
 * @path: the path of the file; "-": standard input
 *
 * Return: the recording.
 */
struct recording *recording_read(const char *path)
{
	struct input input = { .name = path };
	json_t *line;

	read_all(&input);
	input.recording = recording_new();
	read_head(&input);
	while (!input.ended && (line = next_line(&input)))
		read_line(&input, line);
	if (!input.ended)
		fail(EXIT_FAILED, "%s is not complete: its end is missing.", path);
	if (input.size)
		fail(EXIT_FAILED, "%s is damaged: something follows its end.", path);
	free(input.text);
	return input.recording;
}
