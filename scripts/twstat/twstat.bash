# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Completion for bash, of twstat's commands, options and what follows them.

# The words that can follow: the arguments of the command, or the commands.
_twstat_words()
{
	local word skip=''

	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		if [ -n "$skip" ]; then
			skip=''
			continue
		fi
		case $word in
		-i | -N | --interval | --netns | --from | --top | --textfile)	skip=1 ;;
		-*)				;;
		dst)	echo to from port dev min; return ;;
		explain) twstat -n dst 2> /dev/null | sed -n '2,$s/^[^ ]* *\([^ ]*\).*/\1/p'
			return ;;
		hist)	echo lifetime left-at-end timer-late age-at-reuse port-search left-now
			return ;;
		config)	twstat config 2> /dev/null | sed -n '/^destinations-limit/d; /^memory/d; 2,$s/ .*/=/p'
			return ;;
		record | report | diff)
			compgen -f -- "${COMP_WORDS[COMP_CWORD]}"
			return ;;
		*)	return ;;
		esac
	done
	twstat --help | sed -n '/^Commands/,/^$/s/^  \([a-z]\+\) .*/\1/p'
}

_twstat()
{
	local word=${COMP_WORDS[COMP_CWORD]} words

	case ${COMP_WORDS[COMP_CWORD - 1]} in
	-N | --netns)		words=$(ip netns list 2> /dev/null | cut -d ' ' -f 1)
				[[ $word != [1-9]* ]] || words+=" $(cd /proc && echo [1-9]*)" ;;
	-i | --interval | --top) words= ;;
	--from | --textfile)	words=$(compgen -f -- "$word") ;;
	*)	case $word in
		-*)	words='-4 -6 -A --all --full -h --help -i --interval -j --json -n --numeric'
			words+=' -N --netns -p --pretty -s --stats -V --version --from --mask'
			words+=' --at --since --top --textfile --dot' ;;
		*)	words=$(_twstat_words) ;;
		esac ;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
	[[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace
}

complete -F _twstat twstat
