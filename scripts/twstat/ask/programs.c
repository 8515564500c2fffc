// SPDX-License-Identifier: GPL-2.0
/* Programs, as messages have them. */
#include <linux/genetlink.h>
#include <stdio.h>
#include <string.h>

#include "ask/programs.h"
#include "base/clean.h"

/**
 * program_read() - read a program
 * @program: filled in
 * @nest: the attribute
 */
void program_read(struct program *program, const struct nlattr *nest)
{
	const struct nlattr *attr;

	record_read_nest(&program->n, nest);
	*program->name = '\0';
	mnl_attr_for_each_nested(attr, nest)
		if (mnl_attr_get_type(attr) == TWSTAT_A_PROGRAM_NAME &&
		    mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0)
			snprintf(program->name, sizeof(program->name), "%s",
				 mnl_attr_get_str(attr));
	clean_name(program->name);
	program->n.known[TWSTAT_A_PROGRAM_NAME] = false;
}

/**
 * programs_read() - read all programs of a message
 * @programs: filled in
 * @message: the message
 * @attribute: the attribute, once for each
 */
void programs_read(struct programs *programs, const struct nlmsghdr *message, int attribute)
{
	const struct nlattr *attr;

	programs->number = 0;
	mnl_attr_for_each(attr, message, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(attr) == attribute && programs->number < PROGRAMS)
			program_read(&programs->list[programs->number++], attr);
}
