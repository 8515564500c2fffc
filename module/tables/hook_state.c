// SPDX-License-Identifier: GPL-2.0
/* Which hooks are on, and how often their handlers ran; hooks/ writes it. */
#include "tables/hook_state.h"

bool twstat_hooked[TWSTAT_HOOKS + 1] __read_mostly;

atomic64_t twstat_ends_missed = ATOMIC64_INIT(0);

DEFINE_PER_CPU(struct twstat_hook_hits, twstat_hook_hits);
