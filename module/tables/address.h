/* SPDX-License-Identifier: GPL-2.0 */
/* What an endpoint is known by: addresses and a port, and their hash. */
#ifndef _TWSTAT_TABLES_ADDRESS_H
#define _TWSTAT_TABLES_ADDRESS_H

#include <linux/in6.h>
#include <linux/math64.h>
#include <linux/types.h>
#include <net/sock.h>

/**
 * union twstat_pair4 - the addresses of an endpoint of IPv4, as sockets have them
 * @remote: where to; 0 for a service
 * @local: where from; or where a service is
 * @word: both
 */
union twstat_pair4 {
	struct {
		__be32 remote;
		__be32 local;
	};
	u64 word;
};

/**
 * struct twstat_address - what an endpoint is known by
 * @word: the addresses, to compare
 * @v4: as IPv4 has them, which is in use also where they are mapped to IPv6
 * @v6: as IPv6 has them
 * @v6.remote: where to; :: for a service
 * @v6.local: where from; or where a service is
 * @port: the port, as on the wire
 * @family: AF_INET or AF_INET6, of what is on the wire
 * @port_family: both, to compare
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
};

/**
 * twstat_port_family() - a port and a family, to compare
 * @port: the port, as on the wire
 * @family: AF_INET or AF_INET6
 *
 * Return: what struct twstat_address has for them.
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

/* Keys the hash, so that nobody can choose addresses that collide. */
extern u64 twstat_address_secret[6];
extern u64 twstat_address_no_remote;
extern unsigned int twstat_address_shift;

/*
 * The hash of an address of IPv4: half a word each, multiplied by secrets. It is strongly
 * universal in the upper half of the sum (Lemire and Kaser, MULTILINEAR): of any two
 * addresses, whoever chose them, no more collide than by chance, as long as nobody knows
 * the secrets.
 */
static __always_inline u64 twstat_address_hash4(u64 word, u32 port_family)
{
	const u64 *secret = twstat_address_secret;

	return secret[0] + secret[1] * (u32)word + secret[2] * (word >> 32) +
	       secret[3] * port_family;
}

/* Two words, each with a secret added to it, multiplied; both halves of that in one. */
static __always_inline u64 twstat_address_product(u64 a, u64 b)
{
	return (a * b) ^ mul_u64_u64_shr(a, b, 64);
}

/*
 * The hash of an address of IPv6, which has four times as many words as one of IPv4: the
 * products of each address's halves, in the manner of NH (Black and others, UMAC). That is
 * proved to be universal before both halves of a product are put into one, not after: to
 * aim at a bucket without the secrets nobody is known to be able, and it takes fewer
 * instructions than proof would.
 */
static __always_inline u64 twstat_address_hash6(u64 remote, const u64 *local,
						u32 port_family)
{
	const u64 *secret = twstat_address_secret;

	return remote +
	       twstat_address_product(local[0] + secret[4], local[1] + secret[5]) +
	       secret[3] * port_family;
}

/* What a remote address of IPv6 has in that; twstat_address_no_remote is that of ::. */
static __always_inline u64 twstat_address_hash_remote(const u64 *remote)
{
	const u64 *secret = twstat_address_secret;

	return twstat_address_product(remote[0] + secret[1],
				      remote[1] + secret[2]);
}

/* The number of a bucket. */
static __always_inline u32 twstat_address_bucket(u64 hash)
{
	return hash >> twstat_address_shift;
}

/* Whether two are the same; of IPv4 only what it has is compared. */
static __always_inline bool
twstat_address_equal(const struct twstat_address *a,
		     const struct twstat_address *b)
{
	return a->word[0] == b->word[0] && a->port_family == b->port_family &&
	       (a->family == AF_INET ||
		(a->word[1] == b->word[1] && a->word[2] == b->word[2] &&
		 a->word[3] == b->word[3]));
}

u32 twstat_address_hash(const struct twstat_address *address);
void twstat_address_init(unsigned int buckets);

#endif
