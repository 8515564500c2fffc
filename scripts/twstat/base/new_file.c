// SPDX-License-Identifier: GPL-2.0
/*
 * A file with all of its text or not there at all. A file that exists is not replaced, but by
 * new_file_replace().
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

/**
 * struct way - how a file is written
 * @mode: its permissions
 * @name: gives it its name, when all of it is written; returns 0, or -1 and errno
 */
struct way {
	mode_t mode;
	int (*name)(const char *temporary, const char *path);
};

/* Returns 0, or an error number. */
static int write_named(const char *path, const char *text, size_t size, const struct way *way)
{
	char *temporary;
	int fd, err = 0;

	if (asprintf(&temporary, "%s.XXXXXX", path) < 0)
		temporary = NULL;
	memory_checked(temporary);
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0) {
		err = errno;
		free(temporary);
		return err;
	}
	if (fchmod(fd, way->mode) || write_all(fd, text, size) || fsync(fd))
		err = errno;
	if (close(fd) && !err)
		err = errno;
	if (!err && way->name(temporary, path))
		err = errno;
	if (err)
		unlink(temporary);
	free(temporary);
	return err;
}

/* As write_named(), also to standard output. */
static int write_whole(const char *path, const char *text, size_t size, const struct way *way)
{
	sigset_t all, before;
	int err;

	if (!strcmp(path, "-"))
		return fwrite(text, 1, size, stdout) < size || fflush(stdout) ? errno : 0;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	err = write_named(path, text, size, way);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return err;
}

/**
 * new_file_failed() - fail because a file could not be written
 * @path: its path; "-": standard output
 * @err: the error number
 */
void new_file_failed(const char *path, int err)
{
	fail(EXIT_FAILED, "Can't write %s: %s.", strcmp(path, "-") ? path : "to standard output",
	     strerror(err));
}

/**
 * new_file_write() - write a new file that only its owner can read, or fail
 * @path: its path; "-": standard output
 * @text: all of it
 * @size: its length
 *
 * A signal that ends the tool waits until the file is there, and no other is left behind.
 */
void new_file_write(const char *path, const char *text, size_t size)
{
	static const struct way way = { .mode = 0600, .name = give_name };
	int err = write_whole(path, text, size, &way);

	if (err == EEXIST)
		refuse(path);
	if (err)
		new_file_failed(path, err);
}

/**
 * old_file_check() - fail if something exists that is no file, and so must not be replaced
 * @path: its path; "-": standard output
 */
void old_file_check(const char *path)
{
	struct stat is;

	if (strcmp(path, "-") && !lstat(path, &is) && !S_ISREG(is.st_mode))
		fail(EXIT_FAILED, "Can't replace %s: it is not a regular file.", path);
}

/**
 * new_file_replace() - write a file that everybody can read
 * @path: its path, after old_file_check(). Who reads the file that had it before sees all of that
 * @text: all of it
 * @size: its length
 *
 * As new_file_write().
 *
 * Return: 0, or an error number.
 */
int new_file_replace(const char *path, const char *text, size_t size)
{
	static const struct way way = { .mode = 0644, .name = rename };

	return write_whole(path, text, size, &way);
}
