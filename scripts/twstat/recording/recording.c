// SPDX-License-Identifier: GPL-2.0
/*
 * A recording in memory: it is being made, or replaces the machine ("replayed"), or neither.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "recording/recording.h"

static struct recording *made, *replayed;
static int moment = LAST;

/**
 * recording_new() - make an empty recording
 *
 * Return: the recording.
 */
struct recording *recording_new(void)
{
	struct recording *recording = memory_checked(calloc(1, sizeof(*recording)));
	int i;

	for (i = 0; i < MOMENTS; i++)
		recording->answers[i] = memory_checked(json_object());
	recording->head = memory_checked(json_object());
	recording->files = memory_checked(json_object());
	recording->facts = memory_checked(json_object());
	recording->devices = memory_checked(json_object());
	recording->sockets = memory_checked(json_null());
	recording->log = memory_checked(json_array());
	return recording;
}

/**
 * recording_free() - free a recording
 * @recording: from recording_new()
 */
void recording_free(struct recording *recording)
{
	int i;

	if (recording == made)
		made = NULL;
	if (recording == replayed)
		replayed = NULL;
	for (i = 0; i < MOMENTS; i++)
		json_decref(recording->answers[i]);
	json_decref(recording->head);
	json_decref(recording->files);
	json_decref(recording->facts);
	json_decref(recording->devices);
	json_decref(recording->sockets);
	json_decref(recording->log);
	free(recording);
}

/**
 * recording_make() - keep in a recording what the tool reads from now on
 * @recording: the recording; NULL: keep nothing
 */
void recording_make(struct recording *recording)
{
	made = recording;
}

/**
 * recording_replay() - let the tool read a recording instead of the machine
 * @recording: the recording; NULL: the machine
 */
void recording_replay(struct recording *recording)
{
	replayed = recording;
	moment = LAST;
}

/**
 * recording_made() - the recording that is being made
 *
 * Return: the recording, or NULL.
 */
struct recording *recording_made(void)
{
	return made;
}

/**
 * recording_replayed() - the recording that is read instead of the machine
 *
 * Return: the recording, or NULL.
 */
struct recording *recording_replayed(void)
{
	return replayed;
}

/**
 * recording_at() - go to another moment of the recording that is made or replayed
 * @at: the moment, from 0 to LAST
 */
void recording_at(int at)
{
	moment = at;
}

/**
 * recording_clock() - when the moment was
 *
 * Return: seconds, by a clock that began anywhere.
 */
double recording_clock(void)
{
	return moment == LAST ? kept_number(replayed->head, "seconds") : 0;
}

/**
 * recording_answer() - what the module answered
 * @request: the name of the request
 *
 * Return: the answer of the moment, or if there is none, of the last one; NULL if there is
 * none either.
 */
const json_t *recording_answer(const char *request)
{
	const json_t *answer = json_object_get(replayed->answers[moment], request);

	return answer ? answer : json_object_get(replayed->answers[LAST], request);
}

/**
 * recording_head() - a text of the head of the recording that is replayed
 * @key: its key
 *
 * Return: the text, or NULL.
 */
const char *recording_head(const char *key)
{
	return kept_text(replayed->head, key);
}

/**
 * recording_left_out() - how much of an answer the recording that is replayed does not have
 * @request: the name of the request
 *
 * Return: how many messages were left out; 0 if no recording is replayed.
 */
unsigned long long recording_left_out(const char *request)
{
	return replayed ? kept_number(recording_answer(request), "left-out") : 0;
}

/**
 * keep() - put a value into an object, or fail
 * @object: the object
 * @key: the key
 * @value: the value; NULL: there was no memory for it
 */
void keep(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value))
		fail(EXIT_FAILED, "Out of memory.");
}

/**
 * keep_text() - put a text into an object, or fail
 * @object: the object
 * @key: the key
 * @text: the text; NULL: nothing is put there
 */
void keep_text(json_t *object, const char *key, const char *text)
{
	if (text)
		keep(object, key, text_clean(text, false));
}

/**
 * kept_text() - a text in an object
 * @object: the object
 * @key: the key
 *
 * Return: the text; NULL if there is none.
 */
const char *kept_text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/**
 * kept_number() - a number in an object
 * @object: the object
 * @key: the key
 *
 * Return: the number; 0 if there is none.
 */
double kept_number(const json_t *object, const char *key)
{
	return json_number_value(json_object_get(object, key));
}

static bool is_clean_byte(unsigned char byte, bool lines)
{
	return isascii(byte) && (!iscntrl(byte) || (lines && (byte == '\n' || byte == '\t')));
}

/**
 * is_clean_text() - whether a text is safe to print
 * @text: the text
 * @lines: it may have tabs and newlines
 *
 * Return: whether it is ASCII without other control characters, which a terminal obeys.
 */
bool is_clean_text(const char *text, bool lines)
{
	for (; *text; text++)
		if (!is_clean_byte(*text, lines))
			return false;
	return true;
}

/**
 * text_clean() - make a JSON string of a text of any bytes
 * @text: the text; a program, for instance, chooses its own name
 * @lines: it may have tabs and newlines
 *
 * Return: the string; what is not safe to print is '?' in it.
 */
json_t *text_clean(const char *text, bool lines)
{
	char *copy = memory_checked(strdup(text)), *at;
	json_t *string;

	for (at = copy; *at; at++)
		if (!is_clean_byte(*at, lines))
			*at = '?';
	string = memory_checked(json_string(copy));
	free(copy);
	return string;
}
