// SPDX-License-Identifier: GPL-2.0
/* The device that a socket is bound to, and which sockets share local ports because of it. */
#include <linux/kprobes.h>
#include <net/l3mdev.h>

#include "tcp/device.h"

static bool twstat_device_accepts_all(const struct net *net)
{
#if IS_ENABLED(CONFIG_NET_L3_MASTER_DEV)
	return READ_ONCE(net->ipv4.sysctl_tcp_l3mdev_accept);
#else
	return true;
#endif
}

NOKPROBE_SYMBOL(twstat_device_accepts_all);

/**
 * twstat_device_rivals() - find the devices whose sockets are in the way of a socket's search
 * @net: the socket's namespace
 * @device: the device that it is bound to, or 0
 * @rivals: filled in: other devices whose sockets, with the same addresses, hold ports that a
 *	connect() may not choose; 0 stands for sockets without a device. See twstat_device()
 *
 * Context: any.
 * Return: the number of @rivals.
 */
unsigned int twstat_device_rivals(struct net *net, u32 device,
				  u32 rivals[TWSTAT_DEVICE_RIVALS])
{
	unsigned int number = 0;
	u32 master;

	if (!device)
		return 0;
	master = l3mdev_master_ifindex_by_index(net, device);
	if (master && master != device)
		rivals[number++] = master;
	if (!master || twstat_device_accepts_all(net))
		rivals[number++] = 0;
	return number;
}

NOKPROBE_SYMBOL(twstat_device_rivals);
