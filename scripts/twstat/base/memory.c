// SPDX-License-Identifier: GPL-2.0
/* Memory, or the end: the tool can do nothing useful without. */
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"

/**
 * memory_checked() - fail if memory could not be had
 * @memory: what malloc() or the like has returned
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
 * The list is made twice as long each time that it is full, which is when it has a
 * power of two of items.
 *
 * Return: the list, which may have moved.
 */
void *memory_grow(void *list, size_t number, size_t size)
{
	if (number & (number - 1))
		return list;
	return memory_checked(realloc(list, size * (number ? 2 * number : 1)));
}
