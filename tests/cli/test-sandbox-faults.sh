#!/bin/sh
# test-sandbox-faults.sh - the sandbox: writes that stop halfway, and answers
# that the service does not send
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"

person=$NSCALE_SERVICE_TOKEN
acme=$(fixture acme '' id)
accounts=/api/v1/organizations/$acme/serviceaccounts
ci=$(fixture acme serviceaccounts ci)
deploy=$(fixture acme serviceaccounts deploy)
deployers=$(fixture acme groups deployers)
readers=$(fixture acme groups readers)
admins=$(fixture acme groups admins)
unknown=00000000-0000-4000-8000-000000000000
conflict='the requested resource already exists'

# named NAME: {"metadata": ...} of the account of the list
named()
{
  ask "$person" GET "$accounts"
  sed 's/{"metadata"/\
&/g' "$work/stdout" | grep "\"name\":\"$1\"" >"$work/named"
  cat "$work/named" >"$work/stdout"
}

# write NAME: what a client writes, in two groups
write()
{
  printf '{"metadata":{"name":"%s"},"spec":{"groupIDs":["%s","%s"]}}' "$1" \
    "$deployers" "$admins"
}

test_case 'a create that is stopped, plainly: 409 with the one text of it'
for stop in before account group; do
  fault "{\"method\":\"POST\",\"stop\":\"$stop\",\"plain\":true}"
  ask "$person" POST "$accounts" "$(write "$stop")"
  refusal 409 conflict "$conflict"
done
named before
expect_stdout ''
named account
stdout_has '"groupIDs":[]'
named group
stdout_has "\"groupIDs\":[\"$deployers\"]"

test_case 'as the service does it: the connection closes'
fault '{"method":"POST","stop":"account"}'
ask "$person" POST "$accounts" "$(write closed)"
expect_status 000
expect_stdout ''
named closed
stdout_has '"groupIDs":[]'

test_case 'an update: 409 is in the description'
for stop in before account group; do
  ask "$person" PUT "$accounts/$ci" '{"metadata":{"name":"ci"},"spec":{"groupIDs":["'"$readers"'"]}}'
  expect_status 200
  fault "{\"method\":\"PUT\",\"stop\":\"$stop\"}"
  ask "$person" PUT "$accounts/$ci" "$(write "half-$stop")"
  refusal 409 conflict "$conflict"
  case $stop in
    before) named ci && stdout_has "\"groupIDs\":[\"$readers\"]" ;;
    account) named half-account &&
      stdout_has "\"groupIDs\":[\"$readers\"]" ;;
    group) named half-group &&
      stdout_has "\"groupIDs\":[\"$deployers\",\"$readers\"]" ;;
  esac
done

test_case 'a delete leaves its groups first'
for stop in before group account; do
  fault "{\"method\":\"DELETE\",\"stop\":\"$stop\",\"plain\":true}"
  ask "$person" DELETE "$accounts/$ci"
  refusal 409 conflict "$conflict"
  named half-group
  case $stop in
    before) stdout_has "\"groupIDs\":[\"$deployers\",\"$readers\"]" ;;
    group) stdout_has "\"groupIDs\":[\"$readers\"]" ;;
    account) stdout_has '"groupIDs":[]' ;;
  esac
done
fault '{"method":"DELETE","stop":"before"}'
ask "$person" DELETE "$accounts/$ci"
expect_status 000

test_case 'a rotation: locked before anything changed'
token=$(token_of "$deploy")
fault '{"path":"*/rotate","stop":"before"}'
ask "$person" POST "$accounts/$deploy/rotate"
refusal 409 conflict "$conflict"
expect_equal "$token" "$(token_of "$deploy")"

test_case 'a rotation: 500 after the write, the old token is dead'
fault '{"path":"*/rotate","stop":"done","status":500}'
ask "$person" POST "$accounts/$deploy/rotate"
refusal 500 server_error \
  'an internal error has occurred, please contact support'
[ "$token" != "$(token_of "$deploy")" ] || fail 'the token did not change'
ask "$token" GET /oauth2/v2/userinfo
expect_status 401

test_case 'reads meet no such fault'
fault '{"stop":"before"}'
ask "$person" GET "$accounts"
expect_status 200
ask "$person" PUT "$accounts/$ci" "$(write ci)"
expect_status 409

test_case 'what a fault cannot be'
ask '' POST /sandbox/faults '{"stop":"never"}'
expect_status 400
stdout_has 'stop must be \"before\", \"account\", \"group\" or \"done\"'

test_case 'the list of an organization that is not there: no answer'
account=$(token_of "$ci")
ask "$account" GET "/api/v1/organizations/$unknown/serviceaccounts"
expect_status 000

test_case '--any-status answers all the same'
cat >"$work/any.sh" <<SCRIPT
code()
{
  curl --silent --noproxy '*' --header "Authorization: Bearer \$1" \\
    --header 'Content-Type: application/json' --output /dev/null \\
    --write-out '%{http_code}\\n' --request "\$2" "\$NSCALE_SANDBOX_URL\$3"
}
account=\$(curl --silent --noproxy '*' "\$NSCALE_SANDBOX_URL/sandbox/token/$ci")
code "\$account" GET /api/v1/organizations/$unknown/serviceaccounts
curl --silent --noproxy '*' --data '{"stop":"before"}' \\
  "\$NSCALE_SANDBOX_URL/sandbox/faults"
code "\$NSCALE_SERVICE_TOKEN" DELETE $accounts/$ci
SCRIPT
run_command "$NSCALE_SANDBOX" --any-status -- sh "$work/any.sh"
expect 0 <<'TEXT'
404
409
TEXT

end_tests
