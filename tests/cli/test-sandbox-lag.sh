#!/bin/sh
# test-sandbox-lag.sh - the sandbox: reads that are behind the writes, and dead
# tokens that go on working
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z --lag 5s --token-linger 1h
. "$abs_top_srcdir/tests/cli/fixtures.sh"

person=$NSCALE_SERVICE_TOKEN
acme=$(fixture acme '' id)
accounts=/api/v1/organizations/$acme/serviceaccounts
ci=$(fixture acme serviceaccounts ci)
deploy=$(fixture acme serviceaccounts deploy)
nightly=$(fixture acme serviceaccounts nightly)
deployers=$(fixture acme groups deployers)
readers=$(fixture acme groups readers)

# later SECONDS
later()
{
  control POST "clock?forward=$1" >/dev/null || fail 'the clock stands still'
}

# write NAME GROUP
write()
{
  printf '{"metadata":{"name":"%s"},"spec":{"groupIDs":["%s"]}}' "$1" "$2"
}

# known STATUS TOKEN
known()
{
  ask "$2" GET /oauth2/v2/userinfo
  expect_status "$1"
}

test_case 'the clock is moved on, and no other way'
ask '' POST /sandbox/clock
expect_status 400
later 0

test_case 'a new account: not in the list, 404, its token 401'
ask "$person" POST "$accounts" "$(write new "$readers")"
expect_status 201
id=$(sed 's/.*"id":"\([^"]*\)".*/\1/' "$work/stdout")
token=$(token_of "$id")
later 4
for round in before after; do
  ask "$person" GET "$accounts"
  case $round in
    before) stdout_lacks '"name":"new"' ;;
    after) stdout_has '"name":"new"' ;;
  esac
  for each in "PUT $accounts/$id $(write new "$readers")" \
    "POST $accounts/$id/rotate" "DELETE $accounts/$id"; do
    [ "$round" = before ] || continue
    # shellcheck disable=SC2086
    ask "$person" $each
    refusal 404 not_found 'resource not found'
  done
  known "$([ "$round" = before ] && echo 401 || echo 200)" "$token"
  later 1
done

test_case 'an update: the list is old, a second one is 409'
ask "$person" PUT "$accounts/$ci" "$(write changed "$deployers")"
expect_status 200
ask "$person" GET "$accounts"
stdout_has '"name":"ci"'
stdout_lacks '"name":"changed"'
ask "$person" PUT "$accounts/$ci" "$(write again "$deployers")"
refusal 409 conflict 'the requested resource already exists'
ask "$person" POST "$accounts/$ci/rotate"
expect_status 409
later 5
ask "$person" GET "$accounts"
stdout_has '"name":"changed"'
ask "$person" PUT "$accounts/$ci" "$(write again "$deployers")"
expect_status 200
later 5

test_case 'a group that was just patched is locked: the account is made'
ask "$person" POST "$accounts" "$(write one "$readers")"
expect_status 201
ask "$person" POST "$accounts" "$(write two "$readers")"
expect_status 000
later 5
ask "$person" GET "$accounts"
sed 's/{"metadata"/\
&/g' "$work/stdout" | grep '"name":"two"' >"$work/two"
check grep -q '"groupIDs":\[\]' "$work/two"

test_case 'a rotation: the new token is 401 first, the old one works'
old=$(token_of "$deploy")
ask "$person" POST "$accounts/$deploy/rotate"
expect_status 200
new=$(token_of "$deploy")
known 200 "$old"
known 401 "$new"
later 5
known 200 "$new"

test_case 'the old one lingers, and then it is dead'
known 200 "$old"
later 3594
known 200 "$old"
later 1
known 401 "$old"
known 200 "$new"

test_case 'a deletion: the list shows it as it was, the token lingers'
control POST "expire/$nightly?in=600000" >/dev/null
token=$(token_of "$nightly")
ask "$person" DELETE "$accounts/$nightly"
expect_status 200
ask "$person" GET "$accounts"
stdout_has '"name":"nightly"'
stdout_lacks deletionTime
ask "$person" DELETE "$accounts/$nightly"
expect_status 404
later 5
ask "$person" GET "$accounts"
stdout_lacks '"name":"nightly"'
known 200 "$token"
ask "$token" GET /api/v1/organizations
refusal 403 forbidden 'service account not found'
ask "$token" GET "$accounts"
expect 200 <<'TEXT'
[]
TEXT
later 3600
known 401 "$token"

test_case 'what is no duration'
for option in --lag --token-linger; do
  for word in 5 s 1w -1s ''; do
    run_command "$NSCALE_SANDBOX" "$option" "$word"
    expect_error 2 <<TEXT
nscale-sandbox: $option wants a duration such as 500ms, 2s or 1h
TEXT
  done
done

end_tests
