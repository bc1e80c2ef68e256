#!/bin/sh
# test-remains.sh - no token stays in memory that nscale gave back, nor in what
# its process ends with
#
# remains.c looks at each block when it is freed, by whatever library, and at
# every writable page at the end.  What it does not see: the processes of
# filters, and HTTP/2, which the sandbox does not speak and for which nghttp2
# copies the service token into memory of its own.
. "${abs_top_srcdir:-.}/tests/functions.sh"
[ -z "${SANITIZERS-}" ] || skip_all 'sanitizers replace free themselves'
# No other TLS library can be given memory that is overwritten.
libraries=$(ldd "$abs_top_builddir/core/transport.so")
libcrypto=$(echo "$libraries" |
  sed -n 's/.*=> \([^ ]*\/libcrypto\.so[^ ]*\) .*/\1/p')
case $libraries in *libcurl-gnutls*) libcrypto='' ;; esac
requires 'the TLS library of libcurl is not OpenSSL' [ -n "$libcrypto" ]
sandbox_start --tls

ci=ee55ea90-ec17-471d-99e7-53ee33df5703
found=$work/found
echo '{"metadata": {"name": "new"}, "spec": {"groupIDs": []}}' >"$work/new.json"

# look COMMAND...: runs it; $found has what it left, a line each, without
# the counts of blocks
look()
{
  : >"$work/log"
  run_command env REMAINS_LOG="$work/log" \
    LD_PRELOAD="$abs_top_builddir/tests/fault/remains.so$preloaded" "$@"
  grep -q '^looked at [1-9][0-9]* blocks$' "$work/log" ||
    fail 'nothing was looked at'
  sed '/^looked at /d; /^left by /d' "$work/log" | sort -u >"$found"
}
preloaded=

# left: how many blocks OpenSSL gave back that were not overwritten
left()
{
  sed -n 's/^left by libcrypto: //p' "$work/log"
}

# nothing ARGUMENT...: nscale ends with 0 and leaves nothing
nothing()
{
  look "$NSCALE" "$@"
  expect_status 0
  expect_equal '' "$(cat "$found")"
}

test_case 'what is left behind is found'
# The env of uutils ends without a destructor.
look curl --version
check grep -q -F 'exit service [stack]' "$found"
look curl --silent --cacert "$SSL_CERT_FILE" --noproxy '*' \
  --header "Authorization: Bearer $NSCALE_SERVICE_TOKEN" \
  "$NSCALE_SANDBOX_URL/api/v1/organizations"
expect_status 0
check grep -q '^freed service libcurl' "$found"
fault '{"path": "/remains", "status": 200,
  "body": "eyJvbmUiOiJ0aW1lIHRva2VuIn0.eyJpdHMiOiJzZWNvbmQgcGFydCJ9"}'
look curl --silent --cacert "$SSL_CERT_FILE" --noproxy '*' \
  "$NSCALE_SANDBOX_URL/remains"
check grep -q '^freed one-time lib' "$found"

kept='debug: * the TLS library has memory of its own: what it frees is not overwritten'

# from MOMENT: what follows is run with OpenSSL in use from then on
from()
{
  preloaded=" $abs_top_builddir/tests/fault/early.so"
  EARLY_LIBRARY=$libcrypto EARLY_MOMENT=$1
  export EARLY_LIBRARY EARLY_MOMENT
}

test_case 'OpenSSL gives nothing back that is not overwritten'
look curl --silent --cacert "$SSL_CERT_FILE" --noproxy '*' \
  "$NSCALE_SANDBOX_URL/api/version"
check [ "$(left)" -gt 100 ]
nothing sa list --debug
expect_equal 0 "$(left)"
stderr_lacks "$kept"

test_case 'nor where a library that libcurl brings is the first to use it'
from transport
nothing sa list --debug
expect_equal 0 "$(left)"
stderr_lacks "$kept"

test_case 'where it was in use before, that is said, and no token is left'
from start
nothing sa list --debug
check [ "$(left)" -gt 100 ]
expect_equal 1 "$(grep -c -x -F "$kept" "$work/stderr")"
nothing sa rotate "$ci" --yes --json
expect_stderr ''
nothing sa list
expect_stderr ''
preloaded=

test_case 'list and get, in each form'
for form in '' --json -q. '-q.[].metadata.name' '-qmap(.metadata)|length'; do
  nothing sa list ${form:+"$form"}
done
for form in '' --json -q. '-q.metadata|tojson'; do
  nothing sa get ci ${form:+"$form"}
done
nothing sa list --debug
nothing api /api/v1/organizations

test_case 'a service token from a file'
printf '%s\n' "$NSCALE_SERVICE_TOKEN" >"$work/service"
look env -u NSCALE_SERVICE_TOKEN NSCALE_SERVICE_TOKEN_FILE="$work/service" \
  "$NSCALE" sa list
expect_status 0
expect_equal '' "$(cat "$found")"

test_case 'rotate and create, in each form'
for form in '' --json -q. -q.status.accessToken '-q.status|tojson' \
  -q.metadata.name "--token-file=$work/token"; do
  rm -f "$work/token"
  nothing sa rotate "$ci" --yes ${form:+"$form"}
  rm -f "$work/token"
  nothing sa create --file "$work/new.json" --yes ${form:+"$form"}
  "$NSCALE" sa delete new --wait --yes >/dev/null 2>&1 ||
    fail 'the account is not deleted'
done
nothing sa rotate --all --expiring-within 900d --yes --output-dir "$work/all"
nothing api -X POST --yes \
  "/api/v1/organizations/{org}/serviceaccounts/$ci/rotate"

test_case 'no piece of a token is in a register, or where registers were saved'
token=eyJ$(printf 'SeCrEtTx%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16)
REMAINS_PIECE=TfDsFuUy # each byte plus one: this is not to be found
export REMAINS_PIECE
for form in '' --json -q. '-q.status|tojson' -q.metadata.name \
  "--token-file=$work/token"; do
  rm -f "$work/token"
  body="{'metadata': {'id': '$ci', 'name': 'ci'}"
  body="$body, 'status': {'accessToken': '$token'}}"
  fault "{\"method\": \"POST\", \"status\": 200,
    \"body\": \"$(echo "$body" | sed "s/'/\\\\\"/g")\"}"
  nothing sa rotate "$ci" --yes ${form:+"$form"}
done
fault "{\"method\": \"POST\", \"status\": 200, \"raw\": \"$(echo "$body" |
  sed "s/'/\"/g" | gzip -c | base64 | tr -d '\n')\"}"
nothing sa rotate "$ci" --yes --json
stdout_has "$token"
unset REMAINS_PIECE

# nightly is the first of all, and its token acts.
test_case 'a new service token in the place of the one that there was'
nightly=49407c8b-05f1-4293-a3bc-7ecf0d0fce4f
check "$NSCALE" sa update "$nightly" --group admins --yes \
  >"$work/updated" 2>&1
person=$NSCALE_SERVICE_TOKEN
NSCALE_SERVICE_TOKEN=$(control GET "token/$nightly")
fault '{"path": "/oauth2/v2/userinfo", "status": 404, "body": ""}'
nothing sa rotate --all --expiring-within 900d --yes --output-dir "$work/own"
stderr_has 'going on with its new one'
NSCALE_SERVICE_TOKEN=$person

test_case 'results that cannot be delivered'
look "$NSCALE" sa rotate "$ci" --yes -q .status.acessToken
expect_status 9
expect_equal '' "$(cat "$found")"
look "$NSCALE" sa rotate "$ci" --yes -q '.status.accessToken|error'
expect_status 9
expect_equal '' "$(cat "$found")"
if [ -c /dev/full ]; then
  # shellcheck disable=SC2016 # $1 is its own
  look sh -c 'exec "$@" >/dev/full' sh "$NSCALE" sa rotate "$ci" --yes
  expect_status 9
  expect_equal '' "$(cat "$found")"
fi

test_case 'requests that fail leave no token in memory'
fault '{"method": "POST", "cut": "before"}'
look "$NSCALE" sa rotate "$ci" --yes
expect_status 8
expect_equal '' "$(cat "$found")"
fault '{"status": 500, "times": 9}'
look "$NSCALE" sa list --max-wait 0
expect_status 1
expect_equal '' "$(cat "$found")"

end_tests
