/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_CGROUP_NAME_H
#define TWSTAT_ASK_CGROUP_NAME_H

#include <stdbool.h>
#include <stddef.h>

/* Room for the name of a unit, which has at most 255 characters, and for an engine. */
#define CGROUP_NAME_SIZE	280

/* The length of a container's ID in hexadecimal digits, and of the part that is shown. */
#define CONTAINER_ID	64
#define CONTAINER_SHOWN	12

/* The length of a pod's UID. */
#define POD_UID		36

/**
 * enum cgroup_kind - what a cgroup belongs to; the later, the better its name
 * @CGROUP_OTHER: nothing that has a name
 * @CGROUP_SESSION: a login: session-3.scope
 * @CGROUP_UNIT: a service or scope of systemd
 * @CGROUP_CONTAINER: a container
 * @CGROUP_POD: a container of a pod of Kubernetes, or the pod itself
 */
enum cgroup_kind {
	CGROUP_OTHER,
	CGROUP_SESSION,
	CGROUP_UNIT,
	CGROUP_CONTAINER,
	CGROUP_POD,
};

/**
 * struct cgroup_name - what a cgroup belongs to
 * @kind: its kind
 * @text: its name: "php-fpm.service", "docker 3f2a1b4c5d6e", "lxc web", "pod UID"; or ""
 * @engine: what runs the container: docker, containerd, cri-o, podman, lxc, or container if
 *	the path does not say; "" if there is none
 * @container: the whole ID of the container, or its name with LXC; "" if there is none
 * @pod: the UID of the pod, as kubectl(1) writes it; "" if there is none
 */
struct cgroup_name {
	enum cgroup_kind kind;
	char text[CGROUP_NAME_SIZE];
	const char *engine;
	char container[CONTAINER_ID + 1];
	char pod[POD_UID + 1];
};

void cgroup_name(struct cgroup_name *name, const char *path);

#endif
