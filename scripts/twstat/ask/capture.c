// SPDX-License-Identifier: GPL-2.0
/*
 * Makes a recording: of all that a command may ask the module, and of all that it reads of the
 * machine. Every request of the specification whose name ends with -get is in it, so that a new
 * one needs no line here; a new file or fact needs one in capture_machine().
 */
#include <errno.h>
#include <net/if.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "ask/capture.h"
#include "ask/capture_answer.h"
#include "ask/destinations.h"
#include "ask/diag_keep.h"
#include "ask/incidents.h"
#include "ask/kernel_log.h"
#include "ask/kubernetes.h"
#include "ask/place.h"
#include "ask/private_ranges.h"
#include "ask/sample.h"
#include "ask/settings.h"
#include "ask/who.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/types.h"
#include "recording/machine.h"

#define VERSION_FILE	"/sys/module/twstat/version"

/* Returns when the counters were read. The dump of sockets is long, and taken once. */
static double capture_moment(struct client *client, struct recording *recording, int moment)
{
	double at = 0;
	unsigned int i;

	for (i = 0; i < answer_types_number; i++) {
		if (!answer_types[i].name || (moment != LAST && i == TWSTAT_CMD_SOCKET_GET))
			continue;
		keep(recording->answers[moment], answer_types[i].name,
		     capture_answer(client, i));
		if (i == TWSTAT_CMD_COUNTERS_GET)
			at = clock_now();
	}
	return at;
}

static void capture_devices(json_t *devices)
{
	struct if_nameindex *list = if_nameindex(), *at;
	char key[16];

	for (at = list; at && at->if_index; at++) {
		snprintf(key, sizeof(key), "%u", at->if_index);
		keep_text(devices, key, at->if_name);
	}
	if (list)
		if_freenameindex(list);
}

/* These read by machine_file() and machine_fact(), which keep what is read. */
static void capture_machine(struct recording *recording)
{
	FILE *version;
	struct settings settings;

	recording_make(recording);
	settings_read(&settings);
	kubernetes_seen();
	is_first_namespace();
	has_private_ranges();
	version = machine_file(VERSION_FILE);
	if (version)
		fclose(version);
	recording_make(NULL);
	capture_devices(recording->devices);
	kernel_log_keep(recording);
}

static void capture_sockets(struct client *client, struct recording *recording)
{
	struct destinations destinations;

	recording_replay(recording);
	destinations_seen(client, NULL, &destinations);
	recording_replay(NULL);
	diag_keep(recording, &destinations);
	destinations_free(&destinations);
}

static void capture_program(const struct program *program)
{
	struct who who;

	who_is(&who, program);
}

/* What a program belongs to is found out here: later it may have gone. */
static void capture_programs(struct client *client, struct recording *recording)
{
	struct destinations destinations;
	struct incidents incidents;
	unsigned int i, j;

	recording_replay(recording);
	if (!destinations_seen(client, NULL, &destinations)) {
		recording_replay(NULL);
		return;
	}
	incidents_fetch(client, 0, NULL, &incidents);
	recording_replay(NULL);
	recording_make(recording);
	for (i = 0; i < destinations.number; i++)
		for (j = 0; j < destinations.list[i].programs.number; j++)
			capture_program(&destinations.list[i].programs.list[j]);
	for (i = 0; i < incidents.number; i++)
		capture_program(&incidents.list[i].program);
	recording_make(NULL);
	destinations_free(&destinations);
	incidents_free(&incidents);
}

/* RFC 3339: 2026-11-29T14:03:05+01:00 */
static void keep_time(json_t *head)
{
	char text[64], zone[16];
	struct timespec now;
	struct tm local;

	clock_gettime(CLOCK_REALTIME, &now);
	localtime_r(&now.tv_sec, &local);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &local);
	strftime(zone, sizeof(zone), "%z", &local);
	snprintf(text + strlen(text), 16, "%.3s:%.2s", zone, zone + 3);
	keep_text(head, "time", text);
	keep(head, "unix-time", json_real(now.tv_sec + now.tv_nsec / 1e9));
}

static void capture_head(struct recording *recording, double seconds)
{
	const char *version = kept_text(recording->files, VERSION_FILE);
	json_t *head = recording->head;
	char text[32] = "";
	struct utsname name;

	uname(&name);
	if (version)
		snprintf(text, sizeof(text), "%.*s", (int)strcspn(version, "\n"), version);
	keep_time(head);
	keep(head, "seconds", json_real(seconds));
	keep_text(head, "host", name.nodename);
	keep_text(head, "kernel", name.release);
	keep_text(head, "machine", name.machine);
	keep_text(head, "tool", TWSTAT_VERSION);
	keep_text(head, "module", version ? text : NULL);
	keep_text(head, "netns", options.netns);
	keep(head, "masked", json_false());
}

/**
 * capture_without() - make a recording of a machine without the module
 *
 * Return: the recording; commands that ask the module say that it was not loaded.
 */
struct recording *capture_without(void)
{
	struct recording *recording = recording_new();
	unsigned int i;
	json_t *answer;

	for (i = 0; i < answer_types_number; i++) {
		if (!answer_types[i].name)
			continue;
		answer = memory_checked(json_object());
		keep(answer, "messages", json_array());
		keep(answer, "error", json_integer(ENOENT));
		keep(recording->answers[LAST], answer_types[i].name, answer);
	}
	capture_machine(recording);
	capture_head(recording, 0);
	return recording;
}

/**
 * capture() - make a recording, or fail
 * @client: the client
 * @seconds: time between its two moments; 0: there is only one, without rates
 *
 * Return: the recording.
 */
struct recording *capture(struct client *client, double seconds)
{
	struct recording *recording = recording_new();
	double began = 0, ended;

	client_reach(client);
	if (seconds) {
		began = capture_moment(client, recording, 0);
		clock_wait(began + seconds);
	}
	ended = capture_moment(client, recording, LAST);
	capture_machine(recording);
	capture_sockets(client, recording);
	capture_programs(client, recording);
	capture_head(recording, seconds ? ended - began : 0);
	return recording;
}
