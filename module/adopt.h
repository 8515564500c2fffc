/* SPDX-License-Identifier: GPL-2.0 */
/* Sockets that were there before the module. */
#ifndef _TWSTAT_ADOPT_H
#define _TWSTAT_ADOPT_H

int twstat_adopt_init(void);
int twstat_adopt_again(void);

#endif
