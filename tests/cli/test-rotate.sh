#!/bin/sh
# test-rotate.sh - `nscale serviceaccounts rotate`
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$(fixture acme '' id)
ci=$(fixture acme serviceaccounts ci)
deploy=$(fixture acme serviceaccounts deploy)
accounts=/api/v1/organizations/$org/serviceaccounts
old=$(token_of "$ci")

test_case 'the new token is printed, once'
forget
run sa rotate --id "$deploy" --org "$org" --yes
token=$(sed -n 's/^Token: *//p' "$work/stdout")
expect_equal 1 "$(grep -c "$token" "$work/stdout")"
hide
expect_stdout <<TEXT
ID:            $deploy
Name:          deploy
Description:   Rolls releases out.
Organization:  $org
Groups:        $(fixture acme groups deployers)
Expires:       2026-08-30T12:00:00Z
Created:       2026-01-25T11:00:00Z
Created by:    ada@acme.example
Status:        provisioned
Health:        healthy

Token:         TOKEN
TEXT
expect_stderr <<'TEXT'
This token cannot be read again: keep it now.
To use it: export NSCALE_SERVICE_TOKEN=...
Rotated the token of service account "deploy"; the old one is refused within an hour.
TEXT
expect_status 0

test_case 'with a UUID and --yes it is one POST without a body'
only_request POST "$accounts/$deploy/rotate"
expect_equal 1 "$(requests | grep -c '"body":null')"

test_case '-q prints the token and a newline alone'
run sa rotate ci --yes -q .status.accessToken
expect_stderr ''
expect_status 0
new=$(output)
expect_equal "$new" "$(token_of "$ci")"
expect_stdout "$new"
[ "$new" != "$old" ] || fail 'the token did not change'

test_case 'the old token gets 401'
with_token "$old" sa list
hide
# Whether it has expired as well is this machine's clock's to say.
edit 's/^hint: it .*: set/hint: REASON: set/'
expect_error 4 <<'TEXT'
nscale: the service token was refused: token validation failed (HTTP 401, trace TRACE)
hint: REASON: set NSCALE_SERVICE_TOKEN to a valid one
TEXT

test_case 'the new token works'
with_token "$new" sa get ci -q .metadata.name
expect 0 <<'TEXT'
ci
TEXT

test_case 'an account rotates its own token'
with_token "$new" sa rotate ci -y -q .status.accessToken
expect_status 0
newest=$(output)
with_token "$new" sa list -q length
expect_status 4
with_token "$newest" sa list -q length
expect_stdout 1

test_case '--json is the whole reply'
run sa rotate ci -y --json
expect_status 0
expect_stderr ''
hide
stdout_has '    "accessToken": "TOKEN"'
stdout_has "    \"id\": \"$ci\","

test_case 'several filters see one and the same reply'
run sa rotate ci -y -q .status.accessToken -q .metadata.name -q .status.expiry
expect_equal "$(token_of "$ci")" "$(sed -n 1p "$work/stdout")"
hide
expect 0 <<'TEXT'
TOKEN
ci
2026-08-30T12:00:00Z
TEXT

test_case 'a filter that does not compile: 2, and no request'
before=$(token_of "$ci")
for filter in '.[' '}' 'nosuch(1)' 'import "a" as a; .'; do
  forget
  run sa rotate "$ci" --yes -q .metadata.name -q "$filter"
  expect_status 2
  expect_stdout ''
  expect_requests 0
done
expect_equal "$before" "$(token_of "$ci")"

test_case 'the error of a filter is one JSON object'
run sa rotate "$ci" --yes -q '.['
edit 's/\(does not compile: \)[^"]*/\1WHY/'
expect_error 2 <<'TEXT'
{"error":{"kind":"usage","message":"the filter .[ does not compile: WHY","status":null,"trace_id":null,"hint":"a filter is a jq program, such as '.[].metadata.name'; nothing was sent","exit_code":2}}
TEXT

test_case 'a filter that fails at run time: 9, and the token is saved'
run sa rotate "$ci" --yes -q '.metadata.name.x'
expect_status 9
expect_stdout ''
stderr_lacks eyJ
saved=$(sed -n 's/.*the reply was saved to \([^"]*\)".*/\1/p' "$work/stderr")
expect_equal "$work/.local/state/nscale" "${saved%/*}"
# shellcheck disable=SC2012
expect_equal -rw------- "$(ls -l "$saved" | cut -c1-10)"
check grep -F -q "$(token_of "$ci")" "$saved"

test_case 'an account that is not there is not rotated'
forget
run sa rotate nobody --yes
expect_status 3
expect_stdout ''
stderr_has 'service account "nobody" not found'
last_request GET "$accounts"
expect_requests 1
run sa rotate 00000000-0000-4000-8000-000000000000 --yes
hide
expect_error 3 <<'TEXT'
nscale: service account "00000000-0000-4000-8000-000000000000" not found (HTTP 404, trace TRACE)
hint: nscale serviceaccounts list shows what there is
TEXT

test_case 'without a terminal nothing happens without --yes'
forget
run sa rotate ci
expect_error 2 <<'TEXT'
nscale: rotate cannot ask: standard input and standard error are not both terminals
hint: add --yes, or look first with --dry-run
TEXT
run sa rotate ci -q .
expect_error 2 <<'TEXT'
{"error":{"kind":"usage","message":"rotate cannot ask: standard input and standard error are not both terminals","status":null,"trace_id":null,"hint":"add --yes, or look first with --dry-run","exit_code":2}}
TEXT
expect_requests 0

test_case 'stdout must be able to take the token, before anything is sent'
test_command='nscale sa rotate ci -y >&-'
"$NSCALE" sa rotate ci -y >&- 2>"$work/stderr" </dev/null
status=$?
: >"$work/stdout"
expect_error 2 <<'TEXT'
nscale: standard output is closed, or not open for writing
hint: a result would be lost: nothing was sent
TEXT
expect_requests 0

test_case 'rotate takes no document'
refuses --file=x -fx --stdin --replace -- sa rotate ci -y

end_tests
