# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Segments that are lost on their way.

# lose [MATCH...]: those of TCP, sent in the namespace $ns, that nft says match
lose()
{
	inside nft "add table inet lose; add chain inet lose out { type filter hook \
		output priority 0; }; add rule inet lose out meta l4proto tcp $* drop"
}

# let_pass: no segment is lost any more
let_pass()
{
	inside nft delete table inet lose
}
