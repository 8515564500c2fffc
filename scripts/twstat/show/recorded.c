// SPDX-License-Identifier: GPL-2.0
/* Of which machine a recording is, and of when. */
#include <stdio.h>

#include "base/options.h"
#include "recording/recording.h"
#include "show/recorded.h"

static const char *of_head(const char *key)
{
	const char *text = recording_head(key);

	return text ? text : "unknown";
}

/**
 * recorded_print() - say that what follows is of a recording
 *
 * JSON has an object "recording" instead, if it is an object.
 */
void recorded_print(void)
{
	const struct recording *recording = recording_replayed();
	const char *netns = recording_head("netns");

	if (options.json)
		return;
	printf("Recording of %.64s, Linux %.64s, %.40s%s\n", of_head("host"), of_head("kernel"),
	       of_head("time"),
	       json_is_true(json_object_get(recording->head, "masked")) ? ", masked" : "");
	if (netns)
		printf("Network namespace: %.80s\n", netns);
	putchar('\n');
}
