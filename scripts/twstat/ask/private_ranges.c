// SPDX-License-Identifier: GPL-2.0
/* Whether a program can limit itself to a part of the range of ports. */
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ask/private_ranges.h"
#include "recording/machine.h"

/* Missing in the headers of Debian 12. */
#define IP_LOCAL_PORT_RANGE	51

static const char *look(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t size = sizeof(int);
	int value;
	bool has;

	if (fd < 0)
		return "perhaps";
	has = !getsockopt(fd, IPPROTO_IP, IP_LOCAL_PORT_RANGE, &value, &size) ||
	      errno != ENOPROTOOPT;
	close(fd);
	return has ? "yes" : NULL;
}

/**
 * has_private_ranges() - whether this kernel has IP_LOCAL_PORT_RANGE
 *
 * Return: whether it has.
 */
bool has_private_ranges(void)
{
	return machine_fact("private-ranges", look);
}
