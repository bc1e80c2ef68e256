#!/bin/sh
# test-trips.sh - no round trip more than what depends on what demands
#
# To connect is one, TLS another, then each request that needs what the one
# before it brought.  No time is measured (trips.c).
# shellcheck disable=SC1091,SC2154
. "${abs_top_srcdir:-.}/tests/functions.sh"
tools=$abs_top_builddir/tests/bench
. "$abs_top_srcdir/tests/bench/server.sh"
requires 'nginx, openssl, curl or jq is missing' has_server_tools
requires 'trips was not built' [ -x "$tools/trips" ]
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
cleanup_fn stop_server
upstream=$NSCALE_SANDBOX_URL
acme=$(fixture acme '' id)
SSL_CERT_FILE=$work/ca.pem
XDG_CACHE_HOME=$work/cache
export SSL_CERT_FILE XDG_CACHE_HOME

# far_away COMMAND...: runs it with a server that far
far_away()
{
  # shellcheck disable=SC2016
  run_command "$tools/trips" "${base##*:}" "$work/trips" sh -c '
    NSCALE_IDENTITY_SERVICE_API_ENDPOINT=https://localhost:$RELAY_PORT
    export NSCALE_IDENTITY_SERVICE_API_ENDPOINT
    exec "$@"' sh "$@"
  expect_status 0
}

# takes CONNECTIONS TRIPS ARGUMENT...: what was run last does
takes()
{
  expect_equal "$1 $2 $3" "$(cat "$work/trips") $3"
}

# How many connections, and what is least over HTTP/1.1 and over HTTP/2: to
# connect (2), and requests that wait for one another.  HTTP/1.1 has one at a
# time, and what brings a token is asked for over that: what goes along then
# has a connection of its own, made at the same time.  With --org NAME the
# organization is the first read, and what two others wait for: the second
# connection is made then, by a HEAD.  That a server of an update has no streams
# is heard when a second connection would be later than a second read.
echo "{\"metadata\": {\"name\": \"a\"}, \"spec\": {\"groupIDs\":
  [\"$(fixture acme groups deployers)\"]}}" >"$work/account.json"
number=0
for protocol in '' http2; do
  number=$((number + 1))
  # What a server says unasked is no answer to what was asked.
  tickets=0
  start_server
  test_case "round trips over ${protocol:-HTTP/1.1}"
  while read -r connections least streams words; do
    [ "$protocol" != http2 ] || least=$streams
    # shellcheck disable=SC2086 # words
    far_away "$NSCALE" $words
    takes "$connections" "$least" "$words"
  done <<TEXT
1 3 3 sa list
1 3 3 sa list --json
1 4 4 sa list --org acme
1 3 3 sa get ci --json
1 3 3 sa check
1 4 4 sa update ci --description new-$number --yes
1 5 4 sa update ci --add-group admins --yes
1 5 4 sa update ci --remove-group admins --yes
1 5 4 sa update ci --group admins --yes
1 5 4 sa update ci --group deployers --yes
1 4 3 sa get ci
1 4 4 sa rotate ci --yes
1 5 5 sa rotate ci --org acme --yes
1 4 4 sa create --name more-$number --yes
1 4 4 sa delete more-$number --yes
2 4 4 sa create --name fresh-$number --group deployers --yes
2 4 4 sa create --name filed-$number -f $work/account.json --yes
2 5 5 sa create --name newest-$number --group deployers --org acme --yes
2 5 5 sa create --name last-$number -f $work/account.json --org acme --yes
1 5 5 sa create --name alone-$number --org acme --yes
1 6 5 sa update ci --add-group admins --org acme --yes
1 6 5 sa update ci --remove-group admins --org acme --yes
1 3 3 __complete sa get c
TEXT
  stop_server
done

protocol=http2 tickets=
start_server
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$base
export NSCALE_IDENTITY_SERVICE_API_ENDPOINT

test_case 'what goes along is asked for once, and what becomes of it is known'
forget
run sa get ci
expect_status 0
expect_requests 2
cp "$work/stdout" "$work/known"
forget
fault "{\"path\":\"/api/v1/organizations/$acme/groups\",\"status\":403}"
run sa get ci
expect_status 0
expect_requests 2
expect_stderr ''
check eval '! cmp -s "$work/stdout" "$work/known"'

test_case 'where it fails it is asked for again as ever'
for what in '"status":503' '"cut":"before"'; do
  forget
  fault "{\"path\":\"/api/v1/organizations/$acme/groups\",$what}"
  run sa update ci --add-group admins --dry-run
  expect_status 0
  expect_requests 3
  forget
  fault "{\"path\":\"/api/v1/organizations/$acme/serviceaccounts\",$what}"
  run sa create --name unmade --group admins --dry-run
  expect_status 0
  expect_requests 3
done

test_case 'a name that is there is seen in what went along, and nothing is made'
forget
run sa create --name ci --group admins --yes
expect_status 5
expect_requests 2
stop_server

# A question names the organization, which is one read.  After it all begins
# anew, whatever the server remembers of TLS.
for sessions in on off; do
  start_server
  test_case "round trips of a command that asks (TLS sessions: $sessions)"
  printf 'wait [y/N]\nsend y\n' >"$work/script"
  far_away "$abs_top_builddir/tests/cli/pty" -p "$work/script" "$NSCALE" \
    sa update ci --description "new-$sessions"
  takes 2 8 update
  far_away "$abs_top_builddir/tests/cli/pty" -p "$work/script" "$NSCALE" \
    sa rotate ci
  takes 2 7 rotate
  stop_server
done

end_tests
