/* SPDX-License-Identifier: GPL-2.0 */
/* Free endpoints. */
#ifndef _TWSTAT_STOCK_H
#define _TWSTAT_STOCK_H

struct twstat_endpoint;

struct twstat_endpoint *twstat_stock_get(void);
void twstat_stock_reserve(void);

int twstat_stock_init(void);
void twstat_stock_exit(void);

#endif
