/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_BASE_NEW_FILE_H
#define TWSTAT_BASE_NEW_FILE_H

#include <stddef.h>

void new_file_check(const char *path);
void new_file_write(const char *path, const char *text, size_t size);
[[gnu::noreturn]]
void new_file_failed(const char *path, int err);
void old_file_check(const char *path);
int new_file_replace(const char *path, const char *text, size_t size);

#endif
