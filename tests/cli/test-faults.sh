#!/bin/sh
# What a server or a network can do wrong: the exit status, one sentence, and
# how many requests the sandbox saw.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start

organization=$NSCALE_ORGANIZATION_ID
sandbox=$NSCALE_IDENTITY_SERVICE_API_ENDPOINT
nightly=49407c8b-05f1-4293-a3bc-7ecf0d0fce4f
victim=bab0d809-8106-4d97-a8e4-439fb4b6707a
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
cd "$work" || exit 99
for name in new newer newest; do
  echo "{\"metadata\": {\"name\": \"$name\"}, \"spec\": {\"groupIDs\": []}}" \
    >$name.json
done
echo '{"metadata": {"name": "nightly"}, "spec": {"groupIDs": []}}' >whole.json

# arm FAULT: and no other
arm()
{
  forget
  fault "$1"
}

# settle: what no two runs have in common
settle()
{
  edit -e "s|$sandbox|URL|g" -e 's/ (HTTP \([0-9]*\), trace [0-9a-f]*)/ (HTTP \1)/'
}

# fails STATUS REQUESTS SENTENCE [HINT]: what was run last
fails()
{
  settle
  { printf 'nscale: %s\n' "$3"
    [ -z "${4-}" ] || printf 'hint: %s\n' "$4"; } >sentence
  expect_error "$1" <sentence
  expect_requests "$2"
}

# reading FAULT STATUS REQUESTS SENTENCE [HINT]: a list meets it
reading()
{
  arm "$1"
  shift
  run sa list --max-wait 0
  fails "$@"
}

# Each mutation with a UUID, so that nothing is read before it; its method is
# what $method says.
mutate()
{
  case $method in
    POST) run sa rotate "$nightly" --yes "$@" ;;
    PUT) run sa update "$nightly" --replace --file whole.json --yes "$@" ;;
    DELETE) run sa delete "$victim" --yes "$@" ;;
  esac
}

look="look before you repeat it: nscale serviceaccounts list --org $organization"
again='the old token may no longer work and the new one was not received: rotate again with nscale serviceaccounts rotate '

# told METHOD: $unknown and $hint, of a mutation that may have been carried out
told()
{
  method=$1
  case $method in
    POST) id=$nightly done=rotated hint="$again$nightly --org $organization" ;;
    PUT) id=$nightly done=updated
      hint="it may be half done; look before you repeat it: nscale serviceaccounts get $nightly --org $organization" ;;
    DELETE) id=$victim done=deleted hint="it may be half done; $look" ;;
  esac
  thing="service account \"$id\""
  unknown="$thing may or may not have been $done"
}

rights_hint="check --org and NSCALE_ORGANIZATION_ID, and what the groups of the token's service account may do"
token_hint='it may have expired, been rotated or been deleted: set NSCALE_SERVICE_TOKEN to a valid one'
foreign="a person's token is answered like this in an organization that it is not in: nscale org list shows those that it is in"
armed='a fault was armed in the sandbox'

# ---- Statuses. ----------------------------------------------------------

test_case 'each status of a read'
reading '{"status": 400}' 1 1 \
  "the server refused the request: $armed (HTTP 400)"
reading '{"status": 401}' 4 1 \
  "the service token was refused: $armed (HTTP 401)" "$token_hint"
reading '{"status": 403}' 4 1 \
  "the service token may not list service accounts in organization $organization: $armed (HTTP 403)" "$rights_hint"
reading '{"status": 404}' 3 1 'service accounts not found (HTTP 404)'
reading '{"status": 409}' 5 1 \
  "service accounts could not be read: $armed (HTTP 409)"
for code in 405 410 413 415 418 422; do
  reading "{\"status\": $code}" 1 1 \
    "the server refused the request: $armed (HTTP $code)"
done
reading '{"status": 429}' 6 1 \
  'the server says that there were too many requests: a fault was armed in the sandbox (HTTP 429)'
reading '{"status": 500}' 1 1 "the server failed: $armed (HTTP 500)" "$foreign"
for code in 501 502 503 504 599; do
  reading "{\"status\": $code}" 1 1 "the server failed: $armed (HTTP $code)"
done

test_case 'each status that a mutation gets has its exit status and sentence'
for each in POST PUT DELETE; do
  told $each
  case $method in
    POST) verb=rotate ;;
    PUT) verb=update ;;
    DELETE) verb=delete ;;
  esac
  arm '{"status": 401}'
  mutate
  fails 4 1 "the service token was refused: $armed (HTTP 401)" "$token_hint"
  arm '{"status": 403}'
  mutate
  fails 4 1 "the service token may not $verb $thing in organization $organization: $armed (HTTP 403)" \
    "$rights_hint"
  arm '{"status": 404}'
  mutate
  fails 3 1 "$thing not found (HTTP 404)" \
    'nscale serviceaccounts list shows what there is'
  arm '{"status": 409}'
  mutate
  case $method in
    POST) fails 5 1 "$thing could not be $done: $armed (HTTP 409)" ;;
    *) fails 8 1 "$unknown: the server reports a conflict: $armed (HTTP 409)" \
      "$hint" ;;
  esac
  for code in 400 405 413 415 422; do
    arm "{\"status\": $code}"
    mutate
    fails 1 1 "the server refused the request: $armed (HTTP $code)"
  done
  arm '{"status": 429}'
  mutate --max-wait 0
  fails 6 1 'the server says that there were too many requests: a fault was armed in the sandbox (HTTP 429)'
  for code in 500 502 503 504; do
    arm "{\"status\": $code, \"times\": 9}"
    mutate
    fails 8 1 "$unknown: the server failed: $armed (HTTP $code)" "$hint"
  done
done

test_case 'a trace from the server, and one from the gateway'
arm '{"status": 500, "body": "{\"error\": \"x\", \"error_description\": \"no\", \"trace_id\": \"57bc\"}"}'
run sa list
expect_error 1 <<'TEXT'
nscale: the server failed: no (HTTP 500, trace 57bc)
TEXT

test_case 'HTML, nothing and nonsense from a gateway'
html='"headers": {"Content-Type": "text/html"}, "body": "<html><h1>Bad</h1>"'
reading "{\"status\": 502, $html}" 1 1 \
  'the server answered with a web page instead of JSON (HTTP 502)'
reading '{"status": 502, "body": ""}' 1 1 \
  'the server answered with nothing but its status (HTTP 502)'
reading '{"status": 403, "body": ""}' 4 1 \
  "the service token may not list service accounts in organization $organization (HTTP 403)" \
  "$rights_hint"
reading '{"status": 500, "body": "{\"error_description\": 5}"}' 1 1 \
  'the server answered without a reason that can be read (HTTP 500)'
reading "{\"status\": 200, $html}" 1 1 \
  'the server answered with a web page instead of JSON (HTTP 200)' \
  "a proxy or a sign-in page may have answered in place of URL/api/v1/organizations/$organization/serviceaccounts: check HTTPS_PROXY, NO_PROXY and the address of the API"
arm "{\"status\": 200, \"headers\": {\"Content-Type\": \"text/html\"}, \"body\": \"[]\"}"
run sa list -q length
expect 0 <<'TEXT'
0
TEXT
told DELETE
arm "{\"status\": 200, $html}"
mutate
fails 8 1 "$unknown: the server answered with a web page instead of JSON (HTTP 200)" "$hint"
told POST
arm "{\"status\": 502, $html}"
mutate
fails 8 1 "$unknown: the server answered with a web page instead of JSON (HTTP 502)" "$hint"

test_case 'the title of a page tells whose it is'
titled='"headers": {"Content-Type": "text/html; charset=utf-8"},
  "body": "<!DOCTYPE html>\n<html><TITLE id=x>\n Sign  in </title><p>Hi"'
reading "{\"status\": 502, $titled}" 1 1 \
  'the server answered with a web page ("Sign in") instead of JSON (HTTP 502)'
for each in POST PUT DELETE; do
  told $each
  arm "{\"status\": 200, $titled}"
  mutate
  fails 8 1 "$unknown: the server answered with a web page (\"Sign in\") instead of JSON (HTTP 200)" "$hint"
done
arm "{\"status\": 200, $titled}"
run api -X POST /api/v1/anything --yes
expect_error 8 <<'TEXT'
nscale: resource "/api/v1/anything" may or may not have been created: the server answered with a web page ("Sign in") instead of JSON (HTTP 200)
hint: look before you repeat it: nscale api /api/v1/anything
TEXT

test_case 'a title is shown as a browser shows it'
for title in 'R&amp;D &lt;a&gt; &quot;b&quot; &apos;c&apos;|R&D <a> "b" '"'c'" \
  'it&#39;s &#x4f; &#X43f; &#8364; &#128273;|it'"'"'s O п € 🔑' \
  '&#x1b;[31m &#0; &#xd800; &#1114112; &nbsp; &amp &#; &|\x1b[31m &#0; &#xd800; &#1114112; &nbsp; &amp &#; &'; do
  reading "{\"status\": 502, \"headers\": {\"Content-Type\": \"text/html\"},
    \"body\": \"<title>${title%|*}</title>\"}" 1 1 \
    "the server answered with a web page (\"${title#*|}\") instead of JSON (HTTP 502)"
done

test_case 'the reasons of gateways are shown, whatever form they have'
for body in '{\"title\": \"Bad\", \"detail\": \"no quota\"}' \
  '{\"title\": \"no quota\"}' '{\"message\": \"no quota\"}' \
  '{\"error\": {\"message\": \"no quota\"}}' '{\"error\": \"no quota\"}'; do
  reading "{\"status\": 400, \"body\": \"$body\"}" 1 1 \
    'the server refused the request: no quota (HTTP 400)'
done
reading '{"status": 400, "headers": {"Content-Type": "text/plain"},
  "body": "\n  no  quota \nsecond line\n"}' 1 1 \
  'the server refused the request: no quota (HTTP 400)'
long=$(printf '%0300d' 0)
reading "{\"status\": 400, \"body\": \"{\\\"message\\\": \\\"$long\\\"}\"}" 1 1 \
  "the server refused the request: $(printf '%0255d' 0) (HTTP 400)"

test_case 'a refusal that says when to come back is a limit'
reading '{"status": 403, "headers": {"Retry-After": "7"},
  "body": "{\"message\": \"slow down\"}"}' 6 1 \
  'the server says that there were too many requests: slow down (HTTP 403)'

test_case 'null is what nscale api prints where the reply is null'
arm '{"status": 200, "body": " null\n"}'
run api /api/v1/organizations
expect 0 <<'TEXT'
null
TEXT

test_case 'escapes of a server do not reach the terminal'
reading '{"status": 400, "body": "{\"error_description\": \"\\u001b[31mred\\u0007\\nline\"}"}' \
  1 1 'the server refused the request: \x1b[31mred\x07 line (HTTP 400)'

# ---- Replies that are not what they should be. --------------------------

# everywhere FAULT STATUS SENTENCE: in each form, and nothing on stdout
everywhere()
{
  for form in '' --json -q.; do
    arm "$1"
    run sa list ${form:+"$form"}
    expect_status "$2"
    expect_stdout ''
    expect_requests 1
    stderr_has "$3"
  done
}

test_case 'an empty reply is an error'
everywhere '{"body": ""}' 1 'the reply is empty'
everywhere '{"status": 204}' 1 'the reply is empty'

test_case 'a reply that is not JSON'
reading '{"body": "hello"}' 1 1 'the reply is not a list'
everywhere '{"body": "[nope]"}' 1 'line 1, column 3: '
everywhere '{"body": "[] []"}' 1 'line 1, column 4: a second document starts'
everywhere '{"body": "[NaN]"}' 1 'line 1, column 2: '

test_case 'a reply of another shape is an error'
everywhere '{"body": "{}"}' 1 'the reply is not a list'
everywhere '{"body": "\"text\""}' 1 'the reply is not a list'
reading '{"body": "[1]"}' 1 1 \
  'element 1 of the reply was left out: it is not an object: 1'
for form in '' --json -q.; do
  arm '{"body": "{}"}'
  run sa get "$nightly" ${form:+"$form"}
  expect_stdout ''
  expect_status 1
  stderr_has 'the reply is neither a list nor a service account'
done

test_case 'invalid UTF-8, NUL and control characters'
everywhere '{"raw": "WyL/Il0="}' 1 'line 1, column 3: invalid UTF-8'
everywhere '{"raw": "WyIAIl0="}' 1 \
  'line 1, column 3: a control character in a string must be escaped'
everywhere '{"raw": "WwBd"}' 1 'line 1, column 2: '

test_case 'a reply that nests without end is refused'
for form in '' --json; do
  arm '{"repeat": "["}'
  run sa list ${form:+"$form"}
  expect_status 1
  expect_stdout ''
  stderr_has 'line 1, column 101: nested deeper than 100 levels'
  arm '{"prefix": "[", "repeat": "{\"a\":"}'
  run sa list ${form:+"$form"}
  expect_status 1
  expect_stdout ''
  stderr_has 'nested deeper than 100 levels'
done
deep=$(awk 'BEGIN { for (i = 0; i < 100000; i++) printf "[" }')
everywhere "{\"body\": \"$deep\"}" 1 \
  'line 1, column 101: nested deeper than 100 levels'

test_case 'an element without end'
for form in '' --json; do
  arm '{"prefix": "[\"", "repeat": "abcdefghijklmnopqrstuvwxyz"}'
  run sa list ${form:+"$form"}
  expect_status 1
  expect_stdout ''
done

# ---- Connections that break. --------------------------------------------

test_case 'a connection that is cut, around a read'
for moment in before after; do
  reading "{\"cut\": \"$moment\", \"times\": 9}" 7 1 \
    '127.0.0.1 closed the connection without a reply'
done

test_case 'a connection that is cut, around a mutation'
for each in POST PUT DELETE; do
  told $each
  for moment in before after; do
    arm "{\"cut\": \"$moment\", \"times\": 9}"
    mutate
    fails 8 1 "$unknown: 127.0.0.1 closed the connection without a reply" \
      "$hint"
  done
done

test_case 'a read that is cut short'
everywhere '{"truncate": 20, "times": 9}' 7 \
  'the reply of 127.0.0.1 was cut short after 20 bytes'
everywhere '{"truncate": 0, "times": 9}' 7 \
  'the reply of 127.0.0.1 was cut short after 0 bytes'

test_case 'a mutation whose reply is cut short'
told POST
arm '{"truncate": 20, "times": 9}'
mutate
edit "s|to $work/state/nscale/nscale-reply-[0-9a-f]*\.json|to SAVED|"
fails 8 1 "$unknown: the reply of 127.0.0.1 was cut short after 20 bytes" \
  "what arrived was saved to SAVED; $hint"
arm '{"truncate": 0, "times": 9}'
mutate
fails 8 1 "$unknown: the reply of 127.0.0.1 was cut short after 0 bytes" \
  "$hint"

test_case 'a refusal says all, though its end is missing'
for each in POST PUT DELETE; do
  told $each
  arm '{"status": 404, "truncate": 20, "times": 9}'
  mutate
  fails 3 1 "$thing not found (HTTP 404)" \
    'nscale serviceaccounts list shows what there is'
done
reading '{"status": 503, "truncate": 20, "times": 9}' 1 1 \
  'the server answered without a reason that can be read (HTTP 503)'

test_case 'a number may lack its end, and what is no document does'
told POST
arm '{"body": "12345", "truncate": 3, "times": 9}'
mutate
expect_status 8
arm '{"body": "[] []", "truncate": 3, "times": 9}'
run sa list -q length
expect_status 0
expect_stdout 0
arm '{"body": "[5, 6]", "truncate": 2, "times": 9}'
run sa list -q length
expect_status 7
expect_stdout ''

# zipped TEXT [HEADER [BYTES]]: a fault that answers with it compressed, or
# with so many bytes of that
zipped()
{
  printf '{"status": 200, "times": 9, "raw": "%s"%s}' \
    "$(printf '%s' "$1" | gzip -c | head -c "${3-9999}" | base64 | tr -d '\n')" \
    "${2:+, \"headers\": {\"Content-Encoding\": \"$2\"\}}"
}
token=ey$(printf '%01000d' 7)
made="{\"metadata\":{\"id\":\"$nightly\",\"name\":\"new\"},\"status\":{\"accessToken\":\"$token\"}}"

test_case 'gzip that nobody asked for is undone, whatever the header says'
for encoding in gzip '' UTF-8; do
  arm "$(zipped "[$made]" $encoding)"
  run sa list -q '.[0].metadata.name'
  expect 0 <<'TEXT'
new
TEXT
  for each in POST PUT; do
    told $each
    arm "$(zipped "$made" $encoding)"
    mutate -q .status.accessToken
    expect_stdout "$token"
    expect_status 0
  done
  arm "$(zipped "$made" $encoding)"
  run sa create --file newest.json --yes --allow-duplicate \
    -q .status.accessToken
  expect_stdout "$token"
  expect_status 0
  told DELETE
  arm "$(zipped '{}' $encoding)"
  mutate
  expect_status 0
  arm "$(zipped '<html><title>Sign in</title>' $encoding)"
  told POST
  mutate
  fails 8 1 "$unknown: the server answered with a web page (\"Sign in\") instead of JSON (HTTP 200)" "$hint"
done

test_case 'what is damaged in it is told, and what came is kept'
told POST
arm "$(zipped "$made" gzip 60)"
mutate
edit "s|to $work/state/nscale/nscale-reply-[^ ]*\.json|to SAVED|"
fails 8 1 "$unknown: the reply of 127.0.0.1 cannot be decompressed" \
  "what arrived was saved to SAVED; $hint"
arm '{"status": 200, "times": 9, "raw": "H4sI/////////w=="}'
mutate
edit "s|to $work/state/nscale/nscale-reply-[^ ]*\.json|to SAVED|"
fails 8 1 "$unknown: the reply: line 1, column 1: expected a value" \
  "what arrived was saved to SAVED; $hint"
arm "$(zipped "[$made]" gzip 60)"
run sa list --max-wait 0
fails 7 1 'the reply of 127.0.0.1 cannot be decompressed'
arm "$(zipped "[$made]" '' 60)"
run sa list --max-wait 0
fails 7 1 'the reply of 127.0.0.1 cannot be decompressed'

test_case 'a whole document needs no end of gzip'
arm "$(zipped "$made" '' "$(printf '%s' "$made" | gzip -c |
  wc -c | awk '{ print $1 - 4 }')")"
mutate -q .status.accessToken
expect_stdout "$token"
expect_stderr 'nscale: the reply of 127.0.0.1 cannot be decompressed, but nothing that is needed is missing'
expect_status 0

test_case 'a server that says nothing'
arm '{"hang": true, "times": 9}'
run sa list --timeout 1
fails 7 1 'no reply from 127.0.0.1 within 1 second'
for each in POST PUT DELETE; do
  told $each
  for moment in before after; do
    arm "{\"hang\": \"$moment\", \"times\": 9}"
    mutate --timeout 0.2
    fails 8 1 "$unknown: no reply from 127.0.0.1 within 0.2 seconds" "$hint"
  done
done

test_case 'nobody listens: nothing was sent'
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=http://127.0.0.1:1
forget
refused='cannot connect to 127.0.0.1 port 1: Connection refused'
check_network='check NSCALE_IDENTITY_SERVICE_API_ENDPOINT, and the network and its proxy'
run sa list --max-wait 0
fails 7 0 "$refused" "$check_network"
for each in POST PUT DELETE; do
  told $each
  mutate --max-wait 0
  fails 7 0 "$refused" "$check_network"
done
run sa create --file new.json --yes --max-wait 0
fails 7 0 "$refused" "$check_network"

test_case 'a host that nobody knows ends with 7'
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=https://nowhere.invalid
run sa list --max-wait 0 --timeout 20
case $(cat stderr) in
  *'unknown host'*)
    fails 7 0 \
      'cannot find the address of nowhere.invalid: unknown host' \
      "$check_network" ;;
  *)
    expect_status 7
    expect_stdout ''
    stderr_has 'cannot find the address of nowhere.invalid' ;;
esac
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$sandbox

# ---- TLS. ---------------------------------------------------------------

# over_tls OPTION... -- ARGUMENT...: nscale against another sandbox
over_tls()
{
  options=
  while [ "$1" != -- ]; do
    options="$options $1"
    shift
  done
  shift
  # shellcheck disable=SC2086
  run_command "$NSCALE_SANDBOX" $options -- "$NSCALE" "$@"
}

test_case 'a certificate that is as it should be'
over_tls --tls -- sa list -q length
expect 0 <<'TEXT'
3
TEXT

test_case 'a certificate of an unknown authority'
for words in 'sa list' "sa rotate $nightly --yes" "sa delete $nightly --yes"; do
  # shellcheck disable=SC2086
  over_tls --tls -- $words --ca-cert /dev/null
  expect_error 2 <<'TEXT'
nscale: /dev/null contains no CA certificate in PEM form
hint: --ca-cert names that file
TEXT
  # shellcheck disable=SC2086
  run_command "$NSCALE_SANDBOX" --tls -- env -u SSL_CERT_FILE "$NSCALE" $words
  expect_error 7 <<'TEXT'
nscale: the certificate of 127.0.0.1 is signed by itself and not trusted
hint: if it is the right one, name it with --ca-cert FILE
TEXT
done

test_case 'a --ca-cert that is no file of certificates: 2, before anything'
forget
echo 'no certificate' >"$work/ca.txt"
printf '%s\n' '-----BEGIN CERTIFICATE-----' garbage \
  '-----END CERTIFICATE-----' >"$work/ca.bad"
for words in 'sa list' "sa rotate $nightly --yes" \
  "sa rotate $nightly --dry-run"; do
  # shellcheck disable=SC2086
  run $words --ca-cert /nowhere
  expect_error 2 <<'TEXT'
nscale: cannot read /nowhere, which --ca-cert names: No such file or directory
TEXT
  # shellcheck disable=SC2086
  run $words --ca-cert "$work"
  expect_error 2 <<TEXT
nscale: cannot read $work, which --ca-cert names: Is a directory
TEXT
  # shellcheck disable=SC2086
  run $words --ca-cert "$work/ca.txt"
  expect_error 2 <<TEXT
nscale: $work/ca.txt, which --ca-cert names, has no certificate in PEM form
hint: a certificate in PEM form begins with the line -----BEGIN CERTIFICATE-----
TEXT
done
expect_requests 0
for words in 'sa list' "sa rotate $nightly --yes"; do
  # shellcheck disable=SC2086
  over_tls --tls -- $words --ca-cert "$work/ca.bad"
  expect_error 2 <<TEXT
nscale: $work/ca.bad contains no CA certificate in PEM form
hint: --ca-cert names that file
TEXT
done

test_case 'a certificate of another host is refused'
for words in 'sa list' "sa rotate $nightly --yes"; do
  # shellcheck disable=SC2086
  over_tls --certificate-host api.example -- $words
  expect_error 7 <<TEXT
nscale: the certificate of 127.0.0.1 is for another host
hint: $check_network
TEXT
done

test_case 'a certificate that has expired'
for words in 'sa list' "sa rotate $nightly --yes"; do
  # shellcheck disable=SC2086
  over_tls --certificate-expired -- $words
  expect_error 7 <<'TEXT'
nscale: the certificate of 127.0.0.1 has expired
TEXT
done

# ---- Redirects. ---------------------------------------------------------

groups=/api/v1/organizations/$organization/groups

test_case 'a read follows a redirect inside its origin'
for code in 301 302 303 307 308; do
  arm "{\"status\": $code, \"redirect\": \"$groups\", \"body\": \"\"}"
  run sa list -q '.[0].metadata.name'
  expect 0 <<'TEXT'
deployers
TEXT
  expect_requests 2
done

test_case 'redirects are not followed for ever'
reading "{\"times\": 99, \"redirect\": \"$groups\", \"body\": \"\"}" 1 6 \
  "the server redirects to $groups, which nscale does not follow (HTTP 302)"

move='if you trust that address, set NSCALE_IDENTITY_SERVICE_API_ENDPOINT to the part of it before /api'

test_case 'nothing follows a redirect to another origin, least of all a token'
port=${sandbox##*:}
for target in "http://localhost:$port$groups" "https://127.0.0.1:$port$groups" \
              "//localhost:$port$groups" 'http://api.invalid/'; do
  reading "{\"times\": 99, \"redirect\": \"$target\", \"body\": \"\"}" 1 1 \
    "the server redirects to $(printf %s "$target" | sed "s|$sandbox|URL|"), which nscale does not follow (HTTP 302)" "$move"
done

test_case 'the other origin is there, and hears nothing'
forget
for code in 301 302 303 307 308; do
  run_command env other="$sandbox" code=$code nscale="$NSCALE" \
    "$NSCALE_SANDBOX" -- sh -c '
      curl --silent --fail --noproxy "*" --data-binary \
        "{\"status\": $code, \"body\": \"\", \"redirect\": \"$other/api/version\"}" \
        "$NSCALE_SANDBOX_URL/sandbox/faults"
      exec "$nscale" sa list'
  fails 1 0 \
    "the server redirects to URL/api/version, which nscale does not follow (HTTP $code)" "$move"
done

test_case 'a mutation follows no redirect'
for each in POST PUT DELETE; do
  told $each
  for code in 302 307; do
    arm "{\"times\": 99, \"status\": $code, \"redirect\": \"$groups\",
      \"body\": \"\"}"
    mutate
    fails 1 1 \
      "the server redirects to $groups, which nscale does not follow (HTTP $code)" "$move"
  done
done

# ---- Retries. -----------------------------------------------------------

test_case 'a read is repeated after 429, 502, 503 and 504'
for code in 429 502 503 504; do
  arm "{\"status\": $code, \"headers\": {\"Retry-After\": \"0\"}}"
  run sa list -q type
  expect_status 0
  expect_stdout array
  expect_requests 2
  stderr_has "the server answered HTTP $code"
done

test_case 'a mutation is repeated after 429 alone'
run sa create --file new.json --yes -q .metadata.id
expect_kept
victim=$(output)
for each in PUT POST DELETE; do
  told $each
  arm '{"status": 429, "headers": {"Retry-After": "0"}}'
  mutate
  expect_status 0
  expect_requests 2
done

test_case 'a POST that was sent is never repeated'
number=0
for cause in '"status": 500' '"status": 502' '"status": 503' '"status": 504' \
             '"status": 503, "headers": {"Retry-After": "0"}' \
             '"cut": "before"' '"cut": "after"' '"truncate": 5'; do
  arm "{\"method\": \"POST\", \"times\": 99, $cause}"
  number=$((number + 1))
  run sa create --file newer.json --name "newer-$number" --yes
  expect_status 8
  expect_requests 2
  stderr_has 'nscale: service account "newer-'$number'" may or may not have been created: '
  stderr_has "$look"
done
test_case 'there is an end to trying again'
arm '{"status": 503, "times": 99}'
run sa list --max-wait 2
expect_status 1
expect_requests 4
expect_stdout ''

wait_hint='try again later, or allow it with --max-wait SECONDS'

test_case 'Retry-After is read as seconds'
arm '{"status": 429, "headers": {"Retry-After": "1"}}'
run sa list -q type
expect_status 0
expect_stdout array
expect_stderr 'nscale: the server answered HTTP 429 and asks to wait: trying again in 1 s'

test_case 'Retry-After is read as a date'
arm '{"status": 503, "headers": {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}}'
run sa list -q type
expect_status 0
expect_stdout array
expect_requests 2
arm '{"status": 503, "headers": {"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"}}'
run sa list
expect_status 6
expect_stdout ''
expect_requests 1

test_case 'a date is of the clock of the server'
arm '{"status": 503, "headers": {"Date": "Fri, 31 Dec 2100 23:59:57 GMT",
  "Retry-After": "Fri, 31 Dec 2100 23:59:58 GMT"}}'
run sa list -q type
expect_status 0
expect_stdout array
expect_stderr 'nscale: the server answered HTTP 503 and asks to wait: trying again in 1 s'
arm '{"status": 429, "headers": {"Date": "Wed, 21 Oct 2015 07:27:00 GMT",
  "Retry-After": "Wed, 21 Oct 2015 07:28:01 GMT"}}'
run sa list
fails 6 1 'the server asks to wait 61 seconds, longer than nscale may wait (HTTP 429)' \
  "$wait_hint"

test_case 'Retry-After that is nonsense is ignored'
for value in soon -1 1.5 '1 2' 0x10; do
  arm "{\"status\": 503, \"headers\": {\"Retry-After\": \"$value\"}}"
  run sa list -q type --max-wait 1
  expect_status 0
  expect_requests 2
done

test_case 'Retry-After of a year ends at once'
arm '{"status": 429, "headers": {"Retry-After": "31536000"}}'
run sa list
fails 6 1 'the server asks to wait 31536000 seconds, longer than nscale may wait (HTTP 429)' \
  "$wait_hint"
arm '{"status": 503, "headers": {"Retry-After": "61"}}'
run sa list
fails 6 1 'the server asks to wait 61 seconds, longer than nscale may wait (HTTP 503)' \
  "$wait_hint"
told POST
arm '{"status": 429, "headers": {"Retry-After": "31536000"}}'
mutate
fails 6 1 'the server asks to wait 31536000 seconds, longer than nscale may wait (HTTP 429)' \
  "$wait_hint"

test_case 'Retry-After with a 503 does not hide that a mutation was sent'
arm '{"status": 503, "times": 9, "headers": {"Retry-After": "31536000"}}'
mutate
fails 8 1 "$unknown: the server failed: $armed (HTTP 503)" "$hint"

# ---- Mutations that were applied nevertheless. --------------------------

test_case 'what the server did before it failed is not done again'
arm '{"method": "POST", "status": 500, "applied": true}'
run sa create --file newest.json --yes
expect_status 8
expect_requests 2
forget
run sa list -q '[.[] | select(.metadata.name == "newest")] | length'
expect 0 <<'TEXT'
1
TEXT

end_tests
