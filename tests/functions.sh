# functions.sh - what the command-line tests are written with
# shellcheck shell=sh
#
# A test sources this file first and calls end_tests last:
#
#     #!/bin/sh
#     . "${abs_top_srcdir:-.}/tests/functions.sh"
#     sandbox_start --accounts 2
#
#     test_case 'an unknown verb is a usage error'
#     run sa lst
#     expect_error 2 <<'TEXT'
#     nscale: ...
#     TEXT
#
#     end_tests
#
# Each case is reported as `ok - NAME` or `not ok - NAME`, with what differed
# as lines that begin with '#'.  A failed expectation fails its case; the
# script goes on.  A script that ends before end_tests has failed.
#
# Skipping      requires TEXT COMMAND...   skips the script unless COMMAND
#                                          succeeds; TEXT says what is missing
#               skip_case REASON           skips the case that runs
# Preparing     sandbox_start [OPTION...]  runs the rest of the script inside
#                                          nscale-sandbox; call it first
#               sandbox_enter [OPTION...]  likewise, without fault, forget and
#                                          requests, which need curl
#               cleanup_fn COMMAND...      runs at the end, last one first
#               $work                      a folder of this script, HOME too
#               fault JSON                 arms a fault in the sandbox
#               forget                     disarms faults, forgets requests
# Running       run ARGUMENT...            nscale with empty stdin
#               run_from FILE ARGUMENT...  nscale with stdin from FILE
#               run_command COMMAND...     any command
#                   into $work/stdout, $work/stderr and $status
#               edit SED-ARGUMENT...       runs sed on both, to hide times
#               output                     prints what stdout was
# Expecting     expect STATUS              stdout as on stdin, no stderr
#               expect_error STATUS        stderr as on stdin, no stdout
#               expect_status STATUS
#               expect_stdout [TEXT]       exactly stdin, or TEXT and a
#               expect_stderr [TEXT]       newline; '' for nothing at all
#               expect_kept [FILE]         the last line of stderr, or of FILE,
#                                          says where a token is kept that was
#                                          not printed, and it is there; call
#                                          it first, it removes line and file
#               stdout_has TEXT            each has a line with TEXT in it
#               stderr_has TEXT
#               stdout_lacks TEXT
#               stderr_lacks TEXT
#               expect_equal WANTED GOT    two texts
#               expect_requests N          what the sandbox saw since forget
#               requests                   prints those requests, as JSON
#               check COMMAND...           COMMAND succeeds
#               fail TEXT                  fails the case

set -u

: "${abs_top_srcdir:=$(pwd)}" "${abs_top_builddir:=$(pwd)}"
unset http_proxy https_proxy all_proxy no_proxy
unset HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY

: "${NSCALE:=$abs_top_builddir/nscale}"
: "${NSCALE_SANDBOX:=$abs_top_builddir/nscale-sandbox}"
export abs_top_srcdir abs_top_builddir

test_name='' test_skipped='' tests_failed=0 tests_ended=0
test_cleanups='' status=''

work=$(mktemp -d "${TMPDIR:-/tmp}/nscale-test.XXXXXX") || exit 99
HOME=$work
export HOME
unset XDG_STATE_HOME
trap 'test_exit $?' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

test_exit()
{
  trap - EXIT HUP INT TERM
  eval "$test_cleanups"
  rm -rf "$work"
  if [ "$1" -ne 77 ] && [ "$tests_ended" -eq 0 ]; then
    test_end
    echo "not ok - ${0##*/} ended early, with status $1"
    exit 1
  fi
  exit "$1"
}

cleanup_fn()
{
  test_quoted=''
  for test_word in "$@"; do
    test_quoted="$test_quoted '$(printf '%s' "$test_word" |
      sed "s/'/'\\\\''/g")'"
  done
  test_cleanups="$test_quoted; $test_cleanups"
}

skip_all()
{
  echo "skipped: $1"
  exit 77
}

requires()
{
  test_reason=$1
  shift
  "$@" >/dev/null 2>&1 || skip_all "$test_reason"
}

sandbox_start()
{
  requires 'nscale-sandbox was not built' test -x "$NSCALE_SANDBOX"
  requires 'curl is not installed' command -v curl
  sandbox_enter "$@"
}

sandbox_enter()
{
  [ -z "${test_in_sandbox-}" ] || return 0
  [ -x "$NSCALE_SANDBOX" ] || skip_all 'nscale-sandbox was not built'
  rm -rf "$work"
  trap - EXIT HUP INT TERM
  test_in_sandbox=1
  export test_in_sandbox
  exec "$NSCALE_SANDBOX" "$@" -- sh "$0"
}

# ---- Cases --------------------------------------------------------------

test_end()
{
  # What fails before the first case counts as well.
  [ -e "$work/failed" ] || [ -n "$test_name" ] || return 0
  : "${test_name:=before the first case}"
  if [ -e "$work/failed" ]; then
    rm "$work/failed"
    echo "not ok - $test_name"
    tests_failed=$((tests_failed + 1))
  elif [ -n "$test_skipped" ]; then
    echo "ok - $test_name # SKIP $test_skipped"
  else
    echo "ok - $test_name"
  fi
  test_name=''
}

test_case()
{
  test_end
  test_name=$1 test_skipped='' status=''
}

skip_case()
{
  test_skipped=$1
}

end_tests()
{
  test_end
  tests_ended=1
  [ "$tests_failed" -eq 0 ] || exit 1
  exit 0
}

# A file, so that an expectation at the end of a pipe counts as well.
fail()
{
  : >"$work/failed"
  printf '%s\n' "$1" | sed 's/^/#   /; 1s/^#   /# /'
}

# ---- Running ------------------------------------------------------------

run_from()
{
  test_input=$1
  shift
  test_command="nscale $*"
  "$NSCALE" "$@" <"$test_input" >"$work/stdout" 2>"$work/stderr"
  status=$?
}

run()
{
  run_from /dev/null "$@"
}

run_command()
{
  test_command=$*
  "$@" </dev/null >"$work/stdout" 2>"$work/stderr"
  status=$?
}

edit()
{
  for test_file in stdout stderr; do
    sed "$@" "$work/$test_file" >"$work/edited" || fail "sed $* failed"
    cat "$work/edited" >"$work/$test_file"
  done
}

output()
{
  cat "$work/stdout"
}

# ---- Expecting ----------------------------------------------------------

# What a case ran, with its output, the first time that something is wrong.
test_fail()
{
  fail "$1"
  fail "  command: $test_command"
}

test_compare()
{
  cmp -s "$work/wanted" "$work/$1" && return 0
  test_fail "$1 is not as expected (-wanted +got):"
  diff -U 3 "$work/wanted" "$work/$1" | sed '1,2d; s/^/#     /'
  if [ "$1" = stdout ] && [ -s "$work/stderr" ]; then
    fail "  stderr:"
    sed 's/^/#     /' "$work/stderr"
  fi
}

expect_status()
{
  [ "$status" = "$1" ] && return 0
  test_fail "exit status $status instead of $1"
  fail "  stderr:"
  sed 's/^/#     /' "$work/stderr"
}

# test_expect FILE [TEXT]
test_expect()
{
  if [ $# -eq 1 ]; then
    cat >"$work/wanted"
  elif [ -z "$2" ]; then
    : >"$work/wanted"
  else
    printf '%s\n' "$2" >"$work/wanted"
  fi
  test_compare "$1"
}

expect_stdout()
{
  test_expect stdout "$@"
}

expect_stderr()
{
  test_expect stderr "$@"
}

expect()
{
  expect_stdout
  expect_stderr ''
  expect_status "$1"
}

expect_error()
{
  expect_stderr
  expect_stdout ''
  expect_status "$1"
}

expect_kept()
{
  test_file=$work/${1-stderr}
  test_line='nscale: the output leaves out the new token; it is kept at '
  test_line="$test_line.status.accessToken in "
  test_kept=$(sed -n "\$s|^$test_line\\(/.*\\): read it there, then delete the file\$|\\1|p" "$test_file")
  case $test_kept in
    "${XDG_STATE_HOME-$work/.local/state}"/nscale/nscale-reply-*.json) ;;
    *) test_fail "it is not said where the token is kept:"
       sed 's/^/#     /' "$test_file"
       return ;;
  esac
  grep -q '"accessToken":"[^"]' "$test_kept" ||
    test_fail "there is no token in $test_kept"
  expect_equal -rw------- "$(find "$test_kept" -exec ls -ld {} + |
    cut -c 1-10)"
  rm -f "$test_kept"
  sed '$d' "$test_file" >"$work/edited"
  cat "$work/edited" >"$test_file"
}

# test_search FILE TEXT: whether the text stands in a line of the file
test_search()
{
  grep -F -q -e "$2" "$work/$1"
}

test_has()
{
  test_search "$1" "$2" && return 0
  test_fail "$1 lacks: $2"
  sed 's/^/#     /' "$work/$1"
}

test_lacks()
{
  test_search "$1" "$2" || return 0
  test_fail "$1 has: $2"
  sed 's/^/#     /' "$work/$1"
}

stdout_has()
{
  test_has stdout "$1"
}

stderr_has()
{
  test_has stderr "$1"
}

stdout_lacks()
{
  test_lacks stdout "$1"
}

stderr_lacks()
{
  test_lacks stderr "$1"
}

expect_equal()
{
  [ "$1" = "$2" ] && return 0
  fail "wanted: $1"
  fail "got: $2"
}

check()
{
  "$@" && return 0
  fail "failed: $*"
}

# ---- The sandbox's controls ---------------------------------------------

# control METHOD PATH [JSON]
control()
{
  if [ $# -gt 2 ]; then
    set -- "$1" "$2" --header 'Content-Type: application/json' \
      --data-binary "$3"
  fi
  test_method=$1 test_path=$2
  shift 2
  # The certificate is the sandbox's own; SSL_CERT_FILE names it.
  curl --silent --show-error --fail --fail-early --noproxy '*' \
    --request "$test_method" ${SSL_CERT_FILE:+--cacert "$SSL_CERT_FILE"} "$@" \
    "$NSCALE_SANDBOX_URL/sandbox/$test_path"
}

fault()
{
  control POST faults "$1" >/dev/null || fail "cannot arm the fault $1"
}

# In one process and over one connection: many cases begin with this.
forget()
{
  control DELETE '{faults,requests}' >/dev/null ||
    fail 'the sandbox does not forget its faults and requests'
}

requests()
{
  control GET requests
}

expect_requests()
{
  test_count=$(control GET 'requests?count' | tr -cd 0-9)
  [ "$test_count" = "$1" ] && return 0
  test_fail "the sandbox saw $test_count requests instead of $1:"
  requests | sed 's/^/#     /'
}
