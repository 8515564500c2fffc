// SPDX-License-Identifier: GPL-2.0
/* Listening sockets, and the programs that have them, as ss(8) finds these. */
#include <ctype.h>
#include <dirent.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask/cgroup.h"
#include "ask/diag_query.h"
#include "ask/listeners.h"
#include "ask/process.h"
#include "base/memory.h"
#include "recording/recording.h"

/* The most processes of a cgroup, and files of each, that are looked at. */
#define MOST_PROCESSES	256
#define MOST_FILES	4096

/* Debian 11's headers do not have it. */
#define DIAG_CGROUP_ID	21

static int take(const struct nlmsghdr *message, void *data)
{
	const struct inet_diag_msg *from = mnl_nlmsg_get_payload(message);
	struct listeners *listeners = data;
	const struct nlattr *attr;
	struct listener *listener;

	if (mnl_nlmsg_get_payload_len(message) < sizeof(*from))
		return MNL_CB_OK;
	listeners->list = memory_grow(listeners->list, listeners->number,
				      sizeof(*listeners->list));
	listener = &listeners->list[listeners->number++];
	*listener = (struct listener){
		.local.family	= from->idiag_family,
		.port		= ntohs(from->id.idiag_sport),
		.inode		= from->idiag_inode,
	};
	memcpy(listener->local.bytes, from->id.idiag_src,
	       from->idiag_family == AF_INET ? 4 : 16);
	mnl_attr_for_each(attr, message, sizeof(*from))
		if (mnl_attr_get_type(attr) == DIAG_CGROUP_ID &&
		    mnl_attr_get_payload_len(attr) == sizeof(__u64))
			listener->cgroup = mnl_attr_get_u64(attr);
	return MNL_CB_OK;
}

/**
 * listeners_fetch() - read all listening sockets
 * @listeners: filled in; empty if the kernel can't be asked, and from a recording
 */
void listeners_fetch(struct listeners *listeners)
{
	struct mnl_socket *socket;

	*listeners = (struct listeners){ };
	if (recording_replayed())
		return;
	socket = diag_open();
	if (!socket)
		return;
	diag_query(socket, AF_INET, IPPROTO_TCP, 1 << TCP_LISTEN, take, listeners);
	diag_query(socket, AF_INET6, IPPROTO_TCP, 1 << TCP_LISTEN, take, listeners);
	mnl_socket_close(socket);
}

/**
 * listeners_free() - free the list
 * @listeners: from listeners_fetch()
 */
void listeners_free(struct listeners *listeners)
{
	free(listeners->list);
	*listeners = (struct listeners){ };
}

static bool is_any(const struct address *address)
{
	static const struct address any;

	return !memcmp(address->bytes, any.bytes, sizeof(any.bytes));
}

/* How well a listener fits an address: 2 exactly, 1 as one for all addresses, or 0. */
static int fits(const struct listener *listener, const struct service *service)
{
	if (listener->port != service->n.value[TWSTAT_A_SERVICE_PORT])
		return 0;
	if (listener->local.family == service->local.family &&
	    !memcmp(listener->local.bytes, service->local.bytes, sizeof(listener->local.bytes)))
		return 2;
	/* One for all of IPv6 also takes IPv4, as a rule. */
	return is_any(&listener->local) && (listener->local.family == service->local.family ||
					    listener->local.family == AF_INET6);
}

static bool has_socket(const char *process, unsigned int inode)
{
	char path[64], link[64], wanted[64];
	unsigned int left = MOST_FILES;
	struct dirent *entry;
	bool found = false;
	ssize_t length;
	DIR *files;

	snprintf(path, sizeof(path), "/proc/%.16s/fd", process);
	snprintf(wanted, sizeof(wanted), "socket:[%u]", inode);
	files = opendir(path);
	if (!files)
		return false;
	while (!found && left-- && (entry = readdir(files))) {
		length = readlinkat(dirfd(files), entry->d_name, link, sizeof(link) - 1);
		if (length < 0)
			continue;
		link[length] = '\0';
		found = !strcmp(link, wanted);
	}
	closedir(files);
	return found;
}

/* The name of a process of the cgroup that has the socket open. */
static void find_name(struct program *program, const struct listener *listener)
{
	FILE *processes = cgroup_open(listener->cgroup);
	unsigned int left = MOST_PROCESSES;
	char line[32];

	if (!processes)
		return;
	while (!*program->name && left-- && fgets(line, sizeof(line), processes)) {
		line[strcspn(line, "\n")] = '\0';
		if (isdigit((unsigned char)*line) && has_socket(line, listener->inode))
			process_command(program->name, sizeof(program->name), atoi(line));
	}
	fclose(processes);
}

/**
 * listeners_program() - find the program that listens for a service
 * @listeners: the listening sockets
 * @service: the service
 * @program: filled in; without a name if only its cgroup could be found
 *
 * Return: whether a socket listens for it.
 */
bool listeners_program(const struct listeners *listeners, const struct service *service,
		       struct program *program)
{
	const struct listener *best = NULL;
	int fit, most = 0;
	size_t i;

	for (i = 0; i < listeners->number; i++) {
		fit = fits(&listeners->list[i], service);
		if (fit <= most)
			continue;
		most = fit;
		best = &listeners->list[i];
	}
	if (!best)
		return false;
	memset(program, 0, sizeof(*program));
	program->n.known[TWSTAT_A_PROGRAM_CGROUP] = best->cgroup;
	program->n.value[TWSTAT_A_PROGRAM_CGROUP] = best->cgroup;
	find_name(program, best);
	return true;
}
