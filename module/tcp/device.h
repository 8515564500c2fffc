/* SPDX-License-Identifier: GPL-2.0 */
/* The device that a socket is bound to, and which sockets share local ports because of it. */
#ifndef _TWSTAT_TCP_DEVICE_H
#define _TWSTAT_TCP_DEVICE_H

#include <net/sock.h>

/* The most other devices whose sockets can be in the way, see twstat_device_rivals(). */
#define TWSTAT_DEVICE_RIVALS	2

/**
 * twstat_device() - return the device that a socket is bound to
 * @sk: the common part of a full socket or mini-socket
 *
 * It belongs to the key of a destination because of the kernel's rule for ports (inet_match(),
 * inet_sk_bound_dev_eq()). connect() may not choose a port that a socket with the same
 * addresses and remote port has, if that socket is bound
 *
 * - to the same device;
 * - to the L3 master (VRF) of that device;
 * - to no device, and that device is in no VRF, or net.ipv4.tcp_l3mdev_accept is 1.
 *
 * So among sockets with the same addresses and the same device each port is used once, and two
 * devices have the same ports twice, also if both are in one VRF. Therefore the key has the
 * device itself and not its L3 master; for a socket that is bound to a VRF they are the same.
 * The bind buckets, one for each port and L3 master, forbid nothing else: connect() only looks
 * there whether bind() has taken the port. By the last two rules a socket may find fewer free
 * ports than its destination has left, see twstat_device_rivals().
 *
 * The kernel compares the index, so it doesn't matter whether the device still exists. The
 * index is set before the search for a port: by SO_BINDTODEVICE, by a cgroup's BPF program when
 * the socket is made (ip vrf exec), or by connect() to an IPv6 link-local address. It may be
 * changed later; then a socket counts for its earlier device until it is in TIME_WAIT.
 *
 * Return: the device's index, or 0 if it is bound to none.
 */
static __always_inline u32 twstat_device(const struct sock_common *sk)
{
	return READ_ONCE(sk->skc_bound_dev_if);
}

unsigned int twstat_device_rivals(struct net *net, u32 device,
				  u32 rivals[TWSTAT_DEVICE_RIVALS]);

#endif
