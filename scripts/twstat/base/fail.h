/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_BASE_FAIL_H
#define TWSTAT_BASE_FAIL_H

/**
 * enum exit_code - the exit status of the tool
 * @EXIT_FINE: success
 * @EXIT_FAILED: failure, for another reason than the following
 * @EXIT_USAGE: wrong command line, or a value out of range
 * @EXIT_NO_MODULE: the module is not loaded
 * @EXIT_NOT_ALLOWED: permission denied
 * @EXIT_OLD_MODULE: the loaded module is too old for this command
 * @EXIT_NOT_THERE: the module does not know the destination
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
