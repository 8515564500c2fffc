// SPDX-License-Identifier: GPL-2.0
/* Sets of ports as text: 22,8080,9000-9100 */
#include <stdio.h>

#include "base/memory.h"
#include "explain/port_list.h"

/* How many entries a sentence names. */
#define NAMED	6

static char *list(const bool *ports, const char *between, unsigned int most)
{
	unsigned int port, first, number = 0;
	char *text = NULL;
	size_t size = 0;
	FILE *to = memory_checked(open_memstream(&text, &size));

	for (port = 0; port < 65536; port++) {
		if (!ports[port])
			continue;
		first = port;
		while (port < 65535 && ports[port + 1])
			port++;
		if (number++ >= most)
			continue;
		fprintf(to, "%s%u", number > 1 ? between : "", first);
		if (port > first)
			fprintf(to, "-%u", port);
	}
	if (number > most)
		fprintf(to, " and %u more", number - most);
	fclose(to);
	return text;
}

/**
 * port_list() - ports as net.ipv4.ip_local_reserved_ports has them
 * @ports: for each of the 65536 ports, whether it is one of them
 *
 * Return: the text, to be freed; empty if there are none.
 */
char *port_list(const bool *ports)
{
	return list(ports, ",", 65536);
}

/**
 * port_names() - ports for a sentence, which names the first ones
 * @ports: for each of the 65536 ports, whether it is one of them
 *
 * Return: the text, to be freed; empty if there are none.
 */
char *port_names(const bool *ports)
{
	return list(ports, ", ", NAMED);
}
