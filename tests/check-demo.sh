#!/bin/sh
# check-demo.sh - what `./autogen.sh --demo` shows works and hides the tokens
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_enter --tls

cd "$abs_top_builddir" || exit 99

test_case 'the demonstration runs to its end'
run_command sh "$abs_top_srcdir/tests/demo.sh"
expect_status 0
expect_stderr ''

test_case 'it shows every verb'
for verb in list create get update rotate delete; do
  grep -q "^\\$ .*nscale sa $verb" "$work/stdout" || fail "no $verb"
done

test_case 'it shows that a rotated token is refused'
stdout_has 'HTTP 401'
stdout_has '(exit status 4)'

test_case 'it shows no whole token'
if grep -q '[A-Za-z0-9_-]\{40\}' "$work/stdout"; then
  fail 'there is one'
fi

end_tests
