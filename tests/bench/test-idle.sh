#!/bin/sh
# test-idle.sh - a connection that nginx closed while a question was open
# shellcheck disable=SC1091,SC2154
. "${abs_top_srcdir:-.}/tests/functions.sh"
tools=$abs_top_builddir/tests/bench
. "$abs_top_srcdir/tests/bench/server.sh"
requires 'nginx, openssl, curl or jq is missing' has_server_tools
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"
cleanup_fn stop_server
upstream=$NSCALE_SANDBOX_URL

# When nginx reads its configuration again its worker says goodbye on the
# connections that nobody uses, and ends.
cat >"$work/reload" <<'TEXT'
server=$1
old=$(pgrep -P "$server")
kill -HUP "$server"
while kill -0 "$old" 2>/dev/null; do :; done
TEXT

number=0
for protocol in '' http2; do
  number=$((number + 1))
  access_log="$work/access.log methods"
  start_server
  NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$base
  SSL_CERT_FILE=$work/ca.pem
  export NSCALE_IDENTITY_SERVICE_API_ENDPOINT SSL_CERT_FILE
  for verb in "rotate ci" "update ci --description new-$number" \
    "create --name fresh-$number --description x" "delete fresh-$number"; do
    test_case "$verb over ${protocol:-HTTP/1.1} is sent, and once"
    : >"$work/access.log"
    # shellcheck disable=SC2086
    play sa $verb <<TEXT
wait [y/N]
run sh $work/reload $server
send y
TEXT
    expect_status 0
    expect_equal 1 "$(grep -c -v '^GET' "$work/access.log")"
  done
  stop_server
done

end_tests
