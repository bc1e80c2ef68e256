#!/bin/sh
# test-http2.sh - lists over HTTP/2 and compressed, from nginx
# shellcheck disable=SC1091,SC2154
. "${abs_top_srcdir:-.}/tests/functions.sh"
tools=$abs_top_builddir/tests/bench
. "$abs_top_srcdir/tests/bench/server.sh"
requires 'nginx, openssl, curl or jq is missing' has_server_tools
requires 'relay was not built' [ -x "$abs_top_builddir/tests/cli/relay" ]
cleanup_fn stop_server
access_log="$work/access.log sizes"
start_server
make_list 1000
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$base/1000 SSL_CERT_FILE=$work/ca.pem
NSCALE_SERVICE_TOKEN=$token NSCALE_ORGANIZATION_ID=$organization
export NSCALE_IDENTITY_SERVICE_API_ENDPOINT SSL_CERT_FILE
export NSCALE_SERVICE_TOKEN NSCALE_ORGANIZATION_ID

test_case 'HTTP/2 and TLS 1.3 where they are offered'
run sa list --debug
expect_status 0
stderr_has ', TLSv1.3, new connection'
stderr_has '< HTTP/2.0 200 application/json, '
expect_equal 1001 "$(wc -l <"$work/stdout" | tr -d ' ')"

test_case 'the whole list, to the byte'
run sa list --json
expect_status 0
jq . "$work/1000.json" >"$work/wanted"
check cmp "$work/wanted" "$work/stdout"
run sa list -q '.[]'
expect_status 0
jq -c '.[]' "$work/1000.json" >"$work/wanted"
check cmp "$work/wanted" "$work/stdout"

# ---- Compressed. --------------------------------------------------------
# A server on this machine is not asked to compress: through a proxy it is
# one of another name.

# far MEBIBYTES PATH ARGUMENT...: nscale in so much memory
far()
{
  memory=$1 path=$2
  shift 2
  : >"$work/access.log"
  # shellcheck disable=SC2016
  run_command "$abs_top_builddir/tests/cli/relay" proxy "${base##*:}" \
    "$work/relay.log" sh -c '
    ulimit -v $(($1 * 1024))
    NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$2
    https_proxy=http://127.0.0.1:$RELAY_PORT
    export NSCALE_IDENTITY_SERVICE_API_ENDPOINT https_proxy
    shift 2
    exec "$@"' sh "$memory" "https://api.invalid/$path" "$NSCALE" "$@"
}

# repeated MEBIBYTES TEXT: so much of it
repeated()
{
  yes "$2" | tr -d '\n' | head -c "$(($1 * 1048576))"
}

# asked STATUS: what encoding was asked for, and how much was sent, by a
# command that ended so; nginx may write its log a little later
asked()
{
  expect_status "$1"
  while [ "$status" = "$1" ] && [ ! -s "$work/access.log" ]; do
    :
  done
  read -r encoding bytes <"$work/access.log" || fail 'nothing was asked'
}

test_case 'a list over the net is compressed, to less than a quarter'
far 400 1000 sa list --json
asked 0
jq . "$work/1000.json" >"$work/wanted"
check cmp "$work/wanted" "$work/stdout"
expect_equal gzip "$encoding"
check [ $((bytes * 4)) -lt "$(wc -c <"$work/1000.json")" ]

test_case 'one on this machine is not'
: >"$work/access.log"
run sa list --json
asked 0
expect_equal "- $(wc -c <"$work/1000.json" | tr -d ' ')" "$encoding $bytes"

test_case 'nor is one that holds a new token'
far 400 1000 sa rotate 00000000-0000-4000-8000-000000000000 --yes
asked 3
expect_equal - "$encoding"

test_case 'what is inflated without end takes no more memory than its like'
{ printf '[{"a": "'; repeated 160 xxxxxxxx; } | gzip -1 >"$work/string.gz"
for form in '' --json -q.; do
  far 120 string sa list ${form:+"$form"}
  expect_status 1
  expect_stdout ''
  stderr_has 'an element of the reply is larger than 16777216 bytes'
done
{ printf '['; repeated 160 '{"metadata": {"name": "a"}},'; } |
  gzip -1 >"$work/elements.gz"
far 120 elements sa list --json
expect_status 7
{ printf '{"error": "'; repeated 160 xxxxxxxx; } | gzip -1 >"$work/refused.gz"
far 120 refused sa list
expect_status 4
stderr_has ' was refused (HTTP 401)'

# ---- Connections that the server ends. ----------------------------------

stop_server
access_log="$work/sessions.log sessions" requests_most=1 protocol=
start_server
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$base/1000
echo "[{\"metadata\": {\"id\": \"$organization\", \"name\": \"acme\"}}]" \
  >"$work/organizations.json"

# Two replies were logged; nginx may do so a little later.
are_logged()
{
  [ "$(wc -l <"$work/sessions.log" | tr -d ' ')" = 2 ]
}

test_case 'the next connection takes up the TLS session of the last'
until [ -s "$work/sessions.log" ]; do :; done # by start_server
: >"$work/sessions.log"
NSCALE_ORGANIZATION_ID=acme
run sa list --debug
expect_status 0
expect_equal 2 "$(grep -c 'new connection' "$work/stderr")"
until [ "$status" != 0 ] || are_logged; do :; done
expect_equal '.- r-' "$(sed 's/.* //' "$work/sessions.log" | tr '\n' ' ' |
  sed 's/ $//')"

end_tests
