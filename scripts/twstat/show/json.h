/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_JSON_H
#define TWSTAT_SHOW_JSON_H

#include <jansson.h>

#include "ask/destinations.h"
#include "ask/fetch.h"
#include "ask/namespaces.h"
#include "base/names.h"
#include "judge/forecast.h"

json_t *json_record(const struct record *record, const struct names *names);
void json_numbers(json_t *object, const struct record *record,
		  const struct names *names);
void json_name(json_t *object, const struct record *record,
	       const struct names *names, int attribute,
	       const struct names *values);
void json_text(json_t *object, const char *key, const char *text);
void json_family(json_t *object, const struct address *address);
void json_device(json_t *object, const struct record *record, int attribute);
void json_address(json_t *object, const char *key, const struct address *address);
void json_rate(json_t *object, const char *key, double value);
json_t *json_program(const struct program *program);
json_t *json_destination(const struct destination *destination);
json_t *json_hook(const struct hook *hook);
void json_place(json_t *object, const struct place *place);
void json_forecast(json_t *object, const struct forecast *forecast);

void json_print(json_t *json);

void json_list_begin(void);
void json_list_item(json_t *json);
void json_list_end(void);

#endif
