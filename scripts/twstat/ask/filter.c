// SPDX-License-Identifier: GPL-2.0
/* The filter for destinations, from the command line. */
#include <arpa/inet.h>
#include <limits.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "ask/filter.h"
#include "base/fail.h"
#include "base/number.h"
#include "base/options.h"
#include "recording/machine.h"

/* Room for an address with a device, a number of bits, and brackets. */
#define ADDRESS_SIZE	(INET6_ADDRSTRLEN + IF_NAMESIZE + 8)

static unsigned int read_number(const char *text, const char *what,
				unsigned long most)
{
	unsigned long value;

	if (!number_read(text, &value) || value > most)
		usage("'%s' is not a %s: give a number from 0 to %lu.", text, what,
		      most);
	return value;
}

static int read_port(const char *text)
{
	const struct servent *known = getservbyname(text, "tcp");

	return known ? ntohs(known->s_port) : (int)read_number(text, "port or service", 65535);
}

/* A device that is gone has only a number. */
static void put_device(struct destination_filter *filter, const char *text)
{
	unsigned long index = machine_device_find(text);

	if (!index && (!number_read(text, &index) || index > INT_MAX))
		usage("There is no device '%s'.", text);
	if (filter->device >= 0 && filter->device != (long long)index)
		usage("'%s' is a second device, and a socket is bound to one.", text);
	filter->device = index;
}

/* An IPv4-mapped IPv6 address is IPv4 on the wire, and so here. */
static void unmap(struct address_filter *to)
{
	static const __u8 mapped[12] = { [10] = 0xff, [11] = 0xff };
	struct address *address = &to->address;

	if (address->family != AF_INET6 || to->bits < 96 ||
	    memcmp(address->bytes, mapped, sizeof(mapped)))
		return;
	address->family = AF_INET;
	memmove(address->bytes, address->bytes + 12, 4);
	memset(address->bytes + 4, 0, 12);
	to->bits -= 96;
}

static void put_address(struct destination_filter *filter,
			struct address_filter *to, const char *text)
{
	struct address *address = &to->address;
	char copy[ADDRESS_SIZE], *slash, *device;
	unsigned int most;

	snprintf(copy, sizeof(copy), "%s", text);
	slash = strchr(copy, '/');
	if (slash)
		*slash++ = '\0';
	device = strchr(copy, '%');
	if (device)
		*device++ = '\0';
	address->family = strchr(copy, ':') ? AF_INET6 : AF_INET;
	most = address->family == AF_INET6 ? 128 : 32;
	if (strlen(text) >= sizeof(copy) ||
	    inet_pton(address->family, copy, address->bytes) != 1)
		usage("'%s' is not an IPv4 or IPv6 address.", text);
	to->bits = slash ? read_number(slash, "number of bits", most) : most;
	if (device)
		put_device(filter, device);
	unmap(to);
	if (filter->family != AF_UNSPEC && filter->family != address->family)
		usage("'%s' is an IPv%c address, but IPv%c is asked for.", text,
		      address->family == AF_INET6 ? '6' : '4',
		      address->family == AF_INET6 ? '4' : '6');
	filter->family = address->family;
}

/**
 * filter_all() - read all destinations that the options allow
 * @filter: filled in
 */
void filter_all(struct destination_filter *filter)
{
	memset(filter, 0, sizeof(*filter));
	filter->family = options.family;
	filter->port = -1;
	filter->device = -1;
}

/**
 * filter_destination() - add a remote address, with or without a port
 * @filter: the filter to add it to
 * @text: ADDRESS, ADDRESS/BITS, ADDRESS:PORT or [ADDRESS]:PORT; an ADDRESS may have a device,
 *	also after the bracket, as ss(8) writes it
 */
void filter_destination(struct destination_filter *filter, const char *text)
{
	const char *colon = strrchr(text, ':'), *end = strchr(text, ']');
	char address[ADDRESS_SIZE];
	bool bracket = *text == '[' && end && colon > end;

	if (!bracket && (!colon || colon != strchr(text, ':'))) {
		put_address(filter, &filter->remote, text);
		return;
	}
	if (colon - text >= ADDRESS_SIZE)
		usage("'%s' is not an IPv4 or IPv6 address.", text);
	if (bracket)
		snprintf(address, sizeof(address), "%.*s%.*s", (int)(end - text - 1),
			 text + 1, (int)(colon - end - 1), end + 1);
	else
		snprintf(address, sizeof(address), "%.*s", (int)(colon - text), text);
	put_address(filter, &filter->remote, address);
	filter->port = read_port(colon + 1);
}

/**
 * filter_parse() - make a filter of arguments
 * @filter: filled in
 * @argc: number of arguments
 * @argv: the arguments: [[to] ADDRESS] [from ADDRESS] [port N] [dev NAME] [min N]
 */
void filter_parse(struct destination_filter *filter, int argc, char **argv)
{
	filter_all(filter);
	for (; argc; argc--, argv++) {
		if (strcmp(*argv, "to") && strcmp(*argv, "from") && strcmp(*argv, "port") &&
		    strcmp(*argv, "dev") && strcmp(*argv, "min")) {
			filter_destination(filter, *argv);
			continue;
		}
		if (argc == 1)
			usage("'%s' needs a value; see twstat --help.", *argv);
		if (!strcmp(*argv, "to"))
			filter_destination(filter, argv[1]);
		else if (!strcmp(*argv, "from"))
			put_address(filter, &filter->local, argv[1]);
		else if (!strcmp(*argv, "port"))
			filter->port = read_port(argv[1]);
		else if (!strcmp(*argv, "dev"))
			put_device(filter, argv[1]);
		else
			filter->ports_min = read_number(argv[1], "number of ports",
							UINT_MAX);
		argc--;
		argv++;
	}
}
