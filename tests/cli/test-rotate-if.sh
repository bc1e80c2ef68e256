#!/bin/sh
# test-rotate-if.sh - `sa rotate --if-expiring-within DURATION`
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
# ci has 84 days left, deploy 9, nightly expired 3 days ago.
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$NSCALE_ORGANIZATION_ID
ci=$(fixture acme serviceaccounts ci)
deploy=$(fixture acme serviceaccounts deploy)
nightly=$(fixture acme serviceaccounts nightly)
accounts=/api/v1/organizations/$org/serviceaccounts
cd "$work" || exit 99

# nothing: the account ci was left alone, with one read
nothing()
{
  hide
  edit 's/20..-..-..T..:..:..Z/TIME/'
  expect_error 0 <<'TEXT'
Nothing to do: service account "ci" expires TIME, not within 7d.
TEXT
  only_request GET "$accounts"
  expect_equal "$old" "$(token_of "$ci")"
}

test_case 'a token that is good for longer stays: 0, one read, no mutation'
old=$(token_of "$ci")
for id in ci "$ci"; do
  forget
  run sa rotate "$id" --if-expiring-within 7d --yes
  nothing
done

test_case 'stdout stays empty then, with --json and -q as well'
for flag in --json -q.status.accessToken --query=. --dry-run; do
  forget
  run sa rotate ci --if-expiring-within 7d --yes "$flag"
  nothing
done

test_case 'no token file is left then'
forget
run sa rotate ci --if-expiring-within 7d --yes --token-file token
nothing
[ ! -e token ] || fail 'there is a token file'

test_case 'a token that expires sooner is rotated: two reads, one POST'
forget
run sa rotate "$deploy" --if-expiring-within 10d --yes --token-file token
expect_status 0
expect_stderr <<TEXT
The token was written to token.
To use it: export NSCALE_SERVICE_TOKEN_FILE=$(pwd)/token
Rotated the token of service account "deploy"; the old one is refused within an hour.
TEXT
expect_equal "$(token_of "$deploy")" "$(cat token)"
expect_requests 3
last_request POST "$accounts/$deploy/rotate"

test_case 'run again it does nothing'
old=$(token_of "$deploy")
run sa rotate "$deploy" --if-expiring-within 10d --yes --token-file second
expect_status 0
stderr_has 'Nothing to do: service account "deploy" expires '
expect_equal "$old" "$(token_of "$deploy")"
[ ! -e second ] || fail 'there is a token file'

test_case 'a token that has expired is rotated'
run sa rotate nightly --if-expiring-within 0s --yes -q .status.accessToken
expect_stderr ''
expect_status 0
expect_stdout "$(token_of "$nightly")"

test_case 'the preview says what would be'
control POST "expire/$ci" >/dev/null
forget
run sa rotate ci --if-expiring-within 7d --dry-run
hide
expect_stdout "POST URL$accounts/$ci/rotate"
expect_stderr "Dry run, nothing is sent: POST URL$accounts/$ci/rotate"
expect_status 0
only_request GET "$accounts"

test_case 'an account that does not expire has nothing to be done'
forget
fault "{\"status\": 200, \"body\": \"[{\\\"metadata\\\": {\\\"id\\\": \\\"$ci\\\", \\\"name\\\": \\\"ci\\\"}}]\"}"
run sa rotate ci --if-expiring-within 7d --yes
expect_error 0 <<'TEXT'
Nothing to do: service account "ci" does not expire.
TEXT
expect_requests 1

test_case 'an expiry that cannot be read is no reason to do nothing: 1'
forget
fault "{\"status\": 200, \"body\": \"[{\\\"metadata\\\": {\\\"id\\\": \\\"$ci\\\", \\\"name\\\": \\\"ci\\\"}, \\\"status\\\": {\\\"expiry\\\": \\\"soon\\\"}}]\"}"
run sa rotate ci --if-expiring-within 7d --yes
expect_error 1 <<'TEXT'
nscale: service account "ci": .status.expiry, which --if-expiring-within looks at, is not a time: "soon"
TEXT
expect_requests 1

# Two jobs at once: the other one is done when this one looks once more.
test_case 'somebody else has rotated it meanwhile: nothing is sent'
forget
for expiry in 2020 2120; do
  fault "{\"status\": 200, \"body\": \"[{\\\"metadata\\\": {\\\"id\\\": \\\"$ci\\\", \\\"name\\\": \\\"ci\\\"}, \\\"status\\\": {\\\"expiry\\\": \\\"$expiry-01-01T00:00:00Z\\\"}}]\"}"
done
rm -f token
run sa rotate ci --if-expiring-within 7d --yes --token-file token
expect_error 0 <<'TEXT'
Nothing to do: somebody else has rotated service account "ci", which expires 2120-01-01T00:00:00Z, not within 7d.
TEXT
expect_equal "GET $accounts
GET $accounts" "$(sent)"
check test ! -e token

test_case 'not there is an error as ever'
run sa rotate nobody --if-expiring-within 7d --yes
expect_status 3
run sa rotate 00000000-0000-4000-8000-000000000000 --if-expiring-within 7d -y
expect_error 3 <<'TEXT'
nscale: service account "00000000-0000-4000-8000-000000000000" not found
hint: nscale serviceaccounts list shows what there is
TEXT

test_case 'no duration: 2, and nothing is sent'
forget
run sa rotate ci --if-expiring-within 7 --yes
expect_error 2 <<'TEXT'
nscale: --if-expiring-within 7 is not a duration
hint: a duration is a number with a unit, s m h d or w, such as 14d or 1d12h, up to 36500d
TEXT
expect_requests 0

end_tests
