#!/bin/sh
# test-console.sh - one text of a reply as it is, bytes as they come, and
# --follow; tests/fixtures/plugins/fleet.c
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"
. "$abs_top_srcdir/tests/cli/plugin.sh"
plugin_build fleet
id=00000000-0000-4000-8000-000000000001
console=/api/v2/machines/$id/consoleoutput

# answers BODY...: to the next requests, JSON whose quotes are escaped
answers()
{
  forget
  for body in "$@"; do
    fault "{\"status\": 200, \"body\": \"$body\"}"
  done
}

# has TEXT: a console that has it, as JSON in JSON
has()
{
  printf '{\\"contents\\": \\"%s\\"}' "$1"
}

# asked PARAMETER: the path of each request, and the value of this parameter
asked()
{
  requests | sed 's/},{"method"/}\
{"method"/g' | sed "s/.*\"path\":\"\([^\"]*\)\",\"query\":\(\"$1=\([^\"]*\)\"\|null\).*/\1 \3/"
}

# ---- One text. -----------------------------------------------------------

test_case 'the text is printed as it is'
answers "$(has 'one\\n\\u001b[31mtw\\u00f6\\u001b[0m\\r\\n\\u0000\\tend')"
run fleet console $id
expect_status 0
expect_stderr ''
printf 'one\n\033[31mtw\303\266\033[0m\r\n\000\tend' >text.wanted
check cmp stdout text.wanted

test_case 'a flag of the plugin asks for less'
answers "$(has 'end\\n')"
run fleet console $id --length 1
expect 0 <<'TEXT'
end
TEXT
expect_equal "$console 1" "$(asked length)"

test_case 'a terminal shows it, and is not driven by it'
if test -x "$test_pty"; then
  answers "$(has 'a\\u001b]0;title\\u0007b\\u009b2J\\r\\n\\u001b[1;32mOK\\u001b[0m\\tc\\rd\\u001b[2Je\\n\\u001b[3')"
  show fleet console $id
  expect_status 0
  # OK has lost its colour, which is no text.
  printf 'a\\x1b]0;title\\x07b\\u009b2J\nOK\tc\\rd\\x1b[2Je\n\\x1b[3' >text.wanted
  check cmp stdout text.wanted
else
  skip_case 'pty was not built'
fi

test_case 'a reply without the text, or that is none'
for body in '{}' '{\"contents\": 7}' '{\"contents\": null}' '[]'; do
  answers "$body"
  run fleet console $id
  expect_error 1 <<'TEXT'
nscale: the reply has no text at .contents
TEXT
done
answers '<html>'
run fleet console $id
expect_status 1
expect_stdout ''
answers '{\"contents\": \"x'
run fleet console $id
expect_status 1
expect_stdout ''

test_case 'it goes to a file as well, and one that is not whole is not there'
answers "$(has 'one\\ntwo')"
run fleet console $id --output text
expect 0 </dev/null
printf 'one\ntwo' >text.wanted
check cmp text text.wanted
answers "$(has new)"
run fleet console $id --output text
expect_error 2 <<'TEXT'
nscale: cannot create text: File exists
TEXT
expect_requests 0
check cmp text text.wanted
rm text
answers '{}'
run fleet console $id --output text
expect_status 1
expect_equal '' "$(find . -name text -o -name '.nscale-*')"

test_case 'a text that is a secret is a file of its owner alone, and masked'
answers '{\"privateKey\": \"-----KEY-----\\nk3y\\n\"}'
run fleet key $id --output key
expect 0 </dev/null
expect_equal '-rw-------' "$(find key -exec ls -ld {} + | cut -c 1-10)"
printf -- '-----KEY-----\nk3y\n' >text.wanted
check cmp key text.wanted
answers '{\"privateKey\": \"k3y\"}'
run_command sh -c 'GITHUB_ACTIONS=true "$@" 2>&1 >/dev/null | cat' sh \
  "$NSCALE" fleet key $id
expect_stdout '::add-mask::k3y'

# ---- Bytes. --------------------------------------------------------------

test_case 'bytes are written as they come'
forget
fault '{"status": 200, "raw": "AAH/Cg==", "truncate": 2}'
run fleet log $id
expect_status 7
printf '\000\001' >text.wanted
check cmp stdout text.wanted
stderr_has 'was cut short after 2 bytes'
forget
fault '{"status": 200, "body": "start", "repeat": "x"}'
run_command sh -c '"$@" | head -c 5' sh "$NSCALE" fleet log $id
expect_equal start "$(cat stdout)"

test_case 'a file of them is there when it is whole'
forget
fault '{"status": 200, "raw": "AAH/Cg==", "truncate": 2}'
run fleet log $id --output bytes
expect_status 7
expect_stdout ''
expect_equal '' "$(find . -name bytes -o -name '.nscale-*')"

test_case 'a signal leaves nothing of it'
forget
fault '{"status": 200, "body": "start", "repeat": "x"}'
"$NSCALE" fleet log $id --output bytes >stdout 2>stderr &
reader=$!
until test -n "$(find . -name '.nscale-*' -size +0)"; do
  kill -0 $reader 2>/dev/null || break
done
kill -TERM $reader
wait $reader
status=$?
expect_status 130
expect_equal '' "$(find . -name bytes -o -name '.nscale-*')"

test_case 'a terminal is not driven by bytes either, wherever they are cut'
if test -x "$test_pty"; then
  forget
  fault '{"status": 200, "raw": "w/ZvG10wO3gHCg=="}'
  show fleet log $id
  expect_status 0
  printf '\\xc3\\xf6o\\x1b]0;x\\x07\n' >text.wanted
  check cmp stdout text.wanted
else
  skip_case 'pty was not built'
fi

# ---- Following. ----------------------------------------------------------

test_case 'only what is added is shown, until the thing is gone'
answers "$(has 'one\\ntw')"
fault '{"status": 500, "body": ""}' # which is passed over
for body in "$(has 'one\\ntwo\\n')" \
  "$(has 'two\\nthree\\n')" "$(has '')" "$(has 'two\\nthree\\nfour\\n')" \
  "$(has 'Starting again\\n')"; do
  fault "{\"status\": 200, \"body\": \"$body\"}"
done
fault '{"status": 404, "body": "{\"error\": \"not_found\", \"error_description\": \"resource not found\"}"}'
run fleet console $id --follow
expect_status 0
expect_stdout <<'TEXT'
one
two
three
four
Starting again
TEXT
expect_stderr <<TEXT
nscale: the text does not continue where it stopped: lines may be missing here
nscale: machine "$id" is not there any more
TEXT
expect_requests 8

test_case 'a refusal ends it, and at once what fails from the start'
answers "$(has 'one\\n')"
fault '{"status": 403, "body": "{\"error\": \"forbidden\", \"error_description\": \"no\"}"}'
run fleet console $id --follow
expect_status 4
expect_stdout one
expect_requests 2
forget
fault '{"status": 500, "body": ""}'
run fleet console $id --follow
expect_status 1
expect_requests 1

test_case 'what was never there is an error'
forget
run fleet console $id --follow
expect_status 3
stderr_has "nscale: machine \"$id\" not found"
expect_requests 1

test_case 'where the service takes an offset, it is asked for what is new'
answers 'one\n' 'two\n'
fault '{"status": 404, "body": "{\"error\": \"not_found\"}"}'
run fleet log $id --follow
expect_status 0
expect_stdout <<'TEXT'
one
two
TEXT
expect_equal "/api/v2/machines/$id/log 
/api/v2/machines/$id/log 4
/api/v2/machines/$id/log 8" "$(asked from)"

test_case 'it ends where nobody reads it'
forget
fault "{\"status\": 200, \"times\": 99, \"body\": \"$(has 'one\\ntwo\\n')\"}"
run_command sh -c '{ "$@"; echo $? >status; } | head -n 1' sh \
  "$NSCALE" fleet console $id --follow
expect 0 <<'TEXT'
one
TEXT
expect_equal 1 "$(cat status)"

test_case 'it ends with a signal'
forget
fault "{\"status\": 200, \"times\": 99, \"body\": \"$(has 'one\\n')\"}"
mkfifo line
exec 3<>line
"$NSCALE" fleet console $id --follow >line 2>stderr &
follower=$!
head -n 1 line >stdout &
reader=$!
wait $reader
kill -TERM $follower
wait $follower
status=$?
exec 3<&-
expect_status 130
expect_stdout one
expect_stderr 'nscale: interrupted, nothing was changed'
if test -x "$test_pty"; then
  forget
  fault "{\"status\": 200, \"times\": 99, \"body\": \"$(has 'one\\n')\"}"
  play fleet console $id --follow <<'PLAY'
wait one
stop
PLAY
  expect_status 130
fi

test_case 'it takes no more memory than it says'
forget
fault '{"status": 200, "body": "{\"contents\": \"", "repeat": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}'
run fleet console $id --follow
expect_error 1 <<'TEXT'
nscale: the reply is too large to follow
TEXT

test_case 'no line about waiting takes away one that is not ended'
if test -x "$test_pty"; then
  answers "$(has 'login: ')"
  fault "{\"status\": 200, \"delay\": 1200, \"body\": \"$(has 'login: root\\n')\"}"
  fault '{"status": 404, "body": "{\"error\": \"not_found\"}"}'
  TERM=xterm
  export TERM
  show fleet console $id --follow
  TERM=dumb
  expect_status 0
  expect_stdout <<TEXT
login: root
nscale: machine "$id" is not there any more
TEXT
else
  skip_case 'pty was not built'
fi

test_case 'it is for standard output'
forget
run fleet console $id --follow --output text
expect_error 2 <<'TEXT'
nscale: --follow and --output cannot be used together
TEXT
run fleet key $id --follow
expect_status 2
stderr_has 'fleet key has no flag --follow'
expect_requests 0

end_tests
