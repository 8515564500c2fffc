/* SPDX-License-Identifier: GPL-2.0 */
/* A program: what connects to a destination, by its name and its cgroup. */
#ifndef _TWSTAT_TABLES_PROGRAM_H
#define _TWSTAT_TABLES_PROGRAM_H

#include <linux/atomic.h>
#include <linux/bits.h>
#include <linux/sched.h>
#include <linux/types.h>

/* The programs that are remembered of a destination. */
#define TWSTAT_PROGRAMS	8

/**
 * struct twstat_program_id - what identifies a program
 * @name: the command name of the process that called connect(), as in /proc/PID/comm: threads
 *	may have other names
 * @word: the same, to compare it
 * @cgroup: the id of the socket's cgroup, the inode number of its directory; 0 if the kernel
 *	doesn't know the cgroups of sockets
 */
struct twstat_program_id {
	union {
		char name[TASK_COMM_LEN];
		u64 word[2];
	};
	u64 cgroup;
};

static_assert(TASK_COMM_LEN == 2 * sizeof(u64));

/**
 * struct twstat_program - a program that connects to a destination
 * @id: the program
 * @pid: the process that called connect() last, or one of the last; its number in the first
 *	PID namespace
 * @failures: connect() calls that found no port, since it came into this place
 * @held: in the lower half TWSTAT_PROGRAM_NONE plus the ports that its sockets hold, in the
 *	upper half an era: it grows by 2 with each program that comes into this place. An even
 *	era means that there is no program here, or that another one is just coming
 * @connects: connect() calls; of these, up to @error are of programs that were here before
 * @error: @connects when it came into this place
 *
 * @held is changed by compare and exchange: so nothing is counted for a program that has gone.
 */
struct twstat_program {
	struct twstat_program_id id;
	u32 pid;
	atomic_t failures;
	atomic64_t held;
	atomic64_t connects;
	u64 error;
} __aligned(64);

/* A place without ports. Not 0: see twstat_programs_fold(). */
#define TWSTAT_PROGRAM_NONE	BIT(30)

/**
 * struct twstat_programs - the programs of a destination
 * @place: the programs
 * @used: how many of these have had a program; nothing else is set of the others
 * @lock: taken with cmpxchg() to change which program is in a place
 * @wanted: it has shares, and this program waits for a place
 * @wanted_pid: the process that called connect()
 */
struct twstat_programs {
	struct twstat_program place[TWSTAT_PROGRAMS];
	u32 used;
	u32 lock;
	u32 wanted_pid;
	struct twstat_program_id wanted;
};

/**
 * struct twstat_program_share - what one CPU has added to the numbers of a program
 * @ports: added to those of @held
 * @failures: added to its @failures
 * @connects: added to its @connects
 */
struct twstat_program_share {
	int ports;
	u32 failures;
	u64 connects;
};

/*
 * What a socket's entry knows of its program: the place in the lower 3 bits, the era above; 0 if
 * it has none.
 */
#define TWSTAT_PROGRAM_BITS	3

static_assert(TWSTAT_PROGRAMS == 1 << TWSTAT_PROGRAM_BITS);

static __always_inline u32 twstat_program_era(u64 held)
{
	return held >> 32;
}

static __always_inline bool twstat_program_is_there(u64 held)
{
	return twstat_program_era(held) & 1;
}

static __always_inline u32 twstat_program_mark(u64 held, unsigned int place)
{
	return twstat_program_era(held) << TWSTAT_PROGRAM_BITS | place;
}

#endif
