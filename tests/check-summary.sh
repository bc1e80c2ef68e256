#!/bin/sh
# check-summary.sh - summary.sh counts what it is to count
set -u

summary=${abs_top_srcdir:-$(pwd)}/tests/summary.sh
work=$(mktemp -d "${TMPDIR:-/tmp}/nscale-summary.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

# result NAME RESULT: makes NAME.log of stdin and NAME.trs
result()
{
  cat >"$work/$1.log"
  printf ':test-result: %s\n:global-test-result: %s\n' "$2" "$2" \
    >"$work/$1.trs"
}

# want NAME WANTED STATUS LOG...
want()
{
  name=$1 wanted="$2 ($3)"
  shift 3
  got=$(sh "$summary" "$@" 2>/dev/null)
  got="$got ($?)"
  if [ "$got" = "$wanted" ]; then
    echo "ok - summary: $name"
  else
    echo "# wanted $wanted, got $got"
    echo "not ok - summary: $name"
    failed=1
  fi
}

cd "$work" || exit 99
result pass PASS <<'TEXT'
1..2
ok 1 - a
ok - b
okay - is no case
  ok - nor is this
TEXT
result mixed FAIL <<'TEXT'
ok - a
not ok - b # SKIP is a failure all the same
ok - c # SKIP no terminal
TEXT
result quiet PASS </dev/null
result broken FAIL <<'TEXT'
ok - a
TEXT
result error ERROR </dev/null
echo 'skipped: why' | result skip SKIP

want 'cases of one log' '2 passed, 0 failed' 0 pass.log
want 'failed and skipped cases' '1 passed, 1 failed, 1 skipped' 1 mixed.log
want 'a test without cases' '1 passed, 0 failed' 0 quiet.log
want 'a failure that no case tells' '1 passed, 1 failed' 1 broken.log
want 'a test that could not run' '0 passed, 1 failed' 1 error.log
want 'a test that did not run' '0 passed, 1 failed' 1 none.log
want 'a skipped test' '0 passed, 0 failed, 1 skipped' 0 skip.log
want 'all together' '5 passed, 4 failed, 2 skipped' 1 \
  pass.log mixed.log quiet.log broken.log error.log none.log skip.log
exit "$failed"
