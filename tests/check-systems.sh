#!/bin/sh
# check-systems.sh - README's first command on another system than this one
#
# That is Debian 13, and Debian 12 on Debian 13 itself; there every test is run
# by tests/packaging/test-buildd.sh.  systems.sh has more systems, and runs
# README's second command as well.
. "${abs_top_srcdir:-.}/tests/functions.sh"

. "$abs_top_srcdir/tests/roots.sh"
other=$(other_system)

test_case "README's first command on $other"
run_command sh "$abs_top_srcdir/tests/systems.sh" --demo "$other"
[ "$status" -ne 77 ] || skip_all "$(sed -n 's/^skipped: //p' "$work/stdout")"
if [ "$status" -eq 0 ]; then
  tail -n 2 "$work/stdout" | sed 's/^/# /'
else
  fail 'systems.sh:'
  sed 's/^/#   /' "$work/stdout"
fi
expect_status 0
expect_stderr ''
check grep -q "^$other  .* [1-9][0-9]*  *0  *[0-9]*  *[0-9]*m[0-9]*s\$" "$work/stdout"

end_tests
