/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_DIAG_H
#define TWSTAT_ASK_DIAG_H

#include "ask/record.h"

/**
 * struct diag_socket - a socket, by sock_diag
 * @udp: it is a UDP socket, which is not connected; only its port is known
 * @state: its TCP state
 * @local: its local address
 * @port: its local port
 * @remote: its remote address
 * @remote_port: its remote port
 * @device: the index of the device that it is bound to; 0: none
 */
struct diag_socket {
	bool udp;
	unsigned int state;
	struct address local;
	unsigned int port;
	struct address remote;
	unsigned int remote_port;
	unsigned int device;
};

typedef void diag_taker(const struct diag_socket *socket, void *data);

bool diag_dump(diag_taker *take, void *data);
bool diag_replay(diag_taker *take, void *data);

#endif
