#!/bin/sh
# test-connections.sh - one command is one connection, and what it asks for
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --tls --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

# ports: how many connections the sandbox saw
ports()
{
  requests | tr ',}' '[\n*]' | grep '^"port":' | sort -u |
    grep -c '^"port":[1-9]'
}

# connections REQUESTS: the sandbox saw so many requests over one connection
connections()
{
  expect_requests "$1"
  expect_equal 1 "$(ports)"
}

printf '{"metadata": {"description": "other"}}' >"$work/patch.json"

test_case 'update reads and writes over one connection'
forget
run sa update ci -f "$work/patch.json" --yes
expect_status 0
connections 2

test_case 'so do names of the organization and the account'
forget
run sa delete nightly --org acme --yes
expect_status 0
connections 3
forget
run sa rotate ci --org acme --yes -q .status.accessToken
expect_status 0
connections 3

test_case 'and the list with all rotations of one command'
forget
run sa rotate --all --expiring-within 100w --output-dir "$work/tokens" --yes
expect_status 0
check [ "$(find "$work/tokens" -type f | wc -l)" -gt 1 ]
# Beside the list, whose the token is.
connections $((2 + $(find "$work/tokens" -type f | wc -l)))

test_case 'a command that was asked twice is two connections'
forget
run sa list
run sa list
expect_requests 2
expect_equal 2 "$(ports)"

# Its groups and its name wait for the organization: a HEAD makes the second
# connection meanwhile.  It has nothing to say, and nothing depends on it.
test_case 'a create that looks up its organization is two'
organizations='"path":"/api/v1/organizations"'
number=0
while read -r answer what; do
  number=$((number + 1))
  forget
  fault "{\"method\":\"GET\",$organizations,\"delay\":500}"
  [ -z "$what" ] || fault "{\"method\":\"HEAD\",$organizations,$what}"
  run sa create --name "beside-$number" --group admins --org acme --yes
  expect_status 0
  expect_equal "GET 200 bearer
GET 200 bearer
GET 200 bearer
HEAD $answer none
POST 201 bearer" "$(requests | sed 's/{"method"/\
&/g' | sed -n 's/.*"method":"\([A-Z]*\)".*"authorization":"\([a-z]*\)".*"status":\([a-z0-9]*\)}.*/\1 \3 \2/p' |
    sort)"
  expect_equal 2 "$(ports)"
done <<'TEXT'
404
404 "headers":{"Connection":"close"}
500 "status":500
null "cut":"before"
null "delay":20000
TEXT

test_case 'a server on this machine is not asked to compress'
forget
run sa list
expect_status 0
check [ "$(requests | grep -c '"accept":"application/json"')" -eq 1 ]
check [ "$(requests | grep -c '"accept-encoding"')" -eq 0 ]

test_case 'over HTTP/1.1 where the server has no HTTP/2'
run sa list --debug
expect_status 0
stderr_has '< HTTP/1.1 200 '

end_tests
