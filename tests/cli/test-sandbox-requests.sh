#!/bin/sh
# test-sandbox-requests.sh - the sandbox: what is wrong with a request, in the
# order in which it is looked for
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"

person=$NSCALE_SERVICE_TOKEN
acme=$(fixture acme '' id)
initech=$(fixture initech '' id)
root=/api/v1/organizations
accounts=$root/$acme/serviceaccounts
ci=$(fixture acme serviceaccounts ci)
account=$(token_of "$ci")
nowhere=00000000-0000-4000-8000-000000000000
good='{"metadata":{"name":"x"},"spec":{"groupIDs":[]}}'

test_case 'first: a path or a method that is not there, also without a token'
for each in "GET $accounts/$ci" "DELETE $accounts" "PATCH $accounts/$ci" \
  "PUT $accounts/no-uuid/rotate" 'GET /api/v2/organizations' 'GET /' \
  "GET $accounts/"; do
  # shellcheck disable=SC2086
  ask '' $each
  refusal 404 not_found 'resource not found'
  expect_equal '' "$(heading Allow)"
done

test_case 'then: an id that is none'
ask '' GET "$root/acme/serviceaccounts"
refusal 400 invalid_request 'invalid path/query element'
ask '' POST "$accounts/ci/rotate"
refusal 400 invalid_request 'invalid path/query element'

test_case 'then: the token'
ask '' POST "$root/$initech/serviceaccounts" '{}'
refusal 401 access_denied 'authorization header missing'

test_case 'then: the organization of a person'
ask "$person" POST "$root/$initech/serviceaccounts" '{}'
expect_status 500

test_case 'then: the body'
ask "$account" POST "$root/$initech/serviceaccounts" '{}'
expect_status 400
ask "$account" PUT "$accounts/$nowhere" '{}'
expect_status 400

test_case 'then: the rights'
ask "$account" PUT "$accounts/$nowhere" "$good"
expect_status 403

test_case 'then: the thing'
ask "$person" PUT "$accounts/$nowhere" "$good"
refusal 404 not_found 'resource not found'
ask "$person" POST "$accounts/$nowhere/rotate"
refusal 404 not_found 'resource not found'

test_case 'null, and what is not of its type, is 400'
for body in '' '[]' 'null' '{"metadata":null,"spec":{"groupIDs":[]}}' \
  '{"metadata":{"name":null},"spec":{"groupIDs":[]}}' \
  '{"metadata":{"name":"x","description":null},"spec":{"groupIDs":[]}}' \
  '{"metadata":{"name":"x","tags":null},"spec":{"groupIDs":[]}}' \
  '{"metadata":{"name":"x","tags":[{"name":"t"}]},"spec":{"groupIDs":[]}}' \
  '{"metadata":{"name":"x"},"spec":{"groupIDs":null}}' \
  '{"metadata":{"name":"x"},"spec":{"groupIDs":[null]}}' \
  '{"metadata":{"name":"x"},"spec":{}}' '{"metadata":{"name":"x"}}' \
  '{"metadata":{"name":"-x"},"spec":{"groupIDs":[]}}' \
  '{"metadata":{"name":""},"spec":{"groupIDs":[]}}'; do
  ask "$person" POST "$accounts" "$body"
  expect_status 400
  stdout_has '{"error":"invalid_request",'
  ask "$person" PUT "$accounts/$ci" "$body"
  expect_status 400
done

test_case 'another type of content is 400 as well'
run_command curl --silent --output /dev/null --write-out '%{http_code}' \
  --noproxy '*' --header "Authorization: Bearer $person" \
  --header 'Content-Type: text/plain' --data "$good" \
  "$NSCALE_SANDBOX_URL$accounts"
expect_equal 400 "$(output)"

test_case 'unknown members are ignored, and no length but that of a name counts'
long=$(awk 'BEGIN { for (i = 0; i < 5000; i++) printf "d" }')
ask "$person" POST "$accounts" \
  '{"metadata":{"name":"x","colour":1,"description":"'"$long"'"},"spec":{"groupIDs":[],"more":[]},"status":{}}'
expect_status 201
ask "$person" POST "$accounts" \
  '{"metadata":{"name":"'"$(echo "$long" | cut -c1-63)"'"},"spec":{"groupIDs":[]}}'
expect_status 201
ask "$person" POST "$accounts" \
  '{"metadata":{"name":"'"$(echo "$long" | cut -c1-64)"'"},"spec":{"groupIDs":[]}}'
expect_status 400

end_tests
