#!/bin/sh
# Every row of the exit status list can be produced, and under --json or -q
# its error is one JSON object on stderr.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
requires 'SIGINT is ignored here' sh -c '! sh -c "kill -INT \$\$"'

nightly=49407c8b-05f1-4293-a3bc-7ecf0d0fce4f
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
sandbox=$NSCALE_IDENTITY_SERVICE_API_ENDPOINT
token=$NSCALE_SERVICE_TOKEN
echo '{"metadata": {"name": "ci"}, "spec": {"groupIDs": []}}' >"$work/ci.json"

# json_error STATUS KIND: stderr is one JSON object with all its members
json_error()
{
  expect_status "$1"
  expect_equal 1 "$(wc -l <"$work/stderr" | tr -d ' ')"
  stderr_has "{\"error\":{\"kind\":\"$2\",\"message\":\""
  stderr_has ",\"exit_code\":$1}}"
  command -v jq >/dev/null || return 0
  check jq --exit-status --arg kind "$2" --argjson exit_code "$1" '
    def text: type == "string" and length > 0;
    keys_unsorted == ["error"] and (.error |
      keys_unsorted == ["kind", "message", "status", "trace_id", "hint",
                        "exit_code"] and
      .kind == $kind and .exit_code == $exit_code and (.message | text) and
      (.status == null or (.status | type == "number")) and
      (.trace_id == null or (.trace_id | text)) and
      (.hint == null or (.hint | text)))' "$work/stderr" >"$work/jq"
}

# plain_error STATUS: a sentence and perhaps a hint on stderr
plain_error()
{
  expect_status "$1"
  expect_equal 'nscale: ' "$(sed '2,$d; s/^\(nscale: \).*/\1/' "$work/stderr")"
  expect_equal '' "$(sed '1d; /^hint: ./d' "$work/stderr")"
}

# row STATUS KIND FAULT ARGUMENT...: in each of the three forms
row()
{
  row_status=$1 row_kind=$2 row_fault=$3
  shift 3
  for form in '' --json -q.; do
    forget
    if [ -n "$row_fault" ]; then
      fault "$row_fault"
    fi
    run "$@" ${form:+"$form"}
    expect_stdout ''
    if [ -z "$form" ]; then
      plain_error "$row_status"
    else
      json_error "$row_status" "$row_kind"
    fi
  done
}

test_case '0: done'
run sa list -q length
expect 0 <<'TEXT'
3
TEXT

test_case '1: a server that fails'
row 1 failed '{"status": 500}' sa list

test_case '1: a reply that is not what was asked for'
row 1 failed '{"body": "{}"}' sa list

test_case '2: a flag that does not exist'
row 2 usage '' sa list --bogus

test_case '2: a missing --yes'
row 2 usage '' sa rotate ci

test_case '2: a bad document'
echo '{' >"$work/bad.json"
row 2 usage '' sa create --yes --file "$work/bad.json"

test_case '2: a bad filter'
run sa rotate ci --yes -q '.['
expect_stdout ''
json_error 2 usage
expect_requests 0

test_case '3: not in the list'
row 3 not_found '' sa get nobody

test_case '3: HTTP 404'
row 3 not_found '{"status": 404}' sa rotate "$nightly" --yes

test_case '4: no token'
unset NSCALE_SERVICE_TOKEN
row 4 auth '' sa list
expect_requests 0

test_case '4: a token that the server does not know'
NSCALE_SERVICE_TOKEN=stranger
export NSCALE_SERVICE_TOKEN
row 4 auth '' sa list
NSCALE_SERVICE_TOKEN=$token

test_case '4: what the rights of the token do not cover'
NSCALE_SERVICE_TOKEN=$(control GET "token/$nightly")
control POST "expire/$nightly?in=600000" >/dev/null
row 4 auth '' groups list
NSCALE_SERVICE_TOKEN=$token

test_case '5: a conflict'
row 5 conflict '{"method": "POST", "stop": "before"}' \
  sa rotate ci --yes

test_case '6: too many requests'
row 6 rate_limited '{"status": 429}' sa list --max-wait 0

test_case '6: a wait that is too long'
row 6 rate_limited '{"status": 429, "headers": {"Retry-After": "86400"}}' \
  sa list

test_case '7: a timeout'
row 7 network '{"hang": true}' sa list --timeout 0.05

test_case '7: nobody listens'
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=http://127.0.0.1:1
row 7 network '' sa list --max-wait 0
row 7 network '' sa rotate "$nightly" --yes --max-wait 0
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$sandbox

test_case '8: a mutation without a reply'
row 8 unknown_outcome '{"method": "POST", "cut": "before"}' \
  sa rotate "$nightly" --yes

test_case '8: a mutation whose reply was cut short'
row 8 unknown_outcome '{"method": "POST", "truncate": 20}' \
  sa rotate "$nightly" --yes

test_case '9: a result that cannot be delivered'
if [ -c /dev/full ]; then
  for form in '' --json -q.; do
    test_command="nscale sa rotate $form >/dev/full"
    "$NSCALE" sa rotate "$nightly" --yes ${form:+"$form"} >/dev/full \
      2>"$work/stderr" </dev/null
    status=$?
    if [ -z "$form" ]; then
      plain_error 9
    else
      json_error 9 undelivered
    fi
  done
else
  skip_case 'there is no /dev/full'
fi

test_case '10: no such plugin'
row 10 plugin '' nothing list

test_case '130: interrupted before anything was sent'
for form in '' --json -q.; do
  forget
  fault '{"hang": true}'
  rm -f "$work/pid"
  { control GET 'requests?count&wait=1' >/dev/null
    kill -INT "$(cat "$work/pid")"; } &
  run_command sh -c 'echo $$ >"$0"; exec "$@"' "$work/pid" "$NSCALE" \
    sa list ${form:+"$form"}
  wait
  expect_stdout ''
  if [ -z "$form" ]; then
    plain_error 130
  else
    json_error 130 interrupted
  fi
done

end_tests
