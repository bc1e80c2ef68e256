#!/bin/sh
# check-functions.sh - the helpers of functions.sh can fail
#
# Runs small scripts that use them on a stand-in for nscale, and compares
# what they report.
set -u

functions=${abs_top_srcdir:-$(pwd)}/tests/functions.sh
work=$(mktemp -d "${TMPDIR:-/tmp}/nscale-functions.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

# Prints its arguments, copies stdin to stderr, ends with $STATUS.
cat >"$work/nscale" <<'TEXT'
#!/bin/sh
echo "$*"
cat >&2
exit "${STATUS-0}"
TEXT
chmod +x "$work/nscale"
NSCALE=$work/nscale
NSCALE_SANDBOX=$work/none
STATUS=0
export NSCALE NSCALE_SANDBOX STATUS

# reports NAME STATUS WANTED: the script on stdin ends with STATUS and prints
# WANTED, lines that begin with '#' apart.
reports()
{
  { printf '. "%s"\n' "$functions"; cat; } >"$work/script"
  got=$(sh "$work/script" 2>&1)
  got_status=$?
  got=$(printf '%s\n' "$got" | grep -v '^#')
  if [ "$got" = "$3" ] && [ "$got_status" -eq "$2" ]; then
    echo "ok - functions: $1"
  else
    printf '%s (%s)\n' "$got" "$got_status" | sed 's/^/# /'
    echo "not ok - functions: $1"
    failed=1
  fi
}

reports 'what is as expected passes' 0 'ok - a
ok - b' <<'TEXT'
test_case a
run x y
expect 0 <<END
x y
END
stdout_has 'x y'
stdout_lacks z
check true
expect_equal 1 1
test_case b
echo in >"$work/in"
run_from "$work/in" x
edit 's/x/z/; s/in/out/'
expect_stdout z
expect_stderr out
end_tests
TEXT

# fails NAME COMMANDS: in a case of its own, after `run x y`
fails()
{
  reports "$1 fails" 1 'not ok - a
ok - b' <<TEXT
test_case a
run x y
$2
test_case b
run x
expect_status 0
end_tests
TEXT
}

fails 'another status' 'expect_status 1'
fails 'another stdout' 'expect_stdout x'
fails 'a stdout that is too much' "expect_stdout ''"
fails 'another stderr' 'expect_stderr x'
fails 'a missing end of line' 'printf "x y" | expect_stdout'
fails 'expect with stderr' 'echo e >"$work/stderr"; echo x y | expect 0'
fails 'expect_error with stdout' ': | expect_error 0'
fails 'stdout_has' 'stdout_has z'
fails 'stdout_lacks' 'stdout_lacks x'
fails 'stderr_has' 'stderr_has z'
fails 'stderr_lacks' 'echo z >"$work/stderr"; stderr_lacks z'
fails 'expect_equal' 'expect_equal 1 2'
fails 'check' 'check false'
fails 'fail' 'fail why'
fails 'a fault that cannot be armed' \
  'NSCALE_SANDBOX_URL=http://127.0.0.1:1; fault "{}" 2>/dev/null'
fails 'a sandbox that does not answer' \
  'NSCALE_SANDBOX_URL=http://127.0.0.1:1; expect_requests 0 2>/dev/null'

reports 'a script that ends early fails' 1 'ok - a
not ok - script ended early, with status 0' <<'TEXT'
test_case a
exit 0
TEXT
reports 'a skipped case is no passed one' 0 'ok - a # SKIP why' <<'TEXT'
test_case a
skip_case why
end_tests
TEXT
reports 'requires skips the script' 77 'skipped: no such thing' <<'TEXT'
requires 'true' true
requires 'no such thing' false
TEXT
reports 'what fails before the first case fails the script' 1 \
  'not ok - before the first case
ok - a' <<'TEXT'
fail 'no way to begin'
test_case a
end_tests
TEXT
reports 'no sandbox skips the script' 77 \
  'skipped: nscale-sandbox was not built' <<'TEXT'
sandbox_start
TEXT
reports 'what was to be cleaned up is' 0 "ok - a
it's b
a" <<'TEXT'
cleanup_fn echo a
cleanup_fn echo "it's b"
test_case a
end_tests
TEXT
reports 'nothing of the caller is kept' 0 'ok - a' <<'TEXT'
test_case a
case $HOME in "$work") ;; *) fail "HOME is $HOME" ;; esac
check test -z "${https_proxy-}"
end_tests
TEXT

# Tests of signals are worth nothing where nohup, or `&`, ignores them.
for signal in HUP INT; do
  # shellcheck disable=SC2016 # for the shell in the test
  got=$(trap '' "$signal"
    sh "${functions%/functions.sh}/run-test" sh -c \
      'kill -s "$0" $$; echo ignored' "$signal" 2>/dev/null)
  if [ -z "$got" ]; then
    echo "ok - run-test: SIG$signal, which the caller ignores, ends a test"
  else
    echo "not ok - run-test: SIG$signal, which the caller ignores, is $got"
    failed=1
  fi
done
exit "$failed"
