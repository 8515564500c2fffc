/* SPDX-License-Identifier: GPL-2.0 */
/* Kernels before 5.12 have no poll_state_synchronize_rcu(), but what it is made of. */
#ifndef _TWSTAT_COMPAT_LINUX_RCUPDATE_H
#define _TWSTAT_COMPAT_LINUX_RCUPDATE_H

#include_next <linux/rcupdate.h>

#ifndef TWSTAT_POLL_RCU
/* Exported by those kernels, and declared in none of their public headers. */
unsigned long rcu_get_gp_seq(void);

static inline bool poll_state_synchronize_rcu(unsigned long oldstate)
{
	if (!ULONG_CMP_GE(rcu_get_gp_seq(), oldstate))
		return false;
	/* The accesses before the grace period come before those after this. */
	smp_mb();
	return true;
}
#endif

#endif
