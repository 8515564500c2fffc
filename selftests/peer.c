// SPDX-License-Identifier: GPL-2.0
/*
 * Play the remote host of a TCP connection, segment by segment.
 *
 *	peer [-4|-6] [-l] [-t] [-T] [-p PORT] [-P PORT] STEP...
 *
 * The local end is an ordinary socket of this process, at 10.9.0.1 or (-6)
 * fd09::1. Its segments leave through a TUN device and arrive here: the peer,
 * 10.9.0.2 or fd09::2, does what the steps say. The kernel has processed a segment
 * of the peer before the next step begins. For instance, to bring the local end into
 * TIME_WAIT, then repeat the peer's FIN:
 *
 *	peer open close '<F.' '>F.' '<.' '>F.,seq=-1' '<.'
 *
 * The local end connects from port 40000 (-P) to the peer's port 8080 (-p). With
 * -l it listens on port 8080, and the peer connects from port 40000; with -t the
 * listener is that of a transparent proxy. With -T the peer does not use TCP
 * timestamps. It never uses SACK or window scaling.
 *
 * Steps of both ends:
 *
 *	open		the three-way handshake: the peer connects if there is a
 *			listener, otherwise the local end does. Takes auto, see
 *			connect, and for the peer's SYN win=, ts=, no-ts and isn=
 *
 * Steps of the local end:
 *
 *	connect		only sends the SYN, from the port of the last connection;
 *			connect,auto: from a port that the kernel chooses
 *	accept		accepts a connection of the listener
 *	write		sends 3 bytes, or len= bytes, or data=
 *	read		prints the result of read(): text, end, or an error
 *	shutdown	sends its FIN: shutdown(SHUT_WR)
 *	close		close()
 *	reset		closes with a RST: SO_LINGER 0, then close()
 *	close-listener	closes the socket that -l opened
 *
 * Steps of the peer. FLAGS are tcpdump's letters, FSRP.UEW, and . is ACK:
 *
 *	>FLAGS		sends a segment
 *	<FLAGS		receives the next segment, within 10 s; it must have these flags
 *	<none		fails if there is a segment
 *	drop		drops the next segment, with any flags
 *
 * Modifiers follow after commas, as in '>F.,seq=-1,ts=-5':
 *
 *	seq=N		relative to the next sequence number, so 0 is in order. A segment
 *			with seq= does not change the peer's state
 *	ack=N		relative to the ACK number of everything received
 *	len=N		bytes of payload: abc...
 *	data=TEXT	payload without commas (> only)
 *	win=N		the window, instead of 65535 (> only)
 *	ts=N		relative to the peer's clock, which starts at 1000 and counts the
 *			peer's segments (> only)
 *	no-ts		no timestamp (> only)
 *	isn=N		begins a new connection; N is relative to the last sequence number
 *			of the connection before, or to 0. A SYN with neither isn= nor
 *			seq= has isn=1000000 (>S and >S. only)
 *	lost		the segment is lost before it reaches the peer (< only)
 *
 * Another step:
 *
 *	!COMMAND	runs it by the shell; it must succeed
 *
 * Each segment is printed: > is the peer's and < the kernel's; seq and ack are
 * relative to the connection's start, ts is the peer's clock, and ecr the kernel's
 * echo of it.
 *
 * <none does not wait for a delayed ACK, which data may cause. In TIME_WAIT the kernel
 * sends at most one ACK in net.ipv4.tcp_invalid_ratelimit ms.
 *
 * Exit status: 1 if a step failed, 2 if there is no such step or option.
 */
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer_wire.h"

#define PATIENCE	10

enum action {
	OPEN, CONNECT, ACCEPT, WRITE, READ, SHUTDOWN, RESET, CLOSE, CLOSE_LISTENER,
	NONE, DROP, EXPECT, SEND, COMMAND,
};

enum modifier { LEN, WIN, SEQ, ACK, TS, ISN, DATA, NO_TS, LOST, AUTO };

#define OF_SYN		(BIT(WIN) | BIT(TS) | BIT(ISN) | BIT(NO_TS))
#define OF_BOTH		(BIT(SEQ) | BIT(ACK) | BIT(LEN))

/* Those up to "data" have a value. */
static char *const modifiers[] = {
	"len", "win", "seq", "ack", "ts", "isn", "data", "no-ts", "lost", "auto", NULL
};

static const struct {
	const char *name;
	unsigned int allowed;
} actions[] = {
	[OPEN] = { "open", OF_SYN | BIT(AUTO) },
	[CONNECT] = { "connect", BIT(AUTO) },
	[ACCEPT] = { "accept", 0 },
	[WRITE] = { "write", BIT(LEN) | BIT(DATA) },
	[READ] = { "read", 0 },
	[SHUTDOWN] = { "shutdown", 0 },
	[RESET] = { "reset", 0 },
	[CLOSE] = { "close", 0 },
	[CLOSE_LISTENER] = { "close-listener", 0 },
	[NONE] = { "<none", 0 },
	[DROP] = { "drop", 0 },
	[EXPECT] = { "<", OF_BOTH | BIT(LOST) },
	[SEND] = { ">", OF_BOTH | OF_SYN | BIT(DATA) },
};

/**
 * struct step - a word of the command line
 * @word: the word
 * @action: what to do
 * @flags: TH_* of the segment
 * @given: a bit for each modifier that was given
 * @number: the modifiers' values; 0 if not given
 * @text: the text of data=
 */
struct step {
	const char *word;
	enum action action;
	unsigned int flags;
	unsigned int given;
	long number[DATA];
	const char *text;
};

static int local = -1, listener = -1;
static unsigned int local_port, peer_port;

/* The peer's side of the connection, with the names of RFC 9293 and RFC 7323. */
static unsigned int iss, snd_nxt, irs, rcv_nxt, ts_recent, ts_clock = 1000;
static bool offer_ts = true, use_ts;

static bool has(const struct step *step, enum modifier modifier)
{
	return step->given & BIT(modifier);
}

static void send_segment(const struct step *step)
{
	struct segment seg = {
		.from = peer_port,
		.to = local_port,
		.flags = step->flags,
		.window = has(step, WIN) ? step->number[WIN] : 65535,
		.has_ts = step->flags == TH_SYN ? offer_ts : use_ts,
		.tsval = ++ts_clock + step->number[TS],
		.data = step->text,
		.len = step->number[LEN],
	};

	if (step->flags & TH_SYN && !has(step, SEQ)) {
		iss = snd_nxt + (has(step, ISN) ? step->number[ISN] : 1000000);
		snd_nxt = iss;
	}
	seg.seq = snd_nxt + step->number[SEQ];
	if (step->flags & TH_ACK) {
		seg.ack = rcv_nxt + step->number[ACK];
		seg.tsecr = ts_recent;
	}
	if (has(step, TS) || has(step, NO_TS))
		seg.has_ts = has(step, TS);
	if (!has(step, SEQ))
		snd_nxt += wire_length(&seg);

	wire_show(&seg, true, iss, irs);
	wire_send(&seg);
}

/* The next segment of the kernel, or false if none comes in time. */
static bool receive(struct segment *seg, int seconds)
{
	if (!wire_receive(seg, seconds))
		return false;

	if (seg->flags & TH_SYN && seg->seq != irs) {
		irs = seg->seq;
		rcv_nxt = irs;
	}
	if (seg->flags == TH_SYN)
		local_port = seg->from;
	wire_show(seg, false, irs, iss);
	if (seg->from != local_port || seg->to != peer_port)
		errx(1, "%s: the kernel sent it from port %u to %u, not %u to %u",
		     doing, seg->from, seg->to, local_port, peer_port);
	return true;
}

static void require(const struct step *step, enum modifier modifier, unsigned int got)
{
	if (has(step, modifier) && got != (unsigned int)step->number[modifier])
		errx(1, "%s: the segment has %s=%d", doing, modifiers[modifier], (int)got);
}

static void expect(const struct step *step)
{
	struct segment seg;

	if (!receive(&seg, PATIENCE))
		errx(1, "%s: the kernel sent nothing in %d s", doing, PATIENCE);
	if (step->flags && seg.flags != step->flags)
		errx(1, "%s: the kernel sent '%s'", doing, wire_flags(seg.flags));
	require(step, SEQ, seg.seq - rcv_nxt);
	require(step, ACK, seg.ack - snd_nxt);
	require(step, LEN, seg.len);
	if (has(step, LOST))
		return;

	if (seg.seq == rcv_nxt)
		rcv_nxt += wire_length(&seg);
	if (seg.has_ts)
		ts_recent = seg.tsval;
	if (seg.flags & TH_SYN)
		use_ts = offer_ts && seg.has_ts;
}

static void expect_none(void)
{
	struct segment seg;

	if (receive(&seg, 0))
		errx(1, "%s: the kernel sent '%s'", doing, wire_flags(seg.flags));
}

/* Calls do not wait for it (nonblocking), and no COMMAND keeps it open. */
static int local_socket(int port)
{
	struct sockaddr_storage address;
	int fd;

	wire_address(&address, false, port);
	fd = must(socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
	must(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)));
	if (port)
		must(bind(fd, (struct sockaddr *)&address, sizeof(address)));
	return fd;
}

static void connect_local(const struct step *step)
{
	struct sockaddr_storage address;

	local = local_socket(has(step, AUTO) ? 0 : local_port);
	wire_address(&address, true, peer_port);
	if (connect(local, (struct sockaddr *)&address, sizeof(address)) &&
	    errno != EINPROGRESS)
		err(1, "%s", doing);
}

static void accept_local(void)
{
	local = must(accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

static void open_both(const struct step *step)
{
	const struct step ack = { .flags = TH_ACK, .given = BIT(ACK) };
	struct step syn = *step;

	if (listener >= 0) {
		syn.flags = TH_SYN;
		send_segment(&syn);
		expect(&(struct step){ .flags = TH_SYN | TH_ACK, .given = BIT(ACK) });
		send_segment(&ack);
		accept_local();
	} else {
		connect_local(step);
		expect(&(struct step){ .flags = TH_SYN });
		syn.flags = TH_SYN | TH_ACK;
		send_segment(&syn);
		expect(&ack);
	}
}

static void read_local(void)
{
	char text[65536];
	ssize_t got = recv(local, text, sizeof(text), 0);

	if (got > 0)
		printf("read %.*s\n", (int)got, text);
	else if (!got)
		puts("read end");
	else
		printf("read %s\n", strerrorname_np(errno));
}

static void close_fd(int *fd)
{
	must(close(*fd));
	*fd = -1;
}

static void take(const struct step *step)
{
	static const struct linger no_fin = { .l_onoff = 1 };

	if (step->action <= ACCEPT && local >= 0)
		errx(1, "%s: the local end hasn't closed the last connection", doing);
	if (step->action > ACCEPT && step->action <= CLOSE && local < 0)
		errx(1, "%s: the local end has no connection", doing);

	switch (step->action) {
	case OPEN:
		open_both(step);
		break;
	case CONNECT:
		connect_local(step);
		break;
	case ACCEPT:
		accept_local();
		break;
	case WRITE:
		must(send(local, step->text, step->number[LEN], MSG_NOSIGNAL));
		break;
	case READ:
		read_local();
		break;
	case SHUTDOWN:
		must(shutdown(local, SHUT_WR));
		break;
	case RESET:
		must(setsockopt(local, SOL_SOCKET, SO_LINGER, &no_fin, sizeof(no_fin)));
		close_fd(&local);
		break;
	case CLOSE:
		close_fd(&local);
		break;
	case CLOSE_LISTENER:
		close_fd(&listener);
		break;
	case NONE:
		expect_none();
		break;
	case DROP:
		expect(&(struct step){ .given = BIT(LOST) });
		break;
	case EXPECT:
		expect(step);
		break;
	case SEND:
		send_segment(step);
		break;
	case COMMAND:
		run_command(step->word + 1);
		break;
	}
}

static long parse_number(const char *text, long min, long max)
{
	char *end;
	long number = strtol(text, &end, 10);

	if (end == text || *end || number < min || number > max)
		errx(2, "'%s' is not a number from %ld to %ld", text, min, max);
	return number;
}

/* Reads the letters after > or <. */
static unsigned int parse_flags(const char *text)
{
	static const char letters[] = FLAG_LETTERS;
	const char *letter;
	unsigned int flags = 0;

	for (; *text; text++) {
		letter = strchr(letters, *text);
		if (!letter)
			errx(2, "'%c' is none of the flags %s", *text, letters);
		flags |= BIT(letter - letters);
	}
	return flags;
}

/* Returns the modifiers that the step may have. */
static unsigned int parse_action(struct step *step, const char *name)
{
	unsigned int allowed;

	for (step->action = 0; step->action <= DROP; step->action++)
		if (!strcmp(name, actions[step->action].name))
			return actions[step->action].allowed;
	if ((*name != '<' && *name != '>') || !name[1])
		errx(2, "'%s' is not a step", step->word);

	step->action = *name == '>' ? SEND : EXPECT;
	step->flags = parse_flags(name + 1);
	allowed = actions[step->action].allowed;
	if (!(step->flags & TH_SYN))
		allowed &= ~BIT(ISN);
	if (!(step->flags & TH_ACK))
		allowed &= ~BIT(ACK);
	return allowed;
}

static void parse_modifier(struct step *step, enum modifier i, const char *value)
{
	step->given |= BIT(i);
	if (i <= WIN) {
		step->number[i] = parse_number(value, 0, 65535);
	} else if (i < DATA) {
		step->number[i] = parse_number(value, INT_MIN, INT_MAX);
	} else if (i == DATA) {
		step->text = value;
		step->number[LEN] = strlen(value);
	}
}

static struct step parse(const char *word)
{
	static char alphabet[MAX_PAYLOAD];
	struct step step = { .word = word, .action = COMMAND, .text = alphabet };
	char *rest = strdup(word), *value;
	unsigned int allowed;
	int i;

	if (*word == '!')
		return step;
	for (i = 0; i < MAX_PAYLOAD; i++)
		alphabet[i] = 'a' + i % 26;
	allowed = parse_action(&step, strsep(&rest, ","));
	if (step.action == WRITE)
		step.number[LEN] = 3;
	while (rest && *rest) {
		i = getsubopt(&rest, modifiers, &value);
		if (i < 0 || !(allowed & BIT(i)) ||
		    (i <= DATA && !value) || (i > DATA && value))
			errx(2, "'%s' can't have '%s'", word, i < 0 ? value : modifiers[i]);
		parse_modifier(&step, i, value);
	}
	if (step.number[LEN] > MAX_PAYLOAD)
		errx(2, "'%s' is longer than %d bytes", word, MAX_PAYLOAD);
	return step;
}

int main(int argc, char **argv)
{
	long server = 8080, client = 40000;
	bool listening = false, transparent = false;
	struct step *steps;
	int opt, i;

	while ((opt = getopt(argc, argv, "46ltTp:P:")) != -1) {
		switch (opt) {
		case '4':
			break;
		case '6':
			wire_use_ipv6();
			break;
		case 'l':
			listening = true;
			break;
		case 't':
			transparent = true;
			break;
		case 'T':
			offer_ts = false;
			break;
		case 'p':
			server = parse_number(optarg, 1, 65535);
			break;
		case 'P':
			client = parse_number(optarg, 1, 65535);
			break;
		default:
			return 2;
		}
	}
	if (optind == argc)
		errx(2, "there are no steps");
	steps = calloc(argc, sizeof(*steps));
	for (i = optind; i < argc; i++)
		steps[i] = parse(argv[i]);

	setlinebuf(stdout);
	local_port = listening ? server : client;
	peer_port = listening ? client : server;
	wire_open();
	if (listening) {
		doing = "the listener";
		listener = local_socket(local_port);
		if (transparent)
			wire_make_transparent(listener);
		must(listen(listener, 16));
	}
	for (i = optind; i < argc; i++) {
		doing = steps[i].word;
		take(&steps[i]);
	}
	return 0;
}
