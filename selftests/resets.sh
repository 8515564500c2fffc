#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Connections that end by an RST that this host sends, and why. The kernel counts some of the
# causes, too.

. "$(dirname "$0")/lib/lib.sh"

# reset COUNTER STATEMENTS: these statements of Python move the counter by one. They have a
# listener, and a connected client and server.
reset()
{
	local counter=$1

	namespace
	inside python3 - "$address" "$2" <<-'PYTHON' || return
		import socket, struct, sys
		from socket import *

		family = AF_INET6 if ":" in sys.argv[1] else AF_INET

		def linger(s):
		    s.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))

		def arrived(s, byte):
		    assert s.recv(1, MSG_PEEK) == byte

		listener = socket(family)
		listener.bind((sys.argv[1], 8080))
		listener.listen()
		client = socket(family)
		client.connect((sys.argv[1], 8080))
		server, _ = listener.accept()
		exec(sys.argv[2])
	PYTHON
	equal "Linger Unread Other" "$(one_of "$counter")" "$(
		counter CloseRstLinger) $(counter CloseRstUnread) $(
		counter CloseRstOther)"
}

# one_of Linger|Unread|Other|None: prints what "Linger Unread Other" should be
one_of()
{
	case $1 in
	Linger)	echo "1 0 0" ;;
	Unread)	echo "0 1 0" ;;
	Other)	echo "0 0 1" ;;
	None)	echo "0 0 0" ;;
	esac
}

# both_say DESCRIPTION NAME COUNTER STATEMENTS: the same, and the kernel's counter NAME is 1
both_say()
{
	check "$address: $1" reset "$3" "$4"
	check "$address: $2 of the kernel says so" equal "$2" 1 \
		"$(kernel_counter "TcpExt$2")"
}

plan 24

load
for address in 127.0.0.1 ::1; do
	both_say "SO_LINGER 0" TCPAbortOnData Linger \
		'linger(client); client.close()'
	both_say "SO_LINGER 0, and the FIN of the peer was not read" TCPAbortOnData Linger \
		'server.close(); linger(client); client.close()'
	both_say "unread data" TCPAbortOnClose Unread \
		'server.send(b"x"); arrived(client, b"x"); client.close()'
	both_say "one unread byte, then the FIN" TCPAbortOnClose Unread \
		'server.send(b"x"); server.close(); arrived(client, b"x"); client.close()'
	both_say "unread data and SO_LINGER 0" TCPAbortOnClose Unread \
		'server.send(b"x"); arrived(client, b"x"); linger(client); client.close()'
	check "$address: all was read: none" reset None \
		'server.send(b"x"); server.close(); client.recv(2); client.recv(1); client.close()'
	check "$address: the listener closes before accept(): Other" reset Other \
		'another = socket(family); another.connect((sys.argv[1], 8080)); listener.close()'
done

ktap_finished
