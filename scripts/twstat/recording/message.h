/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_RECORDING_MESSAGE_H
#define TWSTAT_RECORDING_MESSAGE_H

#include <jansson.h>
#include <libmnl/libmnl.h>
#include <stdbool.h>

#include "base/types.h"

json_t *message_keep(const struct nlmsghdr *message, const struct types *types);
bool message_again(struct nlmsghdr *message, size_t size, const json_t *attributes,
		   const struct types *types);

#endif
