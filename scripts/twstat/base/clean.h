/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_BASE_CLEAN_H
#define TWSTAT_BASE_CLEAN_H

void clean_name(char *name);

#endif
