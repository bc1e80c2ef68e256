# terminal.sh - nscale at a terminal, for the tests of questions and tables
# shellcheck shell=sh
#
# Sourced after tests/functions.sh; needs the program pty.
#
#   play [OPTION...] ARGUMENT...   runs nscale on a terminal, with options of
#                              pty; stdin is the script that pty plays.  What
#                              the terminal shows becomes $work/stdout, with
#                              CR LF as a newline; $work/screen has the bytes
#   show [OPTION...] ARGUMENT...   the same without anybody at the terminal
#
# What pty itself has to say becomes $work/stderr, which is empty where all
# went well.

: "${test_pty:=$abs_top_builddir/tests/cli/pty}"

play()
{
  test_play=$work/script
  cat >"$test_play"
  test_at_terminal -p "$test_play" "$@"
}

show()
{
  test_at_terminal "$@"
}

test_at_terminal()
{
  test_options=''
  test_command="nscale at a terminal: $*"
  while :; do
    case $1 in
      -[sioetp]) test_options="$test_options $1 $2"; shift 2 ;;
      *) break ;;
    esac
  done
  # shellcheck disable=SC2086
  "$test_pty" $test_options "$NSCALE" "$@" </dev/null >"$work/screen" \
    2>"$work/stderr"
  status=$?
  sed "s/$(printf '\r')\$//" "$work/screen" >"$work/stdout"
}
