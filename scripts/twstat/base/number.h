/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_BASE_NUMBER_H
#define TWSTAT_BASE_NUMBER_H

#include <stdbool.h>

bool number_read(const char *text, unsigned long *value);
double number_seconds(const char *text);
long number_top(const char *text);

#endif
