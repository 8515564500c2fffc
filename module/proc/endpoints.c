// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/net/twstat/destinations and /proc/net/twstat/services. They show with whom a host
 * communicates, so only the root user of the namespace may read them.
 *
 * A file position is a place in the table, which it keeps when the table grows. A reader may miss
 * an endpoint that is added meanwhile, and sees an endpoint twice if it is evicted and added
 * again, but no other one.
 */
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>
#include <linux/workqueue.h>

#include "proc/endpoints.h"
#include "proc/files.h"
#include "read/destinations.h"
#include "read/services.h"
#include "tables/endpoints_walk.h"
#include "tables/net.h"
#include "tcp/port_range.h"

/**
 * struct twstat_proc_endpoints - an open file
 * @p: for seq_file_net.h, which requires it to be first
 * @settled: the namespace, settled when the file was last read from its beginning
 * @usable: how many ports connect() may choose from; updated with each read
 * @place: the place to read next
 */
struct twstat_proc_endpoints {
	struct seq_net_private p;
	struct twstat_settled settled;
	u32 usable;
	u32 place;
};

static enum twstat_endpoint_kind twstat_proc_kind(const struct seq_file *seq)
{
	return (uintptr_t)pde_data(file_inode(seq->file));
}

/* Finds the first place at or after the position that isn't empty; 0 is the header. */
static void *twstat_proc_endpoints_at(struct seq_file *seq, loff_t *pos)
{
	struct twstat_net *tn = twstat_net_of_reader(seq_file_net(seq));
	struct twstat_proc_endpoints *file = seq->private;
	bool any;

	if (!tn)
		return NULL;
	if (!*pos)
		return SEQ_START_TOKEN;
	file->place = min_t(loff_t, *pos - 1, U32_MAX);
	any = twstat_endpoints_seek(&tn->endpoints[twstat_proc_kind(seq)], &file->place);
	*pos = file->place + 1LL;
	return any ? &file->place : NULL;
}

static void *twstat_proc_endpoints_start(struct seq_file *seq, loff_t *pos)
{
	struct twstat_proc_endpoints *file = seq->private;

	file->usable = twstat_port_range_usable(seq_file_net(seq));
	return twstat_proc_endpoints_at(seq, pos);
}

static void *twstat_proc_endpoints_next(struct seq_file *seq, void *place,
					loff_t *pos)
{
	(*pos)++;
	return twstat_proc_endpoints_at(seq, pos);
}

static void twstat_proc_endpoints_stop(struct seq_file *seq, void *place)
{
}

static void twstat_proc_header(struct seq_file *seq)
{
	if (twstat_proc_kind(seq) == TWSTAT_DESTINATION)
		seq_puts(seq, "family local remote port time_wait fin_wait2 live usable peak connects second_half exhausted reused taken_over expired timestamps refused_off refused_not_loopback refused_fin_wait2 refused_no_timestamp refused_too_young refused_lost device\n");
	else
		seq_puts(seq, "family local port time_wait fin_wait2 entered reopened bind_refused syn_refused_sequence syn_refused_timestamp syn_refused_closed syn_retried syn_retried_late syn_retry_ms\n");
}

static void twstat_proc_address(struct seq_file *seq,
				const struct twstat_address *address,
				bool remote)
{
	if (address->family == AF_INET && remote)
		seq_printf(seq, "inet %pI4 %pI4 ", &address->v4.local,
			   &address->v4.remote);
	else if (address->family == AF_INET)
		seq_printf(seq, "inet %pI4 ", &address->v4.local);
	else if (remote)
		seq_printf(seq, "inet6 %pI6c %pI6c ", &address->v6.local,
			   &address->v6.remote);
	else
		seq_printf(seq, "inet6 %pI6c ", &address->v6.local);
	seq_printf(seq, "%u", ntohs(address->port));
}

/* A number whose group is off is unknown: it is printed as -, not as 0. */
static void twstat_proc_number(struct seq_file *seq, bool known, u64 number)
{
	if (known)
		seq_printf(seq, " %llu", number);
	else
		seq_puts(seq, " -");
}

static void twstat_proc_destination(struct seq_file *seq,
				    const struct twstat_endpoint *to)
{
	const struct twstat_proc_endpoints *file = seq->private;
	struct twstat_destination destination;
	int i;

	twstat_destination_read(file->settled, to, &destination);
	twstat_proc_address(seq, &destination.address, true);
	seq_printf(seq, " %u %u", destination.time_wait, destination.fin_wait2);
	twstat_proc_number(seq, destination.live_known, destination.live);
	seq_printf(seq, " %u %u", file->usable, destination.peak);
	for (i = 0; i < TWSTAT_DST_COUNTS; i++) {
		if (i == TWSTAT_DST_UNNAMED)
			continue;
		if (i == TWSTAT_DST_REFUSED)
			seq_printf(seq, " %u", destination.timestamps);
		twstat_proc_number(seq, twstat_destination_knows(&destination, i),
				   destination.count[i]);
	}
	seq_printf(seq, " %u\n", destination.address.device);
}

static void twstat_proc_service(struct seq_file *seq,
				const struct twstat_endpoint *of)
{
	const struct twstat_proc_endpoints *file = seq->private;
	struct twstat_service service;
	int i;

	twstat_service_read(file->settled, of, &service);
	twstat_proc_address(seq, &service.address, false);
	seq_printf(seq, " %u %u", service.time_wait, service.fin_wait2);
	for (i = 0; i < TWSTAT_SRV_COUNTS; i++)
		twstat_proc_number(seq, true, service.count[i]);
	seq_putc(seq, '\n');
}

static void twstat_proc_endpoint(struct twstat_endpoint *endpoint, void *seq)
{
	if (endpoint->table->kind == TWSTAT_DESTINATION)
		twstat_proc_destination(seq, endpoint);
	else
		twstat_proc_service(seq, endpoint);
}

static int twstat_proc_endpoints_show(struct seq_file *seq, void *place)
{
	struct twstat_net *tn = twstat_net_of_reader(seq_file_net(seq));
	struct twstat_proc_endpoints *file = seq->private;

	if (!tn)
		return 0;
	file->settled = twstat_settle_once(tn, place != SEQ_START_TOKEN);
	if (place == SEQ_START_TOKEN) {
		twstat_proc_header(seq);
		return 0;
	}
	twstat_endpoints_walk_place(&tn->endpoints[twstat_proc_kind(seq)], file->place,
				    twstat_proc_endpoint, seq);
	return 0;
}

static const struct seq_operations twstat_proc_endpoints_ops = {
	.start	= twstat_proc_endpoints_start,
	.next	= twstat_proc_endpoints_next,
	.stop	= twstat_proc_endpoints_stop,
	.show	= twstat_proc_endpoints_show,
};

/*
 * A process that creates a user namespace and a network namespace at once maps the root user
 * only a moment later (user_namespaces(7)). So this is tried often at first, and not for ever.
 */
#define TWSTAT_PROC_SOON	50
#define TWSTAT_PROC_TRIES	100

static void twstat_proc_own(struct work_struct *work)
{
	struct twstat_proc *proc = container_of(to_delayed_work(work),
						struct twstat_proc, own);
	kuid_t uid = make_kuid(proc->net->user_ns, 0);
	kgid_t gid = make_kgid(proc->net->user_ns, 0);
	int i;

	if (!uid_valid(uid) && proc->tries++ < TWSTAT_PROC_TRIES) {
		queue_delayed_work(system_percpu_wq, &proc->own,
				   proc->tries < TWSTAT_PROC_SOON ? 1 : HZ);
		return;
	}
	if (!uid_valid(uid))
		uid = GLOBAL_ROOT_UID;
	if (!gid_valid(gid))
		gid = GLOBAL_ROOT_GID;
	for (i = 0; i < TWSTAT_ENDPOINT_KINDS; i++)
		proc_set_user(proc->endpoints[i], uid, gid);
	proc_set_user(proc->incidents, uid, gid);
}

/**
 * twstat_proc_endpoints_init() - create the two files of a namespace
 * @proc: its files; the directory exists, and removing it removes these files, too
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_proc_endpoints_init(struct twstat_proc *proc)
{
	static const char * const names[TWSTAT_ENDPOINT_KINDS] = {
		[TWSTAT_DESTINATION]	= "destinations",
		[TWSTAT_SERVICE]	= "services",
	};
	uintptr_t kind;

	for (kind = 0; kind < TWSTAT_ENDPOINT_KINDS; kind++) {
		proc->endpoints[kind] =
			proc_create_net_data(names[kind], 0440, proc->dir,
					     &twstat_proc_endpoints_ops,
					     sizeof(struct twstat_proc_endpoints),
					     (void *)kind);
		if (!proc->endpoints[kind])
			return -ENOMEM;
	}
	INIT_DELAYED_WORK(&proc->own, twstat_proc_own);
	twstat_proc_own(&proc->own.work);
	return 0;
}

/**
 * twstat_proc_endpoints_exit() - stop setting the owner of the two files
 * @proc: the namespace's files, after a successful twstat_proc_endpoints_init()
 */
void twstat_proc_endpoints_exit(struct twstat_proc *proc)
{
	cancel_delayed_work_sync(&proc->own);
}
