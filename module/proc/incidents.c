// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/net/twstat/incidents: what was wrong in the namespace, the oldest first. A line for each;
 * what does not apply is -.
 */
#include <linux/math64.h>
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>
#include <net/ipv6.h>

#include "control/incidents.h"
#include "proc/show.h"
#include "read/incidents.h"
#include "tables/net.h"

/* What a name may not contain: a space, what separates lines, and what moves a terminal. */
#define TWSTAT_PROC_ESCAPED						\
	" \\\001\002\003\004\005\006\007\010\011\012\013\014\015\016\017\020"	\
	"\021\022\023\024\025\026\027\030\031\032\033\034\035\036\037\177"

static void twstat_proc_incident_address(struct seq_file *seq, bool known,
					 const struct in6_addr *address)
{
	if (!known)
		seq_puts(seq, " -");
	else if (ipv6_addr_v4mapped(address))
		seq_printf(seq, " %pI4", &address->s6_addr32[3]);
	else
		seq_printf(seq, " %pI6c", address);
}

static void twstat_proc_incident_port(struct seq_file *seq, u16 port)
{
	if (port)
		seq_printf(seq, " %u", port);
	else
		seq_puts(seq, " -");
}

/* In seconds since 1970. */
static void twstat_proc_incident_time(struct seq_file *seq, u64 time)
{
	u32 rest;

	if (!time) {
		seq_puts(seq, " -");
		return;
	}
	time = div_u64_rem(time, NSEC_PER_SEC, &rest);
	seq_printf(seq, " %llu.%03u", time, rest / (u32)NSEC_PER_MSEC);
}

static void twstat_proc_incident(struct seq_file *seq, const struct twstat_incident *incident)
{
	const struct twstat_incident_key *key = &incident->key;
	char name[TASK_COMM_LEN];

	seq_printf(seq, "%llu %s", incident->id, twstat_incident_kind_name(incident->kind));
	twstat_proc_incident_address(seq, key->addressed, &key->local);
	twstat_proc_incident_port(seq, key->local_port);
	twstat_proc_incident_address(seq, key->addressed &&
				     incident->kind != TWSTAT_INCIDENT_KIND_BIND_REFUSED,
				     &key->remote);
	twstat_proc_incident_port(seq, key->port);
	seq_printf(seq, " %u", key->device);
	twstat_proc_incident_time(seq, incident->began);
	twstat_proc_incident_time(seq, incident->seen);
	twstat_proc_incident_time(seq, incident->ended);
	seq_printf(seq, " %llu %llu %u %u %u-%u %u %u %u %s", twstat_incident_lasted(incident),
		   incident->failures, incident->ports, incident->usable, incident->low,
		   incident->high, incident->reuse, incident->time_wait, incident->limit,
		   key->hook ?: "-");
	strscpy(name, incident->program.name, sizeof(name));
	seq_printf(seq, " %llu ", incident->program.cgroup);
	/* Escaped, it is one word, whatever the program has chosen. */
	seq_escape(seq, *name ? name : "-", TWSTAT_PROC_ESCAPED);
	seq_putc(seq, '\n');
}

/**
 * twstat_proc_incidents() - show the incidents
 * @seq: the file
 * @unused: not used
 *
 * Return: 0.
 */
int twstat_proc_incidents(struct seq_file *seq, void *unused)
{
	struct twstat_net *tn = twstat_net_of_reader(seq_file_single_net(seq));
	struct twstat_incident incident;
	u64 id = 0;

	seq_puts(seq, "id kind local local_port remote port device began seen ended lasted_ms failures ports usable range tw_reuse time_wait limit hook cgroup program\n");
	if (!tn)
		return 0;
	twstat_incidents_settle(tn);
	for (; twstat_incident_read(tn, &id, &incident); id++)
		twstat_proc_incident(seq, &incident);
	return 0;
}
