#!/bin/sh
# test-sandbox-identity.sh - the sandbox: whose a token is, and what it may do
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --accounts 6
. "$abs_top_srcdir/tests/cli/fixtures.sh"

person=$NSCALE_SERVICE_TOKEN
acme=$(fixture acme '' id)
globex=$(fixture globex '' id)
initech=$(fixture initech '' id)
nowhere=00000000-0000-4000-8000-000000000000
root=/api/v1/organizations
accounts=$root/$acme/serviceaccounts
ci=$(fixture acme serviceaccounts ci)
deploy=$(fixture acme serviceaccounts deploy)
six=$(fixture acme serviceaccounts serviceaccount-000006)
account=$(token_of "$ci")
entitled=$(token_of "$six")
new='{"metadata":{"name":"new"},"spec":{"groupIDs":[]}}'

# count: how many elements the list of what was asked last has
count()
{
  tr -d '\n' <"$work/stdout" | sed 's/"metadata"/\
&/g' | grep -c '"metadata"'
}

# part N: one of the parts of the token on stdin, decoded
part()
{
  part=$(cut -d . -f "$1" | tr '_-' '/+')
  # Not every base64 takes what is not filled up to four, or to more.
  while [ $((${#part} % 4)) -ne 0 ]; do part=$part=; done
  printf %s "$part" | base64 -d 2>/dev/null
}

test_case 'a token has five parts, of which the header alone can be read'
for token in "$person" "$account"; do
  expect_equal 5 "$(printf '%s\n' "$token" | tr . '\n' | wc -l | tr -d ' ')"
  expect_equal \
    '{"alg":"A256GCMKW","cty":"JWT","enc":"A256GCM","iv","kid","tag","typ":"at+jwt"}' \
    "$(printf '%s\n' "$token" | part 1 |
      sed -E 's/"(iv|kid|tag)":"[A-Za-z0-9_-]*"/"\1"/g')"
  [ "${#token}" -gt 1000 ] || fail "it has ${#token} characters"
  for at in 2 3 4 5; do
    if printf '%s\n' "$token" | part "$at" | grep -a -q "$ci"; then
      fail "part $at can be read"
    fi
  done
done

test_case 'a readable one is as good'
readable=$(control GET "token/$ci?form=jwt")
expect_equal 3 "$(printf '%s\n' "$readable" | tr . '\n' | wc -l | tr -d ' ')"
check test -n "$(printf '%s\n' "$readable" | part 2 |
  grep "\"sub\":\"$ci\"")"
ask "$readable" GET /oauth2/v2/userinfo
expect_status 200

test_case 'userinfo: a person, an account'
ask "$person" GET /oauth2/v2/userinfo
expect 200 <<TEXT
{"sub":"ada@acme.example","https://unikorn-cloud.org/authz":{"acctype":"user","orgIds":["$acme","$globex"]}}
TEXT
ask "$account" GET /oauth2/v2/userinfo
expect 200 <<TEXT
{"sub":"$ci","https://unikorn-cloud.org/authz":{"acctype":"service","orgIds":["$acme"]}}
TEXT

test_case 'userinfo: a token that does not hold'
ask "$(token_of "$(fixture acme serviceaccounts nightly)")" \
  GET /oauth2/v2/userinfo
refusal 401 access_denied 'token validation failed'
ask '' GET /oauth2/v2/userinfo
refusal 401 access_denied 'authorization header missing'

test_case 'the configuration needs no token and names the place of userinfo'
ask '' GET /.well-known/openid-configuration
expect_status 200
stdout_has "\"userinfo_endpoint\":\"https://${NSCALE_SANDBOX_URL#*//}/oauth2/v2/userinfo\""

test_case 'a refused token: the text, and the header with the same text'
refused()
{
  expect_equal "Bearer error=\"access_denied\",error_description=\"$1\",resource_metadata=\"https://${NSCALE_SANDBOX_URL#*//}/.well-known/openid-protected-resource\"" \
    "$(heading WWW-Authenticate)"
  refusal 401 access_denied "$1"
}
ask '' GET "$accounts"
refused 'authorization header missing'
ask 0123456789 GET "$accounts"
refused 'unrecognized bearer token format'
ask "${account}A" GET "$accounts"
refused 'token validation failed'
ask "$(echo "$account" | tr 'A-Y' 'B-Z')" GET "$accounts"
refused 'token validation failed'
ask a.b.c.d.e GET "$accounts"
refused 'token validation failed'
ask a.b.c GET "$accounts"
refused 'token validation failed'

test_case 'an account sees its own organization alone, a person all of theirs'
ask "$account" GET "$root"
expect_status 200
expect_equal 1 "$(count)"
stdout_has "\"id\":\"$acme\""
ask "$person" GET "$root"
expect_equal 2 "$(count)"

test_case 'an account without rights sees itself alone'
ask "$account" GET "$accounts"
expect_status 200
expect_equal 1 "$(count)"
stdout_has "\"id\":\"$ci\""
for token in "$entitled" "$person"; do
  ask "$token" GET "$accounts"
  expect_equal 6 "$(count)"
done

# may_not OPERATION ENDPOINT WHY
may_not()
{
  refusal 403 forbidden \
    "operation is not allowed by rbac: operation '$1' on endpoint 'identity:$2'$3"
}

test_case 'and gets 403 for the rest'
why=' is not permitted'
ask "$account" POST "$accounts" "$new"
may_not create serviceaccounts "$why"
ask "$account" PUT "$accounts/$ci" "$new"
may_not update serviceaccounts "$why"
ask "$account" DELETE "$accounts/$ci"
may_not delete serviceaccounts "$why"
ask "$account" POST "$accounts/$deploy/rotate"
may_not update serviceaccounts "$why"
ask "$account" GET "$root/$acme/groups"
may_not read groups "$why"
ask "$account" GET "$root/$acme"
may_not read organizations "$why"

test_case 'an account of no group hears it in other words'
ask "$entitled" POST "$accounts" "$new"
expect_status 201
bare=$(sed 's/.*"accessToken":"\([^"]*\)".*/\1/' "$work/stdout")
ask "$bare" DELETE "$accounts/$ci"
may_not delete serviceaccounts \
  ' — this principal has no organization-scope permissions'

test_case 'a group that grants the rights gives them'
ask "$entitled" GET "$root/$acme/groups"
expect_status 200
ask "$entitled" POST "$accounts/$deploy/rotate"
expect_status 200

test_case 'an account rotates itself, whatever its rights'
ask "$account" POST "$accounts/$ci/rotate"
expect_status 200
ask "$account" GET /oauth2/v2/userinfo
expect_status 401
account=$(token_of "$ci")
ask "$account" GET /oauth2/v2/userinfo
expect_status 200

test_case 'a person in an organization that is foreign or unknown: 500'
for organization in "$initech" "$nowhere"; do
  for path in '' /serviceaccounts /groups /acl; do
    ask "$person" GET "$root/$organization$path"
    refusal 500 server_error \
      'an internal error has occurred, please contact support'
  done
  ask "$person" POST "$root/$organization/serviceaccounts" '{}'
  expect_status 500
done

test_case 'an account in a foreign organization: 403, an empty list, 404'
foreign=' — organization is not in this principal'"'"'s accessible set'
for organization in "$globex" "$initech"; do
  ask "$entitled" GET "$root/$organization/serviceaccounts"
  expect 200 <<'TEXT'
[]
TEXT
  ask "$entitled" POST "$root/$organization/serviceaccounts" "$new"
  may_not create serviceaccounts "$foreign"
  ask "$entitled" GET "$root/$organization/groups"
  may_not read groups "$foreign"
  ask "$entitled" POST "$root/$organization/serviceaccounts/$six/rotate"
  refusal 404 not_found 'resource not found'
done
ask "$entitled" POST "$root/$nowhere/serviceaccounts" "$new"
may_not create serviceaccounts "$foreign"

test_case 'the rights of the token at hand'
ask "$account" GET "$root/$acme/acl"
expect 200 <<TEXT
{"organization":{"id":"$acme","endpoints":[]},"organizations":[{"id":"$acme","endpoints":[]}]}
TEXT
ask "$entitled" GET "$root/$acme/acl"
stdout_has '{"name":"identity:serviceaccounts","operations":["create","read","update","delete"]}'
ask "$account" GET "$root/$globex/acl"
expect 200 <<TEXT
{"organizations":[{"id":"$acme","endpoints":[]}]}
TEXT
ask "$person" GET /api/v1/acl
expect_status 200
stdout_has "{\"id\":\"$globex\",\"endpoints\":[{"

test_case '--token-form jwt issues readable ones'
run_command "$NSCALE_SANDBOX" --token-form jwt -- \
  sh -c 'printf "%s\n" "$NSCALE_SERVICE_TOKEN" | tr . "\n" | wc -l | tr -d " "'
expect 0 <<'TEXT'
3
TEXT
run_command "$NSCALE_SANDBOX" --token-form jws
expect_error 2 <<'TEXT'
nscale-sandbox: --token-form wants jwe or jwt
TEXT

end_tests
