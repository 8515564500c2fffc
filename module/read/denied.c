// SPDX-License-Identifier: GPL-2.0
/* How many sockets were denied TIME_WAIT, without settling anything else. */
#include "handlers/denied.h"
#include "read/denied.h"
#include "tables/net.h"

/**
 * twstat_denied_read() - count the denials up to now
 * @tn: the namespace
 * @limit: set to DeniedLimit
 * @nomem: set to DeniedNomem
 *
 * Context: any; it does not wait.
 */
void twstat_denied_read(struct twstat_net *tn, u64 *limit, u64 *nomem)
{
	twstat_denied_settle(tn);
	*limit = twstat_counted(tn, TWSTAT_DENIED_LIMIT);
	*nomem = twstat_counted(tn, TWSTAT_DENIED_NOMEM);
}
