/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_SETTINGS_H
#define TWSTAT_ASK_SETTINGS_H

#include <stdbool.h>

#include "ask/record.h"

/* The default ip_local_port_range, and the widest one without privileged ports. */
#define RANGE_DEFAULT_LOW	32768
#define RANGE_DEFAULT_HIGH	60999
#define RANGE_WIDE_LOW		1024
#define RANGE_WIDE_HIGH		65535

/**
 * struct settings - the namespace's sysctls that matter for TIME_WAIT
 * @low: the first port of net.ipv4.ip_local_port_range
 * @high: the last one
 * @tw_reuse: net.ipv4.tcp_tw_reuse
 * @reuse_delay: net.ipv4.tcp_tw_reuse_delay in ms, on kernels that have it
 * @timestamps: net.ipv4.tcp_timestamps
 * @fin_timeout: net.ipv4.tcp_fin_timeout
 * @max_tw_buckets: net.ipv4.tcp_max_tw_buckets
 * @rfc1337: net.ipv4.tcp_rfc1337
 * @unprivileged: net.ipv4.ip_unprivileged_port_start; the range can't begin below it
 * @reserved: net.ipv4.ip_local_reserved_ports, a bit for each port
 *
 * A number is below 0 if it can't be read.
 */
struct settings {
	long low;
	long high;
	long tw_reuse;
	long reuse_delay;
	long timestamps;
	long fin_timeout;
	long max_tw_buckets;
	long rfc1337;
	long unprivileged;
	__u8 reserved[65536 / 8];
};

void settings_read(struct settings *settings);
bool settings_reserves(const struct settings *settings, unsigned int port);
void settings_list_reserved(const struct settings *settings, bool reserved[65536]);
bool settings_has_port(const struct settings *settings, unsigned int port);
unsigned int settings_reserved(const struct settings *settings, long low, long high);
unsigned int settings_untried(const struct settings *settings);
double settings_reuse_seconds(const struct settings *settings);
bool settings_allow_reuse(const struct settings *settings,
			  const struct address *local, const struct address *remote);

#endif
