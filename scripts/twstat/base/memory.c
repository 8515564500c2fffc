// SPDX-License-Identifier: GPL-2.0
/* Memory. Without it the tool fails. */
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"

/**
 * memory_checked() - fail if there is no memory
 * @memory: the result of malloc() or the like
 *
 * Return: @memory, which is not NULL.
 */
void *memory_checked(void *memory)
{
	if (!memory)
		fail(EXIT_FAILED, "Out of memory.");
	return memory;
}

/**
 * memory_grow() - make room for one more item in a list
 * @list: the list, or NULL
 * @number: how many items it has
 * @size: the size of each
 *
 * Its size is doubled each time that it is full, that is when the number of items is a
 * power of two.
 *
 * Return: the list, which may be at another address.
 */
void *memory_grow(void *list, size_t number, size_t size)
{
	if (number & (number - 1))
		return list;
	return memory_checked(realloc(list, size * (number ? 2 * number : 1)));
}
