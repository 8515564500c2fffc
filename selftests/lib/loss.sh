# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Loss of segments.

# lose [MATCH...]: drops TCP segments sent in the namespace $ns that match in nft(8)
lose()
{
	inside nft "add table inet lose; add chain inet lose out { type filter hook \
		output priority 0; }; add rule inet lose out meta l4proto tcp $* drop"
}

# let_pass: drops no more segments
let_pass()
{
	inside nft delete table inet lose
}
