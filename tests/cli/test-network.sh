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

test_case 'a proxy that refuses'
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

test_case 'IPv6'
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
