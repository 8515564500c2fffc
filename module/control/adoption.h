/* SPDX-License-Identifier: GPL-2.0 */
/* Sockets that were there before the module. */
#ifndef _TWSTAT_CONTROL_ADOPTION_H
#define _TWSTAT_CONTROL_ADOPTION_H

int twstat_adopt_init(void);
int twstat_adopt_again(void);

#endif
