#!/bin/sh
# test-completion-fish.sh - completion in fish
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'fish is not installed' command -v fish
sandbox_start --accounts 3
. "${abs_top_srcdir:-.}/tests/cli/fixtures.sh"
. "${abs_top_srcdir:-.}/tests/cli/terminal.sh"
. "${abs_top_srcdir:-.}/tests/cli/shells.sh"

ci=$(fixture acme serviceaccounts ci)
XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data
# Without it, fish leaves a folder in /tmp.
XDG_RUNTIME_DIR=$work
export XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR completion
mkdir -p "$XDG_CONFIG_HOME/fish/completions"
cp "$completion/nscale.fish" "$XDG_CONFIG_HOME/fish/completions"
cd "$work" || exit 1

# press LINE: what fish offers behind it
press()
{
  line=$1
  export line
  run_command fish -c 'complete -C "$line"'
  expect_stderr ''
  expect_status 0
}

test_case 'fish completes commands, verbs and flags'
press 'nscale ser'
expect_stdout "serviceaccounts${tab}Manage service accounts"
press 'nscale sa ro'
expect_stdout "rotate${tab}Replace a service account's token and print the new one."
press 'nscale sa list --exp'
stdout_has "--expiring-within$tab"
press 'nscale nosuch '
expect_stdout ''

test_case 'names, behind a blank and a ='
press 'nscale sa get c'
expect_stdout "ci${tab}$ci"
press 'nscale sa get --id=c'
expect_stdout "--id=ci${tab}$ci"
press 'nscale sa --org acme get "c'
expect_stdout "ci${tab}$ci"
press 'nscale sa get '
stdout_has "$ci${tab}ci"
expect_equal 3 "$(grep -c . "$work/stdout")"

test_case 'files are completed by fish'
: >account-one.json
mkdir folder
press 'nscale sa create --file acc'
expect_equal account-one.json "$(cut -f 1 "$work/stdout")"
press 'nscale sa create --file=acc'
expect_equal --file=account-one.json "$(cut -f 1 "$work/stdout")"
press 'nscale sa get '
stdout_lacks account-one

test_case 'what a server says is quoted'
evil='x$(touch pwned);touch pwned (touch pwned) #'
hostile "[$(account "$evil" '(touch pwned)')]"
press 'nscale sa get x'
expect_stdout "$evil${tab}(touch pwned)"
check test ! -e pwned
cat >"$XDG_CONFIG_HOME/fish/config.fish" <<'TEXT'
set -g fish_greeting
set -g fish_autosuggestion_enabled 0
function fish_prompt; printf 'ready> '; end
function fish_right_prompt; end
TEXT
at_shell env TERM=vt100 fish -i <<'TEXT'
wait ready> 
type nscale sa get xTAB
wait pwned
send
wait ID
wait ready> 
send exit
TEXT
expect_stderr ''
check test ! -e pwned
stdout_has "$evil"

end_tests
