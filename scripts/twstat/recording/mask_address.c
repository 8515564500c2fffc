// SPDX-License-Identifier: GPL-2.0
/*
 * Another address for an address. What is random comes from the kernel's generator and is not
 * kept, so that no table of addresses leads back. The class of the address stays, since what
 * helps depends on it: loopback, private, link-local.
 */
#include <stdbool.h>
#include <string.h>
#include <sys/random.h>

#include "base/fail.h"
#include "recording/mask_address.h"

/**
 * struct class - addresses of one kind
 * @family: AF_INET or AF_INET6
 * @bits: the length of the prefix
 * @prefix: the prefix
 * @to_bits: the length of the prefix of their masks
 * @to: the prefix of their masks
 */
struct class {
	int family;
	unsigned int bits;
	unsigned char prefix[16];
	unsigned int to_bits;
	unsigned char to[16];
};

/*
 * The first one that fits counts. Public addresses become those for benchmarks (RFC 2544) and
 * for documentation (RFC 3849), which nobody has.
 */
static const struct class classes[] = {
	{ AF_INET, 32, { 0, 0, 0, 0 }, 32, { 0, 0, 0, 0 } },
	{ AF_INET, 32, { 127, 0, 0, 1 }, 32, { 127, 0, 0, 1 } },
	{ AF_INET, 8, { 127 }, 8, { 127 } },
	{ AF_INET, 8, { 10 }, 8, { 10 } },
	{ AF_INET, 12, { 172, 16 }, 12, { 172, 16 } },
	{ AF_INET, 16, { 192, 168 }, 16, { 192, 168 } },
	{ AF_INET, 16, { 169, 254 }, 16, { 169, 254 } },
	{ AF_INET, 10, { 100, 64 }, 10, { 100, 64 } },
	{ AF_INET, 0, { 0 }, 15, { 198, 18 } },
	{ AF_INET6, 128, { 0 }, 128, { 0 } },
	{ AF_INET6, 128, { [15] = 1 }, 128, { [15] = 1 } },
	{ AF_INET6, 10, { 0xfe, 0x80 }, 64, { 0xfe, 0x80 } },
	{ AF_INET6, 7, { 0xfc }, 8, { 0xfd } },
	{ AF_INET6, 0, { 0 }, 32, { 0x20, 0x01, 0x0d, 0xb8 } },
};

static unsigned char bits_of(unsigned int bits, unsigned int byte)
{
	if (bits >= 8 * (byte + 1))
		return 0xff;
	return bits <= 8 * byte ? 0 : 0xff << (8 * (byte + 1) - bits);
}

static bool is_in(const unsigned char *address, const unsigned char *prefix, unsigned int bits)
{
	unsigned int i;

	for (i = 0; i < 16; i++)
		if ((address[i] ^ prefix[i]) & bits_of(bits, i))
			return false;
	return true;
}

static void replace(unsigned char *address, int family)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	unsigned char random[16] = { 0 }, rest[16] = { 0 };
	const struct class *class = classes;
	unsigned int i, mask;

	if (family == AF_INET6 && !memcmp(address, mapped, sizeof(mapped))) {
		memcpy(rest, address + sizeof(mapped), 4);
		replace(rest, AF_INET);
		memcpy(address + sizeof(mapped), rest, 4);
		return;
	}
	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		fail(EXIT_FAILED, "Can't get random numbers for masks.");
	while (class->family != family || !is_in(address, class->prefix, class->bits))
		class++;
	for (i = 0; i < (family == AF_INET ? 4 : 16); i++) {
		mask = bits_of(class->to_bits, i);
		address[i] = (class->to[i] & mask) | (random[i] & ~mask);
	}
}

/**
 * mask_address() - replace an address by a random one of its class
 * @text: the address, replaced; a text that is no address becomes "::"
 *
 * 0.0.0.0, ::, 127.0.0.1 and ::1 stay: they are the same on every machine.
 */
void mask_address(char text[INET6_ADDRSTRLEN])
{
	int family = strchr(text, ':') ? AF_INET6 : AF_INET;
	unsigned char address[16] = { 0 };

	if (inet_pton(family, text, address) != 1)
		family = AF_INET6;
	else
		replace(address, family);
	inet_ntop(family, address, text, INET6_ADDRSTRLEN);
}
