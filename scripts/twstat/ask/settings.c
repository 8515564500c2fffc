// SPDX-License-Identifier: GPL-2.0
/* The sysctls of the current network namespace. */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "ask/settings.h"
#include "recording/machine.h"

#define FOLDER	"/proc/sys/net/ipv4/"

static long read_number(const char *path)
{
	FILE *file = machine_file(path);
	long value = -1;

	if (!file)
		return -1;
	if (fscanf(file, "%ld", &value) != 1 || value > INT_MAX)
		value = -1;
	fclose(file);
	return value;
}

static void read_range(struct settings *settings)
{
	FILE *file = machine_file(FOLDER "ip_local_port_range");

	settings->low = -1;
	settings->high = -1;
	if (!file)
		return;
	if (fscanf(file, "%ld %ld", &settings->low, &settings->high) != 2 ||
	    settings->low < 0 || settings->low > settings->high || settings->high > 65535) {
		settings->low = -1;
		settings->high = -1;
	}
	fclose(file);
}

/* A list of ports and ranges: 8080,9000-9100 */
static void read_reserved(struct settings *settings)
{
	FILE *file = machine_file(FOLDER "ip_local_reserved_ports");
	unsigned int first, last;

	memset(settings->reserved, 0, sizeof(settings->reserved));
	if (!file)
		return;
	while (fscanf(file, "%u", &first) == 1) {
		if (fscanf(file, "-%u", &last) != 1)
			last = first;
		for (; first <= last && first < 65536; first++)
			settings->reserved[first / 8] |= 1 << first % 8;
		if (fgetc(file) != ',')
			break;
	}
	fclose(file);
}

/**
 * settings_read() - read the sysctls
 * @settings: filled in
 */
void settings_read(struct settings *settings)
{
	read_range(settings);
	read_reserved(settings);
	settings->tw_reuse = read_number(FOLDER "tcp_tw_reuse");
	settings->reuse_delay = read_number(FOLDER "tcp_tw_reuse_delay");
	settings->timestamps = read_number(FOLDER "tcp_timestamps");
	settings->fin_timeout = read_number(FOLDER "tcp_fin_timeout");
	settings->max_tw_buckets = read_number(FOLDER "tcp_max_tw_buckets");
	settings->rfc1337 = read_number(FOLDER "tcp_rfc1337");
	settings->unprivileged = read_number(FOLDER "ip_unprivileged_port_start");
}

/**
 * settings_reserves() - whether a port is reserved
 * @settings: from settings_read()
 * @port: the port
 *
 * Return: whether net.ipv4.ip_local_reserved_ports has it.
 */
bool settings_reserves(const struct settings *settings, unsigned int port)
{
	return settings->reserved[port / 8] >> port % 8 & 1;
}

/**
 * settings_list_reserved() - which ports are reserved
 * @settings: from settings_read()
 * @reserved: filled in, for each port
 */
void settings_list_reserved(const struct settings *settings, bool reserved[65536])
{
	unsigned int port;

	for (port = 0; port < 65536; port++)
		reserved[port] = settings_reserves(settings, port);
}

/**
 * settings_has_port() - whether connect() may choose a port
 * @settings: from settings_read()
 * @port: the port
 *
 * Return: whether the port is in the range and not reserved.
 */
bool settings_has_port(const struct settings *settings, unsigned int port)
{
	return settings->low >= 0 && port >= settings->low &&
	       port <= settings->high && !settings_reserves(settings, port);
}

/**
 * settings_reserved() - how many ports of a range are reserved
 * @settings: from settings_read()
 * @low: the range's first port
 * @high: the range's last port
 *
 * Return: the number.
 */
unsigned int settings_reserved(const struct settings *settings, long low, long high)
{
	unsigned int number = 0;

	for (; low >= 0 && low <= high && low < 65536; low++)
		number += settings_reserves(settings, low);
	return number;
}

/**
 * settings_untried() - how many usable ports each search skips
 * @settings: from settings_read()
 *
 * If the range has an odd size above 1, each search skips one port, not always the same. So
 * it can fail while one port is free.
 *
 * Return: 0 or 1.
 */
unsigned int settings_untried(const struct settings *settings)
{
	long size = settings->high - settings->low + 1;

	return settings->low >= 0 && size > 1 && size % 2;
}

static bool is_loopback(const struct address *address)
{
	static const __u8 mapped[12] = { [10] = 0xff, [11] = 0xff };
	static const __u8 one[16] = { [15] = 1 };

	if (address->family == AF_INET)
		return address->bytes[0] == 127;
	if (!memcmp(address->bytes, mapped, sizeof(mapped)))
		return address->bytes[sizeof(mapped)] == 127;
	return !memcmp(address->bytes, one, sizeof(one));
}

/**
 * settings_reuse_seconds() - how often tcp_tw_reuse can give a port
 * @settings: from settings_read()
 *
 * tcp_twsk_unique() wants ktime_get_seconds() to have moved on since the peer's last
 * timestamp, which takes between 0 and 1 s. So each port can be used once in each second.
 * With tcp_tw_reuse_delay, it is that delay.
 *
 * Return: seconds from one use of a port to the next, without the time of the connection.
 */
double settings_reuse_seconds(const struct settings *settings)
{
	if (settings->reuse_delay < 0)
		return 1;
	/* It compares milliseconds, and wants one more. */
	return (settings->reuse_delay + 1) / 1000.0;
}

/**
 * settings_allow_reuse() - whether tcp_tw_reuse is on between two addresses
 * @settings: from settings_read()
 * @local: one of them
 * @remote: the other one
 *
 * Return: whether it is on; it works only for sockets with timestamps.
 */
bool settings_allow_reuse(const struct settings *settings,
			  const struct address *local, const struct address *remote)
{
	if (settings->tw_reuse == 2)
		return is_loopback(local) || is_loopback(remote);
	return settings->tw_reuse == 1;
}
