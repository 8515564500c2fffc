#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make install and make uninstall: what they leave on a machine, and below DESTDIR.

. "$(dirname "$0")/lib/lib.sh"

top=$(realpath "$here/../../..")
release=$(uname -r)

# The files that it installs, below the folder of programs.
installed="sbin/twstat
share/bash-completion/completions/twstat
share/man/man4/twstat.4
share/man/man7/twstat-remedies.7
share/man/man8/twstat.8"

# made TARGET...: make does it without a word. Both are built, and to find that out takes a
# minute in the VM.
made()
{
	make -C "$top" -s -o module -o tool KERNEL="$release" "$@" > /tmp/made 2>&1 || { sed 's/^/# /' /tmp/made; return 1; }
	equal "make says" "" "$(< /tmp/made)"
}

files()
{
	(cd "$1" && find . -type f -printf '%P\n' | sort)
}

below_destdir()
{
	made install DESTDIR=/tmp/root PREFIX=/usr &&
		equal module "updates/twstat.ko" "$(files "/tmp/root/lib/modules/$release")" &&
		equal files "$installed" "$(files /tmp/root/usr)" &&
		[ "$(stat -c %s /tmp/root/lib/modules/*/updates/twstat.ko)" -lt 2000000 ] &&
		! modinfo twstat > /dev/null 2>&1 &&
		made uninstall DESTDIR=/tmp/root PREFIX=/usr && equal left "" "$(files /tmp/root)"
}

on_this_machine()
{
	made install && modprobe twstat && equal loaded 1 "$(loaded && echo 1)" &&
		twstat -j | jq -e .counters > /dev/null &&
		equal files "$installed" "$(files /usr/local | grep twstat)"
}

removed()
{
	modprobe -r twstat && made uninstall && ! modinfo twstat > /tmp/made 2>&1 &&
		equal left "" "$(files /usr/local | grep twstat)" && ! modprobe twstat 2> /dev/null
}

plan 3

for what in below_destdir on_this_machine removed; do
	check "$what" $what
done

ktap_finished
