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

# through_nginx: what is run next goes there, and is what is logged
through_nginx()
{
  : >"$work/access.log"
  start_server
  until [ -s "$work/access.log" ]; do :; done # by start_server
  : >"$work/access.log"
  NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$base
  SSL_CERT_FILE=$work/ca.pem
  export NSCALE_IDENTITY_SERVICE_API_ENDPOINT SSL_CERT_FILE
}

number=0
for protocol in '' http2; do
  number=$((number + 1))
  access_log="$work/access.log methods"
  through_nginx
  for verb in "rotate ci" "update ci --description new-$number" \
    "create --name fresh-$number --description x" "delete fresh-$number"; do
    test_case "$verb over ${protocol:-HTTP/1.1} is sent, and once"
    : >"$work/access.log"
    # shellcheck disable=SC2086
    play -o "$work/printed" sa $verb <<TEXT
wait [y/N]
run sh $work/reload $server
send y
TEXT
    expect_status 0
    expect_equal 1 "$(grep -c -v '^GET' "$work/access.log")"
  done
  stop_server
done

# While 300 accounts are rotated nginx reads its configuration again, each time
# between two of them.
cat >"$work/take" <<'TEXT'
cat >/dev/null
echo >>"$2"
case $(wc -l <"$2" | tr -d ' ') in
  100 | 200) sh "$1/reload" "$3" ;;
esac
TEXT
"$NSCALE_SANDBOX" --accounts 300 --port-file "$work/many.port" \
  >/dev/null 2>&1 &
cleanup_fn kill $!
until [ -s "$work/many.port" ]; do
  kill -0 $! 2>/dev/null || fail 'the second sandbox ended'
done
few=$upstream
upstream=http://127.0.0.1:$(cat "$work/many.port")
access_log="$work/access.log methods" protocol=http2
through_nginx
test_case 'nginx is told to reload while 300 accounts are rotated'
run sa rotate --all --expiring-within 100w --yes --output-dir "$work/tokens" \
  --deliver "sh $work/take $work $work/taken $server"
expect_status 0
expect_equal 300 "$(grep -c '^POST 200$' "$work/access.log")"
expect_equal 300 "$(find "$work/tokens" -type f | wc -l | tr -d ' ')"
expect_equal 300 "$(sort -u "$work/tokens"/* | wc -l | tr -d ' ')"
check [ "$(pgrep -P "$server" | wc -l)" -eq 1 ]
stop_server
upstream=$few

# logged COUNT: waits until nginx has logged so many requests
logged()
{
  until [ "$(wc -l <"$work/access.log")" -ge "$1" ]; do
    [ "$status" = 0 ] || return
  done
}

test_case 'a change takes up the TLS session, and is never early data'
access_log="$work/access.log sessions" requests_most=1 protocol=
through_nginx
run sa rotate ci --yes -q .status.accessToken
expect_status 0
logged 2
expect_equal 'GET .- POST r-' "$(tr '\n' ' ' <"$work/access.log" | sed 's/ $//')"

test_case 'early data would have been taken'
: >"$work/access.log"
printf 'GET / HTTP/1.0\r\n\r\n' >"$work/early"
openssl s_client -connect "${base#https://}" -quiet \
  -CAfile "$work/ca.pem" -sess_out "$work/session" -ign_eof \
  <"$work/early" >/dev/null 2>&1
openssl s_client -connect "${base#https://}" -quiet -ign_eof \
  -CAfile "$work/ca.pem" -sess_in "$work/session" -early_data "$work/early" \
  </dev/null >/dev/null 2>&1
logged 2
expect_equal 'GET r1' "$(tail -n 1 "$work/access.log")"
stop_server

end_tests
