// SPDX-License-Identifier: GPL-2.0
/* Which local ports connect() may take: net.ipv4.ip_local_port_range and its exceptions. */
#include <linux/bitmap.h>
#include <linux/kprobes.h>
#include <net/net_namespace.h>

#include "tcp/port_range.h"

/**
 * twstat_port_range_tried() - how many ports a connect() tries that finds none
 * @net: the namespace
 *
 * Of an odd number of ports it leaves one out, unless there is only one
 * (__inet_hash_connect).
 *
 * Return: the number, with net.ipv4.ip_local_reserved_ports.
 */
u32 twstat_port_range_tried(const struct net *net)
{
	u32 low, high, size;

	twstat_port_range(net, &low, &high);
	size = high - low + 1;
	return size > 1 ? size & ~1U : size;
}

NOKPROBE_SYMBOL(twstat_port_range_tried);

static bool twstat_port_range_reserved(const struct net *net, u16 port)
{
	const unsigned long *reserved = net->ipv4.sysctl_local_reserved_ports;

	return reserved && test_bit(port, reserved);
}

/**
 * twstat_port_range_has() - may connect() choose a port?
 * @net: the namespace
 * @port: the port
 *
 * Context: process.
 * Return: whether it may.
 */
bool twstat_port_range_has(const struct net *net, u16 port)
{
	u32 low, high;

	twstat_port_range(net, &low, &high);
	return port >= low && port <= high &&
	       !twstat_port_range_reserved(net, port);
}

/**
 * twstat_port_range_usable() - how many of them connect() may choose
 * @net: the namespace
 *
 * Return: the number, without net.ipv4.ip_local_reserved_ports.
 */
u32 twstat_port_range_usable(const struct net *net)
{
	const unsigned long *reserved = net->ipv4.sysctl_local_reserved_ports;
	unsigned long port;
	u32 low, high, usable;

	twstat_port_range(net, &low, &high);
	usable = high - low + 1;
	if (!reserved)
		return usable;
	port = low;
	for_each_set_bit_from(port, reserved, high + 1)
		usable--;
	return usable;
}

NOKPROBE_SYMBOL(twstat_port_range_usable);
