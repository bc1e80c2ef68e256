#!/bin/sh
# test-completion-zsh.sh - completion in zsh, with the keys of a terminal
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'zsh is not installed' command -v zsh
sandbox_start --accounts 3
. "${abs_top_srcdir:-.}/tests/cli/fixtures.sh"
. "${abs_top_srcdir:-.}/tests/cli/terminal.sh"
. "${abs_top_srcdir:-.}/tests/cli/shells.sh"

# The way a user has it: a folder in fpath, and compinit.
mkdir "$work/functions"
cp "$completion/_nscale" "$work/functions"
ZDOTDIR=$work
export ZDOTDIR completion
cat >"$work/.zshrc" <<'TEXT'
unsetopt zle_bracketed_paste prompt_sp prompt_cr beep global_rcs 2>/dev/null
PS1='ready> '
zle_highlight=(none)
fpath=($ZDOTDIR/functions $fpath)
autoload -U compinit
compinit -u -D
TEXT
cd "$work" || exit 1

# at_zsh: the script is on stdin
at_zsh()
{
  at_shell env TERM=vt100 zsh -i
  expect_stderr ''
}

test_case 'the script parses'
check zsh -n "$completion/_nscale"

test_case 'without compinit it says what to add'
run_command zsh -f -c "source $completion/_nscale"
expect_error 0 <<'TEXT'
nscale: zsh completes nothing before compinit has run
hint: put 'autoload -Uz compinit && compinit' before this line
TEXT
run_command zsh -f -c "autoload -Uz compinit && compinit -u -D &&
  source $completion/_nscale && echo \$_comps[nscale]"
expect 0 <<'TEXT'
_nscale
TEXT

test_case 'commands, verbs, flags and names'
at_zsh <<'TEXT'
wait ready> 
type nscale serTAB
wait viceaccounts 
type geTAB
wait t 
type --org=acTAB
wait acme 
type cTAB
wait i 
send -q .metadata.name
wait ready> 
send exit
TEXT
expect_equal 1 "$(grep -c '^ci$' "$work/stdout")"

test_case 'where there are several, they are listed with what they mean'
at_zsh <<'TEXT'
wait ready> 
type nscale sa get TAB
wait -- ci
send --help
wait ready> 
type nscale sa rTAB
wait otate 
send --help
wait ready> 
send exit
TEXT
stdout_has "$(fixture acme serviceaccounts ci)  -- ci"
stdout_has 'Usage: nscale serviceaccounts rotate'

test_case 'files are completed by zsh'
: >"$work/account-one.json"
at_zsh <<'TEXT'
wait ready> 
type nscale sa create --file accTAB
wait ount-one.json
type --dry-run --file=accTAB
wait --file=account-one.json
send
wait ready> 
send exit
TEXT

test_case 'what a server says is quoted'
hostile "[$(account 'x$(touch pwned)`touch pwned`;touch pwned #' \
  '%F{red}n$(touch pwned)')]"
at_zsh <<'TEXT'
wait ready> 
type nscale sa get xTAB
wait pwned\ \# 
send
wait ready> 
send exit
TEXT
check test ! -e "$work/pwned"
stdout_has 'x\$\(touch\ pwned\)\`touch\ pwned\`\;touch\ pwned\ \#'
stdout_has "x\$(touch pwned)\`touch pwned\`;touch pwned #"

test_case 'read from a start-up file as well'
cat >>"$work/.zshrc" <<'TEXT'
fpath=(${fpath:#$ZDOTDIR/functions})
unset '_comps[nscale]'
source <(nscale completion zsh)
TEXT
forget
at_zsh <<'TEXT'
wait ready> 
type nscale versiTAB
wait on 
send
wait plugin ABI
wait ready> 
send exit
TEXT

end_tests
