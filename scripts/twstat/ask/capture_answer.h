/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_CAPTURE_ANSWER_H
#define TWSTAT_ASK_CAPTURE_ANSWER_H

#include <jansson.h>

#include "ask/client.h"

json_t *capture_answer(struct client *client, int command);

#endif
