// SPDX-License-Identifier: GPL-2.0
/*
 * What the tool takes cgroups for, for where-names.sh: reads paths, and prints a line for
 * each: kind, engine, container, pod, name; "-" for what there is not.
 */
#include <stdio.h>
#include <string.h>

#include "ask/cgroup_name.h"

static const char *shown(const char *text)
{
	return *text ? text : "-";
}

int main(void)
{
	static const char *const kinds[] = { "other", "session", "unit", "container", "pod" };
	struct cgroup_name name;
	char path[4096];

	while (fgets(path, sizeof(path), stdin)) {
		path[strcspn(path, "\n")] = '\0';
		cgroup_name(&name, path);
		printf("%s %s %s %s %s\n", kinds[name.kind], shown(name.engine),
		       shown(name.container), shown(name.pod), shown(name.text));
	}
	return 0;
}
