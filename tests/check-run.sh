#!/bin/sh
# check-run.sh - tests/run knows the tests that make knows
. "${abs_top_srcdir:-.}/tests/functions.sh"

test_case 'tests/run --list has every test of make check and of the gate'
# shellcheck disable=SC2086 # a list of paths
printf '%s\n' $test_names | sort -u >"$work/names"
run_command sh "$abs_top_srcdir/tests/run" --list
expect 0 <"$work/names"

cd "$work" || exit 99
: >Makefile

test_case 'a name that no test has ends with 2, and names that are near'
run_command sh "$abs_top_srcdir/tests/run" rotat
expect_error 2 <<'TEXT'
tests/run: no test is called "rotat"
  there is tests/cli/test-rotate-all.sh
  there is tests/cli/test-rotate-fleet.sh
  there is tests/cli/test-rotate-if.sh
  there is tests/cli/test-rotate.sh
TEXT

test_case 'a test that make does not run is a failure'
run_command sh "$abs_top_srcdir/tests/run" unit/test-text
expect_status 1
stdout_has 'tests/run: tests/unit/test-text.log was not made'

end_tests
