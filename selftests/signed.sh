#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Kernels that load signed modules only: scripts/run --here says why it can't load this one,
# and changes nothing. Neither can be undone, so the test has a VM of its own, by its mode.

. "$(dirname "$0")/lib/lib.sh"

top=$here/../../..

# says TEXT: scripts/run fails with this sentence; so does insmod
says()
{
	local said

	said=$("$top/scripts/run" --here --seconds 1 2>&1) && return 1
	[[ $said == *"$1"* ]] || { echo "# ${said//$'\n'/ }"; return 1; }
	! insmod "$TWSTAT_KO" 2> /dev/null
}

plan 2

echo 1 > /sys/module/module/parameters/sig_enforce
check "module.sig_enforce" says "loads only signed modules (module.sig_enforce)"
mountpoint -q /sys/kernel/security || mount -t securityfs securityfs /sys/kernel/security
echo integrity > /sys/kernel/security/lockdown
check "lockdown=integrity" says "is locked down"

ktap_finished
