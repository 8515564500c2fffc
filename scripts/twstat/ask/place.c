// SPDX-License-Identifier: GPL-2.0
/* Whether the tool runs in the machine's own network namespace, and not in a container. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ask/place.h"
#include "recording/machine.h"

/* In a container, nothing reads the files in /etc at boot. */
static bool is_container(void)
{
	return !access("/run/.containerenv", F_OK) ||
	       !access("/run/systemd/container", F_OK) || getenv("KUBERNETES_SERVICE_HOST");
}

static const char *look(void)
{
	struct stat own, first;

	if (is_container() || stat("/proc/self/ns/net", &own))
		return NULL;
	return stat("/proc/1/ns/net", &first) || own.st_ino == first.st_ino ? "yes" : NULL;
}

/**
 * is_first_namespace() - whether files in /etc set this namespace's sysctls at boot
 *
 * Return: whether they do; they set no other one.
 */
bool is_first_namespace(void)
{
	return machine_fact("first-namespace", look);
}
