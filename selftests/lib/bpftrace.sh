# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# A bpftrace script as a witness: what it counts it says in /tmp/witness.

# start_witness SCRIPT: it watches when this is done. Its types are the kernel's own, from
# BTF: no headers of its source.
start_witness()
{
	rm -f /tmp/witness	# an earlier one's, which watched as well
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

# saw NAME: what it counted
saw()
{
	sed -n "s/^@$1: //p" /tmp/witness
}
