#!/bin/sh
# test-wait.sh - `sa delete --wait` and `--ignore-not-found`
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
# What was deleted is shown in one more list.
sandbox_start --deletion-lists 1 --accounts 9
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"

org=$NSCALE_ORGANIZATION_ID
ci=$(fixture acme serviceaccounts ci)
deploy=$(fixture acme serviceaccounts deploy)
accounts=/api/v1/organizations/$org/serviceaccounts
nobody=00000000-0000-4000-8000-000000000000

# ---- --wait -------------------------------------------------------------

test_case 'the list is read until the account is gone from it'
forget
run sa delete "$deploy" --yes --wait
expect_error 0 <<TEXT
Deleted service account "$deploy".
TEXT
expect_equal "GET /oauth2/v2/userinfo
DELETE $accounts/$deploy
GET $accounts
GET $accounts" "$(sent)"
run sa list -q '.[].metadata.name | select(. == "deploy")'
expect_stdout ''

test_case 'without --wait it is not looked at'
forget
run sa delete "$(fixture acme serviceaccounts nightly)" --yes
expect_status 0
expect_requests 1

test_case 'a list that answers too late: 8, and what tells'
fault '{"method": "GET", "path": "*/serviceaccounts", "times": 9,
  "status": 200, "body": "[{\"metadata\": {\"id\": \"'"$ci"'\"}}]"}'
run sa delete "$ci" --yes --wait --wait-timeout 1s
expect_error 8 <<TEXT
nscale: service account "$ci": delete was accepted, but is not finished after 1 second
hint: look again later: nscale serviceaccounts list
TEXT

test_case 'a name is told by its name, and 0s looks once'
forget
fault '{"method": "GET", "path": "*/serviceaccounts", "delay": 1}'
run sa delete serviceaccount-000004 --yes --wait --wait-timeout 0s
expect_error 8 <<'TEXT'
nscale: service account "serviceaccount-000004": delete was accepted, but is not finished after 0 seconds
hint: look again later: nscale serviceaccounts list
TEXT
expect_requests 4

test_case 'a look that fails does not say that nothing was done'
forget
id=$(fixture acme serviceaccounts serviceaccount-000005)
fault '{"path": "*/serviceaccounts", "status": 400, "body": "{\"error\": \"invalid_request\", \"error_description\": \"no\"}"}'
run sa delete "$id" --yes --wait
expect_error 8 <<TEXT
nscale: service account "$id": delete was accepted, but whether it has finished could not be read: the server refused the request: no
hint: look again later: nscale serviceaccounts list
TEXT
expect_requests 3

# deleted FAULT...: what the list is answered with after a deletion, until it
# is empty
deleted()
{
  forget
  fault '{"method": "DELETE", "status": 200, "body": ""}'
  for fault in "$@"; do
    fault "{\"path\": \"*/serviceaccounts\", $fault}"
  done
  served '[]'
}

test_case 'what fails for the moment is looked at again until it is gone'
for passing in '"status": 500' '"status": 502' '"status": 503' \
  '"status": 504' '"status": 429' '"cut": "before"' '"truncate": 5'; do
  deleted "$passing"
  run sa delete "$nobody" --yes --wait
  expect_error 0 <<TEXT
Deleted service account "$nobody".
TEXT
  expect_requests 4
done
deleted '"status": 500' '"cut": "before"'
run sa delete "$nobody" --yes --wait
expect_status 0
expect_requests 5

test_case 'a limit says how long to wait'
deleted '"status": 429, "headers": {"Retry-After": "1"}'
began=$(date +%s%N)
run sa delete "$nobody" --yes --wait
expect_error 0 <<TEXT
Deleted service account "$nobody".
TEXT
check test $(($(date +%s%N) - began)) -ge 1000000000
expect_requests 4

test_case 'what fails until the time is over: 8, and the last reason'
deleted '"status": 503, "times": 9, "body": "{\"error_description\": \"not now\"}"'
run sa delete "$nobody" --yes --wait --wait-timeout 0s
expect_error 8 <<TEXT
nscale: service account "$nobody": delete was accepted, but whether it has finished could not be read: the server failed: not now
hint: look again later: nscale serviceaccounts list
TEXT
expect_requests 3

test_case 'an account that deletes itself knows it by the refusal'
id=$(fixture acme serviceaccounts serviceaccount-000006)
for status in 401 403; do
  deleted "\"status\": $status"
  with_token "$(token_of "$id")" sa delete "$id" --yes --wait
  expect_error 0 <<TEXT
Deleted service account "$id".
TEXT
  expect_requests 3
done

test_case 'without a fault as well, by its name'
forget
with_token "$(token_of "$id")" sa delete serviceaccount-000006 --yes --wait
expect_error 0 <<'TEXT'
Deleted service account "serviceaccount-000006".
TEXT

test_case 'a refusal of another account, or of nobody knows whom, proves nothing'
for fault in '"path": "*/none"' '"path": "*/userinfo", "status": 404'; do
  deleted '"status": 401'
  fault "{$fault}"
  run sa delete "$nobody" --yes --wait
  expect_status 8
  stderr_has "nscale: service account \"$nobody\": delete was accepted, but whether it has finished could not be read: the service token was refused"
  expect_requests 3
done

test_case 'a deletion that fails is not awaited'
forget
run sa delete "$nobody" --yes --wait
expect_status 3
last_request DELETE "$accounts/$nobody"
expect_requests 2

test_case '--wait-timeout: a duration, and with --wait alone'
forget
run sa delete ci --yes --wait-timeout 1m
expect_error 2 <<'TEXT'
nscale: --wait-timeout needs --wait
hint: add --wait
TEXT
run sa delete ci --yes --wait --wait-timeout 60
expect_error 2 <<'TEXT'
nscale: --wait-timeout 60 is not a duration
hint: a duration is a number with a unit, s m h d or w, such as 14d or 1d12h, up to 36500d
TEXT
expect_requests 0
refuses --wait --wait-timeout=1m -- sa rotate nobody --yes

test_case 'on a terminal a line tells how long it takes, and goes'
forget
id=$(fixture acme serviceaccounts serviceaccount-000007)
show sa delete "$id" --yes --wait --wait-timeout 90s
expect_status 0
expect_stderr ''
tr '\r' '\n' <"$work/screen" | sed 's/ *$//' | grep . >"$work/stdout"
expect_stdout <<TEXT
Waiting, 0 s of 90 s
Deleted service account "$id".
TEXT

test_case 'in a pipe it does not'
id=$(fixture acme serviceaccounts serviceaccount-000008)
run sa delete "$id" --yes --wait
expect_stderr "Deleted service account \"$id\"."

# ---- --ignore-not-found -------------------------------------------------

test_case 'no account of this name: a note, 0, and no DELETE'
forget
run sa delete nobody --yes --ignore-not-found
expect_error 0 <<'TEXT'
Nothing to do: service account "nobody" is not there.
TEXT
only_request GET "$accounts"

test_case 'no account of this id: the 404 is no error'
forget
run sa delete "$nobody" --yes --ignore-not-found --wait
expect_error 0 <<TEXT
Nothing to do: service account "$nobody" is not there.
TEXT
last_request DELETE "$accounts/$nobody"
expect_requests 2

test_case 'one that is there is deleted'
id=$(fixture acme serviceaccounts serviceaccount-000009)
run sa delete serviceaccount-000009 --yes --ignore-not-found
expect_error 0 <<'TEXT'
Deleted service account "serviceaccount-000009".
TEXT
run sa delete "$id" --yes --ignore-not-found
expect_error 0 <<TEXT
Nothing to do: service account "$id" is not there.
TEXT

test_case 'a dry run of what is not there says so'
run sa delete nobody --dry-run --ignore-not-found
expect_error 0 <<'TEXT'
Nothing to do: service account "nobody" is not there.
TEXT

test_case 'a 404 that is not the word of the API is an error'
for body in '' '<html>no such page</html>' '{\"error\": \"other\"}'; do
  forget
  fault "{\"status\": 404, \"body\": \"$body\"}"
  run sa delete "$nobody" --yes --ignore-not-found
  expect_status 3
  forget
  fault "{\"status\": 404, \"body\": \"$body\"}"
  run sa delete nobody --yes --ignore-not-found
  expect_status 3
done

test_case 'nor is an organization that is not there'
run sa delete nobody --org nosuch --yes --ignore-not-found
expect_error 3 <<'TEXT'
nscale: organization "nosuch" not found
hint: there are: acme, globex
TEXT

test_case 'two of one name stay an error'
forget
fault '{"status": 200, "body": "[{\"metadata\": {\"id\": \"1\", \"name\": \"x\"}}, {\"metadata\": {\"id\": \"2\", \"name\": \"x\"}}]"}'
run sa delete x --yes --ignore-not-found
expect_status 2
expect_requests 1

end_tests
