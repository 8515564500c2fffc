/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_MOMENT_H
#define TWSTAT_SHOW_MOMENT_H

#include "show/format.h"

struct text format_moment(__u64 moment);
struct text format_moment_short(__u64 moment);
struct text format_duration(__u64 ms);

#endif
