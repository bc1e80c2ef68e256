#!/bin/sh
# check-systems.sh - README's two commands on another system than this one
#
# That is Debian 13, and Debian 12 on Debian 13 itself; systems.sh has more.
. "${abs_top_srcdir:-.}/tests/functions.sh"

other=debian-13
[ "$(. /etc/os-release && echo "$ID-${VERSION_ID-}")" != "$other" ] ||
  other=debian-12

test_case "README's two commands on $other"
run_command sh "$abs_top_srcdir/tests/systems.sh" "$other"
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
