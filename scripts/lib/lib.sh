# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# What all scripts share: messages, packages, the table of kernels, the cache.

top=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
cache=${TWSTAT_CACHE:-${XDG_CACHE_HOME:-~/.cache}/twstat}
# Without symbolic links, which the VM could not follow.
cache=$(realpath -m "$cache")
export TWSTAT_CACHE=$cache
# Users other than root often lack these, where kmod's tools are.
PATH=$PATH:/usr/sbin:/sbin
# shellcheck disable=SC2034 # PATH in the VM
guest_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

say()
{
	echo "twstat: $*" >&2
}

die()
{
	say "$*"
	exit 1
}

# usage_error SENTENCE: ends with a message about a wrong argument
usage_error()
{
	say "$*"
	exit 2
}

# help: prints the comment at the head of the script
help()
{
	sed -n '3,/^$/s/^# \{0,1\}//p' "$0"
	exit 0
}

# as_root COMMAND...: fails if sudo would ask for a password
as_root()
{
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo -n "$@"
	fi
}

can_be_root()
{
	[ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

installed()
{
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# need GROUP...: installs the missing packages of these groups of scripts/packages
need()
{
	local group package missing=()

	while read -r group package _; do
		[[ " $* " == *" $group "* ]] || continue
		installed "$package" || missing+=("$package")
	done < "$top/scripts/packages"
	[ ${#missing[@]} != 0 ] || return 0

	if ! command -v apt-get >/dev/null; then
		die "this is not Debian; install what Debian calls ${missing[*]}."
	elif ! can_be_root; then
		die "packages are missing; run as root: apt-get install ${missing[*]}"
	fi

	say "installing ${missing[*]}"
	as_root apt-get -qq update >&2 ||
		die "apt-get update failed; can't install ${missing[*]}."
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
		-o Dpkg::Use-Pty=0 install --no-install-recommends \
		"${missing[@]}" | sed -un 's/^Setting up/twstat: &/p' >&2 ||
		die "apt-get could not install ${missing[*]}."
}

# group_packages GROUP: prints the packages of this group of scripts/packages
group_packages()
{
	awk -v group="$1" '$1 == group { print $2 }' "$top/scripts/packages"
}

# library_path DIR: prints the folders of libraries of packages that are unpacked in DIR
library_path()
{
	(shopt -s nullglob; printf '%s\n' "$1"/{usr/,}lib/*-linux-gnu | paste -sd:)
}

# kernel_names: prints the names in scripts/kernels, in its order
kernel_names()
{
	sed -n 's/^\([^# ][^ ]*\).*/\1/p' "$top/scripts/kernels"
}

# kernels_marked MARK: prints the kernels of scripts/kernels that have this mark
kernels_marked()
{
	sed 's/#.*//' "$top/scripts/kernels" |
		awk -v mark="$1" 'index("," $6 ",", "," mark ",") { print $1 }'
}

# kernel_field NAME COLUMN: prints this column of scripts/kernels
kernel_field()
{
	local name suites arch image headers tests slow

	# shellcheck disable=SC2034 # read by the name in $2
	while read -r name suites arch image headers tests slow; do
		[ "$name" = "$1" ] || continue
		echo "${!2}"
		return
	done < "$top/scripts/kernels"
	usage_error "no kernel '$1'; there are: $(kernel_names | paste -sd' ')."
}

# host_arch: prints the architecture of this machine
host_arch()
{
	dpkg --print-architecture 2> /dev/null || echo amd64
}

# foreign KERNEL: the kernel of scripts/kernels is for another architecture
foreign()
{
	[ "$(kernel_field "$1" arch)" != "$(host_arch)" ]
}

# programs_of KERNEL: prints the folder of twstat's own programs for its guest
programs_of()
{
	local programs=build

	! foreign "$1" || programs=build/$(kernel_field "$1" arch)
	echo "$programs"
}

# cached PART: prints the folder of its newest complete version in the cache
cached()
{
	local stamps

	mapfile -t stamps < <(compgen -G "$cache/$1/*/release" | sort -V)
	[ ${#stamps[@]} != 0 ] && echo "${stamps[-1]%/release}"
}

# machine_slowness: prints the factor by which this machine is now slower than the one that
# the time limits were made on, at least 1
machine_slowness()
{
	local start=${EPOCHREALTIME/./} i used

	for ((i = 0; i < 100000; i++)); do :; done
	used=$((${EPOCHREALTIME/./} - start))
	echo $(((used + 149999) / 150000))
}

# make and QEMU can't handle these characters, and /run is the guest's own.
[[ ! $top =~ [[:space:],:] && $top != /run/* ]] ||
	die "the path of this folder must have no blank, comma or colon, nor begin with /run: $top"
