// SPDX-License-Identifier: GPL-2.0
/* Enters another network namespace. */
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
 * netns_enter() - enter a network namespace, or fail
 * @name: its name as in ip-netns(8), or a path
 */
void netns_enter(const char *name)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%s%s",
		 strchr(name, '/') ? "" : "/run/netns/", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		fail(EXIT_FAILED, "There is no network namespace '%s'; see ip netns list.",
		     name);
	if (fd >= 0 && !setns(fd, CLONE_NEWNET)) {
		close(fd);
		return;
	}
	if (errno == EPERM || errno == EACCES)
		fail(EXIT_NOT_ALLOWED,
		     "Permission denied: only root may use another network namespace (-N).");
	if (errno == EINVAL)
		fail(EXIT_FAILED, "'%s' is not a network namespace.", name);
	fail(EXIT_FAILED, "Can't enter the network namespace '%s': %s.", name,
	     strerror(errno));
}
