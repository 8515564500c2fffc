/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_BASE_FAIL_H
#define TWSTAT_BASE_FAIL_H

/**
 * enum exit_code - what the tool's exit status says
 * @EXIT_FINE: it did what it was asked for
 * @EXIT_FAILED: it could not, for another reason than the following
 * @EXIT_USAGE: it was asked for something that does not exist
 * @EXIT_NO_MODULE: the module is not loaded
 * @EXIT_NOT_ALLOWED: the user may not do this
 * @EXIT_OLD_MODULE: the module that is loaded does not know this
 * @EXIT_NOT_THERE: nothing is known of the destination that was asked for
 */
enum exit_code {
	EXIT_FINE,
	EXIT_FAILED,
	EXIT_USAGE,
	EXIT_NO_MODULE,
	EXIT_NOT_ALLOWED,
	EXIT_OLD_MODULE,
	EXIT_NOT_THERE,
};

[[gnu::format(printf, 1, 2)]]
void note(const char *format, ...);
[[gnu::noreturn, gnu::format(printf, 2, 3)]]
void fail(enum exit_code code, const char *format, ...);
[[gnu::noreturn, gnu::format(printf, 1, 2)]]
void usage(const char *format, ...);
void finish_output(void);
void before_failing(void (*action)(void));

#endif
