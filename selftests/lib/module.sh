# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# The module: loading, unloading, and the kernel's log.

loaded()
{
	[ -d /sys/module/twstat ]
}

# load [PARAMETER=VALUE...]: loads twstat.ko
# shellcheck disable=SC2120
load()
{
	insmod "$TWSTAT_KO" "$@"
}

unload()
{
	rmmod twstat
}

# dmesg_has REGEX: one of the last three lines of the kernel's log matches
dmesg_has()
{
	dmesg | tail -3 | grep -q "$1" || { dmesg | tail -3 | sed 's/^/# /'; return 1; }
}
