/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernels before 6.0 have no GENL_REQ_ATTR_CHECK(). Kernels before 6.2 describe a command's do
 * and dump in one row, struct genl_ops. Kernels before 6.7 reach the attributes of a dump request
 * by another function.
 */
#ifndef _TWSTAT_COMPAT_NET_GENETLINK_H
#define _TWSTAT_COMPAT_NET_GENETLINK_H

#include_next <net/genetlink.h>

#ifndef GENL_REQ_ATTR_CHECK
static inline bool twstat_genl_attr_missing(const struct genl_info *info, int attr)
{
	if (info->attrs[attr])
		return false;
	NL_SET_ERR_ATTR_MISS(info->extack, NULL, attr);
	return true;
}

#define GENL_REQ_ATTR_CHECK	twstat_genl_attr_missing
#endif

#ifndef TWSTAT_GENL_INFO_DUMP
#define genl_info_dump(cb)	genl_dumpit_info(cb)
#endif

#ifndef TWSTAT_GENL_SPLIT_OPS
/* Each field that generated code sets in a genl_split_ops row exists in genl_ops, too. */
#define genl_split_ops	genl_ops
#define split_ops	ops
#define n_split_ops	n_ops

/*
 * Merges the do row and the dump row of each command. Both then share the policy of the dump,
 * the longer one. So a do handler must check for attributes that it doesn't know.
 */
static inline int twstat_genl_register_family(struct genl_family *family)
{
	static struct genl_ops rows[16];
	const struct genl_ops *from = family->ops;
	struct genl_ops *row = rows;
	int i;

	if (family->n_ops > ARRAY_SIZE(rows))
		return -E2BIG;
	*row = from[0];
	for (i = 1; i < family->n_ops; i++) {
		if (from[i].cmd != row->cmd) {
			*++row = from[i];
			continue;
		}
		row->start = from[i].start;
		row->dumpit = from[i].dumpit;
		row->done = from[i].done;
		row->policy = from[i].policy;
		row->maxattr = from[i].maxattr;
		row->flags |= from[i].flags;
	}
	family->ops = rows;
	family->n_ops = row - rows + 1;
	return genl_register_family(family);
}

#define genl_register_family	twstat_genl_register_family
#endif

#endif
