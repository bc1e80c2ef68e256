#!/bin/sh
# test-http2.sh - lists over HTTP/2 and compressed, from nginx
# shellcheck disable=SC1091,SC2154
. "${abs_top_srcdir:-.}/tests/functions.sh"
tools=$abs_top_builddir/tests/bench
. "$abs_top_srcdir/tests/bench/server.sh"
requires 'nginx, openssl, curl or jq is missing' has_server_tools
cleanup_fn stop_server
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

end_tests
