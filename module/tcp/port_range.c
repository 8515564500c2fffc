// SPDX-License-Identifier: GPL-2.0
/* Local ports that connect() may choose: net.ipv4.ip_local_port_range and its exceptions. */
#include <linux/bitmap.h>
#include <linux/kprobes.h>
#include <net/net_namespace.h>

#include "tcp/port_range.h"

/**
 * twstat_port_range_tried() - return how many ports an unsuccessful connect() tries
 * @net: the namespace
 *
 * If the range has an odd size, __inet_hash_connect() never tries its last port, unless that
 * is the only one.
 *
 * Return: the number, including net.ipv4.ip_local_reserved_ports.
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
 * twstat_port_range_has() - check whether connect() may choose a port
 * @net: the namespace
 * @port: the port
 *
 * Context: process.
 * Return: whether the port is in the range and not reserved.
 */
bool twstat_port_range_has(const struct net *net, u16 port)
{
	u32 low, high;

	twstat_port_range(net, &low, &high);
	return port >= low && port <= high &&
	       !twstat_port_range_reserved(net, port);
}

/**
 * twstat_port_range_usable() - return how many ports of the range connect() may choose
 * @net: the namespace
 *
 * Return: the number, excluding net.ipv4.ip_local_reserved_ports.
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
