/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_DIAG_KEEP_H
#define TWSTAT_ASK_DIAG_KEEP_H

#include "ask/destinations.h"
#include "recording/recording.h"

void diag_keep(struct recording *recording, const struct destinations *destinations);

#endif
