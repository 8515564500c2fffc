/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_RECORDING_MACHINE_H
#define TWSTAT_RECORDING_MACHINE_H

#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

FILE *machine_file(const char *path);
const char *machine_fact(const char *name, const char *(*look)(void));
bool machine_device(unsigned int index, char name[IF_NAMESIZE]);
unsigned int machine_device_find(const char *name);
double machine_time(void);

#endif
