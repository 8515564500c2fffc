/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_CAPTURE_H
#define TWSTAT_ASK_CAPTURE_H

#include "ask/client.h"
#include "recording/recording.h"

struct recording *capture_without(void);
struct recording *capture(struct client *client, double seconds);

#endif
