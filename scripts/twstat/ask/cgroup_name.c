// SPDX-License-Identifier: GPL-2.0
/*
 * What a cgroup belongs to, by its path. Each container engine and each driver (cgroupfs,
 * systemd) has a form of its own:
 *
 *   /docker/ID					/system.slice/docker-ID.scope
 *   /default/ID				/system.slice/nerdctl-ID.scope
 *   /kubepods/burstable/podUID/ID		/kubepods.slice/.../kubepods-podUID.slice/
 *							cri-containerd-ID.scope, crio-ID.scope
 *   /libpod_parent/libpod-ID			/machine.slice/libpod-ID.scope/container
 *   /lxc.payload.NAME				/lxc/NAME
 *
 * With systemd's driver, a UID has "_" instead of "-". Where the drivers of the kubelet and
 * of containerd differ, the path has "SLICE:cri-containerd:ID".
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "ask/cgroup_name.h"
#include "base/clean.h"

/* The length of a UID without "-": that of a static pod. */
#define POD_HASH	32

/**
 * struct part - a part of the path
 * @text: its beginning
 * @size: its length
 */
struct part {
	const char *text;
	size_t size;
};

/* What stands before the ID, and in cgroupfs' form the folder or the word before. */
static const struct {
	const char *prefix;
	const char *engine;
} engines[] = {
	{ "docker",		"docker" },
	{ "buildkit",		"docker" },
	{ "cri-containerd",	"containerd" },
	{ "nerdctl",		"containerd" },
	{ "k8s.io",		"containerd" },
	{ "default",		"containerd" },
	{ "moby",		"docker" },
	{ "crio",		"cri-o" },
	{ "libpod",		"podman" },
	{ "libpod-payload",	"podman" },
};

static bool begins(struct part part, const char *with)
{
	return part.size >= strlen(with) && !memcmp(part.text, with, strlen(with));
}

static bool ends(struct part part, const char *with)
{
	size_t size = strlen(with);

	return part.size > size && !memcmp(part.text + part.size - size, with, size);
}

static bool is(struct part part, const char *text)
{
	return part.size == strlen(text) && begins(part, text);
}

/* The number of characters of an ID: lower case, as all engines write it. */
static size_t digits(const char *text, const char *end)
{
	const char *at = text;

	while (at < end && (isdigit((unsigned char)*at) || (*at >= 'a' && *at <= 'f')))
		at++;
	return at - text;
}

static const char *engine_of(struct part word)
{
	unsigned int i;

	for (i = 0; i < sizeof(engines) / sizeof(*engines); i++)
		if (is(word, engines[i].prefix))
			return engines[i].engine;
	return NULL;
}

static void set_container(struct cgroup_name *name, const char *engine, struct part id)
{
	name->kind = name->kind == CGROUP_POD ? CGROUP_POD : CGROUP_CONTAINER;
	name->engine = engine;
	snprintf(name->container, sizeof(name->container), "%.*s", (int)id.size, id.text);
}

/* [PREFIX-]ID[.scope]; conmon and the like run on the host, for a container. */
static bool take_id(struct cgroup_name *name, struct part part, struct part before)
{
	struct part prefix = { part.text, 0 };
	const char *engine;

	if (ends(part, ".scope"))
		part.size -= strlen(".scope");
	if (part.size < CONTAINER_ID)
		return false;
	prefix.size = part.size - CONTAINER_ID;
	if (digits(part.text + prefix.size, part.text + part.size) != CONTAINER_ID)
		return false;
	part.text += prefix.size;
	part.size = CONTAINER_ID;
	if (!prefix.size) {
		engine = engine_of(before);
	} else if (prefix.text[prefix.size - 1] == '-') {
		prefix.size--;
		if (ends(prefix, "conmon"))
			return false;
		engine = engine_of(prefix);
	} else {
		return false;
	}
	set_container(name, engine ? engine : "container", part);
	return true;
}

/* lxc.payload.NAME, or NAME in the folder lxc or lxc.payload. */
static bool take_lxc(struct cgroup_name *name, struct part part, struct part before)
{
	const size_t begin = strlen("lxc.payload.");

	if (begins(part, "lxc.payload.") && part.size > begin) {
		part.text += begin;
		part.size -= begin;
	} else if (!is(before, "lxc") && !is(before, "lxc.payload")) {
		return false;
	}
	set_container(name, "lxc", part);
	return true;
}

/* Writes a UID as kubectl does; or the hash that a static pod has instead. */
static bool copy_uid(char *uid, struct part from)
{
	size_t i;

	if (from.size == POD_HASH && digits(from.text, from.text + from.size) == POD_HASH) {
		memcpy(uid, from.text, POD_HASH);
		uid[POD_HASH] = '\0';
		return true;
	}
	if (from.size != POD_UID)
		return false;
	for (i = 0; i < POD_UID; i++) {
		uid[i] = from.text[i] == '_' ? '-' : from.text[i];
		if (i == 8 || i == 13 || i == 18 || i == 23 ?
		    uid[i] != '-' : !isxdigit((unsigned char)uid[i]))
			return false;
	}
	uid[POD_UID] = '\0';
	return true;
}

/* podUID, or ...kubepods[-QOS]-podUID.slice. */
static bool take_pod(struct cgroup_name *name, struct part part)
{
	char uid[POD_UID + 1];
	const char *at;

	if (ends(part, ".slice")) {
		part.size -= strlen(".slice");
		at = memmem(part.text, part.size, "kubepods", strlen("kubepods"));
		if (!at)
			return false;
		at = memmem(at, part.text + part.size - at, "-pod", strlen("-pod"));
		if (!at)
			return false;
		at++;
	} else {
		at = part.text;
		if (!begins(part, "pod"))
			return false;
	}
	at += strlen("pod");
	if (!copy_uid(uid, (struct part){ at, part.text + part.size - at }))
		return false;
	*name = (struct cgroup_name){ .kind = CGROUP_POD, .engine = "" };
	memcpy(name->pod, uid, sizeof(uid));
	return true;
}

static void take_unit(struct cgroup_name *name, struct part part)
{
	if (name->kind > CGROUP_UNIT || is(part, "init.scope") ||
	    !(ends(part, ".service") || ends(part, ".scope")))
		return;
	name->kind = begins(part, "session-") ? CGROUP_SESSION : CGROUP_UNIT;
	snprintf(name->text, sizeof(name->text), "%.*s", (int)part.size, part.text);
}

/* A user can choose the name of a cgroup: the terminal must not interpret it. */
static void write_text(struct cgroup_name *name)
{
	char *at;

	if (name->kind == CGROUP_POD)
		snprintf(name->text, sizeof(name->text), "pod %s", name->pod);
	else if (name->kind == CGROUP_CONTAINER)
		snprintf(name->text, sizeof(name->text), "%s %.*s", name->engine,
			 strcmp(name->engine, "lxc") ? CONTAINER_SHOWN : CONTAINER_ID,
			 name->container);
	for (at = name->text; *at; at++)
		if (!isprint((unsigned char)*at))
			*at = '?';
}

/**
 * cgroup_name() - what a cgroup belongs to
 * @name: filled in
 * @path: its path, as in /proc/PID/cgroup
 *
 * Of nested ones, it is the innermost container; a unit of systemd only if there is no
 * container. A pod's container has the name of the pod, whose network namespace it is in.
 */
void cgroup_name(struct cgroup_name *name, const char *path)
{
	struct part part, before = { path, 0 };

	*name = (struct cgroup_name){ .engine = "" };
	while (*path) {
		part = (struct part){ path, strcspn(path, "/:") };
		path += part.size;
		path += !!*path;
		if (!part.size)
			continue;
		if (!take_pod(name, part) && !take_id(name, part, before) &&
		    !take_lxc(name, part, before))
			take_unit(name, part);
		before = part;
	}
	write_text(name);
	/* Who owns a part of the hierarchy chooses the names in it. */
	clean_name(name->text);
	clean_name(name->container);
}
