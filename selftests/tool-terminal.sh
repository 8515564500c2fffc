#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The tool twstat on a terminal: colours and bars; twstat watch, its keys and its end.

. "$(dirname "$0")/lib/lib.sh"
. "$(dirname "$0")/lib/tool.sh"

# open COMMAND: opens a terminal (tmux) that runs the command in the namespace, prints its
# exit status, and waits. Each has its own server, since one that is ending would still
# answer.
terminal=0
open()
{
	tmux -L $terminal kill-server 2> /dev/null
	terminal=$((terminal + 1))
	TERM=xterm-256color LC_ALL=C.UTF-8 tmux -f /dev/null -L $terminal -u new-session -d \
		-x 100 -y 30 -s twstat "nsenter --net=/run/netns/$ns $1; echo ended with \$?; cat"
}

# screen [OPTION...]: prints the contents of the screen
screen()
{
	tmux -L $terminal capture-pane -p -t twstat "$@"
}

press()
{
	tmux -L $terminal send-keys -t twstat "$@"
}

# shown REGEX: waits until the screen shows it
shown()
{
	wait_for 20 is_shown "$1"
}

is_shown()
{
	screen
	screen | grep -qE -- "$1"
}

# three_destinations: makes three destinations; one of them has no free port
three_destinations()
{
	destroy
	conns -p 8080 -n 21 ceSEC
	conns -p 8081 -n 2 ceSEC
	conns -p 8082 -n 3 ceSEC
}

escape=$'\033'

coloured()
{
	open "$here/twstat -n -i 0"
	shown "ended with 0" && is_shown '100%  ██████████' &&
		screen -e | grep -q "$escape\[1m$escape\[31mOUT OF PORTS\|$escape\[1;31mOUT OF PORTS"
}

colourless()
{
	open "env NO_COLOR=1 $here/twstat -n -i 0"
	shown "ended with 0" && is_shown '100%  ██████████' &&
		! screen -e | grep -q "$escape\[" || return
	open "env TERM=dumb $here/twstat -n -i 0"
	shown "ended with 0" && ! screen -e | grep -q "$escape\["
}

# A locale without these characters.
ascii()
{
	open "env LC_ALL=C $here/twstat -n hist port-search"
	shown "ended with 0" && is_shown '^ +[0-9]+ us +[0-9]+  #+$'
}

# ordered PORT...: waits until the destinations are shown in this order
ordered()
{
	wait_for 20 has_order "$*"
}

has_order()
{
	screen
	[ "$(screen | sed -nE 's/^127.0.0.1 +127.0.0.1:([0-9]+) .*/\1/p' | paste -sd ' ')" = "$1" ]
}

watched()
{
	open "$here/twstat -n watch 0.2"
	shown '^TIME_WAIT +25 '
}

live()
{
	watched && ordered 8080 8082 8081 && conns -p 8081 -n 6 ceSEC &&
		shown '^TIME_WAIT +31 ' && ordered 8080 8081 8082
}

sorted()
{
	watched && press a && ordered 8080 8081 8082 && press u && ordered 8080 8082 8081 &&
		conns -p 8079 -n 1 ceSEC && ordered 8080 8082 8081 8079 && press a &&
		ordered 8079 8080 8081 8082 && press p && ordered 8080 8082 8081 8079
}

# resize_to COLUMNS ROWS: resizes the terminal, and waits until it was redrawn
resize_to()
{
	tmux -L $terminal resize-window -t twstat -x "$1" -y "$2" && wait_for 20 has_size "$1" "$2"
}

has_size()
{
	[ "$(tmux -L $terminal display -p -t twstat '#{window_width} #{window_height}')" = "$1 $2" ]
}

resized()
{
	watched && resize_to 50 14 && shown '^127.0.0.1 +127.0.0.1:8080' &&
		resize_to 120 40 && shown '^not tracked +nothing' && shown 'runs out$' &&
		resize_to 30 10 && shown '^TIME_WAIT' && ! is_shown '^not tracked' &&
		resize_to 100 30 && shown '^not tracked +nothing' && ordered 8080 8082 8081 8079
}

# If there are more rows than lines, the arrow and page keys scroll.
scrolled()
{
	local i

	for ((i = 0; i < 20; i++)); do
		conns -p $((8100 + i)) -n 1 ceSEC
	done
	open "$here/twstat -n watch 600"
	resize_to 100 28 && press a && shown '127.0.0.1:8079' && ! is_shown 127.0.0.1:8119 &&
		press Down && ordered_from 8080 && press Up && ordered_from 8079 &&
		press PageDown PageDown PageDown && shown '127.0.0.1:8119' &&
		! is_shown 127.0.0.1:8079 && redrawn && press PageUp PageUp PageUp &&
		ordered_from 8079
}

# No old text is left: the screen is the same after it was redrawn completely.
redrawn()
{
	local before

	before=$(screen | sed 1d)
	press C-l Up && ordered_from 8114 && press Down && ordered_from 8115 &&
		same screen "$before" "$(screen | sed 1d)"
}

# ordered_from PORT: this destination is the first
ordered_from()
{
	wait_for 20 has_first "$1"
}

has_first()
{
	screen
	screen | grep -m 1 -E '^127.0.0.1 ' | grep -q ":$1 "
}

# The terminal is restored: keys are echoed.
quit()
{
	watched && press q && shown '^ended with 0' && press echoed && shown '^echoed' || return
	watched && press C-c && shown '^ended with 0'
}

# When the module is unloaded, watch ends.
unloaded()
{
	watched && unload && shown '^twstat: The module twstat was unloaded' &&
		shown '^ended with 3'
}

# With -A there is a row for each network namespace; the keys that sort destinations do
# nothing.
watched_all()
{
	open "$here/twstat -n -A watch 0.5"
	shown "^OUT OF PORTS: 127.0.0.1 to 127.0.0.1:8080 " && is_shown "^  in $ns: twstat -N $ns" &&
		is_shown "^$ns +OUT OF PORTS +127.0.0.1:8080 +20 +20 +now" &&
		is_shown "^host +OK " && press u && destroy &&
		shown "^OK: .* in any of 2 network namespaces" && press q && shown '^ended with 0'
}

unknown_terminal()
{
	open "env TERM=nonsense $here/twstat watch"
	shown '^twstat: This terminal \(TERM=nonsense\) is not known' && shown '^ended with 1'
}

plan 11

load
namespace ip_local_port_range="40000 40019"
for what in coloured colourless ascii live sorted resized scrolled quit watched_all unknown_terminal \
	unloaded; do
	three_destinations
	check "$what" $what
done
tmux -L $terminal kill-server

ktap_finished
