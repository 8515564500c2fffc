#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A kernel without one of the hooked functions: the module loses what its hook table says,
# and nothing else.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/matrix.sh"

# hook SYMBOL COLUMN: prints this column of the hook's row
hook()
{
	awk -v symbol="$1" -v column="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		$1 == symbol { print $at[column] }' /proc/net/twstat/hooks
}

# state SYMBOL FOUND BACKEND STATE: the hook's row has these values
state()
{
	equal "$1" "$2 $3 $4" "$(hook "$1" found) $(hook "$1" backend) $(hook "$1" state)"
}

# refused_without NAME[,NAME]: the module does not load without these functions
refused_without()
{
	! load absent="$1" 2>/dev/null && ! loaded &&
		dmesg_has "${1%%,*} .*: the module doesn't load, since it can't count "
}

warned_of()
{
	dmesg_has "$1 is not in this kernel (-2); lost: "
}

# all_ends: sockets end by several causes, in a short time
all_ends()
{
	inside sysctl -qw net.ipv4.tcp_fin_timeout=1 net.ipv4.tcp_max_tw_buckets=40
	conns -n 50 ceSEC			# 40 live, 10 are denied
	destroy
	conns -n 10 Ce				# FIN_WAIT2, then TIME_WAIT
	destroy
}

# lived: prints the counters, in a form that does not depend on how many sockets in FIN_WAIT2
# are mini-sockets: that is a race between the peer's ACK and close(), and a mini-socket
# answers the FIN with an ACK of its own.
lived()
{
	local minis

	minis=$(counter PromoteFinWait2)
	counters | grep -vE '^(EnterClose|EnterFinWait2|PromoteFinWait2|AckSent)='
	echo "Enter=$(sum 'Enter*')"
	echo "EnterFinWait2=PromoteFinWait2+$(($(counter EnterFinWait2) - minis))"
	echo "AckSent=PromoteFinWait2+$(($(counter AckSent) - minis))"
}

# not_half_open: states without half-open connections are right
not_half_open()
{
	warned_of "${names%,*}" && as_listed && equal NEW_SYN_RECV 0 "$(awk '
		NR == 1 { for (i = 2; i <= NF; i++) if ($i == "NEW_SYN_RECV") at = i }
		$1 == "NEW_SYN_RECV" { for (i = 2; i <= NF; i++) n += $i }
		NR > 1 { n += $at }
		END { print n }' "$(file twstat/states)")"
}

no_segments()
{
	grep -vE '^(Seg|Ack)'
}

# all_found: the sockets that ended are out of the gauges, and the others are not
all_found()
{
	[ "$(counter ExitOther)" = 50 ] && [ "$(alive)" = 70 ]
}

# ends_missed: sockets end while kprobes are disarmed, so that no hook sees it
ends_missed()
{
	local switch=/sys/kernel/debug/kprobes/enabled

	conns -p 8080 -n 50 ceSEC
	conns -p 8081 -n 70 ceSEC
	echo 0 > $switch
	destroy dport = :8080
	echo 1 > $switch
	equal "in the gauge" 120 "$(alive)" && wait_for 60 all_found &&
		counted EnterClose=120 ExitOther=50 && conserved && agreed &&
		equal ProbeMissed 50 "$(first_counter ProbeMissed)" &&
		state inet_twsk_kill yes kprobe incomplete && equal missed 50 \
		"$(hook inet_twsk_kill missed)"
}

enter=$(grep -ow 'inet_twsk_hashdance\(_schedule\)\?$' /proc/kallsyms | head -1)

plan 16

load connect_result=1 reuse_exact=1
check "everything is found and on, or spare" equal "not on" "" \
	"$(awk 'NR > 1 && ($3 != "yes" || $5 !~ /^(on|spare)$/)' /proc/net/twstat/hooks)"
check "tw_timer_handler is not needed" state tw_timer_handler yes - spare
namespace
conns -n 10 ceSEC
check "$enter: a hit for each birth" equal hits 10 "$(hook "$enter" hits)"
unload

for names in inet_twsk_hashdance_schedule,inet_twsk_hashdance \
	inet_twsk_deschedule_put tw_timer_handler,inet_twsk_kill; do
	check "without $names: refused" refused_without "$names"
done

load
namespace
all_ends
want=$(lived)
unload

load absent=inet_twsk_kill
check "without inet_twsk_kill: two other hooks replace it" state tw_timer_handler yes ftrace on
namespace
all_ends
check "and count the same" equal counters "$want" "$(lived)"
check "and agree with the witnesses" agreed
unload

load backend=kprobe
namespace
check "ends that no hook has seen: found later" ends_missed
unload

load absent=inet_sock_set_state
check "without inet_sock_set_state: a warning" warned_of inet_sock_set_state
namespace
all_ends
check "denials, Connect* and Close* are lost, nothing else" equal counters \
	"$(sed -E 's/^(DeniedLimit|Connect[a-zA-Z]+|Close(Active|Passive|Both|Aborted))=.*/\1=0/' <<< "$want")" "$(lived)"
unload

load segments=0
check "without segments: __inet_twsk_schedule replaces the hook" \
	state __inet_twsk_schedule yes ftrace on
namespace
all_ends
check "and nothing else is lost" equal counters "$(no_segments <<< "$want")" \
	"$(lived | no_segments)"
unload

load segments=0 absent=__inet_twsk_schedule
check "without both: a warning" warned_of __inet_twsk_schedule
unload

names=__inet_csk_reqsk_queue_drop,inet_csk_reqsk_queue_drop
load absent=$names
namespace
conns -n 10 ceSEC
check "without $names: no half-open connections" not_half_open
unload

ktap_finished
