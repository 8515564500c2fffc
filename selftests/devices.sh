#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The device that sockets are bound to belongs to their destination: two VRFs, or two links,
# may have the same addresses, and then each has all ports. ss and the client's errors are the
# witnesses.
# shellcheck disable=SC2016 # awk and jq expand it, not the shell

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/endpoints.sh"
. "$(dirname "$0")/lib/events.sh"
. "$(dirname "$0")/lib/tool.sh"
. "$(dirname "$0")/lib/ynl.sh"

ports=100
declare -A peer_of

# links: makes a namespace with the links red0 and blue0, which have the same addresses on
# both ends, and a peer behind each
links()
{
	local link client

	namespace ip_local_port_range="40000 $((39999 + ports))"
	client=$ns
	for link in red blue; do
		namespace
		peer_of[$link]=$ns
		inside ip link add eth0 type veth peer name ${link}0 netns "$client"
		inside ip link set eth0 addrgenmode none
		inside ip addr add 10.1.0.2/24 dev eth0
		inside ip addr add fe80::2/64 dev eth0 nodad
		inside ip link set eth0 up
		ns=$client
		inside ip link set ${link}0 addrgenmode none
		inside ip link set ${link}0 up
		inside ip addr add 10.1.0.1/24 dev ${link}0
		inside ip addr add fe80::1/64 dev ${link}0 nodad
	done
}

# vrfs: the same, with each link in a VRF of its own, red and blue
vrfs()
{
	local link table=10

	links
	for link in red blue; do
		inside ip link add $link type vrf table $((table++))
		inside ip link set $link up
		inside ip link set ${link}0 master $link
		# It was removed with its route when the link got a master.
		inside ip addr replace fe80::1/64 dev ${link}0 nodad
	done
}

# to LINK SAW [OPTION...]: makes connections over this link, and compares what conns prints
to()
{
	client_saw "$2" -N "${peer_of[$1]}" -l :: "${@:3}"
}

# bound DEVICE SAW [OPTION...]: the same with sockets that are bound to the device
bound()
{
	to "${1%0}" "$2" -a 10.1.0.2 -D "$1" "${@:3}"
}

# ss_by_device: by ss: each destination, its sockets in TIME_WAIT, and its other sockets
ss_by_device()
{
	inside ss -Htan | awk '
		function host(s) { sub(/:[0-9]+$/, "", s); gsub(/[][]/, "", s); return s }
		function port(s) { sub(/.*:/, "", s); return s + 0 }
		$1 != "LISTEN" && port($5) < 9000 {
			to = host($4) " " host($5) " " port($5)
			all[to]++
			time_wait[to] += $1 == "TIME-WAIT"
		}
		END { for (to in all) print to, time_wait[to], all[to] - time_wait[to] }' |
		sed 's/%if/%/' | sort
}

# our_by_device: the same by the tool, without destinations that have no sockets
our_by_device()
{
	json '.[] | (."fin-wait2" + .live) as $others | select(.ports > 0) |
		"\(.local)\(if .device then "%" + .device else "" end) \(.remote) \(.port) \(
		."time-wait") \($others)"' -n dst | sort
}

# listed: as ss lists them, and none has more ports than there are
listed()
{
	same destinations "$(ss_by_device)" "$(our_by_device)" &&
		equal "more ports than usable" 0 "$(json 'map(select(.ports > .usable)) | length' dst)"
}

# has DEVICE NAME VALUE: an attribute of the destination of this device; "-": of no device
has()
{
	equal "$1: $2" "$3" "$(json ".[] | select((.device // \"-\") == \"$1\") | .\"$2\"" dst)"
}

index_of()
{
	local index

	IFS=: read -r index _ < <(inside ip -o link show "$1")
	echo "$index"
}

# Both use most of the ports, then one of them all.
apart()
{
	bound "$1" "connected 80" -n 80 && bound "$2" "connected 60" -n 60 && listed &&
		has "$1" ports 80 && has "$2" ports 60 &&
		bound "$1" "connected 20 EADDRNOTAVAIL 10" -n 30 && bound "$2" "connected 10" -n 10 &&
		listed && has "$1" exhausted 10 && has "$2" exhausted 0 &&
		has "$1" refused-off $((10 * ports)) && has "$2" refused-off 0 &&
		counted_reuse ReuseOff=$((10 * ports)) && agreed && conserved && nothing_lost
}

# The one that is out of ports is named, and only that one.
named()
{
	tool -j -n -i 0 explain > /tmp/explained
	equal "out of ports" "out-of-ports 10.1.0.1 $1 $(index_of "$1") 10.1.0.2" \
		"$(jq -r '.explained[] | "\(.verdict) \(.destination | "\(.local) \(.device) \(
			.ifindex) \(.remote)")"' /tmp/explained)" &&
		equal "the first line" \
			"OUT OF PORTS: 10.1.0.1%$1 to 10.1.0.2:8080 uses $ports of $ports ports." \
			"$(tool -n -i 0 | head -n 1)" &&
		equal "the other one" "fine $2" "$(tool -j -n -i 0 explain "10.1.0.2%$2" |
			jq -r '"\(.verdict) \(.explained[0].destination.device)"')"
}

# which DEVICES ARGUMENT...: twstat dst lists the destinations of these devices
which()
{
	equal "dst ${*:2}" "$1" "$(json 'map(.device) | sort | join(" ")' dst "${@:2}")"
}

# In /proc, by netlink, and by what the tool is asked for
exports()
{
	local red blue key='"family": 2, "local4": "10.1.0.1", "remote4": "10.1.0.2"'

	red=$(index_of red) blue=$(index_of blue) key="\"family\": 2, \"port\": 8080"
	key+=", \"local4\": $((10 << 24 | 1 << 16 | 1)), \"remote4\": $((10 << 24 | 1 << 16 | 2))"
	columns destinations "device=$red" port=8080 time_wait=100 &&
		columns destinations "device=$blue" port=8080 time_wait=70 || return
	start_client
	told "$red $blue" all destination-get device &&
		told "$red" all destination-get device "{\"device\": $red}" &&
		told "" all destination-get device '{"device": 0}' &&
		told 70 one destination-get time-wait "{$key, \"device\": $blue}" &&
		ask_fails "No such destination" one destination-get "{$key}" &&
		which "blue red" && which red to 10.1.0.2%red && which blue from 10.1.0.1%blue/24 &&
		which blue 10.1.0.2%blue:8080 && which red dev red && which "" dev "red0" &&
		which red dev "$red" &&
		fails 2 "There is no device 'green'" tool dst 10.1.0.2%green &&
		fails 2 "'red' is a second device" tool dst 10.1.0.2%blue dev red &&
		equal "rows of dst" "10.1.0.1%blue 10.1.0.2:8080 70
10.1.0.1%red 10.1.0.2:8080 100" \
			"$(tool -n dst | awk 'NR > 1 { print $1, $2, $3 }' | sort)" &&
		equal "in the list of sockets" "100 70" \
			"$(tool -n sock | awk '
				$2 ~ /^10\.1\.0\.1%red:/ { red++ }
				$2 ~ /^10\.1\.0\.1%blue:/ { blue++ }
				END { print red, blue }')" &&
		equal "in JSON" "red $red" "$(json '.[] | "\(.device) \(.ifindex)"' sock |
			sort -u | grep red)"
}

# Events name the device.
events()
{
	tool_in_background -s -j monitor > /tmp/events
	wait_for 20 waits_in poll
	listen 1024
	bound red "connected 0 EADDRNOTAVAIL 1" -n 1 && wait_for 20 grep exhausted /tmp/events
	heard_all
	kill "$job"
	wait "$job"
	equal "netlink's" "destination-exhausted red" "$(jq -r '"\(.event) \(.device)"' /tmp/events |
		grep exhausted)" || return
	heard destination_exhausted device
	equal "traced" "$(index_of red)" "${!heard[*]}"
}

# IPv6 link-local addresses; connect() binds the socket to the device of the address.
link_local()
{
	to red "connected 80" -a fe80::2%red0 -n 80 &&
		to blue "connected 80" -a fe80::2%blue0 -n 80 && listed &&
		has red0 ports 80 && has blue0 ports 80 && has red0 local fe80::1 &&
		to blue "connected 20 EADDRNOTAVAIL 5" -a fe80::2%blue0 -n 25 && listed &&
		has red0 exhausted 0 && has blue0 exhausted 5 &&
		equal row "fe80::1%blue0 [fe80::2]:8080" \
			"$(tool -n dst '[fe80::2]%blue0:8080' | awk 'NR > 1 { print $1, $2 }')" &&
		agreed && conserved && nothing_lost
}

# refused: prints the refused reuse of each destination by its device, and of all
refused()
{
	{
		json '.[] | "\(.device // "-") \(."refused-off")"' dst
		echo "all $(counter ReuseOff)"
	} | sort
}

# more_refused WANT COMMAND...: the command adds so many to these
more_refused()
{
	local before

	before=$(refused)
	"${@:2}" && equal "refused" "$1" \
		"$(join <(echo "$before") <(refused) | awk '{ print $1, $3 - $2 }' | xargs)"
}

# Ports of sockets without a device are not free for those with one; but not the other way.
mixed()
{
	client_saw "connected 60" -n 60 && client_saw "connected 40" -D lo -n 40 && listed &&
		has - ports 60 && has lo ports 40 &&
		more_refused "- 300 all 500 lo 200" \
			client_saw "connected 0 EADDRNOTAVAIL 5" -D lo -n 5 &&
		has lo exhausted 5 && client_saw "connected 40" -n 40 && listed && has - ports $ports &&
		more_refused "- 500 all 500 lo 0" client_saw "connected 0 EADDRNOTAVAIL 5" -n 5 &&
		has - exhausted 5 && has lo exhausted 5 && agreed && conserved && nothing_lost
}

# The same in a VRF: ports of its own sockets are not free for those of its devices, and
# sockets without a device don't matter, unless tcp_l3mdev_accept is on.
inside_vrf()
{
	to red "connected 30" -a 10.1.0.2 -D red -n 30 &&
		to red "connected 70 EADDRNOTAVAIL 5" -a 10.1.0.2 -D red0 -n 75 && listed &&
		has red ports 30 && has red0 ports 70 && has red refused-off $((5 * 30)) &&
		has red0 refused-off $((5 * 70)) && counted_reuse ReuseOff=$((5 * ports)) &&
		to red "connected 70 EADDRNOTAVAIL 5" -a 10.1.0.2 -D red -n 75 && listed &&
		has red ports $ports && counted_reuse ReuseOff=$((10 * ports)) && nothing_lost
}

# A socket whose device changes counts once: for the first one while it is live, and for the
# last one in TIME_WAIT.
changed()
{
	hold -D lo -p 8080 -n 20 wuwceSECw
	listed && has lo live 20 || return
	hold_on
	has lo live 20 && equal "of no device" "" "$(json '.[] | select(.device == null)' dst)" ||
		return
	hold_on
	listed && has lo ports 0 && has - time-wait 20 && has - ports 20 || return
	go_on
	destroy
	has lo ports 0 && has - ports 0 && conserved && nothing_lost
}

# Sockets outlive their device, which then has only a number.
removed()
{
	local red

	red=$(index_of red)
	inside ip link del red
	listed && has "$red" time-wait $ports &&
		equal row "10.1.0.1%$red" "$(tool -n dst "10.1.0.2%$red" | awk 'NR > 1 { print $1 }')"
}

# Sockets in TIME_WAIT, and live ones that enter it later
adopted()
{
	listed && has red0 time-wait 70 && has blue0 live 10 && hold_on && listed &&
		has blue0 time-wait 80 && go_on && nothing_lost
}

# Sockets that are bound to no device
unbound()
{
	conns -p 8080 -n 20 ceSEC && conns -p 8081 -a ::1 -n 10 ceSEC && as_ss && listed || return
	start_client
	told "- -" all destination-get device && told "- -" all destination-get device '{"device": 0}' &&
		columns destinations device=0 time_wait=30 &&
		equal "in JSON" "null null" "$(json 'map("\(.device) \(.ifindex)") | unique[]' dst)" &&
		equal "rows of dst" "127.0.0.1 127.0.0.1:8080
::1 [::1]:8081" "$(tool -n dst | awk 'NR > 1 { print $1, $2 }' | sort)"
}

# check_vrf DESCRIPTION COMMAND...: a case that needs VRFs
check_vrf()
{
	if [ -n "$has_vrfs" ]; then
		check "$@"
	else
		ktap_test_skip "$1 (the kernel has no VRFs)"
	fi
}

plan 15

load
namespace
has_vrfs=yes
inside ip link add red type vrf table 10 2> /dev/null || has_vrfs=

[ -z "$has_vrfs" ] || vrfs
check_vrf "two VRFs with the same addresses" apart red blue
check_vrf "the VRF that is out of ports is named" named red blue
check_vrf "netlink, /proc and the tool select by device" exports
check_vrf "events name the device" events
check_vrf "netlink agrees with /proc and ss" inside python3 -B "$here/lib/same.py"
check_vrf "a VRF is removed" removed
[ -z "$has_vrfs" ] || vrfs
check_vrf "a device in a VRF" inside_vrf
links
check "two devices with the same addresses" apart red0 blue0
check "the device that is out of ports is named" named red0 blue0
links
check "IPv6 link-local addresses" link_local
namespace ip_local_port_range="40000 $((39999 + ports))"
check "with a device and without one" mixed
namespace
check "the device of a socket changes" changed
namespace
check "without a device" unbound
unload

# What existed before
links
for link in red0 blue0; do
	bound $link "connected 70" -n 70
done
hold -N "${peer_of[blue]}" -l :: -a 10.1.0.2 -D blue0 -p 8080 -n 10 wceSECw
load
check "adopted by device" adopted
unload

load reuse_exact=1
namespace ip_local_port_range="40000 $((39999 + ports))"
check "each refusal examined: with a device and without one" mixed

ktap_finished
