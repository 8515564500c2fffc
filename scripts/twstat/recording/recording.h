/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_RECORDING_RECORDING_H
#define TWSTAT_RECORDING_RECORDING_H

#include <jansson.h>
#include <stdbool.h>

/* Rates need two moments. What is asked for once is of the last one. */
#define MOMENTS	2
#define LAST	(MOMENTS - 1)

/**
 * struct recording - what the tool read on a machine at a moment, or at two
 * @head: which machine, which versions, when: the first line of the file
 * @answers: by moment, and by name of the request: "messages" is a list of objects of
 *	attributes; "error", "said", "left-out" and "inconsistent" are there if they must be
 * @files: by path: the text of a file
 * @facts: by name: what else was looked at; null if it was not there
 * @devices: by index: the names of network devices
 * @sockets: groups of sockets, of sock_diag; null if the kernel could not be asked
 * @log: the module's lines in the kernel's log
 */
struct recording {
	json_t *head;
	json_t *answers[MOMENTS];
	json_t *files;
	json_t *facts;
	json_t *devices;
	json_t *sockets;
	json_t *log;
};

struct recording *recording_new(void);
void recording_free(struct recording *recording);

void recording_make(struct recording *recording);
void recording_replay(struct recording *recording);
struct recording *recording_made(void);
struct recording *recording_replayed(void);

void recording_at(int moment);
double recording_clock(void);
const json_t *recording_answer(const char *request);
const char *recording_head(const char *key);
unsigned long long recording_left_out(const char *request);

void keep(json_t *object, const char *key, json_t *value);
void keep_text(json_t *object, const char *key, const char *text);
const char *kept_text(const json_t *object, const char *key);
double kept_number(const json_t *object, const char *key);
bool is_clean_text(const char *text, bool lines);
json_t *text_clean(const char *text, bool lines);

#endif
