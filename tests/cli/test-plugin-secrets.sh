#!/bin/sh
# Secrets in the replies of any verb, whatever it says that it does: tests/
# fixtures/plugins/vault.c.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/plugin.sh"
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
plugin_build vault

# answer BODY: to the next request, JSON whose quotes are escaped
answer()
{
  forget
  fault "{\"status\": 200, \"body\": \"$1\"}"
}

# private FILE: nobody else reads it
private()
{
  expect_equal -rw------- "$(find "$1" -exec ls -ld {} + | cut -c 1-10)"
}

door='{\"name\": \"door\", \"key\": \"k3y\"}'
pem='{\"name\": \"door\", \"key\": \"-----BEGIN KEY-----\\nAbC+/=\\nD\\u001bE\\n-----END KEY-----\\n\"}'

# ---- Read. --------------------------------------------------------------

test_case 'a secret that is read is shown, and nothing is saved'
answer "$door"
run vault show
expect 0 <<'TEXT'
Name:  door

Key:   k3y
TEXT
answer "$door"
run vault show -q .key
expect 0 <<'TEXT'
k3y
TEXT
check test ! -e state

test_case '--token-file has it, and standard output has not'
for words in '' --json '-q .name'; do
  answer "$door"
  # shellcheck disable=SC2086 # a list of words
  run vault show --token-file key $words
  expect_status 0
  stdout_has door
  stdout_lacks k3y
  stderr_lacks k3y
  check test k3y = "$(cat key)"
  private key
  rm -f key
done
answer "$door"
run vault show --token-file key
edit "s|$(pwd -P)/||; s|$work/||"
expect_stdout 'Name:  door'
expect_stderr <<'TEXT'
The token was written to key.
To use it: export VAULT_KEY_FILE=key
TEXT
rm key

test_case 'a file that is there is not touched, and nothing is sent'
echo mine >key
answer "$door"
run vault show --token-file key
expect_status 2
expect_stdout ''
expect_requests 0
expect_equal mine "$(cat key)"
rm key

test_case 'a reply without it is an error, and leaves no file'
answer '{\"name\": \"door\"}'
run vault show --token-file key
expect_error 1 <<'TEXT'
nscale: the reply holds no token at .key
TEXT
check test ! -e key
forget
fault '{"status": 404, "body": ""}'
run vault show --token-file key
expect_status 3
check test ! -e key

test_case 'an answer of the plugin itself is no exception'
forget
run vault guess --token-file key -q .name
expect 0 <<'TEXT'
door
TEXT
check test k3y = "$(cat key)"
rm key

test_case 'a runner is told to mask it'
answer "$door"
run_command sh -c 'GITHUB_ACTIONS=true "$@" 2>&1 >/dev/null | cat' sh \
  "$NSCALE" vault show
expect_status 0
expect_stdout '::add-mask::k3y'

# ---- Several lines, and bytes. ------------------------------------------

test_case 'a key of several lines is printed as it is'
answer "$pem"
run vault show
expect 0 <<'TEXT'
Name:  door

Key:
-----BEGIN KEY-----
AbC+/=
D\x1bE
-----END KEY-----
TEXT
answer "$pem"
run vault show --token-file key
expect_status 0
printf -- '-----BEGIN KEY-----\nAbC+/=\nD\033E\n-----END KEY-----\n' >wanted.key
check cmp wanted.key key
rm key
answer "$pem"
run vault show -q .key
expect_status 0
echo >>wanted.key # as jq ends each of its results
check cmp wanted.key stdout

test_case 'bytes that are a secret are their owner'"'"'s alone'
for verb in config 'export --yes'; do
  answer 'apiVersion: v1'
  # shellcheck disable=SC2086 # a list of words
  run vault $verb --output config
  expect 0 </dev/null
  check test 'apiVersion: v1' = "$(cat config)"
  private config
  rm config
done
answer 'apiVersion: v1'
run vault config
expect_status 0
check test 'apiVersion: v1' = "$(cat stdout)"
run vault config --token-file key
expect_status 2
stderr_has 'vault config has no flag --token-file'

# ---- Made, and not called so. -------------------------------------------

test_case 'what a POST answers is rescued, whatever the verb is called'
for words in '--json >/dev/full' '-q .key >/dev/full'; do
  answer "$door"
  run_command sh -c "\"\$@\" $words" sh "$NSCALE" vault touch --yes
  expect_status 9
  check grep -q '"key": "k3y"' state/nscale/nscale-reply-*.json
  rm -r state
done
answer "$door"
run vault touch --yes --token-file key -q .name
expect 0 <<'TEXT'
door
TEXT
check test k3y = "$(cat key)"
rm key

test_case 'so is a token that no verb speaks of'
answer '{\"name\":\"door\",\"status\":{\"accessToken\":\"t0ken\"}}'
run vault forget --yes
expect_kept
expect_status 0
expect_stdout 'Name:  door'
expect_stderr ''
answer '{\"name\":\"door\",\"status\":{\"accessToken\":\"t0ken\"}}'
run vault forget --yes -q .status.accessToken
expect 0 <<'TEXT'
t0ken
TEXT

test_case 'a GET is a read, whatever the verb is called'
answer "$door"
run vault look --yes --token-file key -q .name
expect 0 <<'TEXT'
door
TEXT
check test k3y = "$(cat key)"
rm key
answer "$door"
run_command sh -c '"$@" >/dev/full' sh "$NSCALE" vault look --yes -q .key
expect_status 1
expect_equal '' "$(find state -name 'nscale-reply-*')"

end_tests
