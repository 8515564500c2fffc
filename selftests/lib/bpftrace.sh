# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# A bpftrace script as a witness. It prints its counts to /tmp/witness.

# start_witness SCRIPT: starts it, and waits until it is attached. Types come from the
# kernel's BTF, not from headers.
start_witness()
{
	rm -f /tmp/witness	# that of an earlier script says "watching", too
	BPFTRACE_KERNEL_SOURCE='' bpftrace -B none -e "
		BEGIN { printf(\"watching\n\"); }
		$1" > /tmp/witness 2>&1 &
	witness=$!
	wait_for 120 grep -qs watching /tmp/witness || sed 's/^/# /' /tmp/witness
}

stop_witness()
{
	kill -INT "$witness"
	wait "$witness"
}

# saw NAME: prints the count of this name
saw()
{
	sed -n "s/^@$1: //p" /tmp/witness
}
