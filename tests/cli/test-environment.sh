#!/bin/sh
# An environment full of nonsense: what nscale does not read changes nothing,
# and what it reads and cannot use is one clear sentence.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start

cd "$work" || exit 99
long=$(awk 'BEGIN { for (i = 0; i < 100000; i++) printf "x" }')
control=$(printf '\001\033[2J\377\n')
# The env of uutils has something to say of a variable without a name.
nameless="=$long"
[ -z "$(env "$nameless" true 2>&1)" ] || nameless=_=$long

# nonsense COMMAND...: in an environment of odd names, long values and bytes
# that are no text
nonsense()
{
  test_command="$*, in a strange environment"
  # shellcheck disable=SC2086 # none of the words has a space
  env "$nameless" "A=$long" "x y=1" "NSCALE=$control" "NSCALE_=" "nscale_x=1" \
    "LANG=$control" "LC_ALL=xx_YY.$control" "LANGUAGE=$long" "TZ=$control" \
    "TERM=$control" "COLUMNS=-1" "LINES=99999999999999999999" \
    "NO_COLOR=$control" "LS_COLORS=$long" "PS1=$control" "IFS=x" \
    "XDG_DATA_HOME=relative" "XDG_STATE_HOME=$control" \
    "XDG_CONFIG_HOME=$long" "TMPDIR=$control" "HOME=$long" \
    "NSCALE_PLUGIN_PATH=:::relative:$control:/dev/null:/nowhere:$long" \
    "JQ_COLORS=$long" "JQ_LIBRARY_PATH=/nowhere" \
    "OPENSSL_CONF=/nowhere" "CURL_HOME=/nowhere" "NETRC=/nowhere" "$@" \
    </dev/null >"$work/stdout" 2>"$work/stderr"
  status=$?
}

test_case 'what does not concern nscale changes nothing'
run sa list
expect_status 0
mv stdout plain
nonsense "$NSCALE" sa list
expect_status 0
expect_stderr ''
expect_equal '' "$(diff plain stdout)"
nonsense "$NSCALE" --version
expect_status 0
expect_stderr ''
nonsense "$NSCALE" sa list -q length
expect 0 <<'TEXT'
3
TEXT

test_case 'an empty environment ends in a sentence'
test_command='nscale sa list, without an environment'
env -i "$NSCALE" sa list </dev/null >stdout 2>stderr
status=$?
expect_error 4 <<'TEXT'
nscale: no service token
hint: set NSCALE_SERVICE_TOKEN, or NSCALE_SERVICE_TOKEN_FILE to a file that holds it
TEXT
env -i "$NSCALE" --version </dev/null >stdout 2>stderr
status=$?
expect_status 0
expect_stderr ''

# told STATUS SENTENCE VARIABLE=VALUE
told()
{
  test_command="nscale sa list with $(printf '%.60s' "$3")"
  env "$3" "$NSCALE" sa list </dev/null >"$work/stdout" 2>"$work/stderr"
  status=$?
  expect_status "$1"
  expect_stdout ''
  expect_equal "nscale: $2" "$(sed -n 1p stderr)"
}

test_case 'what nscale reads and cannot use'
forget
told 2 'NSCALE_IDENTITY_SERVICE_API_ENDPOINT is not an absolute http or https URL: nonsense' \
  NSCALE_IDENTITY_SERVICE_API_ENDPOINT=nonsense
told 2 'NSCALE_IDENTITY_SERVICE_API_ENDPOINT has a space, a backslash, or a byte that is not an ASCII letter, digit or sign: https://\x01\x1b[2J\xff/' \
  "NSCALE_IDENTITY_SERVICE_API_ENDPOINT=https://$control/"
told 2 "NSCALE_IDENTITY_SERVICE_API_ENDPOINT is not an absolute http or https URL: $long" \
  "NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$long"
told 4 'cannot read /nowhere, which NSCALE_SERVICE_TOKEN_FILE names: No such file or directory' \
  NSCALE_SERVICE_TOKEN_FILE=/nowhere
told 3 'organization "\x01\x1b[2J\xff" not found' \
  "NSCALE_ORGANIZATION_ID=$control"
expect_requests 1

end_tests
