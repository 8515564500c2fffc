// SPDX-License-Identifier: GPL-2.0
/* A socket's addresses and ports, as trace events have them. */
#include <linux/kprobes.h>
#include <net/ipv6.h>
#include <net/sock.h>

#include "tcp/family.h"
#include "trace/tuple.h"

/**
 * twstat_tuple_of() - fill in the addresses and ports of a socket
 * @tuple: filled in
 * @sk: the common part of a full socket or mini-socket
 */
void twstat_tuple_of(struct twstat_tuple *tuple, const struct sock_common *sk)
{
	tuple->skaddr = sk;
	tuple->netns = read_pnet(&sk->skc_net)->ns.inum;
	tuple->family = sk->skc_family;
	tuple->sport = sk->skc_num;
	tuple->dport = ntohs(sk->skc_dport);
	if (twstat_family_is_v4(sk)) {
		tuple->saddr = sk->skc_rcv_saddr;
		tuple->daddr = sk->skc_daddr;
		ipv6_addr_set_v4mapped(tuple->saddr, &tuple->saddr_v6);
		ipv6_addr_set_v4mapped(tuple->daddr, &tuple->daddr_v6);
		return;
	}
#if IS_ENABLED(CONFIG_IPV6)
	tuple->saddr = 0;
	tuple->daddr = 0;
	tuple->saddr_v6 = sk->skc_v6_rcv_saddr;
	tuple->daddr_v6 = sk->skc_v6_daddr;
#endif
}

NOKPROBE_SYMBOL(twstat_tuple_of);
