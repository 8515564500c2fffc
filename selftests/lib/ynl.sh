# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# The kernel's own netlink client, with our specification.

# shellcheck disable=SC2154 # lib.sh says where we are

# It looks for the schema beside the specification's folder.
spec=$(realpath "$here/twstat.yaml")

# ynl [OPTION...]: cli.py in the namespace $ns
ynl()
{
	inside python3 -B "$here/../ynl/cli.py" --spec "$spec" "$@"
}

# start_client [COMMAND...]: from now on ask() is answered in the namespace $ns, by a
# client that is started by this command
# shellcheck disable=SC2120
start_client()
{
	local ready

	rm -f /run/questions /run/answers
	mkfifo /run/questions /run/answers
	inside "$@" python3 -B "$here/lib/ask.py" < /run/questions \
		> /run/answers 2>&1 &
	exec 7> /run/questions 8< /run/answers
	read -ru 8 ready
	[ "$ready" = ready ] || echo "# $ready"
}

# ask one|all OPERATION ATTRIBUTE [JSON]: the values of this attribute in the answer,
# sorted
ask()
{
	local answer

	echo "${*//[$'\n\t']/ }" >&7
	read -ru 8 answer
	echo "$answer"
}

# told WANT one|all OPERATION ATTRIBUTE [JSON]
told()
{
	equal "${*:4}" "$1" "$(ask "${@:2}")"
}

# ask_fails WORDS one|all OPERATION [JSON]: it is refused, with these words among others
ask_fails()
{
	local said

	said=$(ask "$2" "$3" any "${@:4}")
	[[ $said == *"Netlink error"*"$1"* ]] || {
		echo "# not refused so: $1: $said"
		return 1
	}
}
