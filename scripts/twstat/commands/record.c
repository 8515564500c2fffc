// SPDX-License-Identifier: GPL-2.0
/* All numbers in a file, which a colleague can read elsewhere. */
#include <stdio.h>
#include <stdlib.h>

#include "ask/capture.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/new_file.h"
#include "base/options.h"
#include "commands/commands.h"
#include "recording/lines.h"
#include "recording/mask.h"

/* As explain, to see failures that are rare. */
#define SECONDS	2

/**
 * command_record() - write a recording
 * @client: the client
 * @argc: number of arguments
 * @argv: the file
 *
 * With --from, it writes the recording that it has read, to mask it for instance.
 */
void command_record(struct client *client, int argc, char **argv)
{
	double seconds = options.interval < 0 ? SECONDS : options.interval;
	struct recording *recording = recording_replayed();
	char *text = NULL;
	size_t size = 0;
	FILE *to;

	if (!argc)
		usage("record needs the name of a new file; see twstat --help.");
	new_file_check(argv[0]);
	if (!recording)
		recording = capture(client, seconds);
	if (options.mask)
		recording_mask(recording);
	to = memory_checked(open_memstream(&text, &size));
	recording_write(recording, to);
	if (fclose(to))
		fail(EXIT_FAILED, "Out of memory.");
	new_file_write(argv[0], text, size);
	free(text);
	recording_free(recording);
}
