/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_RECORDING_LINES_H
#define TWSTAT_RECORDING_LINES_H

#include <stdio.h>

#include "recording/recording.h"

/* The version of the format. A reader refuses a newer one. */
#define RECORDING_FORMAT	1

/* The key of the version, which is the first one of the first line. */
#define RECORDING_MARK		"twstat-recording"

void recording_write(const struct recording *recording, FILE *to);
struct recording *recording_read(const char *path);

#endif
