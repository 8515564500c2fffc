/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_COMMANDS_REPORT_PARTS_H
#define TWSTAT_COMMANDS_REPORT_PARTS_H

struct client;

/* Parts of the report that no command prints; each takes what a command takes. */
void part_machine(struct client *client, int argc, char **argv);
void part_counters(struct client *client, int argc, char **argv);
void part_destinations(struct client *client, int argc, char **argv);
void part_conflicts(struct client *client, int argc, char **argv);
void part_settings(struct client *client, int argc, char **argv);
void part_log(struct client *client, int argc, char **argv);

#endif
