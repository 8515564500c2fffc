// SPDX-License-Identifier: GPL-2.0
/* Going to another network namespace, as ip(8) calls them. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ask/netns.h"
#include "base/fail.h"

/**
 * netns_enter() - go to a network namespace
 * @name: what ip(8) calls it, or a path
 */
void netns_enter(const char *name)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%s%s",
		 strchr(name, '/') ? "" : "/run/netns/", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		fail(EXIT_FAILED, "There is no network namespace '%s'; see ip netns.",
		     name);
	if (fd >= 0 && !setns(fd, CLONE_NEWNET)) {
		close(fd);
		return;
	}
	if (errno == EPERM || errno == EACCES)
		fail(EXIT_NOT_ALLOWED, "Only root may go to another network namespace.");
	if (errno == EINVAL)
		fail(EXIT_FAILED, "'%s' is no network namespace.", name);
	fail(EXIT_FAILED, "Can't go to the network namespace '%s': %s.", name,
	     strerror(errno));
}
