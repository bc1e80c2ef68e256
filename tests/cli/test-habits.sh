#!/bin/sh
# What fingers bring from kubectl, gh, docker or aws is never taken for what it
# may mean here: it ends in one sentence that says what to type, and nothing is
# sent.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start

# says STATUS SENTENCE HINT ARGUMENT...
says()
{
  says_status=$1 says_sentence=$2 says_hint=$3
  shift 3
  run "$@"
  expect_error "$says_status" <<TEXT
nscale: $says_sentence
hint: $says_hint
TEXT
}

# no_verb WORD MEANT
no_verb()
{
  says 2 "serviceaccounts has no verb $1" \
    "did you mean nscale serviceaccounts $2?" sa "$1"
}

token='the token goes in NSCALE_SERVICE_TOKEN, or in a file that NSCALE_SERVICE_TOKEN_FILE names'
output='--json prints JSON, -q the results of a jq filter; without either the output is for people to read'

test_case 'verbs that are called otherwise'
no_verb ls list
for word in show describe view info; do
  no_verb "$word" get
done
for word in new add; do
  no_verb "$word" create
done
for word in edit set patch apply; do
  no_verb "$word" update
done
for word in renew regenerate refresh; do
  no_verb "$word" rotate
done
for word in rm remove del; do
  no_verb "$word" delete
done
no_verb whoami check

test_case 'a verb that means what this command does not have'
says 2 'groups has no verb rm' 'its verbs are: list, get' group rm
says 2 'groups has no verb show' 'did you mean nscale groups get?' group show

test_case 'help in the place of a verb'
says 2 'serviceaccounts has no verb help' \
  'did you mean nscale help serviceaccounts?' sa help
says 2 'serviceaccounts has no verb help' \
  'did you mean nscale help serviceaccounts list?' sa help list

test_case 'a verb before its command is told to come second'
says 10 'get is not a command, and no plugin provides it' \
  'the verb comes second: nscale sa get' get sa
says 10 'ls is not a command, and no plugin provides it' \
  'the verb comes second: nscale sa list' ls sa --json=1
says 10 'list is not a command, and no plugin provides it' \
  'the verb comes second: nscale COMMAND list, and nscale --help lists the commands' \
  list

test_case 'whoever tries to log in is told about the token'
for word in login auth configure whoami; do
  says 10 "$word is not a command, and no plugin provides it" \
    "nscale has no login: $token" "$word"
done
says 2 'serviceaccounts list has no flag --token' "$token" \
  sa list --token secret
stderr_lacks secret
says 2 'serviceaccounts list has no flag --token' "$token" \
  sa list --token=secret

test_case 'another way to ask for JSON or a table'
says 2 'serviceaccounts list has no flag -o' "$output" sa list -o json
says 2 'serviceaccounts list has no flag -ojson' 'did you mean --json?' \
  sa list -ojson
says 2 'serviceaccounts list has no flag --output' "$output" \
  sa list --output=table
says 2 'serviceaccounts get has no flag --format' "$output" \
  sa get ci --format json
says 2 'serviceaccounts list has no flag --jq' '-q FILTER takes a jq filter' \
  sa list --jq .
says 2 'serviceaccounts delete has no flag -o' \
  'nscale serviceaccounts delete --help lists its flags' sa delete ci -o json

test_case 'flags of other programs are answered with ours'
says 2 'serviceaccounts list has no flag -n' '--org names the organization' \
  sa list -n acme
says 2 'serviceaccounts delete has no flag --force' \
  '--yes answers the question' sa delete ci --force
says 2 'serviceaccounts list has no flag --force' \
  'nscale serviceaccounts list --help lists its flags' sa list --force
says 2 'serviceaccounts list has no flag -k' \
  '--ca-cert FILE names an authority to trust' sa list -k
says 2 'nscale has no flag -v' \
  '--version shows the version, and --debug says what is sent and answered' -v

test_case 'the flag of a command before it'
behind="put a command's flags after it, as in nscale version --json; nscale --help lists those that may come first"
says 2 'nscale has no flag --yes' "$behind" --yes sa delete ci
run --version --json
expect_error 2 <<TEXT
{"error":{"kind":"usage","message":"nscale has no flag --json","status":null,"trace_id":null,"hint":"$behind","exit_code":2}}
TEXT

test_case 'the version with --json is an object'
run version
plain=$(output)
run version --json
expect_status 0
expect_stderr ''
expect_equal "$plain" "nscale $(sed -n 's/^  "version": "\(.*\)",$/\1/p' \
  "$work/stdout") (plugin ABI $(sed -n 's/^  "plugin_abi": "\(.*\)"$/\1/p' \
  "$work/stdout"))"
json=$(output)
run sa list --version --json
expect 0 <<TEXT
$json
TEXT

test_case 'several things at once, or a name behind list'
says 2 'serviceaccounts delete takes one service account, and b is a second' \
  'run it once for each' sa delete a b c --yes
says 2 'serviceaccounts list takes no argument ci' \
  'did you mean nscale serviceaccounts get ci?' sa list ci
says 2 'api takes no argument /api' 'usage: nscale api PATH' api get /api

test_case 'a shell without a completion is refused'
says 2 'completion has no verb tcsh' 'its verbs are: bash, zsh, fish' \
  completion tcsh

test_case 'nothing of all this was sent'
expect_requests 0

end_tests
