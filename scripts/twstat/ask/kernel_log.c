// SPDX-License-Identifier: GPL-2.0
/* What the module has written to the kernel's log, as dmesg(1) shows it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>

#include "ask/kernel_log.h"
#include "base/memory.h"

/* How many lines are kept, the last ones. */
#define LINES	200

/* Of syslog(2), for which no header has names. */
#define ACTION_READ_ALL		3
#define ACTION_SIZE_BUFFER	10

/* The text after "<6>[   12.345678] ", and after the "[    T1] " that some kernels add. */
static const char *message_of(const char *line)
{
	while (*line == '<' || *line == '[') {
		line = strchr(line, *line == '<' ? '>' : ']');
		if (!line)
			return "";
		line++;
		line += strspn(line, " ");
	}
	return line;
}

static void keep_lines(json_t *log, char *text)
{
	char *line, *rest = text;

	while ((line = strsep(&rest, "\n"))) {
		if (strncmp(message_of(line), "twstat", 6))
			continue;
		line += strcspn(line, "[");
		json_array_append_new(log, text_clean(line, false));
		if (json_array_size(log) > LINES)
			json_array_remove(log, 0);
	}
}

/**
 * kernel_log_keep() - put the module's lines into a recording
 * @recording: the recording; without the right to read the log, it says so
 */
void kernel_log_keep(struct recording *recording)
{
	int size = klogctl(ACTION_SIZE_BUFFER, NULL, 0), length;
	char *text;

	if (size < 0)
		size = 1 << 20;
	text = memory_checked(malloc(size + 1));
	length = klogctl(ACTION_READ_ALL, text, size);
	if (length < 0) {
		keep_text(recording->facts, KERNEL_LOG_ERROR, strerror(errno));
	} else {
		text[length] = '\0';
		keep_lines(recording->log, text);
	}
	free(text);
}
