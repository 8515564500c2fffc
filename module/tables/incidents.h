/* SPDX-License-Identifier: GPL-2.0 */
/* Incidents: what was wrong in a namespace, from its beginning to its end. */
#ifndef _TWSTAT_TABLES_INCIDENTS_H
#define _TWSTAT_TABLES_INCIDENTS_H

#include <linux/in6.h>
#include <linux/types.h>

#include <uapi/linux/twstat.h>

#include "tables/program.h"

struct twstat_address;
struct twstat_net;

/* An incident is over when it was not noticed for so long, in seconds. */
#define TWSTAT_INCIDENT_QUIET	10

/**
 * struct twstat_incident_key - what an incident is about
 * @local: the local address, IPv4 mapped to IPv6
 * @remote: the remote address, the same way
 * @local_port: the local port; 0 if that doesn't matter
 * @port: the remote port; 0 if that doesn't matter
 * @device: the device that the sockets are bound to, or 0
 * @hook: the name of a hook, or NULL
 * @addressed: it has addresses
 */
struct twstat_incident_key {
	struct in6_addr local;
	struct in6_addr remote;
	u16 local_port;
	u16 port;
	u32 device;
	const char *hook;
	bool addressed;
};

/**
 * struct twstat_incident_note - what was noticed
 * @kind: what is wrong
 * @key: what it is about
 * @at: when it was noticed, in ns since 1970
 * @began: the same of the first time, if it is a new incident
 * @failures: calls that failed since the last note
 * @ports: how many ports of the destination are in use
 * @usable: how many ports connect() may choose from
 * @program: the program behind it; all 0 if it is not known
 * @pid: its process, or 0
 */
struct twstat_incident_note {
	enum twstat_incident_kind kind;
	struct twstat_incident_key key;
	u64 at;
	u64 began;
	u64 failures;
	u32 ports;
	u32 usable;
	struct twstat_program_id program;
	u32 pid;
};

/**
 * struct twstat_incident - an incident
 * @id: its number in the namespace, from 1 on; 0 if there is none in this place
 * @kind: what it is
 * @key: what it is about
 * @began: when it began, in ns since 1970
 * @seen: when it was last noticed, the same way
 * @ended: when it was over, the same way; 0 if it is not
 * @began_boot: @began in ns since boot, so that setting the clock changes no duration
 * @seen_boot: @seen in ns since boot
 * @failures: calls that failed
 * @ports: the most ports of the destination that were seen in use
 * @usable: how many ports connect() could choose from at the last failure, or when it began
 * @low: the first one of the port range then
 * @high: the last one of the port range then
 * @reuse: net.ipv4.tcp_tw_reuse then
 * @time_wait: mini-sockets of the namespace then
 * @limit: net.ipv4.tcp_max_tw_buckets then
 * @program: the program behind it; all 0 if it is not known
 * @pid: its process, or 0
 * @tell_start: listeners were not yet told that it began
 * @tell_end: listeners were not yet told that it is over
 */
struct twstat_incident {
	u64 id;
	enum twstat_incident_kind kind;
	struct twstat_incident_key key;
	u64 began;
	u64 seen;
	u64 ended;
	u64 began_boot;
	u64 seen_boot;
	u64 failures;
	u32 ports;
	u32 usable;
	u32 low;
	u32 high;
	u32 reuse;
	u32 time_wait;
	u32 limit;
	struct twstat_program_id program;
	u32 pid;
	bool tell_start;
	bool tell_end;
};

/* The number of an incident that could not be remembered. */
#define TWSTAT_INCIDENT_GONE	U64_MAX

void twstat_incident_key_of(struct twstat_incident_key *key,
			    const struct twstat_address *address);
u64 twstat_incident_note(struct twstat_net *tn, u64 id,
			 const struct twstat_incident_note *note);
bool twstat_incident_end(struct twstat_net *tn, u64 id);
bool twstat_incidents_quiet(struct twstat_net *tn);
bool twstat_incident_to_tell(struct twstat_net *tn, unsigned int *at,
			     struct twstat_incident *incident);
bool twstat_incident_copy(const struct twstat_net *tn, u64 *id,
			  struct twstat_incident *incident);
unsigned int twstat_incidents_max(void);
unsigned long twstat_incidents_size(const struct twstat_net *tn);

int twstat_incidents_init(void);
void twstat_incidents_free(struct twstat_net *tn);

#endif
