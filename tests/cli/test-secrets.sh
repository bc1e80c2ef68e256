#!/bin/sh
# Tokens are shown where they are asked for, and nowhere else.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start

token=$NSCALE_SERVICE_TOKEN
ci=ee55ea90-ec17-471d-99e7-53ee33df5703
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
cd "$work" || exit 99
echo '{"metadata": {"name": "fresh"}, "spec": {"groupIDs": []}}' >fresh.json
echo '{"metadata": {"description": "new"}}' >change.json

# hidden TEXT: no stream has it
hidden()
{
  stdout_lacks "$1"
  stderr_lacks "$1"
}

test_case '--debug shows the exchange without the token'
for words in 'list' "get $ci" "rotate $ci --dry-run" \
             "update $ci --file change.json --yes" 'list --json' 'list -q .'
do
  # shellcheck disable=SC2086
  run sa $words --debug
  expect_status 0
  hidden "$token"
  hidden "${token#"${token%????????}"}"
done
run sa list --debug
stderr_has 'debug: > GET '
stderr_has 'debug: > Authorization: Bearer [redacted]'
stderr_has 'debug: < HTTP/1.1 200 '

test_case '--debug shows no one-time token either'
for words in "rotate $ci --yes" 'create --file fresh.json --yes'; do
  # shellcheck disable=SC2086
  run sa $words --debug -q .status.accessToken
  expect_status 0
  hidden "$token"
  expect_equal 1 "$(wc -l <stdout | tr -d ' ')"
  made=$(output)
  stderr_lacks "$made"
  stderr_lacks "${made##*.}"
  stderr_has 'debug: < (the body may hold a one-time token: [redacted])'
done

test_case 'a one-time token in a file is on no stream'
run sa rotate "$ci" --yes --debug --token-file rotated
expect_status 0
hidden "$(cat rotated)"
hidden 'eyJ'

# A short token may be a part of any word, a long one is cut by buffers.
test_case '--debug and errors redact tokens of every length'
long=$(awk 'BEGIN { for (i = 0; i < 30000; i++) printf "%c", 97 + i % 26 }')
for value in Zq7 ZqXv7 "$long"; do
  for form in '' --debug --json -q.; do
    run_command env "NSCALE_SERVICE_TOKEN=$value" "$NSCALE" sa list \
      ${form:+"$form"}
    test_command="nscale sa list $form, with a token of ${#value} bytes"
    expect_status 4
    hidden "$value"
  done
done

test_case 'a server that echoes the token does not get it into an error'
for form in '' --debug --json -q.; do
  forget
  fault "{\"status\": 400, \"times\": 9, \"headers\": {\"X-Echo\": \"$token\"},
    \"body\": \"{\\\"error\\\": \\\"x\\\", \\\"trace_id\\\": \\\"$token\\\", \
\\\"error_description\\\": \\\"bad token Bearer $token!\\\"}\"}"
  run sa list ${form:+"$form"}
  expect_status 1
  hidden "$token"
  stderr_has 'bad token Bearer [redacted]'
  stderr_lacks "$(printf '%.30s' "$token")"
done
forget
fault "{\"status\": 302, \"body\": \"\", \"headers\":
  {\"Location\": \"http://localhost:1/?token=$token\"}}"
run sa list --debug
expect_status 1
hidden "$(printf '%.30s' "$token")"
run sa get "$token"
expect_status 3
hidden "$(printf '%.30s' "$token")"

# The reply comes in pieces of 16 KiB, and 64 KiB of an error are kept: a
# token stands across each of these borders.
test_case '--debug redacts a token that comes in two pieces'
for before in 16300 32700 65450 65530; do
  filler=$(awk -v n=$before 'BEGIN { for (; n > 0; n--) printf "x" }')
  forget
  fault "{\"status\": 400, \"times\": 9, \"body\": \"$filler $token!\"}"
  for form in '' --debug; do
    run sa list ${form:+"$form"}
    test_command="nscale sa list $form, the token behind $before bytes"
    expect_status 1
    hidden "$(printf '%.20s' "$token")"
  done
  stderr_has '[redacted]'
done

test_case 'a reply that cannot be read is not quoted'
forget
fault '{"method": "POST", "body": "{\"status\": {\"accessToken\": \"tell-tale\""}'
run sa rotate "$ci" --yes --debug
expect_status 8
hidden tell-tale
forget
fault '{"method": "POST", "body": "{\"status\": {\"accessToken\": [\"tell-tale\"]}}"}'
run sa rotate "$ci" --yes --debug
expect_status 8
hidden tell-tale

test_case 'a filter that fails on a token does not quote it'
made=$(fresh=$("$NSCALE" sa rotate "$ci" --yes -q .status.accessToken) &&
  printf '%s' "$fresh")
check test -n "$made"
run sa rotate "$ci" --yes -q '.status.accessToken | error'
expect_status 9
hidden eyJ
run sa rotate "$ci" --yes -q '.status.accessToken | tonumber'
expect_status 9
hidden eyJ

test_case 'filters see no token in their environment'
for filter in '$ENV' env; do
  run sa list -q "$filter | to_entries[] | select(.key | startswith(\"NSCALE_SERVICE\")) | .key"
  expect_status 0
  expect_stdout ''
  run sa list -q "$filter"
  expect_status 0
  hidden "$token"
done
printf '%s\n' "$token" >token
run_command env NSCALE_SERVICE_TOKEN_FILE=token "$NSCALE" sa list -q '$ENV'
expect_status 0
hidden "$token"

test_case 'nor do filters read ~/.jq'
echo 'def secret: "from ~/.jq";' >.jq
run sa list -q secret
expect_status 2
stdout_lacks 'from ~/.jq'
rm .jq

# beside COMMAND ARGUMENT...: what COMMAND says of a running nscale, whose
# process it gets, is in $work/seen
beside()
{
  forget
  fault '{"hang": true}'
  rm -f pid seen
  { control GET 'requests?count&wait=1' >/dev/null
    "$1" "$(cat pid)" >seen 2>&1
    kill -TERM "$(cat pid)"; } &
  shift
  run_command sh -c 'echo $$ >pid; exec "$@"' sh "$NSCALE" "$@"
  wait
  expect_status 130
}

arguments_of()
{
  tr '\0' '\n' <"/proc/$1/cmdline"
}

environment_of()
{
  tr '\0' '\n' <"/proc/$1/environ"
}

limits_of()
{
  cat "/proc/$1/limits"
}

# seen_lacks TEXT
seen_lacks()
{
  if grep -F -q -e "$1" seen; then
    fail "a running nscale shows: $1"
  fi
}

test_case 'a running nscale has no token in its arguments'
if [ -r /proc/self/cmdline ]; then
  beside arguments_of sa list
  check grep -q -x list seen
  seen_lacks "$token"
else
  skip_case 'there is no /proc'
fi

test_case 'a running nscale has no token in its environment'
if [ -r /proc/self/environ ]; then
  beside environment_of sa list
  seen_lacks "$token"
  seen_lacks "${token#"${token%????????}"}"
else
  skip_case 'there is no /proc'
fi

test_case 'a running nscale dumps no core'
if [ -r /proc/self/limits ]; then
  beside limits_of sa list
  expect_equal 'Max core file size 0 0 bytes' \
    "$(sed -n 's/  */ /g; s/ $//; /^Max core/p' seen)"
else
  skip_case 'there is no /proc'
fi

test_case 'the token is never part of the address'
forget
run sa list
run sa rotate "$ci" --yes
requests >seen
seen_lacks "$token"
expect_equal 2 "$(grep -o '"authorization":"bearer"' seen | wc -l | tr -d ' ')"

end_tests
