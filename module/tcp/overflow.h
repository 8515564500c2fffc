/* SPDX-License-Identifier: GPL-2.0 */
/* The limit tcp_max_tw_buckets and the kernel's count of denials, TCPTimeWaitOverflow. */
#ifndef _TWSTAT_TCP_OVERFLOW_H
#define _TWSTAT_TCP_OVERFLOW_H

#include <linux/cpumask.h>
#include <net/inet_timewait_sock.h>
#include <net/net_namespace.h>

#include "tcp/mib.h"
#include "tcp/mini_socket.h"

/**
 * twstat_overflow_on_cpu() - return TCPTimeWaitOverflow of one CPU
 * @net: the namespace
 * @cpu: a possible CPU
 *
 * Return: its current value.
 */
static __always_inline unsigned long
twstat_overflow_on_cpu(const struct net *net, int cpu)
{
	return twstat_mib_on_cpu(net, LINUX_MIB_TCPTIMEWAITOVERFLOW, cpu);
}

/**
 * twstat_overflow_here() - return TCPTimeWaitOverflow of this CPU
 * @net: the namespace
 *
 * Context: no preemption.
 * Return: its current value.
 */
static __always_inline unsigned long twstat_overflow_here(const struct net *net)
{
	return twstat_mib_here(net, LINUX_MIB_TCPTIMEWAITOVERFLOW);
}

/**
 * twstat_overflow_is_near() - check whether tcp_max_tw_buckets is or was just reached
 * @net: the namespace
 *
 * At the limit, inet_twsk_alloc() returns before it tries to allocate memory. It compares
 * both numbers as unsigned. Each online CPU may just be ending one mini-socket, so that many
 * are added.
 *
 * Return: whether the number is at the limit, or may have been a moment ago.
 */
static __always_inline bool
twstat_overflow_is_near(const struct net *net)
{
	const struct inet_timewait_death_row *dr = &net->ipv4.tcp_death_row;
	unsigned int limit = READ_ONCE(dr->sysctl_max_tw_buckets);

	return twstat_minis_of_kernel(net) + num_online_cpus() > limit;
}

#endif
