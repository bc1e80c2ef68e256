# shells.sh - for the tests of completion in real shells
# shellcheck shell=sh
#
# Sourced after tests/functions.sh, tests/cli/fixtures.sh and
# tests/cli/terminal.sh.  The nscale under test comes first in PATH, and its
# cache is the test's own.
#
#   hostile JSON               the server's lists are this, and nothing is kept
#   at_shell COMMAND...        runs an interactive shell on a terminal; stdin
#                              is the script that pty plays, in which TAB
#                              stands for that key.  As play does

mkdir "$work/bin"
ln -s "$NSCALE" "$work/bin/nscale"
PATH=$work/bin:$PATH
XDG_CACHE_HOME=$work/cache
export PATH XDG_CACHE_HOME
completion=$abs_top_srcdir/core/completion
tab=$(printf '\t')

hostile()
{
  rm -rf "$XDG_CACHE_HOME/nscale"
  forget
  fault "{\"method\":\"GET\",\"times\":9,\"body\":\"$(printf '%s' "$1" |
    sed 's/[\\"]/\\&/g')\"}"
}

at_shell()
{
  sed "s/TAB/$tab/g" >"$work/script"
  test_command="at a terminal: $*"
  "$test_pty" -s 200x40 -p "$work/script" "$@" </dev/null >"$work/screen" \
    2>"$work/stderr"
  status=$?
  sed "s/$(printf '\r')\$//" "$work/screen" >"$work/stdout"
}
