/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_RECORDING_MASK_ADDRESS_H
#define TWSTAT_RECORDING_MASK_ADDRESS_H

#include <arpa/inet.h>

void mask_address(char text[INET6_ADDRSTRLEN]);

#endif
