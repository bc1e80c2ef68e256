#!/bin/sh
# test-examples.sh - runs every example of every help text, as it stands
#
# Each runs against a sandbox of its own, in a folder with the files that
# examples name; at a terminal, whose user says yes, where it asks.
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
[ -x "$NSCALE_SANDBOX" ] || skip_all 'nscale-sandbox was not built'
requires 'bash is not installed' command -v bash
: "${CC:=cc}"
test_pty=$abs_top_builddir/tests/cli/pty

mkdir "$work/bin" "$work/files"
ln -s "$NSCALE" "$work/bin/nscale"
PATH=$work/bin:$PATH
export PATH
# What examples hand tokens to.
printf '#!/bin/sh\nexec cat >/dev/null\n' >"$work/bin/gh"
# What they show long lists with, which is not on every machine.
printf '#!/bin/sh\nexec cat\n' >"$work/bin/less"
chmod +x "$work/bin/gh" "$work/bin/less"
echo '{"metadata": {"name": "example"}, "spec": {"groupIDs": []}}' \
  >"$work/files/account.json"
echo '{"metadata": {"description": "an example"}}' >"$work/files/change.json"
echo '{"metadata": {"name": "lab"}, "spec": {"groupIDs": []}}' >"$work/files/lab.json"
printf 'wait Continue? [y/N] \nsend y\n' >"$work/yes"

# The plugin at the top of the header.
sed -n '/A whole plugin/,/built with/s/^ \*     //p' \
  "$abs_top_srcdir/sdk/include/nscale/plugin.h" >"$work/regions.c"
# shellcheck disable=SC2086 # a list of words
$CC -I"$abs_top_srcdir/sdk/include" -shared -fPIC \
  -o "$work/files/regions.so" "$work/regions.c" 2>"$work/cc.log" ||
  skip_all 'no compiler'
chmod go-w "$work/files" "$work/files/regions.so"

# section NAME: the indented lines under a heading of the help on stdin
section()
{
  sed -n "/^$1:\$/,/^\$/s/^  \\(.*\\)/\\1/p"
}

# helps: the words of every help there is, a line each
helps()
{
  echo
  "$NSCALE" --help | section 'Help topics' | sed 's/ .*//'
  for command in $("$NSCALE" --help | section Commands | sed 's/ .*//'); do
    echo "$command"
    "$NSCALE" help "$command" | section Verbs |
      sed -n "s/^\\([a-z-]*\\) .*/$command \\1/p"
  done
}

# asks LINE: whether the example asks before it acts
asks()
{
  case $1 in
    *--yes* | *--dry-run*) return 1 ;;
    *'nscale api '*) case $1 in *' -X '*) return 0 ;; *) return 1 ;; esac ;;
    *' create '* | *' update '* | *' rotate '* | *' delete '*) return 0 ;;
    *) return 1 ;;
  esac
}

# shell_of LINE: the shell that an example is for
shell_of()
{
  case $1 in
    *'completion zsh'*) echo zsh -f ;;
    *'completion fish'*) echo fish ;;
    *) echo bash ;;
  esac
}

# run_example LINE: fails where there is no shell for it
run_example()
{
  folder=$work/run
  rm -rf "$folder"
  cp -R "$work/files" "$folder"
  shell=$(shell_of "$1")
  command -v "${shell%% *}" >/dev/null || {
    skip_case "${shell%% *} is not installed"
    return 1
  }
  case $shell in
    zsh*) printf 'autoload -U compinit\ncompinit -u -D\n%s\n' "$1" ;;
    *) printf '%s\n' "$1" ;;
  esac >"$work/example"
  terminal=''
  # Its output goes to a file: at a terminal create asks for more.
  asks "$1" && terminal="$test_pty -o $work/printed -p $work/yes"
  # What asks whose the token is has that of an account.
  acting=''
  case $1 in
    *' check '* | *--self*)
      acting='NSCALE_SERVICE_TOKEN=$(nscale sa rotate ci --yes -q .status.accessToken)' ;;
  esac
  cat >"$work/one.sh" <<TEXT
cd '$folder' || exit 99
$acting
printenv NSCALE_SERVICE_TOKEN >secret
exec $terminal $shell '$work/example'
TEXT
  run_command "$NSCALE_SANDBOX" --token-form jwt --accounts 3 -- sh "$work/one.sh"
  test_command=$1
}

helps >"$work/helps"
examples=0
while IFS= read -r words; do
  # shellcheck disable=SC2086 # a list of words
  "$NSCALE" help $words | section Examples >"$work/lines"
  [ -s "$work/lines" ] || continue
  test_case "nscale help $words"
  while IFS= read -r line <&3; do
    if run_example "$line"; then expect_status 0; fi
    examples=$((examples + 1))
  done 3<"$work/lines"
done <"$work/helps"

test_case 'that was all of them'
check test "$examples" -ge 40
# Every verb shows how it is used.
grep ' ' "$work/helps" | while read -r command verb; do
  "$NSCALE" help "$command" "$verb" | grep -q '^Examples:$' ||
    fail "nscale help $command $verb has no example"
done

end_tests
