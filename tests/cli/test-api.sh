#!/bin/sh
# test-api.sh - `nscale api PATH`
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$(fixture acme '' id)
ci=$(fixture acme serviceaccounts ci)
deploy=$(fixture acme serviceaccounts deploy)
root=/api/v1/organizations
accounts=$root/$org/serviceaccounts
document '{"metadata": {"name": "api"}, "spec": {"groupIDs": []}}'
cd "$work" || exit 99

# ---- Reading. -----------------------------------------------------------

test_case 'GET is the default, and {org} stands for --org'
forget
run api "$root/{org}/groups" --org acme -q 'map(.metadata.name) | sort'
expect 0 <<'TEXT'
["admins","deployers","readers"]
TEXT
last_request GET "$root/$org/groups"

test_case 'the organization may come from the environment, as ever'
forget
run api "$root/{org}/groups" -q length
expect 0 <<'TEXT'
3
TEXT
only_request GET "$root/$org/groups"

test_case 'a reply is shown as --json shows it'
run api "$root/{org}/serviceaccounts"
cp "$work/stdout" plain
run sa list --json
cmp -s plain "$work/stdout" || fail 'it is not what sa list --json prints'
run api "$root/{org}/serviceaccounts" --json
cmp -s plain "$work/stdout" || fail '--json prints something else'
expect_status 0

test_case 'the first slash may be left out'
forget
run api "${root#/}" -q '.[0].metadata.name'
expect 0 <<'TEXT'
acme
TEXT
only_request GET "$root"

test_case 'parts and parameters are encoded anew, each in its place'
forget
run api '/api/v1/a%2Fb/c d/%7e/é?x=%26&y=a b&z' --dry-run
hide
expect_stdout <<'TEXT'
GET URL/api/v1/a%2Fb/c%20d/~/%C3%A9?x=%26&y=a%20b&z=
TEXT
expect_stderr <<'TEXT'
Dry run, nothing is sent: GET URL/api/v1/a%2Fb/c%20d/~/%C3%A9?x=%26&y=a%20b&z=
TEXT
expect_status 0
expect_requests 0

test_case 'another service has an address of its own'
forget
NSCALE_REGION_SERVICE_API_ENDPOINT=$NSCALE_SANDBOX_URL \
  NSCALE_IDENTITY_SERVICE_API_ENDPOINT=http://127.0.0.1:9 \
  "$NSCALE" api --service region "$root" -q length >out 2>err
expect_equal 2 "$(cat out err)"
only_request GET "$root"

test_case 'what is not there is 3'
run api "$root/{org}/nothing"
hide
expect_error 3 <<TEXT
nscale: resource "$root/{org}/nothing" not found (HTTP 404, trace TRACE)
TEXT

test_case 'GET is repeated as every read is'
forget
fault '{"method": "GET", "status": 503, "times": 1}'
run api "$root" -q length
expect_stdout 2
expect_status 0
expect_requests 2

test_case 'a reply that is not JSON is one sentence'
forget
fault '{"method": "GET", "status": 200, "body": "<html>", "times": 1}'
run api "$root"
expect_status 1
expect_stdout ''
expect_equal 1 "$(grep -c '^nscale: ' "$work/stderr")"
forget

test_case 'placeholders as values of a query'
fault '{"path": "/api/v1/x", "status": 200, "body": "[]"}'
run api '/api/v1/x?organizationID={org}&other={a}' --org "$org" -q length
expect 0 <<'TEXT'
0
TEXT
requests >"$work/sent"
check grep -q "\"query\":\"organizationID=$org&other=%7Ba%7D\"" "$work/sent"
forget

# ---- Changing. ----------------------------------------------------------

test_case 'everything but GET needs a yes'
for method in POST PUT PATCH DELETE; do
  forget
  run api -X "$method" "$accounts/$ci"
  expect_error 2 <<TEXT
nscale: $method cannot ask: standard input and standard error are not both terminals
hint: add --yes, or look first with --dry-run
TEXT
  expect_requests 0
done

test_case 'a dry run shows the document'
forget
run api -X POST "$accounts" -f document.json --dry-run
hide
expect_stdout <<'TEXT'
{
  "metadata": {
    "name": "api"
  },
  "spec": {
    "groupIDs": []
  }
}
TEXT
expect_stderr <<TEXT
Dry run, nothing is sent: POST URL$accounts
TEXT
expect_status 0
expect_requests 0

test_case 'POST sends the document'
forget
run api -X POST "$accounts" -f document.json --yes \
  -q .status.accessToken
expect_stderr ''
expect_status 0
token=$(output)
only_request POST "$accounts"
last_body '{"metadata":{"name":"api"},"spec":{"groupIDs":[]}}'
with_token "$token" api "$root" -q length
expect 0 <<'TEXT'
1
TEXT

test_case 'and standard input is a document as well'
fault '{"method":"POST","stop":"before","plain":true}'
run_from document.json api -X post "$accounts" --stdin --yes --json
hide
edit "s|$accounts|ACCOUNTS|"
expect_error 5 <<'TEXT'
{"error":{"kind":"conflict","message":"resource \"ACCOUNTS\" could not be created: it conflicts with what is there, or with what somebody else did at the same moment","status":409,"trace_id":"TRACE","hint":null,"exit_code":5}}
TEXT

test_case 'a token in a reply that cannot be delivered is saved'
forget
if [ -w /dev/full ]; then
  "$NSCALE" api -X POST "$accounts/$deploy/rotate" --yes >/dev/full 2>err
  expect_equal 9 "$?"
  saved=$(sed -n 's/^hint: the reply was saved to //p' err)
  grep -q "$(token_of "$deploy")" "$saved" || fail 'the token was lost'
else
  skip_case 'no /dev/full'
fi

test_case 'nor does --debug show it'
"$NSCALE" api -X POST "$accounts/$deploy/rotate" --yes --debug \
  -q .status.accessToken >out 2>err
expect_equal "$(token_of "$deploy")" "$(cat out)"
! grep -q "$(cat out)" err || fail '--debug shows the token'
grep -q '^debug: < (the body may hold a one-time token: \[redacted\])' err ||
  fail '--debug does not say that it leaves the body out'

test_case 'a reply without a body says so on stderr'
run api -X DELETE "$accounts/$deploy" --yes
expect_stdout ''
expect_stderr "Deleted $accounts/$deploy."
expect_status 0

test_case 'a change whose outcome is unknown is 8, and not repeated'
forget
fault '{"method": "DELETE", "status": 502, "times": 2}'
run api -X DELETE "$accounts/$ci" --yes
hide
expect_error 8 <<TEXT
nscale: resource "$accounts/$ci" may or may not have been deleted: the server failed: a fault was armed in the sandbox (HTTP 502, trace TRACE)
hint: look before you repeat it: nscale api $accounts/$ci
TEXT
expect_requests 1
forget

# ---- What is refused before anything is sent. ---------------------------

# refused ARGUMENT...: usage, with stderr as on stdin
refused()
{
  test_case "refused: api $*"
  forget
  run api "$@"
  expect_error 2
  expect_requests 0
}

refused <<'TEXT'
nscale: api needs a path
hint: nscale api /api/v1/organizations lists the organizations
TEXT
refused '' <<'TEXT'
nscale: api needs a path
hint: nscale api /api/v1/organizations lists the organizations
TEXT
refused /a /b <<'TEXT'
nscale: api takes no argument /b
hint: usage: nscale api PATH
TEXT
refused https://api.example/a <<'TEXT'
nscale: https://api.example/a is a whole address: give its path alone
hint: --service names the service, and NSCALE_<SERVICE>_SERVICE_API_ENDPOINT where it is
TEXT
refused /a//b <<'TEXT'
nscale: a part of the path /a//b is empty
TEXT
refused /a/%2e%2E/b <<'TEXT'
nscale: a part of the path /a/%2e%2E/b is ..
TEXT
refused /a/%00 <<'TEXT'
nscale: the path has %00, which does not encode a character that an address may have
TEXT
refused /a/%4 <<'TEXT'
nscale: the path has %4, which does not encode a character that an address may have
TEXT
refused '/a#b' <<'TEXT'
nscale: the path /a#b has a fragment (#), which is never sent
TEXT
refused '/a/{user}' <<'TEXT'
nscale: {user} in a path is not a placeholder
hint: {org}, {project} and {region} stand for --org, --project and --region, each as a whole part of the path
TEXT
for path in '/{org' '/{org/groups' '/{org}s' '/{{org}}' '/{}{org}'; do
  refused "$path" <<TEXT
nscale: the path $path has a { at character 2 that belongs to no placeholder
hint: {org}, {project} and {region} stand for --org, --project and --region, each as a whole part of the path
TEXT
done
refused '/a/org}' <<'TEXT'
nscale: the path /a/org} has a } at character 7 that belongs to no placeholder
hint: {org}, {project} and {region} stand for --org, --project and --region, each as a whole part of the path
TEXT
refused /a --org acme <<'TEXT'
nscale: --org has no effect: there is no {org} in the path /a
TEXT
refused /a --service '../x' <<'TEXT'
nscale: --service ../x is not the name of a service: that is one word, such as identity, region, compute, storage or reservation
TEXT
refused -X HEAD /a <<'TEXT'
nscale: -X HEAD is not a method of the API: use GET, POST, PUT, PATCH or DELETE
TEXT
refused /a -f document.json <<'TEXT'
nscale: GET takes no document
hint: add -X POST, -X PUT or -X PATCH
TEXT
refused /a --methd POST <<'TEXT'
nscale: api has no flag --methd
hint: did you mean --method?
TEXT
refused -X POST /a -f nothing --yes <<'TEXT'
nscale: cannot read nothing: No such file or directory
TEXT
refused "$(printf '/%0.sa' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 \
  21 22 23 24 25 26 27 28 29 30 31 32 33)" <<'TEXT'
nscale: the path has more than 32 parts
TEXT

test_case 'help shows how api is used'
run help api
cp "$work/stdout" help
run api --help
cmp -s help "$work/stdout" || fail 'nscale help api says something else'
stdout_has 'Usage: nscale api PATH [FLAGS]'
stdout_has '  -X, --method METHOD'
expect_stderr ''
expect_status 0

end_tests
