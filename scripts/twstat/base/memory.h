/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_BASE_MEMORY_H
#define TWSTAT_BASE_MEMORY_H

#include <stddef.h>

void *memory_checked(void *memory);
void *memory_grow(void *list, size_t number, size_t size);

#endif
