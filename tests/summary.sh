#!/bin/sh
# summary.sh - counts the cases in the logs of `make check`
#
#   summary.sh LOG...
#
# Prints one line, `N passed, N failed` and `, N skipped` if any were, and
# ends with 1 if anything failed.  A case is a line `ok - NAME`, `not ok -
# NAME` or `ok - NAME # SKIP REASON`.  What ended a test early counts too: a
# test that failed although none of its cases did is one failure, one
# without a log or result is one failure, and one that was skipped as a
# whole is one skipped case.  A test that reports no cases is one case.
set -eu

for log in "$@"; do
  printf 'test %s\n' "$log"
  sed -n 's/^:global-test-result: */result /p' "${log%.log}.trs" \
    2>/dev/null || :
  # Only lines of cases: logs may hold anything.
  sed -n 's/^\(not ok\)\([ 	].*\)*$/case \1\2/p
    s/^\(ok\)\([ 	].*\)*$/case \1\2/p' "$log" 2>/dev/null || :
done | awk '
  function end_test() {
    if (name == "")
      return
    if (result == "SKIP" && cases == 0)
      skipped++
    else if (result == "PASS" && cases == 0)
      passed++
    else if (result != "PASS" && result != "SKIP" && bad == 0)
      failed++
    if (result == "" || (result != "PASS" && result != "SKIP"))
      print "# " name ": " (result == "" ? "no result" : result) \
        > "/dev/stderr"
  }
  $1 == "test" {
    end_test()
    name = $2; result = ""; cases = 0; bad = 0
  }
  $1 == "result" { result = $2 }
  $1 == "case" {
    cases++
    if ($2 == "not") { failed++; bad++ }
    else if (/# [Ss][Kk][Ii][Pp]/) skipped++
    else passed++
  }
  END {
    end_test()
    printf "%d passed, %d failed", passed, failed
    if (skipped > 0)
      printf ", %d skipped", skipped
    printf "\n"
    exit failed > 0
  }'
