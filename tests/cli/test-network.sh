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
# whose port stands for RELAY in the variables, which blanks separate; it
# speaks TLS with the certificate in $over_tls, if that is set
over_tls=
beside()
{
  mode=$1 variables=$2
  shift 2
  rm -f "$log"
  : >"$log"
  # shellcheck disable=SC2016
  run_command "$relay" ${over_tls:+--tls "$over_tls"} "$mode" "$port" "$log" sh -c '
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

# led VARIABLES MODE SENTENCE [HINT [ARGUMENT...]]: a proxy leads nowhere, or
# what is behind it is not the API; PROXY is it in the sentence, with its port
led()
{
  variables=$1 mode=$2 sentence=$3 advice=${4-}
  shift $(($# < 4 ? $# : 4))
  [ $# -gt 0 ] || set -- list
  beside "$mode" "$variables" sa "$@" --max-wait 0
  edit "s/the proxy 127\.0\.0\.1 port [0-9]*/PROXY/"
  { echo "nscale: $sentence"
    [ -z "$advice" ] || echo "hint: $advice"; } >"$work/said"
  expect_error 7 <"$work/said"
}

test_case 'a name is the affair of the proxy'
led "https_proxy=http://127.0.0.1:RELAY
  NSCALE_IDENTITY_SERVICE_API_ENDPOINT=https://api.invalid" proxy \
  'the certificate of api.invalid behind PROXY is for another host' \
  'check NSCALE_IDENTITY_SERVICE_API_ENDPOINT, and the network and its proxy'
check grep -q '^CONNECT api.invalid:443 ' "$log"

test_case 'what follows the port of a proxy is not looked at'
beside proxy 'https_proxy=http://127.0.0.1:RELAY/a/path?and=more' sa list
expect_status 0
expect_equal "$tunnel" "$(heads)
"

test_case 'a proxy that refuses, or reaches nothing, ends with 7'
forget
for words in list 'rotate ci --yes'; do
  while read -r answer does; do
    # shellcheck disable=SC2086
    led 'https_proxy=http://127.0.0.1:RELAY' "$answer" \
      "PROXY $does 127.0.0.1 port $port (HTTP $answer)" \
      'check https_proxy and NO_PROXY' $words
  done <<'TEXT'
400 refused a connection to
403 refused a connection to
502 cannot reach
503 cannot reach
TEXT
done
expect_requests 0

test_case 'a proxy that wants to know who comes'
mine='https_proxy=http://user:w%40r%23d@127.0.0.1:RELAY'
beside login "$mine" sa get ci -q .metadata.name
expect_status 0
expect_stdout ci
led 'HTTPS_PROXY=http://127.0.0.1:RELAY' login \
  'PROXY wants a user name and a password (HTTP 407)' \
  'write them in HTTPS_PROXY, as in http://USER:PASSWORD@HOST:PORT'
for words in list 'rotate ci --yes'; do
  # shellcheck disable=SC2086
  led 'all_proxy=http://user:word@127.0.0.1:RELAY' login \
    'PROXY does not take the user name and the password in all_proxy (HTTP 407)' \
    'check them; a character such as @, # or % is written as %40, %23 or %25 there' \
    $words
done
led "$mine" '407 Digest realm="a", nonce="b"' \
  "PROXY wants a login by Digest, which nscale cannot do (HTTP 407)" \
  'check https_proxy and NO_PROXY'
# Of a way that libcurl does not know, nothing is said.
led "$mine" '407 Other' \
  'PROXY does not take the user name and the password in https_proxy (HTTP 407)' \
  'check them, and whether it wants these; a character such as @, # or % is written as %40, %23 or %25 there'

test_case 'a password that has to be escaped is not shown'
for pair in @40 '#23' /2F '?3F'; do
  sign=${pair%??}
  for secret in "w${sign}rd" "12${sign}34"; do
    beside proxy "https_proxy=http://user:$secret@127.0.0.1:RELAY" sa list
    # Newer ones of libcurl take the last "@", and all is well.
    if [ "$status" -ne 0 ] || [ "$sign" != @ ]; then
      expect_error 7 <<TEXT
nscale: https_proxy has "$sign" in the user name or the password of the proxy, where it must be written as %${pair#?}
TEXT
    fi
  done
done

test_case 'what names no proxy that there can be'
led ALL_PROXY=foo://127.0.0.1:1 proxy \
  'ALL_PROXY names a proxy of the kind "foo", which nscale cannot use' \
  'it can use http, https, socks4, socks4a, socks5 and socks5h'
for address in http://127.0.0.1:99999 'http://[::1' http://; do
  led "https_proxy=$address" proxy \
    'https_proxy is not the address of a proxy' \
    'write it as http://HOST:PORT or as http://USER:PASSWORD@HOST:PORT'
done
for kind in http https socks5h socks4; do
  led "https_proxy=$kind://proxy.invalid:1" proxy \
    'cannot find the address of the proxy proxy.invalid: unknown host' \
    'check https_proxy and NO_PROXY'
done

test_case 'a proxy of SOCKS'
for kind in socks5 socks5h; do
  forget
  beside socks "https_proxy=$kind://127.0.0.1:RELAY" sa get ci \
    -q .metadata.name
  expect_status 0
  expect_stdout ci
  expect_requests 1
done
while read -r code does; do
  led 'https_proxy=socks5h://127.0.0.1:RELAY' "socks $code" "PROXY $does" \
    'check https_proxy and NO_PROXY' rotate ci --yes
done <<TEXT
1 cannot reach 127.0.0.1 port $port
2 refused a connection to 127.0.0.1 port $port
3 cannot reach 127.0.0.1 port $port: no way to its network
4 cannot reach 127.0.0.1 port $port: no way to the host
5 cannot reach 127.0.0.1 port $port: connection refused
TEXT
led 'https_proxy=socks5h://127.0.0.1:RELAY' 'socks login' \
  'PROXY wants a user name and a password' \
  'write them in https_proxy, as in http://USER:PASSWORD@HOST:PORT'
led 'https_proxy=socks5h://user:word@127.0.0.1:RELAY' 'socks login' \
  'PROXY does not take the user name and the password in https_proxy' \
  'check them; a character such as @, # or % is written as %40, %23 or %25 there'
led "https_proxy=socks5://127.0.0.1:RELAY
  NSCALE_IDENTITY_SERVICE_API_ENDPOINT=https://api.invalid" socks \
  'cannot find the address of api.invalid: unknown host' \
  'a proxy of the kind socks5h or socks4a looks it up itself: check https_proxy'

test_case 'a proxy that agrees and leads nowhere'
for words in list 'rotate ci --yes'; do
  # shellcheck disable=SC2086
  led 'https_proxy=http://127.0.0.1:RELAY' hollow \
    "127.0.0.1 port $port behind PROXY closed the connection before it was secure" \
    '' $words
done

test_case 'what fails after it was sent names the proxy as well'
accounts=/api/v1/organizations/$(fixture acme '' id)/serviceaccounts
fault "{\"path\":\"$accounts\",\"cut\":\"before\",\"times\":9}"
led 'https_proxy=http://127.0.0.1:RELAY' proxy \
  '127.0.0.1 behind PROXY closed the connection without a reply' '' \
  list --org acme
forget
fault "{\"path\":\"$accounts\",\"truncate\":5}"
led 'https_proxy=http://127.0.0.1:RELAY' proxy \
  'the reply of 127.0.0.1 behind PROXY was cut short after 5 bytes' '' \
  list --org acme
forget

# blames ENDPOINT PROXY SENTENCE [NO_PROXY]: nobody is there, and the
# sentence says who; the hint is the proxy's if it is the one
blames()
{
  run_command env "NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$1" \
    "https_proxy=$2" "no_proxy=${4-}" "$NSCALE" sa list --max-wait 0
  case $3 in
    *'the proxy'*) hint='check https_proxy and NO_PROXY' ;;
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
  check grep -q -x 'hint: check https_proxy and NO_PROXY' \
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
  edit 's/the proxy 127\.0\.0\.1 port [0-9]*/PROXY/'
}
by_tls "SSL_CERT_FILE=$SSL_CERT_FILE" --tls
expect_error 7 <<'TEXT'
nscale: the certificate of PROXY is signed by itself and not trusted
hint: if it is the right one, name it with --ca-cert FILE
TEXT
by_tls '' --certificate-expired
expect_error 7 <<'TEXT'
nscale: the certificate of PROXY has expired
TEXT
by_tls '' --certificate-host proxy.example
expect_error 7 <<'TEXT'
nscale: the certificate of PROXY is for another host
hint: check https_proxy and NO_PROXY
TEXT
by_tls '' --tls
expect_status 7
check grep -q -x "nscale: PROXY refused a connection to 127\.0\.0\.1 port $port (HTTP [45][0-9]*)" "$work/stderr"

test_case 'a proxy over TLS is trusted for the reasons for which the API is'
if command -v openssl >/dev/null; then
  . "$abs_top_srcdir/tests/cli/certificates.sh"
  authority mine mine
  server proxy mine
  cp "$SSL_CERT_FILE" "$pki/api.pem"
  bundle all.pem mine api
  folder all mine api
  over_tls=$pki/proxy.both
  for trust in "SSL_CERT_FILE=$pki/all.pem" "CURL_CA_BUNDLE=$pki/all.pem" \
    "SSL_CERT_DIR=$pki/all"; do
    beside proxy "https_proxy=https://127.0.0.1:RELAY SSL_CERT_FILE= $trust" \
      sa get ci -q .metadata.name
    expect_status 0
    expect_stdout ci
  done
  beside proxy 'https_proxy=https://127.0.0.1:RELAY' sa get ci \
    -q .metadata.name --ca-cert "$pki/all.pem"
  expect_status 0
  expect_stdout ci
  unknown='the certificate of PROXY is signed by "Test mine", which is not trusted and whose own certificate was not sent'
  led 'https_proxy=https://127.0.0.1:RELAY' proxy "$unknown" \
    'name the certificate of "Test mine" with --ca-cert FILE, or have the server send it if it is an intermediate one'
  led 'https_proxy=https://127.0.0.1:RELAY' proxy "$unknown" \
    'add the certificate of "Test mine" to the file of --ca-cert, or have the server send it if it is an intermediate one' \
    list --ca-cert "$pki/api.pem"
  # TLS within TLS.
  led "https_proxy=https://127.0.0.1:RELAY SSL_CERT_FILE=$pki/mine.pem" proxy \
    'the certificate of 127.0.0.1 behind PROXY is signed by itself and not trusted' \
    'if it is the right one, name it with --ca-cert FILE'
  led "https_proxy=https://127.0.0.1:RELAY SSL_CERT_FILE=$pki/all.pem" hollow \
    "127.0.0.1 port $port behind PROXY closed the connection before it was secure" ''
  for mode in 403 close; do
    led "https_proxy=https://127.0.0.1:RELAY SSL_CERT_FILE=$pki/all.pem" \
      $mode "$(case $mode in
        403) echo "PROXY refused a connection to 127.0.0.1 port $port (HTTP 403)" ;;
        *) echo 'PROXY gave no connection to 127.0.0.1' ;; esac)" \
      'check https_proxy and NO_PROXY' rotate ci --yes
  done
  over_tls=
else
  skip_case 'openssl is not installed'
fi

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
hint: check https_proxy and NO_PROXY
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
