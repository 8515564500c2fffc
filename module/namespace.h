/* SPDX-License-Identifier: GPL-2.0 */
/* What happens as network namespaces come and go. */
#ifndef _TWSTAT_NAMESPACE_H
#define _TWSTAT_NAMESPACE_H

int twstat_namespaces_init(void);
void twstat_namespaces_exit(void);

#endif
