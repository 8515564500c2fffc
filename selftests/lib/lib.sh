# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# What all tests share. Each test sources this file first.
#
# Starting a process takes up to a second on the debug kernel. So functions use the shell
# itself where possible, and leave their results in variables.
# shellcheck source-path=SCRIPTDIR/.. disable=SC2034 # the files and the tests use these

# The folder of the tests and of their programs.
here=$(dirname "${BASH_SOURCE[0]}")/..

. "$here/lib/report.sh"
. "$here/lib/wait.sh"
. "$here/lib/module.sh"
. "$here/lib/namespaces.sh"
. "$here/lib/connections.sh"
. "$here/lib/counters.sh"
. "$here/lib/kernel.sh"
. "$here/lib/laws.sh"

# tidy: removes everything that the test made, however the test ends
tidy()
{
	stop_jobs
	for ns in "${!keeper[@]}"; do
		leave
	done
	[ $namespaces = 0 ] || umount /run/netns/twstat* 2> /dev/null
	rm -f /run/netns/twstat*
	! loaded || unload
}
trap tidy EXIT
