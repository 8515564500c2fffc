// SPDX-License-Identifier: GPL-2.0
/* The rules of tcp_twsk_unique(): whether connect() may reuse a port in TIME_WAIT. */
#include <linux/inetdevice.h>
#include <linux/kprobes.h>
#include <linux/ktime.h>
#include <linux/tcp.h>
#include <linux/timekeeping.h>
#include <net/inet_timewait_sock.h>
#include <net/ipv6.h>
#include <net/tcp.h>

#include "tcp/device.h"
#include "tcp/family.h"
#include "tcp/mini_socket.h"
#include "tcp/reuse_rules.h"

/* tcp_twsk_unique() also treats a mini-socket that is bound to lo as loopback. */
static bool twstat_reuse_rule_loopback(const struct sock_common *sk, u32 device)
{
	if (device == LOOPBACK_IFINDEX)
		return true;
	if (twstat_family_is_v4(sk))
		return ipv4_is_loopback(sk->skc_daddr) ||
		       ipv4_is_loopback(sk->skc_rcv_saddr);
#if IS_ENABLED(CONFIG_IPV6)
	return ipv6_addr_loopback(&sk->skc_v6_daddr) ||
	       ipv6_addr_loopback(&sk->skc_v6_rcv_saddr);
#else
	return false;
#endif
}

NOKPROBE_SYMBOL(twstat_reuse_rule_loopback);

/**
 * twstat_reuse_rule_denied() - return why a sysctl forbids reuse of any port in TIME_WAIT
 * @net: the namespace
 * @sk: a socket with the addresses of the connection
 * @device: the device that the sockets in TIME_WAIT are bound to, or 0
 *
 * Return: an enum twstat_refusal, or -1 if the sysctl allows reuse.
 */
int twstat_reuse_rule_denied(const struct net *net, const struct sock_common *sk,
			     u32 device)
{
	int sysctl = READ_ONCE(net->ipv4.sysctl_tcp_tw_reuse);

	if (!sysctl)
		return TWSTAT_REFUSED_OFF;
	if (sysctl == 2 && !twstat_reuse_rule_loopback(sk, device))
		return TWSTAT_REFUSED_NOT_LOOPBACK;
	return -1;
}

NOKPROBE_SYMBOL(twstat_reuse_rule_denied);

/*
 * Whether enough time has passed: in whole seconds since the peer's last timestamp; or in
 * milliseconds since the socket entered TIME_WAIT, if the kernel has tcp_tw_reuse_delay.
 */
static bool twstat_reuse_rule_old_enough(const struct net *net,
					 const struct tcp_timewait_sock *tw)
{
#ifdef TWSTAT_TW_REUSE_DELAY
	return time_after32(tcp_clock_ms(),
			    READ_ONCE(tw->tw_sk.tw_entry_stamp) +
			    READ_ONCE(net->ipv4.sysctl_tcp_tw_reuse_delay));
#else
	return time_after32(ktime_get_seconds(),
			    READ_ONCE(tw->tw_ts_recent_stamp));
#endif
}

NOKPROBE_SYMBOL(twstat_reuse_rule_old_enough);

/**
 * twstat_reuse_why_not() - apply the rules of tcp_twsk_unique(), in its order
 * @net: the namespace
 * @tw: the socket whose port connect() wants
 * @automatic: connect() searches for a port, rather than using a bound one
 *
 * Context: any.
 * Return: an enum twstat_refusal, or -1 if tcp_twsk_unique() allows reuse.
 */
int twstat_reuse_why_not(const struct net *net,
			 const struct tcp_timewait_sock *tw, bool automatic)
{
	const struct inet_timewait_sock *inet = &tw->tw_sk;
	int denied;

	if (automatic) {
		if (twstat_mini_substate(inet) == TWSTAT_FIN_WAIT2)
			return TWSTAT_REFUSED_FIN_WAIT2;
		denied = twstat_reuse_rule_denied(net, &inet->__tw_common,
						  twstat_device(&inet->__tw_common));
		if (denied >= 0)
			return denied;
	}
	if (!READ_ONCE(tw->tw_ts_recent_stamp))
		return TWSTAT_REFUSED_NO_TIMESTAMP;
	if (automatic && !twstat_reuse_rule_old_enough(net, tw))
		return TWSTAT_REFUSED_TOO_YOUNG;
	/* The socket is being freed: tcp_twsk_unique() can't take a reference any more. */
	if (!refcount_read(&inet->tw_refcnt))
		return TWSTAT_REFUSED_LOST;
	return -1;
}

NOKPROBE_SYMBOL(twstat_reuse_why_not);
