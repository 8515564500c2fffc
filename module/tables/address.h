/* SPDX-License-Identifier: GPL-2.0 */
/* The key of an endpoint, addresses, a port and a device, and the hash of it. */
#ifndef _TWSTAT_TABLES_ADDRESS_H
#define _TWSTAT_TABLES_ADDRESS_H

#include <linux/in6.h>
#include <linux/math64.h>
#include <linux/types.h>
#include <net/sock.h>

/**
 * union twstat_pair4 - the addresses of an IPv4 endpoint, in the layout of skc_addrpair
 * @remote: the remote address; 0 for a service
 * @local: the local address
 * @word: both, to hash and to compare them
 */
union twstat_pair4 {
	struct {
		__be32 remote;
		__be32 local;
	};
	u64 word;
};

/**
 * struct twstat_address - the key of an endpoint
 * @word: the addresses, to hash and to compare them
 * @v4: the IPv4 addresses; used for IPv4-mapped IPv6 addresses, too
 * @v6: the IPv6 addresses
 * @v6.remote: the remote address; :: for a service
 * @v6.local: the local address
 * @port: the port, in network byte order; remote for a destination, local for a service
 * @family: AF_INET or AF_INET6: the family on the wire
 * @port_family: @port and @family in one word, to hash and to compare them
 * @device: of a destination: the index of the device or L3 master (VRF) that its sockets are
 *	bound to, see twstat_device(); 0 if they are bound to none. 0 for a service
 */
struct twstat_address {
	union {
		u64 word[4];
		union twstat_pair4 v4;
		struct {
			struct in6_addr remote;
			struct in6_addr local;
		} v6;
	};
	union {
		struct {
			__be16 port;
			u16 family;
		};
		u32 port_family;
	};
	u32 device;
};

/**
 * twstat_port_family() - combine a port and a family into one word
 * @port: the port, in network byte order
 * @family: AF_INET or AF_INET6
 *
 * Return: the value that @port_family of struct twstat_address has for them.
 */
static __always_inline u32 twstat_port_family(__be16 port, u16 family)
{
	const union {
		struct {
			__be16 port;
			u16 family;
		};
		u32 both;
	} both = { .port = port, .family = family };

	return both.both;
}

static_assert(offsetof(struct sock_common, skc_daddr) ==
	      offsetof(struct sock_common, skc_addrpair));

/* The secrets of the hash, so that an attacker can't choose addresses that collide. */
extern u64 twstat_address_secret[7];
extern u64 twstat_address_no_remote;
extern unsigned int twstat_address_shift;

/*
 * The hash of an IPv4 address: each 32-bit word multiplied by a secret. The upper half of the
 * sum is strongly universal (Lemire and Kaser, MULTILINEAR): without the secrets, nobody can
 * choose addresses that collide more often than random ones.
 */
static __always_inline u64 twstat_address_hash4(u64 word, u32 port_family,
						u32 device)
{
	const u64 *secret = twstat_address_secret;

	return secret[0] + secret[1] * (u32)word + secret[2] * (word >> 32) +
	       secret[3] * port_family + secret[6] * device;
}

/* Multiplies two words, a secret already added to each, and folds the 128-bit product. */
static __always_inline u64 twstat_address_product(u64 a, u64 b)
{
	return (a * b) ^ mul_u64_u64_shr(a, b, 64);
}

/*
 * The hash of an IPv6 address, which has four times as many words as an IPv4 one. It
 * multiplies the halves of each address, as NH does (Black and others, UMAC). NH is proved
 * universal before its product is folded, not after. But no attack is known that aims at a
 * bucket without the secrets, and this takes fewer instructions than a hash with a proof.
 */
static __always_inline u64 twstat_address_hash6(u64 remote, const u64 *local,
						u32 port_family, u32 device)
{
	const u64 *secret = twstat_address_secret;

	return remote +
	       twstat_address_product(local[0] + secret[4], local[1] + secret[5]) +
	       secret[3] * port_family + secret[6] * device;
}

/* The remote address's part of that hash; for :: it is twstat_address_no_remote. */
static __always_inline u64 twstat_address_hash_remote(const u64 *remote)
{
	const u64 *secret = twstat_address_secret;

	return twstat_address_product(remote[0] + secret[1],
				      remote[1] + secret[2]);
}

/*
 * Converts a hash to a place: the number of its bucket in a table of the largest size. A smaller
 * table has the places in the same order, several in each bucket.
 */
static __always_inline u32 twstat_address_place(u64 hash)
{
	return hash >> twstat_address_shift;
}

/* Whether two addresses are equal. For IPv4 only the words that it uses are compared. */
static __always_inline bool
twstat_address_equal(const struct twstat_address *a,
		     const struct twstat_address *b)
{
	return a->word[0] == b->word[0] && a->port_family == b->port_family &&
	       a->device == b->device &&
	       (a->family == AF_INET ||
		(a->word[1] == b->word[1] && a->word[2] == b->word[2] &&
		 a->word[3] == b->word[3]));
}

/* Returns how many places there are. */
static __always_inline u32 twstat_address_places(void)
{
	return 1U << (64 - twstat_address_shift);
}

u64 twstat_address_hash(const struct twstat_address *address);
void twstat_address_init(unsigned int places);

#endif
