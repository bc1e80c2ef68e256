#!/bin/sh
# test-sandbox-accounts.sh - the sandbox: what writing an account does
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --accounts 6 --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

person=$NSCALE_SERVICE_TOKEN
acme=$(fixture acme '' id)
accounts=/api/v1/organizations/$acme/serviceaccounts
deployers=$(fixture acme groups deployers)
readers=$(fixture acme groups readers)
admins=$(fixture acme groups admins)
nowhere=00000000-0000-4000-8000-000000000000

# member NAME: the text of that member, the first there is
member()
{
  # shellcheck disable=SC2020
  tr ',{}' '\n\n\n' <"$work/stdout" |
    sed -n "s/^\"$1\":\"\\(.*\\)\"\$/\\1/p" | sed -n 1p
}

# spec GROUP...: what a client writes
spec()
{
  printf '{"metadata":{"name":"twin"},"spec":{"groupIDs":['
  separator=''
  for group in "$@"; do
    printf '%s"%s"' "$separator" "$group"
    separator=,
  done
  printf ']}}'
}

# seen ID: asks for the list, of which this account becomes the output
seen()
{
  ask "$person" GET "$accounts"
  sed 's/{"metadata"/\
&/g' "$work/stdout" | grep "\"id\":\"$1\"" >"$work/seen"
  cat "$work/seen" >"$work/stdout"
}

# in_groups GROUP...: the output has these and no others
in_groups()
{
  wanted=''
  for group in "$@"; do
    wanted="$wanted${wanted:+,}\"$group\""
  done
  expect_equal "\"groupIDs\":[$wanted]" \
    "$(sed -n 's/.*\("groupIDs":\[[^]]*\]\).*/\1/p' "$work/stdout")"
}

test_case 'names are not unique: each POST makes an account with a token'
ask "$person" POST "$accounts" "$(spec)"
expect_status 201
one=$(member id)
ask "$person" POST "$accounts" "$(spec)"
expect_status 201
two=$(member id)
[ "$one" != "$two" ] || fail 'they are the same'
for id in "$one" "$two"; do
  ask "$(token_of "$id")" GET /oauth2/v2/userinfo
  expect_status 200
done

test_case 'the reply of a create has no groups; the list tells the truth'
ask "$person" POST "$accounts" "$(spec "$deployers" "$admins")"
id=$(member id)
in_groups
stdout_has '"accessToken":"eyJ'
seen "$id"
in_groups "$deployers" "$admins"

test_case 'groups that do not exist, and doubles, are dropped in silence'
ask "$person" POST "$accounts" \
  "$(spec "$nowhere" "$readers" nonsense "$readers" "$(fixture globex groups operators)")"
expect_status 201
seen "$(member id)"
in_groups "$readers"
ask "$person" PUT "$accounts/$one" "$(spec "$nowhere" "$readers" "$readers")"
expect_status 200
seen "$one"
in_groups "$readers"

test_case 'the reply of an update has the groups of before, and no token'
ask "$person" PUT "$accounts/$one" "$(spec "$admins")"
expect_status 200
in_groups "$readers"
stdout_lacks accessToken
seen "$one"
in_groups "$admins"

test_case 'that of a rotation has the true ones, and modifies nothing'
ask "$person" POST "$accounts/$two/rotate"
stdout_lacks modified
ask "$(token_of "$one")" POST "$accounts/$one/rotate" 'what is no JSON'
expect_status 200
in_groups "$admins"
expect_equal 2026-06-01T12:00:00Z "$(member modifiedTime)"
expect_equal ada@acme.example "$(member modifiedBy)"

test_case 'an update replaces all, and clears what it does not name'
ask "$person" PUT "$accounts/$one" '{"metadata":{"name":"a",
  "description":"d","tags":[{"name":"t","value":"1"},{"name":"t","value":"2"}]},
  "spec":{"groupIDs":[]}}'
expect_status 200
seen "$one"
stdout_has '"description":"d","tags":[{"name":"t","value":"1"},{"name":"t","value":"2"}]'
ask "$person" PUT "$accounts/$one" '{"metadata":{"name":"a","tags":[]},
  "spec":{"groupIDs":[]}}'
expect_status 200
seen "$one"
stdout_lacks description
stdout_lacks tags
ask "$(token_of "$one")" GET /oauth2/v2/userinfo
expect_status 200

test_case 'who made it: the address of a person, the id of an account'
seen "$one"
expect_equal ada@acme.example "$(member createdBy)"
six=$(fixture acme serviceaccounts serviceaccount-000006)
ask "$(token_of "$six")" POST "$accounts" "$(spec)"
expect_status 201
expect_equal "$six" "$(member createdBy)"
id=$(member id)
ask "$(token_of "$six")" PUT "$accounts/$id" "$(spec)"
expect_equal "$six" "$(member modifiedBy)"

test_case 'a deletion: an empty body, and the token is dead'
token=$(token_of "$two")
ask "$person" DELETE "$accounts/$two"
expect_status 200
expect_stdout ''
ask "$token" GET /oauth2/v2/userinfo
expect_status 401
ask "$person" DELETE "$accounts/$two"
refusal 404 not_found 'resource not found'

test_case 'the list is sorted by id'
ask "$person" GET "$accounts"
sed 's/{"metadata":{"id":"/\
/g' "$work/stdout" | sed -n 's/^\([0-9a-f-]\{36\}\)".*/\1/p' >"$work/ids"
check test -s "$work/ids"
LC_ALL=C check sort -c "$work/ids"

end_tests
