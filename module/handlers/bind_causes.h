/* SPDX-License-Identifier: GPL-2.0 */
/* bind() calls that fail because of TIME_WAIT. */
#ifndef _TWSTAT_HANDLERS_BIND_CAUSES_H
#define _TWSTAT_HANDLERS_BIND_CAUSES_H

struct twstat_refused;

void twstat_binds_examine(const struct twstat_refused *refused);

#endif
