/* SPDX-License-Identifier: GPL-2.0 */
/* Adoption of the sockets that existed before the module. */
#ifndef _TWSTAT_CONTROL_ADOPTION_H
#define _TWSTAT_CONTROL_ADOPTION_H

int twstat_adoption_init(void);
int twstat_adoption_again(void);

#endif
