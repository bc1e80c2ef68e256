# fixtures.sh - what the sandbox holds, for the tests of the verbs
# shellcheck shell=sh
#
# Sourced after tests/functions.sh and sandbox_start.
#
#   fixture ORG SECTION NAME   prints an id: fixture acme serviceaccounts ci;
#                              an organization's own is: fixture acme '' id
#   token_of ID                prints an account's present token
#   document TEXT              writes $work/document.json
#   hide                       makes what no test can know readable in what
#                              was run last: URL, TOKEN, TRACE
#   only_request METHOD PATH   the sandbox saw this request and no other
#   last_request METHOD PATH   the last request that the sandbox saw
#   last_body TEXT             and its body
#   sent                       METHOD PATH of each request, a line each
#   only_reads                 the sandbox saw reads alone since forget
#   served TEXT                the next list of $accounts is this JSON, in
#                              which quotes and backslashes alone are escaped
#   account ID NAME            an element of such a list
#   refuses FLAG... -- WORD... each flag is unknown to the command, which
#                              sends nothing
#   with_token TOKEN ARG...    runs nscale with another service token
#   offline ARG...             runs nscale with no token and no server
#   ask TOKEN METHOD PATH [JSON]
#                              asks the API itself, without nscale; TOKEN may
#                              be ''.  The reply is what was run last, and
#                              $status its status; 000 when there is none.
#                              $work/headers has its headers
#   heading NAME               prints one of these
#   give_link LINK             makes a symbolic link that of somebody else, which
#                              only root may
#   refusal STATUS CODE TEXT   the reply is this error

# Not by chown -h, which changes what the link leads to where it is uutils'.
give_link()
{
  tar -C "$(dirname "$1")" --owner=65534 -cf "$work/link.tar" \
    "$(basename "$1")"
  rm "$1"
  tar -C "$(dirname "$1")" --same-owner -xf "$work/link.tar"
  rm "$work/link.tar"
  expect_equal 65534 "$(find "$1" -prune -printf '%U\n')"
}

fixture()
{
  # shellcheck disable=SC2020
  control GET fixtures | tr '{},' '\n\n\n' |
    awk -F '"' -v wanted="$1 $2 $3" '
      $3 == ":" && $2 ~ /^(groups|projects|roles|users|serviceaccounts|instances|networks|securitygroups|images)$/ {
        section = $2
        next
      }
      $3 == ":" && NF == 3 { organization = $2; section = ""; next }
      organization " " section " " $2 == wanted { print $4 }'
}

token_of()
{
  control GET "token/$1"
}

ask()
{
  test_command="$2 $3"
  test_token=$1 test_method=$2 test_path=$3
  shift 3
  : >"$work/stdout"
  if [ $# -gt 0 ]; then
    set -- --header 'Content-Type: application/json' --data-binary "$1"
  fi
  status=$(curl --silent --noproxy '*' --request "$test_method" \
    ${SSL_CERT_FILE:+--cacert "$SSL_CERT_FILE"} \
    ${test_token:+--header "Authorization: Bearer $test_token"} "$@" \
    --output "$work/stdout" --dump-header "$work/headers" \
    --write-out '%{http_code}' "$NSCALE_SANDBOX_URL$test_path")
  [ ! -s "$work/stdout" ] || echo >>"$work/stdout"
  : >"$work/stderr"
}

heading()
{
  sed -n "s/^$1: \(.*[^[:cntrl:]]\)[[:cntrl:]]*\$/\1/p" "$work/headers"
}

refusal()
{
  hide
  expect_status "$1"
  expect_stdout \
    "{\"error\":\"$2\",\"error_description\":\"$3\",\"trace_id\":\"TRACE\"}"
}

document()
{
  printf '%s\n' "$1" >"$work/document.json"
}

hide()
{
  edit -e "s|$NSCALE_SANDBOX_URL|URL|g" \
    -e 's/eyJ[A-Za-z0-9_.-]*/TOKEN/g' \
    -e 's/trace [0-9a-f]\{32\}/trace TRACE/' \
    -e 's/"trace_id":"[0-9a-f]\{32\}"/"trace_id":"TRACE"/'
}

# The requests, a line each.
test_lines()
{
  requests | sed 's/},{"method"/}\
{"method"/g'
}

sent()
{
  test_lines |
    sed -n 's/.*"method":"\([A-Z]*\)","path":"\([^"]*\)".*/\1 \2/p'
}

only_reads()
{
  if sent | grep -v '^GET '; then fail 'a mutation was sent'; fi
}

served()
{
  fault "{\"path\":\"$accounts\",\"body\":\"$(printf '%s' "$1" |
    tr '\n' ' ' | sed 's/[\\"]/\\&/g')\"}"
}

account()
{
  printf '{"metadata":{"id":"%s","name":"%s"}}' "$1" "$2"
}

last_request()
{
  expect_equal "$1 $2" "$(sent | tail -n 1)"
}

only_request()
{
  expect_requests 1
  last_request "$1" "$2"
}

last_body()
{
  expect_equal "$1" "$(test_lines | tail -n 1 |
    sed -e 's/.*"body":"\(.*\)","status":.*/\1/' -e 's/\\"/"/g')"
}

refuses()
{
  test_flags=''
  while [ "$1" != -- ]; do
    test_flags="$test_flags $1"
    shift
  done
  shift
  forget
  for test_flag in $test_flags; do
    run "$@" "$test_flag"
    expect_status 2
    expect_stdout ''
    stderr_has 'has no flag -'
  done
  expect_requests 0
}

with_token()
{
  test_token=$1
  shift
  test_command="nscale $* (with another token)"
  NSCALE_SERVICE_TOKEN=$test_token "$NSCALE" "$@" </dev/null \
    >"$work/stdout" 2>"$work/stderr"
  status=$?
}

# Port 9 of loopback is discard, which nobody serves; a request would end
# with 7.
offline()
{
  test_command="nscale $* (offline, without a token)"
  env -u NSCALE_SERVICE_TOKEN \
    NSCALE_IDENTITY_SERVICE_API_ENDPOINT=http://127.0.0.1:9 \
    "$NSCALE" "$@" </dev/null >"$work/stdout" 2>"$work/stderr"
  status=$?
}
