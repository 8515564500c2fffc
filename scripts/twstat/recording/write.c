// SPDX-License-Identifier: GPL-2.0
/*
 * Writes a recording: each line is a JSON object. The first one is the head; the last one says
 * how many lines come before it, so that a file that was cut off is noticed. twstat(8) lists
 * the others.
 */
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "recording/lines.h"

/**
 * struct output - where lines are written to
 * @to: the stream
 * @lines: how many were written
 */
struct output {
	FILE *to;
	unsigned int lines;
};

static void write_line(struct output *output, json_t *line)
{
	char *text = json_dumps(line, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(15));

	if (!text)
		fail(EXIT_FAILED, "Out of memory.");
	fprintf(output->to, "%s\n", text);
	free(text);
	json_decref(line);
	output->lines++;
}

/* A line with a key, whose value says what it is about. */
static json_t *line_of(const char *key, json_t *value)
{
	json_t *line = memory_checked(json_object());

	keep(line, key, value);
	return line;
}

static void write_answer(struct output *output, int moment, const char *request,
			 const json_t *answer)
{
	const json_t *messages = json_object_get(answer, "messages");
	json_t *line;
	size_t i;

	for (i = 0; i < json_array_size(messages); i++) {
		line = line_of("answer", json_string(request));
		keep(line, "moment", json_integer(moment));
		keep(line, "attributes", json_incref(json_array_get(messages, i)));
		write_line(output, line);
	}
	line = line_of("answered", json_string(request));
	keep(line, "moment", json_integer(moment));
	keep(line, "messages", json_integer(json_array_size(messages)));
	json_object_update_missing(line, (json_t *)answer);
	write_line(output, line);
}

static void write_answers(struct output *output, const struct recording *recording)
{
	const json_t *answer;
	const char *request;
	int moment;

	for (moment = 0; moment < MOMENTS; moment++)
		json_object_foreach(recording->answers[moment], request, answer)
			write_answer(output, moment, request, answer);
}

static void write_texts(struct output *output, const char *key, const char *what, json_t *texts)
{
	const char *name;
	json_t *text, *line;

	json_object_foreach(texts, name, text) {
		line = line_of(key, json_string(name));
		keep(line, what, json_incref(text));
		write_line(output, line);
	}
}

static void write_list(struct output *output, const char *key, const json_t *list)
{
	size_t i;

	for (i = 0; i < json_array_size(list); i++)
		write_line(output, line_of(key, json_incref(json_array_get(list, i))));
}

/**
 * recording_write() - write a recording
 * @recording: the recording
 * @to: the stream; the caller looks at its errors
 */
void recording_write(const struct recording *recording, FILE *to)
{
	struct output output = { .to = to };
	json_t *head = line_of(RECORDING_MARK, json_integer(RECORDING_FORMAT));

	json_object_update_missing(head, recording->head);
	write_line(&output, head);
	write_answers(&output, recording);
	write_texts(&output, "file", "text", recording->files);
	write_texts(&output, "fact", "text", recording->facts);
	write_texts(&output, "device", "name", recording->devices);
	if (!json_is_null(recording->sockets))
		write_line(&output, line_of("socket-groups",
					    json_integer(json_array_size(recording->sockets))));
	write_list(&output, "sockets", recording->sockets);
	write_list(&output, "log", recording->log);
	write_line(&output, line_of("end", json_integer(output.lines)));
}
