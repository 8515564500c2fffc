/* SPDX-License-Identifier: GPL-2.0 */
/* The limit of mini-sockets, tcp_max_tw_buckets, and what the kernel counts beyond it. */
#ifndef _TWSTAT_TCP_OVERFLOW_H
#define _TWSTAT_TCP_OVERFLOW_H

#include <linux/percpu.h>
#include <linux/snmp.h>
#include <net/inet_timewait_sock.h>
#include <net/ip.h>
#include <net/net_namespace.h>

/**
 * twstat_overflow_on_cpu() - TCPTimeWaitOverflow of one CPU
 * @net: the namespace
 * @cpu: a possible CPU
 *
 * Return: the count, as it is now.
 */
static __always_inline unsigned long
twstat_overflow_on_cpu(const struct net *net, int cpu)
{
	struct linux_mib *mib = per_cpu_ptr(net->mib.net_statistics, cpu);

	return READ_ONCE(mib->mibs[LINUX_MIB_TCPTIMEWAITOVERFLOW]);
}

/**
 * twstat_overflow_here() - TCPTimeWaitOverflow of this CPU
 * @net: the namespace
 *
 * Context: no preemption.
 * Return: the count.
 */
static __always_inline unsigned long twstat_overflow_here(const struct net *net)
{
	return this_cpu_read(net->mib.net_statistics->mibs[LINUX_MIB_TCPTIMEWAITOVERFLOW]);
}

/**
 * twstat_overflow_is_near() - has a namespace as many mini-sockets as it may have?
 * @net: the namespace
 *
 * At the limit, inet_twsk_alloc() doesn't even ask for memory. It compares them as unsigned
 * numbers. On each of the other CPUs one may be just ending.
 *
 * Return: whether it has, or may just have had.
 */
static __always_inline bool
twstat_overflow_is_near(const struct net *net)
{
	const struct inet_timewait_death_row *dr = &net->ipv4.tcp_death_row;
	unsigned int limit = READ_ONCE(dr->sysctl_max_tw_buckets);
	unsigned int now = refcount_read(&dr->tw_refcount) - 1;

	return now + num_online_cpus() > limit;
}

#endif
