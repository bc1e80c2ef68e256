#!/bin/sh
# test-network.sh - proxies, IPv6, and names of several addresses
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --tls --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
unset no_proxy NO_PROXY
relay=$abs_top_builddir/tests/cli/relay
deaf=$abs_top_builddir/tests/cli/deaf
log=$work/relay.log
port=${NSCALE_SANDBOX_URL##*:}

# beside MODE VARIABLES ARGUMENT...: nscale beside a relay to the sandbox,
# whose port stands for RELAY in the variables, which blanks separate
beside()
{
  mode=$1 variables=$2
  shift 2
  rm -f "$log"
  : >"$log"
  # shellcheck disable=SC2016
  run_command "$relay" "$mode" "$port" "$log" sh -c '
    variables=$1
    shift
    # shellcheck disable=SC2046,SC2086
    exec env $(echo $variables | sed "s/RELAY/$RELAY_PORT/g") "$@"
  ' sh "$variables" "$NSCALE" "$@"
}

# what stood in the clear, without the line ends of HTTP
heads()
{
  tr -d '\r' <"$log"
}

tunnel="CONNECT 127.0.0.1:$port HTTP/1.1
Host: 127.0.0.1:$port
User-Agent: nscale/$("$NSCALE" --version | sed 's/^nscale //; s/ .*//; q')
Proxy-Connection: Keep-Alive
"

test_case 'https goes through the proxy of each variable, which reads nothing'
for variable in https_proxy HTTPS_PROXY all_proxy ALL_PROXY; do
  forget
  beside proxy "$variable=http://127.0.0.1:RELAY" sa get ci -q .metadata.name
  expect_status 0
  expect_stderr ''
  expect_stdout ci
  expect_requests 1
  expect_equal "$tunnel" "$(heads)
"
done

test_case 'a command is one tunnel'
forget
beside proxy 'https_proxy=http://127.0.0.1:RELAY' sa delete nightly \
  --org acme --yes
expect_status 0
expect_requests 3
expect_equal 1 "$(grep -c ^CONNECT "$log")"

test_case 'no_proxy names what needs none'
for variable in no_proxy NO_PROXY; do
  for value in 127.0.0.1 'other.invalid,127.0.0.1' '*'; do
    forget
    beside proxy "https_proxy=http://127.0.0.1:RELAY $variable=$value" sa list
    expect_status 0
    expect_requests 1
    expect_equal '' "$(heads)"
  done
done
beside proxy 'https_proxy=http://127.0.0.1:RELAY no_proxy=other.invalid' \
  sa list
expect_status 0
expect_equal "$tunnel" "$(heads)
"

test_case 'the proxy of http is none of https'
beside proxy 'http_proxy=http://127.0.0.1:RELAY' sa list
expect_status 0
expect_equal '' "$(heads)"

test_case 'a name is the affair of the proxy'
beside proxy "https_proxy=http://127.0.0.1:RELAY
  NSCALE_IDENTITY_SERVICE_API_ENDPOINT=https://api.invalid" sa list
expect_error 7 <<'TEXT'
nscale: the certificate of api.invalid is for another host
hint: check NSCALE_IDENTITY_SERVICE_API_ENDPOINT, and the network and its proxy
TEXT
check grep -q '^CONNECT api.invalid:443 ' "$log"

test_case 'a proxy that refuses ends with 7'
forget
for words in list 'rotate ci --yes'; do
  # shellcheck disable=SC2086
  beside refuse 'https_proxy=http://127.0.0.1:RELAY' sa $words
  expect_error 7 <<'TEXT'
nscale: the proxy refused a connection to 127.0.0.1 (HTTP 403)
hint: check HTTPS_PROXY and NO_PROXY
TEXT
done
expect_requests 0

# blames ENDPOINT PROXY SENTENCE [NO_PROXY]: nobody is there, and the
# sentence says who; the hint is the proxy's where it is the one
blames()
{
  run_command env "NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$1" \
    "https_proxy=$2" "no_proxy=${4-}" "$NSCALE" sa list --max-wait 0
  case $3 in
    *'the proxy'*) hint='check HTTPS_PROXY, HTTP_PROXY and NO_PROXY' ;;
    *) hint='check NSCALE_IDENTITY_SERVICE_API_ENDPOINT, and the network and its proxy' ;;
  esac
  expect_error 7 <<TEXT
nscale: $3
hint: $hint
TEXT
}

test_case 'a proxy that is not there is named, and the API is not'
refused='Connection refused'
for proxy in http://127.0.0.1:1 127.0.0.1:1 http://user:word@127.0.0.1:1/ \
  socks5h://127.0.0.1:1; do
  blames "https://127.0.0.1:$port" "$proxy" \
    "cannot connect to the proxy 127.0.0.1 port 1: $refused"
done
blames https://api.invalid http://localhost:1 \
  "cannot connect to the proxy localhost port 1: $refused"

test_case 'also where both are the same port, or a name'
blames "https://127.0.0.1:$port" "http://127.0.0.2:$port" \
  "cannot connect to the proxy 127.0.0.2 port $port: $refused"
blames https://api.invalid:1 http://127.0.0.1:1 \
  "cannot connect to the proxy 127.0.0.1 port 1: $refused"
blames https://localhost:1 http://127.0.0.1:1 \
  "cannot connect to the proxy 127.0.0.1 port 1: $refused" other.invalid

test_case 'an API that is not there is named where it needs no proxy'
blames https://127.0.0.1:1 '' "cannot connect to 127.0.0.1 port 1: $refused"
blames https://127.0.0.1:1 http://127.0.0.2:1 \
  "cannot connect to 127.0.0.1 port 1: $refused" 127.0.0.1
blames https://127.0.0.1:1 "http://127.0.0.1:$port" \
  "cannot connect to 127.0.0.1 port 1: $refused" 127.0.0.0/8
blames https://localhost:2 http://127.0.0.1:1 \
  "cannot connect to localhost port 2: $refused" localhost

test_case 'a proxy that hangs up, or says nothing'
for words in list 'rotate ci --yes'; do
  # shellcheck disable=SC2086
  beside close 'https_proxy=http://127.0.0.1:RELAY' sa $words --max-wait 0
  expect_status 7
  check grep -q -x "nscale: the proxy 127\.0\.0\.1 port [0-9]* gave no connection to 127\.0\.0\.1" "$work/stderr"
  # shellcheck disable=SC2086
  beside hang 'https_proxy=http://127.0.0.1:RELAY' sa $words --max-wait 0 \
    --timeout 1
  expect_status 7
  check grep -q -x "nscale: the proxy 127\.0\.0\.1 port [0-9]* gave no connection to 127\.0\.0\.1 within 1 second" "$work/stderr"
  check grep -q -x 'hint: check HTTPS_PROXY, HTTP_PROXY and NO_PROXY' \
    "$work/stderr"
done
# shellcheck disable=SC2016
run_command "$deaf" sh -c '
  https_proxy=http://127.0.0.1:$DEAF_PORT exec "$@" --timeout 1 --max-wait 0
  ' sh "$NSCALE" sa list
if [ "$status" -eq 77 ]; then
  skip_case 'no port of 127.0.0.1 hangs here'
else
  expect_status 7
  check grep -q -x "nscale: the proxy 127\.0\.0\.1 port [0-9]* gave no connection to 127\.0\.0\.1 within 1 second" "$work/stderr"
fi

test_case 'a proxy over TLS: what is wrong with it is not the fault of the API'
# by_tls VARIABLES OPTION...: nscale beside another sandbox, as its proxy
by_tls()
{
  variables=$1
  shift
  # shellcheck disable=SC2016
  run_command "$NSCALE_SANDBOX" "$@" -- sh -c '
    exec env "NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$1" \
      "https_proxy=https://${NSCALE_SANDBOX_URL#*://}" $3 "$2" sa list \
      --max-wait 0' sh "$NSCALE_IDENTITY_SERVICE_API_ENDPOINT" "$NSCALE" \
    "$variables"
}
by_tls "SSL_CERT_FILE=$SSL_CERT_FILE" --tls
expect_error 7 <<'TEXT'
nscale: the certificate of the proxy 127.0.0.1 is not signed by a known authority
hint: name the authority's certificate with --ca-cert FILE
TEXT
by_tls '' --certificate-expired
expect_error 7 <<'TEXT'
nscale: the certificate of the proxy 127.0.0.1 has expired
TEXT
by_tls '' --certificate-host proxy.example
expect_error 7 <<'TEXT'
nscale: the certificate of the proxy 127.0.0.1 is for another host
hint: check HTTPS_PROXY, HTTP_PROXY and NO_PROXY
TEXT
by_tls '' --tls
expect_status 7
check grep -q -x 'nscale: the proxy refused a connection to 127.0.0.1 (HTTP [45][0-9]*)' "$work/stderr"

# greeted VARIABLES: nscale is answered in the clear where it speaks TLS
greeted()
{
  beside greet "$1" sa list
  edit 's/port [0-9]*/port N/'
}

test_case 'a server, or a proxy, that does not speak TLS'
greeted NSCALE_IDENTITY_SERVICE_API_ENDPOINT=https://127.0.0.1:RELAY
expect_error 7 <<'TEXT'
nscale: 127.0.0.1 port N does not speak TLS
hint: check NSCALE_IDENTITY_SERVICE_API_ENDPOINT, and the network and its proxy
TEXT
greeted https_proxy=https://127.0.0.1:RELAY
expect_error 7 <<'TEXT'
nscale: the proxy 127.0.0.1 port N does not speak TLS
hint: check HTTPS_PROXY, HTTP_PROXY and NO_PROXY
TEXT

test_case 'an address of IPv6 is reached'
forget
beside ipv6 'NSCALE_IDENTITY_SERVICE_API_ENDPOINT=https://[::1]:RELAY' \
  sa get ci -q .metadata.name
if [ "$status" -eq 77 ]; then
  skip_case 'there is no ::1'
else
  expect_status 0
  expect_stdout ci
  expect_requests 1
  expect_equal connection "$(heads)"
fi

test_case 'a name whose first address refuses'
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=https://localhost:$port
export NSCALE_IDENTITY_SERVICE_API_ENDPOINT
run sa get ci -q .metadata.name
expect_status 0
expect_stdout ci

test_case 'and one whose first address does not answer'
run_command "$deaf" -6 "$port" "$NSCALE" sa list --timeout 8 --debug
if [ "$status" -eq 77 ]; then
  skip_case 'no port of ::1 hangs here'
else
  expect_status 0
  stderr_has "* 127.0.0.1 port $port"
fi

end_tests
