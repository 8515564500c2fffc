/* SPDX-License-Identifier: GPL-2.0 */
/* TCP's own counters, which nstat shows. */
#ifndef _TWSTAT_TCP_MIB_H
#define _TWSTAT_TCP_MIB_H

#include <linux/percpu.h>
#include <linux/snmp.h>
#include <net/ip.h>
#include <net/net_namespace.h>

/* Kernels from 6.14 on have a separate counter for PAWS in TIME_WAIT. */
#ifdef TWSTAT_PAWS_TW_REJECTED
#define TWSTAT_MIB_PAWS	LINUX_MIB_PAWS_TW_REJECTED
#else
#define TWSTAT_MIB_PAWS	LINUX_MIB_PAWSESTABREJECTED
#endif

/**
 * twstat_mib_on_cpu() - return a counter of one CPU
 * @net: the namespace
 * @field: one of LINUX_MIB_*
 * @cpu: a possible CPU
 *
 * Return: the count.
 */
static __always_inline unsigned long
twstat_mib_on_cpu(const struct net *net, int field, int cpu)
{
	const struct linux_mib *mib = per_cpu_ptr(net->mib.net_statistics, cpu);

	return READ_ONCE(mib->mibs[field]);
}

/**
 * twstat_mib_here() - return a counter of this CPU
 * @net: the namespace
 * @field: one of LINUX_MIB_*
 *
 * Context: no preemption.
 * Return: the count.
 */
static __always_inline unsigned long twstat_mib_here(const struct net *net,
						     int field)
{
	return this_cpu_read(net->mib.net_statistics->mibs[field]);
}

/**
 * twstat_mib_acks_limited() - return how many ACKs to mini-sockets were rate-limited
 * @net: the namespace
 *
 * Context: no preemption.
 * Return: the count of this CPU.
 */
static __always_inline unsigned long twstat_mib_acks_limited(const struct net *net)
{
	return twstat_mib_here(net, LINUX_MIB_TCPACKSKIPPEDTIMEWAIT) +
	       twstat_mib_here(net, LINUX_MIB_TCPACKSKIPPEDFINWAIT2);
}

#endif
