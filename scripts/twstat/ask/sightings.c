// SPDX-License-Identifier: GPL-2.0
/*
 * Where network namespaces can be seen: the processes in them, the files that they are
 * mounted on, in the mount namespace of each process, and the file descriptors that
 * processes keep.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <linux/openat2.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "ask/process.h"
#include "ask/sightings.h"
#include "base/memory.h"

/* The most file descriptors that are looked at, of a process and of all. */
#define MOST_FDS	256
#define MOST_FDS_OF_ALL	50000

/**
 * struct mounter - a process, and its mount namespace
 * @inode: the mount namespace
 * @pid: the process
 */
struct mounter {
	unsigned long inode;
	int pid;
};

/**
 * struct search - while all processes are looked at
 * @found: what was found
 * @mounter: processes
 * @mounters: length of @mounter
 * @own: the mount namespace of this process
 * @fds: how many file descriptors may still be looked at
 */
struct search {
	struct sightings *found;
	struct mounter *mounter;
	size_t mounters;
	unsigned long own;
	unsigned int fds;
};

/* The inode in "net:[4026531840]"; 0 if it is another file. */
static unsigned long inode_in(const char *text)
{
	unsigned long inode;

	return sscanf(text, "net:[%lu]", &inode) == 1 ? inode : 0;
}

/**
 * namespace_of() - the namespace of a process
 * @pid: the process; 0: this one
 * @kind: which one: net or mnt
 *
 * Return: its inode; 0 if it can't be read, with the reason in errno.
 */
unsigned long namespace_of(int pid, const char *kind)
{
	char path[64] = "/proc/self", text[64];
	unsigned long inode;
	size_t begin;
	ssize_t size;

	if (pid)
		snprintf(path, sizeof(path), "/proc/%d", pid);
	begin = strlen(path);
	snprintf(path + begin, sizeof(path) - begin, "/ns/%s", kind);
	size = readlink(path, text, sizeof(text) - 1);
	if (size < 0)
		return 0;
	text[size] = '\0';
	begin = strcspn(text, "[");
	return sscanf(text + begin, "[%lu]", &inode) == 1 ? inode : 0;
}

static void add(struct sightings *all, struct sighting sighting)
{
	all->list = memory_grow(all->list, all->number, sizeof(sighting));
	all->list[all->number++] = sighting;
}

/*
 * Whether a file descriptor is of a network namespace. The link does not say so if it was
 * opened where it was mounted.
 */
static bool is_network(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC), kind = -1;

	if (fd >= 0) {
		kind = ioctl(fd, NS_GET_NSTYPE);
		close(fd);
	}
	return kind == CLONE_NEWNET;
}

/* The file system of namespaces; the server of another one is not asked, it could hang. */
static unsigned long namespace_at(int folder, const char *name)
{
	static struct stat own;
	struct statx is;

	if (!own.st_ino && stat("/proc/self/ns/net", &own))
		return 0;
	if (statx(folder, name, AT_STATX_DONT_SYNC, STATX_TYPE | STATX_INO, &is) ||
	    makedev(is.stx_dev_major, is.stx_dev_minor) != own.st_dev)
		return 0;
	return is_network(folder, name) ? is.stx_ino : 0;
}

static void look_at_fds(struct search *search, int pid, unsigned long own)
{
	unsigned int left = search->fds < MOST_FDS ? search->fds : MOST_FDS;
	struct dirent *entry;
	unsigned long inode;
	char path[64];
	DIR *folder;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	folder = opendir(path);
	while (folder && left && (entry = readdir(folder))) {
		if (*entry->d_name == '.')
			continue;
		left--;
		search->fds--;
		inode = namespace_at(dirfd(folder), entry->d_name);
		if (inode && inode != own)
			add(search->found, (struct sighting){
				.inode = inode, .kind = SIGHTING_FD, .pid = pid,
				.fd = atoi(entry->d_name),
			});
	}
	if (folder)
		closedir(folder);
}

static void look_at_process(int pid, void *data)
{
	unsigned long net = namespace_of(pid, "net"), mounts;
	struct search *search = data;

	if (!net) {
		search->found->hidden |= errno == EACCES || errno == EPERM;
		return;
	}
	add(search->found, (struct sighting){
		.inode = net, .kind = SIGHTING_PROCESS, .pid = pid,
	});
	mounts = namespace_of(pid, "mnt");
	if (mounts && mounts != search->own) {
		search->mounter = memory_grow(search->mounter, search->mounters,
					      sizeof(*search->mounter));
		search->mounter[search->mounters++] = (struct mounter){ mounts, pid };
	}
	if (pid != getpid())
		look_at_fds(search, pid, net);
}

/* The kernel writes blanks and the like as three octal digits. */
static char *unescaped(const char *text, size_t size)
{
	char *path = memory_checked(malloc(size + 1)), *to = path;
	const char *end = text + size;
	unsigned int code;

	while (text < end) {
		if (*text == '\\' && end - text >= 4 && sscanf(text + 1, "%3o", &code) == 1) {
			*to++ = code;
			text += 4;
		} else {
			*to++ = *text++;
		}
	}
	*to = '\0';
	return path;
}

static enum sighting_kind mount_kind(int pid, const char *path)
{
	if (pid)
		return SIGHTING_ELSEWHERE;
	return !strncmp(path, "/run/netns/", 11) || !strncmp(path, "/var/run/netns/", 15) ?
	       SIGHTING_NAMED : SIGHTING_MOUNT;
}

/* A line is "ID PARENT DEVICE ROOT PATH ...", and the root is "net:[INODE]". */
static void look_at_mounts(struct sightings *found, int pid)
{
	char name[64] = "/proc/self/mountinfo", *line = NULL, *at, *path;
	unsigned long inode;
	size_t size = 0;
	FILE *file;

	if (pid)
		snprintf(name, sizeof(name), "/proc/%d/mountinfo", pid);
	file = fopen(name, "re");
	while (file && getline(&line, &size, file) > 0) {
		at = strstr(line, " net:[");
		inode = at ? inode_in(at + 1) : 0;
		path = at ? strchr(at + 1, ' ') : NULL;
		if (!inode || !path)
			continue;
		path++;
		path = unescaped(path, strcspn(path, " "));
		add(found, (struct sighting){
			.inode = inode, .kind = mount_kind(pid, path), .pid = pid,
			.mount = path,
		});
	}
	free(line);
	if (file)
		fclose(file);
}

static int compare_mounters(const void *a, const void *b)
{
	const struct mounter *x = a, *y = b;

	if (x->inode != y->inode)
		return x->inode < y->inode ? -1 : 1;
	return x->pid - y->pid;
}

static int compare(const void *a, const void *b)
{
	const struct sighting *x = a, *y = b;

	if (x->inode != y->inode)
		return x->inode < y->inode ? -1 : 1;
	if (x->kind != y->kind)
		return (int)x->kind - (int)y->kind;
	if (x->pid != y->pid)
		return x->pid - y->pid;
	return x->mount && y->mount ? strcmp(x->mount, y->mount) : x->fd - y->fd;
}

/**
 * sightings_find() - look at all processes and mounts
 * @sightings: filled in
 */
void sightings_find(struct sightings *sightings)
{
	struct search search = { .found = sightings, .fds = MOST_FDS_OF_ALL };
	size_t i;

	*sightings = (struct sightings){ };
	search.own = namespace_of(0, "mnt");
	look_at_mounts(sightings, 0);
	process_each(look_at_process, &search);
	if (search.mounters)
		qsort(search.mounter, search.mounters, sizeof(*search.mounter),
		      compare_mounters);
	for (i = 0; i < search.mounters; i++)
		if (!i || search.mounter[i].inode != search.mounter[i - 1].inode)
			look_at_mounts(sightings, search.mounter[i].pid);
	free(search.mounter);
	/* /proc can also hide processes (hidepid), PID 1 among them. */
	sightings->hidden |= !!access("/proc/1", F_OK);
	if (sightings->number)
		qsort(sightings->list, sightings->number, sizeof(*sightings->list), compare);
}

/**
 * sightings_free() - free the list
 * @sightings: from sightings_find()
 */
void sightings_free(struct sightings *sightings)
{
	size_t i;

	for (i = 0; i < sightings->number; i++)
		free(sightings->list[i].mount);
	free(sightings->list);
}

/**
 * sighting_path() - the file of the namespace
 * @sighting: the sighting
 *
 * Return: a path; to be freed.
 */
char *sighting_path(const struct sighting *sighting)
{
	char *path;
	int size;

	if (sighting->mount && !sighting->pid)
		size = asprintf(&path, "%s", sighting->mount);
	else if (sighting->mount)
		size = asprintf(&path, "/proc/%d/root%s", sighting->pid, sighting->mount);
	else if (sighting->kind == SIGHTING_FD)
		size = asprintf(&path, "/proc/%d/fd/%d", sighting->pid, sighting->fd);
	else
		size = asprintf(&path, "/proc/%d/ns/net", sighting->pid);
	return memory_checked(size < 0 ? NULL : path);
}

/* The owner of a mount namespace can put links into a path, so that they are not followed. */
static int open_elsewhere(const struct sighting *sighting)
{
	struct open_how how = {
		.flags = O_PATH | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS,
	};
	char path[64];
	int root, fd;

	snprintf(path, sizeof(path), "/proc/%d/root", sighting->pid);
	root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root < 0)
		return -1;
	fd = syscall(SYS_openat2, root, sighting->mount, &how, sizeof(how));
	close(root);
	return fd;
}

static bool is_it(int fd, const struct sighting *sighting)
{
	struct stat is, own;

	return !fstat(fd, &is) && !stat("/proc/self/ns/net", &own) &&
	       is.st_dev == own.st_dev && is.st_ino == sighting->inode;
}

/**
 * sighting_open() - open the file of the namespace
 * @sighting: the sighting
 *
 * It is opened only if it still is this namespace: opening another file can have effects.
 *
 * Return: a file descriptor for setns(2), or -1 with the reason in errno.
 */
int sighting_open(const struct sighting *sighting)
{
	char *path, again[64];
	int fd, opened = -1;

	if (sighting->kind == SIGHTING_ELSEWHERE) {
		fd = open_elsewhere(sighting);
	} else {
		path = sighting_path(sighting);
		fd = open(path, O_PATH | O_CLOEXEC);
		free(path);
	}
	if (fd < 0)
		return -1;
	if (is_it(fd, sighting)) {
		snprintf(again, sizeof(again), "/proc/self/fd/%d", fd);
		opened = open(again, O_RDONLY | O_CLOEXEC);
	} else {
		errno = ENOENT;
	}
	close(fd);
	return opened;
}
