/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_KUBERNETES_H
#define TWSTAT_ASK_KUBERNETES_H

/* The ports of services of type NodePort, unless a cluster is set up with others. */
#define NODE_PORT_LOW	30000
#define NODE_PORT_HIGH	32767

const char *kubernetes_seen(void);

#endif
