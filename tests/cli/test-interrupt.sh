#!/bin/sh
# SIGINT, SIGTERM, SIGHUP and what else ends a process at each stage of a
# command.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
requires 'SIGINT is ignored here' sh -c '! sh -c "kill -INT \$\$"'

ci=ee55ea90-ec17-471d-99e7-53ee33df5703
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
cd "$work" || exit 99
waits='nscale: the request was sent and nscale is waiting for its reply; interrupt again to give up without knowing the outcome'

# beside FUNCTION ARGUMENT...: nscale, with FUNCTION in the background, for
# which `signal NAME` sends it a signal.  nscale runs in the foreground: a
# shell has what is in the background ignore SIGINT.
beside()
{
  beside_function=$1
  shift
  rm -f pid stderr
  "$beside_function" &
  run_command sh -c 'echo $$ >pid; exec "$@"' sh "$NSCALE" "$@"
  test_command="nscale $*, with $beside_function"
  wait
}

signal()
{
  kill "-$1" "$(cat pid)"
}

request_came()
{
  control GET 'requests?count&wait=1' >/dev/null
}

# Until stderr has the text, or the process has ended without it.
stderr_came()
{
  until grep -F -q -e "$1" stderr 2>/dev/null; do
    [ ! -s pid ] || kill -0 "$(cat pid)" 2>/dev/null || return 0
  done
}

once()
{
  request_came
  signal "$name"
}

test_case 'a read is left at once'
for name in INT TERM HUP; do
  for words in 'list' "get $ci" 'list --json'; do
    forget
    fault '{"hang": true}'
    # shellcheck disable=SC2086
    beside once sa $words
    expect_status 130
    expect_stdout ''
    stderr_has 'interrupted, nothing was changed'
    expect_equal 1 "$(wc -l <stderr | tr -d ' ')"
    expect_requests 1
  done
done

test_case 'so is a mutation that still looks for its thing'
for name in INT TERM; do
  forget
  fault '{"hang": true, "method": "GET"}'
  beside once sa rotate ci --yes --token-file token
  expect_error 130 <<'TEXT'
nscale: interrupted, nothing was changed
TEXT
  check test ! -e token
  expect_requests 1
done

test_case 'and one that waits to try again'
again()
{
  stderr_came 'trying again'
  signal INT
}
forget
fault '{"status": 429, "times": 9, "headers": {"Retry-After": "59"}}'
beside again sa rotate "$ci" --yes --token-file token
expect_error 130 <<'TEXT'
nscale: the server answered HTTP 429 and asks to wait: trying again in 59 s
nscale: interrupted, nothing was changed
TEXT
check test ! -e token
expect_requests 1

test_case 'a deletion that was accepted, and whose end is awaited: 8'
second()
{
  control GET 'requests?count&wait=3' >/dev/null
  signal INT
}
forget
run sa create --name leaves --yes -q .metadata.id -q .status.accessToken
id=$(sed -n 1p "$work/stdout")
forget
fault '{"hang": true, "path": "*/serviceaccounts"}'
beside second sa delete "$id" --yes --wait
expect_error 8 <<'TEXT'
nscale: interrupted: the request was accepted, but nscale did not see its end
TEXT
expect_requests 3

test_case 'one signal while a mutation is awaited: it is delivered'
for name in INT TERM HUP QUIT USR1 ALRM; do
  forget
  fault '{"method": "POST", "delay": 400}'
  beside once sa rotate "$ci" --yes -q .status.accessToken
  expect_status 0
  expect_stderr "$waits"
  expect_equal 1 "$(wc -l <stdout | tr -d ' ')"
  expect_requests 1
  run_command env "NSCALE_SERVICE_TOKEN=$(output)" "$NSCALE" sa list -q length
  expect_status 0
done

test_case 'the same into a token file'
name=INT
forget
fault '{"method": "POST", "delay": 400}'
beside once sa rotate "$ci" --yes --token-file token --json
expect_status 0
stdout_lacks eyJ
expect_stderr "$waits"
run_command env "NSCALE_SERVICE_TOKEN=$(cat token)" "$NSCALE" sa list -q length
expect_status 0
rm -f token

twice()
{
  request_came
  signal "$name"
  stderr_came 'waiting for its reply'
  signal "$name"
}

test_case 'two signals while a mutation is awaited: the outcome is unknown'
for name in INT TERM HUP USR2; do
  forget
  fault '{"method": "POST", "hang": true}'
  beside twice sa rotate "$ci" --yes --token-file token
  expect_error 8 <<TEXT
$waits
nscale: service account "$ci" may or may not have been rotated: nscale stopped waiting for its reply
hint: the old token may no longer work and the new one was not received: rotate again with nscale serviceaccounts rotate $ci --org $NSCALE_ORGANIZATION_ID
TEXT
  check test ! -e token
  expect_requests 1
done
name=INT
forget
fault '{"method": "DELETE", "hang": "after"}'
beside twice sa delete "$ci" --yes
expect_error 8 <<TEXT
$waits
nscale: service account "$ci" may or may not have been deleted: nscale stopped waiting for its reply
hint: it may be half done; look before you repeat it: nscale serviceaccounts list --org $NSCALE_ORGANIZATION_ID
TEXT

# The reply is whole, but its reader does not read: what does not fit into
# the pipe is saved.  Signals are sent until nscale has ended, because a
# first one may come before the reply is in hand.
blocked()
{
  stderr_came 'debug: < HTTP/1.1 200'
  until [ -s status ]; do
    signal QUIT 2>/dev/null
    signal INT 2>/dev/null
  done
}

test_case 'a signal while the result cannot be written: it is saved'
nightly=49407c8b-05f1-4293-a3bc-7ecf0d0fce4f
if mkfifo pipe 2>/dev/null && dd --version >/dev/null 2>&1; then
  forget
  rm -f pid stderr status
  # shellcheck disable=SC2094
  exec 3<>pipe
  dd if=/dev/zero of=pipe bs=4096 count=64 oflag=nonblock 2>/dev/null
  blocked &
  test_command='nscale sa rotate, into a pipe that is full'
  sh -c 'echo $$ >pid; exec "$@"' sh "$NSCALE" sa rotate $nightly --yes \
    --debug </dev/null >&3 2>stderr 3<&-
  status=$?
  echo $status >status
  wait
  exec 3<&-
  expect_status 9
  file=$(sed -n 's/^nscale: the reply was saved to //p' stderr)
  check test -s "$file"
  check grep -q '"accessToken"' "$file"
else
  skip_case 'a pipe cannot be filled here'
fi

test_case 'a signal that was ignored stays ignored (nohup)'
forget
fault '{"delay": 400}'
name=HUP
ignored()
{
  request_came
  signal HUP
}
rm -f pid
ignored &
run_command sh -c 'trap "" HUP; echo $$ >pid; exec "$@"' sh "$NSCALE" \
  sa list -q type
wait
expect 0 <<'TEXT'
array
TEXT

end_tests
