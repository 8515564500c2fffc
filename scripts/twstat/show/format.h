/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_FORMAT_H
#define TWSTAT_SHOW_FORMAT_H

#include "ask/destinations.h"

/* Room for any text of these functions. */
#define FORMAT_SIZE	160

/**
 * struct text - a short text that a function can return
 * @is: the text
 */
struct text {
	char is[FORMAT_SIZE];
};

const char *format_name(const char *name);
struct text format_counter(const char *prefix, const char *name);
struct text format_column(const char *name);
struct text format_number(const struct record *record, int attribute);
struct text format_rate(double rate);
struct text format_percent(double share);
struct text format_seconds(double seconds);
struct text format_ms(const struct record *record, int attribute);
struct text format_address(const struct address *address);
struct text format_device(unsigned int index);
struct text format_from(const struct destination *destination);
struct text format_bar(double share, unsigned int width);
struct text format_endpoint(const struct address *address, unsigned int port);
struct text format_endpoint_at(const struct address *address, unsigned int device,
			       unsigned int port);

#endif
