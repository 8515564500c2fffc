// SPDX-License-Identifier: GPL-2.0
/*
 * A new file that only its owner can read, with all of its text or not there at all. A file
 * that exists is never replaced.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/memory.h"
#include "base/new_file.h"

[[gnu::noreturn]]
static void refuse(const char *path)
{
	fail(EXIT_FAILED, "%s exists already: remove it, or give another name.", path);
}

/**
 * new_file_check() - fail if a file exists already
 * @path: its path; "-": standard output, which is never refused
 */
void new_file_check(const char *path)
{
	if (strcmp(path, "-") && (!access(path, F_OK) || errno == EACCES)) {
		if (errno == EACCES)
			fail(EXIT_FAILED, "Can't write %s: %s.", path, strerror(errno));
		refuse(path);
	}
}

static int write_all(int fd, const char *text, size_t size)
{
	ssize_t written;

	while (size) {
		written = write(fd, text, size);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		text += written;
		size -= written;
	}
	return 0;
}

/* Gives it the name, unless a file has it. Not all file systems can do both. */
static int give_name(const char *temporary, const char *path)
{
	if (!renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE))
		return 0;
	if (errno != EINVAL)
		return -1;
	if (link(temporary, path))
		return -1;
	unlink(temporary);
	return 0;
}

static void write_named(const char *path, const char *text, size_t size)
{
	char *temporary;
	int fd, err = 0;

	if (asprintf(&temporary, "%s.XXXXXX", path) < 0)
		temporary = NULL;
	memory_checked(temporary);
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		fail(EXIT_FAILED, "Can't write %s: %s.", path, strerror(errno));
	if (write_all(fd, text, size) || fsync(fd))
		err = errno;
	if (close(fd) && !err)
		err = errno;
	if (!err && give_name(temporary, path))
		err = errno;
	if (err) {
		unlink(temporary);
		if (err == EEXIST)
			refuse(path);
		fail(EXIT_FAILED, "Can't write %s: %s.", path, strerror(err));
	}
	free(temporary);
}

/**
 * new_file_write() - write a file, or fail
 * @path: its path; "-": standard output
 * @text: all of it
 * @size: its length
 *
 * A signal that ends the tool waits until the file is there, and no other is left behind.
 */
void new_file_write(const char *path, const char *text, size_t size)
{
	sigset_t all, before;

	if (!strcmp(path, "-")) {
		fwrite(text, 1, size, stdout);
		finish_output();
		return;
	}
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	write_named(path, text, size);
	sigprocmask(SIG_SETMASK, &before, NULL);
}
