#!/bin/sh
# test-completion-bash.sh - completion in bash, by its functions and its keys
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'bash is not installed' command -v bash
sandbox_start --accounts 3
. "${abs_top_srcdir:-.}/tests/cli/fixtures.sh"
. "${abs_top_srcdir:-.}/tests/cli/terminal.sh"
. "${abs_top_srcdir:-.}/tests/cli/shells.sh"

ci=$(fixture acme serviceaccounts ci)

# What bash does when TAB is pressed behind $1, of which $2... are the words
# as bash splits them; COMP_TYPE comes from the environment.  Prints what the
# word becomes, and which of bash's own completions is asked for.
cat >"$work/press.bash" <<'BASH'
source "$completion/nscale.bash"
compopt() { printf 'compopt %s\n' "$*"; }
COMP_LINE=$1 COMP_POINT=${#1}
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_nscale nscale "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
for reply in "${COMPREPLY[@]}"; do
  printf '%s\n' "$reply"
done
BASH
export completion

# press LINE WORD...
press()
{
  run_command bash --norc "$work/press.bash" "$@"
  expect_stderr ''
}

test_case 'bash completes commands, verbs and flags'
press 'nscale s' nscale s
expect_stdout serviceaccounts
press 'nscale sa ro' nscale sa ro
expect_stdout rotate
press 'nscale sa list --exp' nscale sa list --exp
expect_stdout --expiring-within
press 'nscale nosuch ' nscale nosuch ''
expect_stdout ''

test_case 'names, behind a blank, a = and a quote'
press 'nscale sa get c' nscale sa get c
expect_stdout ci
press 'nscale sa get --id=c' nscale sa get --id = c
expect_stdout ci
press 'nscale sa get --org=' nscale sa get --org =
expect_stdout "$(printf '%s\n%s\n' "$(fixture acme '' id)" \
  "$(fixture globex '' id)" | sort)"
press 'nscale sa get "c' nscale sa get '"c'
expect_stdout ci
press 'nscale sa --org=acme get   c' nscale sa --org = acme get c
expect_stdout ci

test_case 'bash completes the last of several columns'
press 'nscale sa list --columns name,expi' nscale sa list --columns name,expi
expect_stdout name,expires

test_case 'files are left to bash'
press 'nscale sa create --file ' nscale sa create --file ''
expect_stdout 'compopt -o default'
press 'nscale sa create --file=a' nscale sa create --file = a
expect_stdout 'compopt -o default'

test_case 'where matches are listed, they are described'
COMP_TYPE=63
export COMP_TYPE
press 'nscale sa get ' nscale sa get ''
stdout_has "$ci  (ci)"
press 'nscale sa get c' nscale sa get c
expect_stdout ci
COMP_TYPE=9
press 'nscale sa get ' nscale sa get ''
stdout_lacks '('
# menu-complete puts each on the line
COMP_TYPE=37
press 'nscale sa get ' nscale sa get ''
stdout_lacks '('
unset COMP_TYPE

test_case 'what a server says is quoted'
evil='x$(touch pwned)`touch pwned`;touch pwned #'
hostile "[$(account "$evil" 'a b')]"
press 'nscale sa get x' nscale sa get x
expect_stdout 'x\$\(touch\ pwned\)\`touch\ pwned\`\;touch\ pwned\ #'
press "nscale sa get 'x" nscale sa get "'x"
expect_stdout "$evil"
press 'nscale sa get "x' nscale sa get '"x'
expect_stdout 'x\$(touch pwned)\`touch pwned\`;touch pwned #'
press 'nscale sa get --id="x' nscale sa get --id = '"x'
expect_stdout 'x\$(touch pwned)\`touch pwned\`;touch pwned #'
hostile "[$(account "it's \\\\ \\\"" 'y!'),$(account 'i!' z)]"
press "nscale sa get 'i" nscale sa get "'i"
expect_stdout <<'TEXT'
i!
it'\''s \ "
TEXT
press 'nscale sa get "i' nscale sa get '"i'
expect_stdout <<'TEXT'
it's \\ \"
TEXT

test_case 'with the keys of a terminal'
cat >"$work/bashrc" <<'TEXT'
PS1='ready> '
bind 'set bell-style none'
bind 'set enable-bracketed-paste off'
source "$completion/nscale.bash"
TEXT
cd "$work" || exit 1
hostile "[$(account "$evil" 'a b')]"
at_shell bash --rcfile "$work/bashrc" --noprofile -i <<'TEXT'
wait ready> 
type nscale sTABgTABxTAB
wait pwned\ # 
send
wait ready> 
send exit
TEXT
expect_stderr ''
stdout_has "nscale serviceaccounts get x\\\$\\(touch\\ pwned\\)"
# It went to nscale as one word.
stdout_has "x\$(touch pwned)\`touch pwned\`;touch pwned #"
check test ! -e "$work/pwned"
for quote in \" \'; do
  hostile "[$(account "$evil" 'a b')]"
  at_shell bash --rcfile "$work/bashrc" --noprofile -i <<TEXT
wait ready> 
type nscale sa get ${quote}xTAB
wait #$quote 
send
wait ready> 
send exit
TEXT
  expect_stderr ''
  stdout_has "$evil"
  check test ! -e "$work/pwned"
done
forget
rm -rf "$XDG_CACHE_HOME/nscale"
at_shell bash --rcfile "$work/bashrc" --noprofile -i <<'TEXT'
wait ready> 
type nscale sa get --org=acTAB
wait acme 
type ciTAB
wait ci 
send -q .metadata.name
wait ready> 
type nscale sa get TABTAB
wait (ci)
send --help
wait ready> 
send exit
TEXT
expect_stderr ''
expect_equal 1 "$(grep -c '^ci$' "$work/stdout")"

end_tests
