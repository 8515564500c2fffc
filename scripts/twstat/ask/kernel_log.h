/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_KERNEL_LOG_H
#define TWSTAT_ASK_KERNEL_LOG_H

#include "recording/recording.h"

/* Why there are no lines of the log, as a fact of a recording. */
#define KERNEL_LOG_ERROR	"log-error"

void kernel_log_keep(struct recording *recording);

#endif
