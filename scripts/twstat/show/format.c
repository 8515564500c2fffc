// SPDX-License-Identifier: GPL-2.0
/* Numbers, times and addresses as text. */
#include <arpa/inet.h>
#include <ctype.h>
#include <langinfo.h>
#include <math.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "base/options.h"
#include "recording/machine.h"
#include "show/format.h"

/* Printed for a value that is not known. */
#define UNKNOWN	"-"

/**
 * format_name() - a name
 * @name: the name, or NULL
 *
 * Return: the name; "-" if it is not known.
 */
const char *format_name(const char *name)
{
	return name ? name : UNKNOWN;
}

/**
 * format_counter() - a counter, as in /proc/net/twstat/counters
 * @prefix: the beginning of its name, or ""
 * @name: the (rest of the) name in the netlink specification
 *
 * Return: "EnterClose" for "enter-close".
 */
struct text format_counter(const char *prefix, const char *name)
{
	bool first = true;
	struct text text;
	size_t length;

	length = snprintf(text.is, FORMAT_SIZE, "%s", prefix);
	for (; *name && length < FORMAT_SIZE - 1; name++) {
		if (*name != '-')
			text.is[length++] = first ? toupper(*name) : *name;
		first = *name == '-';
	}
	text.is[length] = '\0';
	return text;
}

/**
 * format_column() - a column, as in /proc/net/twstat/destinations
 * @name: the name in the netlink specification
 *
 * Return: "second_half" for "second-half".
 */
struct text format_column(const char *name)
{
	struct text text;
	char *at;

	snprintf(text.is, FORMAT_SIZE, "%s", name);
	for (at = text.is; *at; at++)
		if (*at == '-')
			*at = '_';
	return text;
}

/**
 * format_number() - a number
 * @record: the record
 * @attribute: the attribute
 *
 * Return: the number; "-" if it is not known.
 */
struct text format_number(const struct record *record, int attribute)
{
	struct text text = { UNKNOWN };

	if (record->known[attribute])
		snprintf(text.is, FORMAT_SIZE, "%llu",
			 record->value[attribute]);
	return text;
}

/**
 * format_rate() - a rate
 * @rate: the number per second
 *
 * Return: the rate with one decimal, "<0.1" for less, "-" if it is not known. It can be
 * below 0, since counters are not read at one instant; then it is printed as 0.
 */
struct text format_rate(double rate)
{
	struct text text = { UNKNOWN };

	if (rate > 0 && rate < 0.05)
		snprintf(text.is, FORMAT_SIZE, "<0.1");
	else if (!isnan(rate))
		snprintf(text.is, FORMAT_SIZE, "%.1f", rate > 0 ? rate : 0);
	return text;
}

/**
 * format_percent() - a share
 * @share: the share, 1 for all
 *
 * Return: percent, rounded so that only 1 is 100 % and only 0 is 0 %; "-" if it is not
 * known.
 */
struct text format_percent(double share)
{
	double percent = floor(share * 100 + 0.000001);
	struct text text = { UNKNOWN };

	if (isnan(share))
		return text;
	if (share > 0 && percent < 1)
		percent = 1;
	snprintf(text.is, FORMAT_SIZE, "%.0f%%", percent);
	return text;
}

/**
 * format_seconds() - a time
 * @seconds: the number of seconds
 *
 * Return: the time in its two largest units; "never", "now", or "-" if it is not known.
 */
struct text format_seconds(double seconds)
{
	static const struct text never = { "never" }, now = { "now" };
	struct text text = { UNKNOWN };
	unsigned long whole;

	if (isnan(seconds))
		return text;
	if (isinf(seconds) || seconds > 1e8)
		return never;
	if (seconds <= 0)
		return now;
	whole = seconds < 1 ? 1 : seconds + 0.5;
	if (whole < 60)
		snprintf(text.is, FORMAT_SIZE, "%lu s", whole);
	else if (whole < 3600)
		snprintf(text.is, FORMAT_SIZE, "%lu min %lu s", whole / 60,
			 whole % 60);
	else if (whole < 86400)
		snprintf(text.is, FORMAT_SIZE, "%lu h %lu min", whole / 3600,
			 whole / 60 % 60);
	else
		snprintf(text.is, FORMAT_SIZE, "%lu d %lu h", whole / 86400,
			 whole / 3600 % 24);
	return text;
}

/**
 * format_ms() - a time in ms
 * @record: the record
 * @attribute: the attribute
 *
 * Return: the time in seconds; "-" if it is not known.
 */
struct text format_ms(const struct record *record, int attribute)
{
	__u64 ms = record->value[attribute];
	struct text text = { UNKNOWN };

	if (record->known[attribute])
		snprintf(text.is, FORMAT_SIZE, "%llu.%llu s", ms / 1000,
			 ms / 100 % 10);
	return text;
}

/**
 * format_address() - an address
 * @address: the address
 *
 * Return: the usual notation.
 */
struct text format_address(const struct address *address)
{
	struct text text = { UNKNOWN };

	inet_ntop(address->family, address->bytes, text.is, FORMAT_SIZE);
	return text;
}

/**
 * format_device() - a device
 * @index: its index; 0: none
 *
 * Return: its name; the index if it has none any more; "" for none.
 */
struct text format_device(unsigned int index)
{
	struct text text = { "" };

	if (index && !machine_device(index, text.is))
		snprintf(text.is, FORMAT_SIZE, "%u", index);
	return text;
}

/**
 * format_from() - the local address of a destination
 * @destination: the destination
 *
 * Return: the usual notation, and the device that the sockets are bound to, as ss(8) writes it.
 */
struct text format_from(const struct destination *destination)
{
	struct text device = format_device(destination->n.value[TWSTAT_A_DESTINATION_DEVICE]);
	struct text text;

	snprintf(text.is, FORMAT_SIZE, "%.46s%s%.16s",
		 format_address(&destination->local).is, *device.is ? "%" : "", device.is);
	return text;
}

/*
 * The name of the port's service; NULL if it has none, or with -n. Each is looked up once,
 * since that reads a file.
 */
static const char *service(unsigned int port)
{
	static const char *names[65536];
	static bool asked[65536];
	const struct servent *known;

	if (options.numeric || port > 65535)
		return NULL;
	if (!asked[port]) {
		asked[port] = true;
		known = getservbyport(htons(port), "tcp");
		names[port] = known ? strdup(known->s_name) : NULL;
	}
	return names[port];
}

/**
 * format_endpoint() - an address and a port
 * @address: the address
 * @port: the port
 *
 * Return: as ss(8) writes them.
 */
struct text format_endpoint(const struct address *address, unsigned int port)
{
	return format_endpoint_at(address, 0, port);
}

/**
 * format_endpoint_at() - an address, a device and a port
 * @address: the address
 * @device: the index of the device; 0: none
 * @port: the port
 *
 * Return: as ss(8) writes them.
 */
struct text format_endpoint_at(const struct address *address, unsigned int device,
			       unsigned int port)
{
	bool v6 = address->family == AF_INET6;
	const char *name = service(port);
	char digits[16];
	struct text text;

	snprintf(digits, sizeof(digits), "%u", port);
	snprintf(text.is, FORMAT_SIZE, "%s%.46s%s%s%.16s:%.32s", v6 ? "[" : "",
		 format_address(address).is, v6 ? "]" : "", device ? "%" : "",
		 format_device(device).is, name ? name : digits);
	return text;
}

/**
 * format_bar() - a bar
 * @share: the filled part, from 0 to 1; more than 0 is always visible
 * @width: the width in columns, at most 50
 *
 * Return: the bar, in eighths of a column in UTF-8.
 */
struct text format_bar(double share, unsigned int width)
{
	static const char *const parts[] = {
		" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"
	};
	bool utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	unsigned int eighths, part;
	struct text text = { "" };

	share = share > 1 ? 1 : share;
	eighths = share * width * 8 + 0.5;
	if (!eighths && share > 0)
		eighths = utf8 ? 1 : 4;
	while (width--) {
		part = eighths > 8 ? 8 : eighths;
		eighths -= part;
		strcat(text.is, utf8 ? parts[part] : part >= 4 ? "#" : " ");
	}
	return text;
}
