// SPDX-License-Identifier: GPL-2.0
/*
 * Network namespaces, for lib/namespaces.sh. This program replaces unshare, sh, ip and
 * sleep, or nsenter, and needs no library: processes are slow where a CPU is emulated.
 *
 *   netns make FILE [NAME=VALUE...]	makes a namespace, mounted at FILE, with its loopback
 *					up and these settings of net.ipv4; prints "ready",
 *					and keeps running
 *   netns in FILE COMMAND...		runs the command in the namespace
 *   netns many FOLDER NUMBER COMMAND...	makes namespaces, mounted at FOLDER/0 and so on, and
 *					runs the command in each
 */
#include <err.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void enter(const char *file)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || setns(fd, CLONE_NEWNET))
		err(1, "%s", file);
}

static void loopback_up(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &lo))
		err(1, "lo");
	close(fd);
}

/* NAME is a path below net.ipv4. */
static void set(char *setting)
{
	char *value = strchr(setting, '=');
	char path[256];
	int fd;

	if (!value)
		errx(1, "no value: %s", setting);
	*value++ = '\0';
	snprintf(path, sizeof(path), "/proc/sys/net/ipv4/%s", setting);
	fd = open(path, O_WRONLY);
	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		err(1, "%s", setting);
	close(fd);
}

static void make(const char *file, char **settings)
{
	if (unshare(CLONE_NEWNET) ||
	    mount("/proc/self/ns/net", file, NULL, MS_BIND, NULL))
		err(1, "%s", file);
	loopback_up();
	for (; *settings; settings++)
		set(*settings);
	puts("ready");
	fclose(stdout);
	for (;;)
		pause();
}

static void mount_at(const char *file)
{
	int fd = open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);

	if (fd < 0 || unshare(CLONE_NEWNET) ||
	    mount("/proc/self/ns/net", file, NULL, MS_BIND, NULL))
		err(1, "%s", file);
	close(fd);
	loopback_up();
}

static void many(const char *folder, int number, char **command)
{
	char file[256];
	pid_t child;
	int i;

	for (i = 0; i < number; i++) {
		snprintf(file, sizeof(file), "%s/%d", folder, i);
		mount_at(file);
		child = fork();
		if (!child) {
			execvp(command[0], command);
			err(127, "%s", command[0]);
		}
		if (child < 0 || waitpid(child, NULL, 0) < 0)
			err(1, "%s", command[0]);
	}
}

int main(int argc, char **argv)
{
	if (argc >= 3 && !strcmp(argv[1], "make"))
		make(argv[2], argv + 3);
	if (argc >= 5 && !strcmp(argv[1], "many")) {
		many(argv[2], atoi(argv[3]), argv + 4);
		return 0;
	}
	if (argc < 4 || strcmp(argv[1], "in"))
		errx(2, "usage: netns make|in|many; see the head of netns.c");
	enter(argv[2]);
	execvp(argv[3], argv + 3);
	err(127, "%s", argv[3]);
}
