// SPDX-License-Identifier: GPL-2.0
/*
 * Whether this machine is a node of Kubernetes. It then forwards the NodePorts, by rules of
 * netfilter or by IPVS: no socket listens there, so the kernel takes them for free ports.
 */
#include <ctype.h>
#include <dirent.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ask/kubernetes.h"
#include "recording/machine.h"

/* What runs on a node; k3s, k0s and MicroK8s have one program for all of it. */
static const char *const programs[] = {
	"kubelet", "kube-proxy", "k3s-server", "k3s-agent", "k0s", "kubelite", NULL
};

/* What kube-proxy and network plugins make. */
static const char *const devices[] = { "kube-ipvs0", "cni0", "cilium_host", NULL };

/* Which of the programs a process runs, or NULL. */
static const char *program_of(const char *process)
{
	char path[64], name[32] = "";
	FILE *file;
	int i;

	snprintf(path, sizeof(path), "/proc/%.32s/comm", process);
	file = fopen(path, "re");
	if (!file)
		return NULL;
	if (fgets(name, sizeof(name), file))
		name[strcspn(name, "\n")] = '\0';
	fclose(file);
	for (i = 0; programs[i]; i++)
		if (!strcmp(name, programs[i]))
			return programs[i];
	return NULL;
}

static const char *running(void)
{
	DIR *folder = opendir("/proc");
	const char *found = NULL;
	struct dirent *entry;

	if (!folder)
		return NULL;
	while (!found && (entry = readdir(folder)))
		if (isdigit((unsigned char)*entry->d_name))
			found = program_of(entry->d_name);
	closedir(folder);
	return found;
}

static const char *look(void)
{
	static const char folder[] = "/var/lib/kubelet";
	const char *found;
	int i;

	for (i = 0; devices[i]; i++)
		if (if_nametoindex(devices[i]))
			return devices[i];
	found = running();
	if (found)
		return found;
	return access(folder, F_OK) ? NULL : folder;
}

/**
 * kubernetes_seen() - whether Kubernetes is seen here
 *
 * Return: the program, network device or folder that shows it, or NULL.
 */
const char *kubernetes_seen(void)
{
	return machine_fact("kubernetes", look);
}
