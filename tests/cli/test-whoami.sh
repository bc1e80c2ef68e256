#!/bin/sh
# test-whoami.sh - whose the service token is: `sa check`, the organization
# that nobody names, `sa rotate --self`
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
# ci has 84 days left, deploy 9, nightly expired 3 days ago; none of them may
# do anything.  serviceaccount-000006 may do everything.
sandbox_start --accounts 6
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"

acme=$NSCALE_ORGANIZATION_ID
globex=$(fixture globex '' id)
accounts=/api/v1/organizations/$acme/serviceaccounts
userinfo=/oauth2/v2/userinfo
ci=$(fixture acme serviceaccounts ci)
deploy=$(fixture acme serviceaccounts deploy)
six=$(fixture acme serviceaccounts serviceaccount-000006)
person=$NSCALE_SERVICE_TOKEN
token=$(token_of "$deploy")
# The tests say themselves where an organization is named.
unset NSCALE_ORGANIZATION_ID
cd "$work" || exit 99

# as TOKEN ARGUMENT...: nscale with this token, of which nothing is ever shown
as()
{
  with_token "$@"
  stdout_lacks "$test_token"
  stderr_lacks "$test_token"
  edit 's/20..-..-..T..:..:..Z/TIME/g'
}

# kept_back: a gateway does not let userinfo through
kept_back()
{
  fault "{\"path\": \"$userinfo\", \"status\": 404, \"body\": \"\", \"times\": 9}"
}

# ---- sa check. ----------------------------------------------------------

test_case 'an account without any rights: its name, organization and expiry'
forget
as "$token" sa check
expect 0 <<TEXT
Subject:       $deploy
Name:          deploy
Kind:          service
Organization:  $acme
Expires:       TIME
TEXT
expect_equal "GET $userinfo
GET $accounts" "$(sent)"

test_case 'the same as JSON'
as "$token" sa check --json
expect 0 <<TEXT
{
  "subject": "$deploy",
  "kind": "service",
  "organizations": [
    "$acme"
  ],
  "organization": "$acme",
  "name": "deploy",
  "expiry": "TIME"
}
TEXT
as "$token" sa check -q .subject -q .expiry
expect 0 <<TEXT
$deploy
TIME
TEXT

test_case 'a person: no account, no list'
forget
as "$person" sa check
expect 0 <<TEXT
Subject:       ada@acme.example
Kind:          user
Organization:  $acme
               $globex
TEXT
only_request GET "$userinfo"
as "$person" sa check -q .kind -q .organization -q .expiry
expect 0 <<'TEXT'
user
null
null
TEXT

test_case '--within: 1, and the rest all the same'
as "$token" sa check --within 10d -q .name
expect_status 1
expect_stdout deploy
expect_stderr <<'TEXT'
{"error":{"kind":"failed","message":"the service token expires within 10d","status":null,"trace_id":null,"hint":"nscale serviceaccounts rotate --self makes a new one","exit_code":1}}
TEXT
as "$token" sa check --within 8d -q .name
expect 0 <<'TEXT'
deploy
TEXT

test_case '--within, where nobody says when it expires: 1'
as "$person" sa check --within 1d -q .subject
expect_status 1
expect_stdout ada@acme.example
stderr_has '"message":"the service does not say when the service token expires"'

test_case 'a token that the service refuses: 4'
forget
as "$(token_of "$(fixture acme serviceaccounts nightly)")" sa check
hide
expect_error 4 <<'TEXT'
nscale: the service token was refused: token validation failed (HTTP 401, trace TRACE)
hint: it may have expired, been rotated or been deleted: set NSCALE_SERVICE_TOKEN to a valid one
TEXT
only_request GET "$userinfo"

test_case 'a service that cannot be asked: 7'
test_command='nscale sa check, where nobody serves'
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=http://127.0.0.1:9 "$NSCALE" sa check \
  </dev/null >stdout 2>stderr
status=$?
expect_status 7
expect_stdout ''

test_case 'no token: 4'
with_token '' sa check
expect_error 4 <<'TEXT'
nscale: no service token
hint: set NSCALE_SERVICE_TOKEN, or NSCALE_SERVICE_TOKEN_FILE to a file that holds it
TEXT

test_case 'no other host is asked, whatever the reply says'
forget
fault "{\"path\": \"$userinfo\", \"redirect\": \"http://localhost:9/userinfo\", \"status\": 302, \"body\": \"\"}"
as "$token" sa check
expect_status 1
expect_stdout ''
only_request GET "$userinfo"

test_case 'an organization that is named, and is not that of the token: 3'
for name in "--org $globex" "--org=$globex"; do
  forget
  # shellcheck disable=SC2086 # a list of words
  as "$token" sa check $name
  expect_error 3 <<TEXT
nscale: the service token is not one of organization $globex
hint: it is one of organization $acme: name that with --org or NSCALE_ORGANIZATION_ID, or none
TEXT
  only_request GET "$userinfo"
done
as "$token" sa check --org "$acme" -q .name
expect 0 <<'TEXT'
deploy
TEXT

test_case 'an account that is not in the list: 3'
forget
served '[]'
as "$token" sa check
expect_error 3 <<TEXT
nscale: service account "$deploy" not found
hint: nscale serviceaccounts list shows what there is
TEXT

test_case 'userinfo that is none: 1'
for body in '{}' '[]' '{\"sub\": 5}' '{\"sub\": null}'; do
  forget
  fault "{\"path\": \"$userinfo\", \"body\": \"$body\"}"
  as "$token" sa check
  expect_error 1 <<'TEXT'
nscale: the service does not say whose the service token is: the reply of userinfo names no subject
TEXT
done
forget
fault "{\"path\": \"$userinfo\", \"body\": \"{\"}"
as "$token" sa check
expect_status 1
expect_stdout ''

test_case 'userinfo that says no more than the subject'
forget
fault "{\"path\": \"$userinfo\", \"body\": \"{\\\"sub\\\": \\\"$deploy\\\"}\"}"
as "$token" sa check -q .kind -q .name -q .organization
expect 0 <<'TEXT'
service
deploy
null
TEXT
fault "{\"path\": \"$userinfo\", \"body\": \"{\\\"sub\\\": \\\"bob@globex.example\\\", \\\"https://unikorn-cloud.org/authz\\\": {\\\"orgIds\\\": [5, null]}}\"}"
as "$token" sa check -q .kind -q .organizations
expect 0 <<'TEXT'
user
[]
TEXT

test_case 'what would steer a terminal is escaped'
fault "{\"path\": \"$userinfo\", \"body\": \"{\\\"sub\\\": \\\"\\\\u001b[31m\\\"}\"}"
as "$token" sa check
stdout_has 'Subject:  \x1b[31m'

test_case 'a gateway keeps userinfo back: the one visible account'
forget
kept_back
as "$token" sa check
expect 0 <<TEXT
Subject:       $deploy
Name:          deploy
Kind:          service
Organization:  $acme
Expires:       TIME
TEXT
expect_equal "GET $userinfo
GET /api/v1/organizations
GET $accounts" "$(sent)"

test_case 'several visible accounts: it cannot be told, 1'
as "$(token_of "$six")" sa check --json
edit 's/several: [^"]*"/several: NAMES"/'
expect_error 1 <<'TEXT'
{"error":{"kind":"failed","message":"cannot tell which service account the service token is of: the service does not say, and the token sees several: NAMES","status":null,"trace_id":null,"hint":"a gateway may keep /oauth2/v2/userinfo back","exit_code":1}}
TEXT
served '[]'
as "$token" sa check
expect_error 1 <<'TEXT'
nscale: cannot tell which service account the service token is of: the service does not say, and the token sees none
hint: a gateway may keep /oauth2/v2/userinfo back
TEXT

test_case 'a token that can be read says it itself then'
as "$(control GET "token/$six?form=jwt")" sa check -q .name
expect 0 <<'TEXT'
serviceaccount-000006
TEXT

# ---- An organization that nobody names. ---------------------------------

test_case 'the only one that the token sees is meant'
forget
as "$token" sa list -q '.[].metadata.name'
expect 0 <<'TEXT'
deploy
TEXT
expect_equal "GET /api/v1/organizations
GET $accounts" "$(sent)"
forget
as "$token" api '/api/v1/organizations/{org}/serviceaccounts' \
  -q '.[].metadata.name'
expect 0 <<'TEXT'
deploy
TEXT
expect_requests 2

test_case 'a terminal is told which'
NSCALE_SERVICE_TOKEN=$token play sa list -q '.[].metadata.name' </dev/null
expect 0 <<'TEXT'
nscale: no organization is named: using "acme", the only one that the service token sees
deploy
TEXT

test_case '--org and the variable win'
forget
as "$token" sa list --org "$acme" -q length
expect 0 <<'TEXT'
1
TEXT
NSCALE_ORGANIZATION_ID=$acme as "$token" sa list -q length
expect 0 <<'TEXT'
1
TEXT
NSCALE_ORGANIZATION_ID=$globex as "$token" sa list --org "$acme" -q length
expect 0 <<'TEXT'
1
TEXT
expect_equal "GET $accounts
GET $accounts
GET $accounts" "$(sent)"
as "$token" sa list --org "$globex" -q length
expect 0 <<'TEXT'
0
TEXT

test_case 'several are an error that names them'
forget
as "$person" sa list
expect_error 2 <<'TEXT'
nscale: no organization is named, and the service token sees several: acme, globex
hint: add --org ID|NAME, or set NSCALE_ORGANIZATION_ID; nscale org list shows which there are
TEXT
only_request GET /api/v1/organizations

# organizations COUNT: the next list has so many, without names
organizations()
{
  seq -f '{"metadata": {"id": "id-%g"}}' -s , "$1" | sed 's/["\\]/\\&/g' >list
  fault "{\"path\": \"/api/v1/organizations\", \"body\": \"[$(cat list)]\"}"
}

test_case 'many, none, and what is no list'
organizations 15
as "$person" sa list
expect_status 2
stderr_has 'sees several: id-1, id-2, id-3, id-4, id-5, id-6, id-7, id-8, id-9, id-10, id-11, id-12 and 3 more'
fault '{"path": "/api/v1/organizations", "body": "[]"}'
as "$person" sa list
expect_status 2
stderr_has 'nscale: no organization is named, and the service token sees none'
fault '{"path": "/api/v1/organizations", "body": "[{}]"}'
as "$person" sa list
expect_error 1 <<'TEXT'
nscale: the reply is a list of organizations, one of which has no id
TEXT
fault '{"path": "/api/v1/organizations", "body": "{}"}'
as "$person" sa list
expect_error 1 <<'TEXT'
nscale: the reply is not a list
TEXT

# ---- sa rotate --self. --------------------------------------------------

# renewed: $token is the one that deploy has now
renewed()
{
  token=$(token_of "$deploy")
}

test_case 'an account without rights rotates itself, with nothing but its token'
forget
with_token "$token" sa rotate --self --yes -q .status.accessToken
expect_status 0
expect_stderr ''
expect_stdout "$(token_of "$deploy")"
[ "$token" != "$(output)" ] || fail 'the token did not change'
expect_equal "GET $userinfo
POST $accounts/$deploy/rotate" "$(sent)"
as "$token" sa check
expect_status 4
renewed
as "$token" sa check -q .name
expect 0 <<'TEXT'
deploy
TEXT

test_case 'into a file'
as "$token" sa rotate --self --yes --token-file new -q .metadata.name
expect 0 <<'TEXT'
deploy
TEXT
renewed
expect_equal "$token" "$(cat new)"

test_case 'a dry run'
forget
as "$token" sa rotate --self --dry-run
hide
expect_stdout <<TEXT
POST URL$accounts/$deploy/rotate
TEXT
expect_stderr <<TEXT
Dry run, nothing is sent: POST URL$accounts/$deploy/rotate
TEXT
expect_status 0
only_request GET "$userinfo"

test_case '--if-expiring-within looks first'
forget
as "$token" sa rotate --self --if-expiring-within 7d --yes --token-file later
expect_error 0 <<'TEXT'
Nothing to do: service account "deploy" expires TIME, not within 7d.
TEXT
[ ! -e later ] || fail 'the file was made'
expect_equal "GET $userinfo
GET $accounts" "$(sent)"
control POST "expire/$deploy?in=500000" >/dev/null
renewed
as "$token" sa rotate --self --if-expiring-within 7d --yes --token-file later
expect_status 0
renewed
expect_equal "$token" "$(cat later)"

test_case 'the question names the account and its organization'
NSCALE_SERVICE_TOKEN=$token play sa rotate --self <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
expect_status 1
stdout_has "Rotate service account \"deploy\" ($deploy) in organization \"acme\""

test_case 'what does not go together'
forget
while IFS='|' read -r words message hint; do
  # shellcheck disable=SC2086 # a list of words
  as "$token" sa rotate --yes $words
  {
    echo "nscale: $message"
    [ -z "$hint" ] || echo "hint: $hint"
  } | expect_error 2
done <<'TEXT'
--self ci|--self and ci cannot be used together
--self --id ci|--self and --id cannot be used together
--self --all --expiring-within 1d --output-dir x|--all and --self cannot be used together
--self --expiring-within 1d|--expiring-within needs --all
--self --output-dir x|--output-dir needs --all
|rotate needs an id or a name|name it as the argument, or with --id ID|NAME; --self is the one whose token this is
TEXT
expect_requests 0

test_case 'the token of a person: 4'
forget
as "$person" sa rotate --self --yes
expect_error 4 <<'TEXT'
nscale: the service token is not that of a service account, but of ada@acme.example
hint: name the service account in the place of --self
TEXT
as "$person" sa rotate --self --yes --org "$acme"
expect_status 4
only_reads

test_case 'an organization that is named and is another: 3, nothing is rotated'
forget
as "$token" sa rotate --self --yes --org "$globex"
expect_status 3
NSCALE_ORGANIZATION_ID=globex as "$token" sa rotate --self --yes
expect_status 3
only_reads

test_case 'a gateway keeps userinfo back: the one visible account'
forget
kept_back
as "$token" sa rotate --self --yes --token-file alone
expect_status 0
renewed
expect_equal "$token" "$(cat alone)"
expect_equal "GET $userinfo
GET /api/v1/organizations
GET $accounts
POST $accounts/$deploy/rotate" "$(sent)"

test_case 'several visible accounts: 1, nothing is rotated'
forget
kept_back
as "$(token_of "$six")" sa rotate --self --yes
expect_status 1
stderr_has 'nscale: cannot tell which service account the service token is of: '
stderr_has 'hint: a gateway may keep /oauth2/v2/userinfo back: name it in the place of --self'
only_reads
as "$(control GET "token/$six?form=jwt")" sa rotate --self --yes \
  --token-file six
expect_status 0
expect_equal "$(token_of "$six")" "$(cat six)"

end_tests
