# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# The kernel's own netlink client, with our specification.

# shellcheck disable=SC2154 # lib.sh sets $here

# The client looks for the schema beside the specification's folder.
spec=$(realpath "$here/twstat.yaml")

# ynl [OPTION...]: runs cli.py in the namespace $ns
ynl()
{
	inside python3 -B "$here/../ynl/cli.py" --spec "$spec" "$@"
}

# start_client [COMMAND...]: starts a client in the namespace $ns, by this command; ask()
# uses it from now on
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

# ask one|all OPERATION ATTRIBUTE [JSON]: prints the values of this attribute in the answer,
# sorted
ask()
{
	local answer

	echo "${*//[$'\n\t']/ }" >&7
	read -ru 8 answer
	echo "$answer"
}

# told WANT one|all OPERATION ATTRIBUTE [JSON]: the answer is WANT
told()
{
	equal "${*:4}" "$1" "$(ask "${@:2}")"
}

# ask_fails WORDS one|all OPERATION [JSON]: the request is refused, and the error contains
# WORDS
ask_fails()
{
	local said

	said=$(ask "$2" "$3" any "${@:4}")
	[[ $said == *"Netlink error"*"$1"* ]] || {
		echo "# not refused with \"$1\": $said"
		return 1
	}
}
