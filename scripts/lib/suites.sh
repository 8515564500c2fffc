# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Packages of other suites and architectures of Debian than this machine's, and a compiler
# from there. apt gets a configuration and lists of its own, in the cache: nothing of the
# machine changes.
# shellcheck disable=SC2154 # variables of lib.sh

# suite_uri SUITE: prints where this machine gets such a suite from
suite_uri()
{
	local label=Debian

	case $1 in
	*-security)	label=Debian-Security ;;
	esac
	# The machine's own lists, whatever apt is told to use now.
	# shellcheck disable=SC2016 # apt's variables
	env -u APT_CONFIG apt-get indextargets --format '$(LABEL) $(REPO_URI)' |
		sed -n "s/^$label //p" | sed -n 1p
}

# suites_configure DIR SUITES ARCH: writes the configuration of apt for these suites, which
# are separated by commas
suites_configure()
{
	local dir=$1 arch=$3 suite uri list host

	IFS=, read -ra list <<< "$2"
	mkdir -p "$dir"/lists/partial "$dir"/cache/archives/partial
	for suite in "${list[@]}"; do
		uri=$(suite_uri "$suite")
		[ -n "$uri" ] || die "apt's lists don't tell where $suite could be; run" \
			"apt-get update."
		echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
			"$uri $suite main"
	done > "$dir/sources.list"

	# Newer kernels have programs for the architecture that builds modules.
	host=$(host_arch)
	[ "$host" != "$arch" ] || host=
	cat > "$dir/conf" <<-END
	Dir::Etc::SourceList "$dir/sources.list";
	Dir::Etc::SourceParts "/dev/null";
	Dir::Etc::Preferences "/dev/null";
	Dir::Etc::PreferencesParts "/dev/null";
	Dir::State::Lists "$dir/lists";
	Dir::State::Status "/dev/null";
	Dir::Cache "$dir/cache";
	APT::Architecture "$arch";
	APT::Architectures { "$arch"; ${host:+"\"$host\";"} };
	Acquire::Languages "none";
	// The lists of an old release are not signed anew for ever.
	Acquire::Check-Valid-Until "false";
	END
	# apt would prefer the other suites to these.
	case ${list[0]} in
	*-backports | experimental)
		echo "APT::Default-Release \"${list[0]}\";" >> "$dir/conf" ;;
	esac
}

# suites_use NAME SUITES ARCH: lets apt use these suites from now on, or the machine's own
# if SUITES is "-". Its lists are at most a day old if the network works.
suites_use()
{
	local dir=$cache/apt/$1

	unset APT_CONFIG
	[ "$2" != - ] || return 0
	if [ -w "$cache" ]; then
		suites_configure "$dir" "$2" "$3"
		export APT_CONFIG=$dir/conf
		if [ -z "$(find "$dir/updated" -mmin -1440 2> /dev/null)" ]; then
			! suites_update || touch "$dir/updated"
		fi
	elif [ -e "$dir/conf" ]; then
		export APT_CONFIG=$dir/conf
	fi
}

# suites_update: updates apt's lists, the machine's or those of suites_use
suites_update()
{
	if [ -n "${APT_CONFIG-}" ]; then
		apt-get -qq -o APT::Sandbox::User="$(id -un)" update >&2
	elif can_be_root; then
		say "updating apt's lists of packages"
		as_root apt-get -qq update >&2
	fi
}

# with_dependencies PACKAGE...: prints these packages and all that they need, on a machine of
# the suites of suites_use that has nothing installed
with_dependencies()
{
	local uris

	uris=$(apt-get -qq --no-install-recommends --print-uris install "$@") || return
	awk '{ print $2 }' <<< "$uris" | cut -d_ -f1
}

# compiler_packages HEADERS: prints the compiler's packages if these headers, of another
# suite, ask for one that this suite may lack
compiler_packages()
{
	local number packages

	number=$(apt-cache depends "$1" | sed -nE 's/.*Depends: <?gcc-([0-9]+)-for-host>?$/\1/p')
	[ -n "$number" ] || return 0
	mapfile -t packages < <(group_packages compiler | sed "s/-N\\b/-$number/")
	with_dependencies "${packages[@]}"
}

# compiler_settle DIR FINAL: makes the compiler that is unpacked in DIR/compiler, and the
# kernel's own programs beside it, run with their suite's libraries; DIR will be renamed to
# FINAL
compiler_settle()
{
	local compiler=$1/compiler final=$2/compiler/usr file tools

	find "$compiler"/usr/{bin,libexec} "$1"/usr/lib/linux-kbuild-* -type f -perm -u+x |
		while read -r file; do
			patchelf --print-interpreter "$file" > /dev/null 2>&1 || continue
			patchelf --set-interpreter "$final/lib64/ld-linux-x86-64.so.2" \
				--force-rpath --set-rpath "$final/lib/x86_64-linux-gnu" "$file"
		done
	# gcc looks for these by their short names.
	for tools in "$compiler"/usr/libexec/gcc/*/*; do
		ln -s ../../../../bin/x86_64-linux-gnu-as "$tools/as"
		ln -s ../../../../bin/x86_64-linux-gnu-ld "$tools/ld"
	done
	sed -i "s|^override CROSS_COMPILE = |&$final/bin/|" "$1/kdir/.kernelvariables"
	echo "override PAHOLE = $final/bin/pahole" >> "$1/kdir/.kernelvariables"
}
