#!/bin/sh
# What the host offers since ABI 1.1 beyond what serviceaccounts uses of it:
# tests/fixtures/plugins/orchard.c against the sandbox's faults.
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --token-form jwt
. "$abs_top_srcdir/tests/cli/plugin.sh"
plugin_build orchard

# sent: "METHOD PATH BODY" of each request
sent()
{
  requests | sed 's/},{"method"/}\
{"method"/g' | sed -e 's/.*"method":"\([A-Z]*\)","path":"\([^"]*\)".*"body":\(.*\),"status":.*/\1 \2 \3/' -e 's/ null$//'
}

# answer PATH BODY: the next GET of this path
answer()
{
  fault "{\"method\": \"GET\", \"path\": \"/api/orchard/$1\", \"status\": 200,
    \"body\": \"$(printf '%s' "$2" | tr '\n' ' ' | sed 's/["\\]/\\&/g')\"}"
}

done='{"path": "/api/orchard/*", "status": 200, "times": 99, "body": "{}"}'
trees='[{"id": "1", "name": "elm", "ripe": "2020-01-01T00:00:00Z", "kinds": ["a"]},
  {"id": "2", "name": "oak", "ripe": 946684800, "kinds": ["a", "b"]},
  {"id": "3", "name": "ash", "ripe": "2020-01-01T00:00:00Z", "kinds": ["b"], "felled": "now"},
  {"id": "4", "ripe": "2020-01-01T00:00:00Z", "kinds": ["b"]},
  {"id": "5", "name": "fir", "ripe": "2120-01-01T00:00:00Z", "kinds": ["b"]}]'

# ---- --all without a secret, and several requests for each. -------------

test_case 'each of them, in turn; what is on its way out is left out'
forget
answer trees "$trees"
fault "$done"
run orchard fell --all --ripe-within 1d --yes
expect_error 0 <<'TEXT'
Felled elm.
Felled oak.
Felled 4.
TEXT
expect_equal 'GET /api/orchard/trees
POST /api/orchard/1/prune "[\"a\"]"
DELETE /api/orchard/1
POST /api/orchard/2/prune "[\"a\",\"b\"]"
DELETE /api/orchard/2
POST /api/orchard/4/prune "[\"b\"]"
DELETE /api/orchard/4' "$(sent)"

test_case 'a dry run with conditions finds choices by name'
forget
answer kinds '[{"id": "1", "name": "bee"}]'
run orchard fell --all --ripe-within 1d --kind b --dry-run
expect_error 3 <<'TEXT'
nscale: kind "b" not found
hint: there are: bee
TEXT
forget
answer kinds '[{"id": "b", "name": "bee"}]'
answer trees "$trees"
run orchard fell --all --ripe-within 1d --kind bee --dry-run
edit "s|$NSCALE_SANDBOX_URL|URL|"
expect_status 0
expect_stderr <<'TEXT'
Dry run, nothing is sent for oak: POST URL/api/orchard/2/prune
Dry run, nothing is sent for oak: DELETE URL/api/orchard/2
Dry run, nothing is sent for 4: POST URL/api/orchard/4/prune
Dry run, nothing is sent for 4: DELETE URL/api/orchard/4
TEXT

test_case 'a repeatable condition is met as often as it is given'
forget
answer kinds '[{"id": "a", "name": "aye"}]'
answer kinds '[{"id": "b", "name": "bee"}]'
answer trees "$trees"
fault "$done"
run orchard fell --all --kind aye --kind bee --yes
expect_error 0 <<'TEXT'
Felled oak.
TEXT

test_case 'none: what was asked for is said'
forget
answer trees "$trees"
run orchard fell --all --ripe-within 0s \
  --kind 00000000-0000-4000-8000-000000000000 --yes
expect_error 0 <<'TEXT'
Nothing to do: no tree meets --ripe-within 0s and --kind 00000000-0000-4000-8000-000000000000.
TEXT
expect_requests 1

test_case 'a second request of one that fails: it is not among those done'
forget
answer trees "$trees"
fault '{"method": "DELETE", "path": "/api/orchard/2", "status": 409, "body": "{}"}'
fault "$done"
run orchard fell --all --ripe-within 1d --yes
expect_error 8 <<'TEXT'
Felled elm.
nscale: tree "oak" may or may not have been deleted: the server reports a conflict (HTTP 409)
hint: it may be half done; look before you repeat it: nscale orchard list
Felled 4.
2 of 3 trees are done. The others:
oak: unknown: tree "oak" may or may not have been deleted: the server reports a conflict (HTTP 409)
nscale: 1 of 3 trees was not deleted
hint: the same command does what is left
TEXT

test_case 'one that is gone by then may be passed over'
forget
answer trees "$trees"
fault '{"method": "DELETE", "path": "/api/orchard/2", "status": 404, "body": "{\"error\": \"not_found\"}"}'
fault "$done"
run orchard fell --all --ripe-within 1d --yes --ignore-not-found
expect_error 0 <<'TEXT'
Felled elm.
Nothing to do: tree "oak" is not there.
Felled 4.
TEXT

test_case 'without a secret there is no --output-dir'
run orchard fell --all --ripe-within 1d --yes --output-dir x
expect_status 2
stderr_has 'nscale: orchard fell has no flag --output-dir'

test_case 'one tree, if it is of a kind'
forget
answer trees "$trees"
run orchard fell elm --if-kind b --yes
expect_error 0 <<'TEXT'
Nothing to do: tree "elm" does not meet --if-kind b.
TEXT
expect_requests 1
forget
answer trees "$trees"
answer trees "$trees"
fault "$done"
run orchard fell oak --if-kind b --yes
expect_error 0 <<'TEXT'
Felled oak.
TEXT
expect_requests 4

test_case 'it is looked at once more right before: another may be at it'
forget
answer trees "$trees"
answer trees '[{"id": "2", "name": "oak", "kinds": ["a"]}]'
run orchard fell oak --if-kind b --yes
expect_error 0 <<'TEXT'
Nothing to do: somebody else has deleted tree "oak", which does not meet --if-kind b.
TEXT
expect_requests 2

test_case 'many: all are planned, none is lost'
many=$(awk 'BEGIN { for (i = 0; i < 300; i++)
  printf "%s{\"id\": \"%d\", \"ripe\": 0, \"kinds\": []}", i ? "," : "", i }')
forget
answer trees "[$many]"
fault '{"path": "/api/orchard/*", "status": 200, "times": 999, "body": "{}"}'
run orchard fell --all --ripe-within 1d --yes
expect_status 0
expect_equal 300 "$(grep -c '^Felled [0-9]*\.$' stderr)"
expect_requests 601

test_case 'too many are refused as a whole'
many=$(awk 'BEGIN { for (i = 0; i < 10001; i++)
  printf "%s{\"id\": \"%d\", \"ripe\": 0}", i ? "," : "", i }')
forget
printf '{"status": 200, "body": "[%s]"}' \
  "$(printf '%s' "$many" | sed 's/"/\\"/g')" >fault.json
control POST faults @fault.json >/dev/null
run orchard fell --all --ripe-within 1d --yes
expect_error 1 <<'TEXT'
nscale: there are more than 10000 trees to do: narrow the condition
TEXT
expect_requests 1

# ---- What a plugin may do wrong. ----------------------------------------

test_case 'a plan that does not look'
forget
run orchard blind --all --ripe-within 1d --yes
expect_error 10 <<'TEXT'
nscale: plugin "orchard" plans blind --all without a look at what there is
TEXT
expect_requests 0

test_case 'a plugin may not plan two requests for one token'
forget
answer trees "$trees"
run orchard graft --all --ripe-within 1d --yes --output-dir tokens
expect_error 10 <<'TEXT'
nscale: plugin "orchard" plans more than one request for a token
TEXT
expect_requests 1

test_case 'secrets that no column shows are kept, each of them'
forget
answer trees "$trees"
fault '{"method": "POST", "path": "/api/orchard/2/graft", "status": 200,
  "times": 2, "body": "{\"name\": \"scion\", \"secret\": \"s3cret\"}"}'
run orchard graft oak --yes
state=$work/.local/state/nscale
edit "s|$state/nscale-reply-[0-9a-f]*\.json|FILE|"
expect_stdout <<'TEXT'
Name:  scion
Name:  scion
TEXT
expect_stderr <<'TEXT'
nscale: the output leaves out the new token; it is kept at .secret in FILE: read it there, then delete the file
nscale: the output leaves out the new token; it is kept at .secret in FILE: read it there, then delete the file
TEXT
expect_status 0
expect_equal '{"name": "scion", "secret": "s3cret"}
{"name": "scion", "secret": "s3cret"}' "$(sed '' "$state"/nscale-reply-*)"

test_case 'an answer of a verb that changes, or beside a plan, or no object'
forget
run orchard sow --yes
expect_error 10 <<'TEXT'
nscale: plugin "orchard" answers sow itself, which does not read an object
TEXT
run orchard both
expect_error 10 <<'TEXT'
nscale: plugin "orchard" both answers both and plans a request for it
TEXT
run orchard mumble
expect_error 1 <<'TEXT'
nscale: the reply is not a JSON object
TEXT
expect_requests 0

# ---- Answers, claims, conditions. ---------------------------------------

test_case 'an answer is shown as a reply is, and numbers as times'
run orchard show
expect 0 <<'TEXT'
Name:     elm
Planted:  2000-01-01T00:00:00Z
Ripe:     2100-01-01T00:00:00Z
TEXT
run orchard show -q .ripe
expect 0 <<'TEXT'
4102444800
TEXT

test_case 'a plugin asks whether a thing meets the conditions'
run orchard show --older 0s -q .name
expect_status 4
expect_stdout elm
expect_stderr <<'TEXT'
{"error":{"kind":"auth","message":"it is old","status":null,"trace_id":null,"hint":null,"exit_code":4}}
TEXT

test_case 'claims hold nothing of the token but its middle part'
run orchard claim --json
expect_status 0
for part in 1 3; do
  stdout_lacks "$(printf '%s' "$NSCALE_SERVICE_TOKEN" | cut -d . -f $part)"
done
run_command env -u NSCALE_SERVICE_TOKEN "$NSCALE" orchard claim
expect_status 4

# ---- Waiting. -----------------------------------------------------------

test_case 'what goes on is awaited with --wait alone'
forget
fault '{"method": "POST", "status": 202, "body": ""}'
run orchard water --yes
expect_error 0 <<'TEXT'
Watered.
TEXT
expect_requests 1
forget
fault '{"method": "POST", "status": 202, "body": ""}'
answer tree '{"state": "dry"}'
answer tree '{"state": "green"}'
run orchard water --yes --wait
expect_error 0 <<'TEXT'
Watered.
TEXT
expect_requests 3

test_case 'just after a change reads may be behind: 404 and 401 are looked at again'
for status in 404 401; do
  forget
  fault '{"method": "POST", "status": 202, "body": ""}'
  fault "{\"method\": \"GET\", \"status\": $status, \"times\": 2}"
  answer tree '{"state": "green"}'
  run orchard water --yes --wait
  expect_error 0 <<'TEXT'
Watered.
TEXT
  expect_requests 4
done

test_case 'but not where nothing was changed before, nor without any wait'
for words in 'sa list' 'orchard water --yes --wait --max-wait 0'; do
  forget
  fault '{"method": "POST", "status": 202, "body": ""}'
  fault '{"method": "GET", "status": 401, "times": 9}'
  # shellcheck disable=SC2086
  run $words
  expect_equal 1 "$(sent | grep -c '^GET ')"
  control DELETE faults >/dev/null
done

test_case 'for as long as the user says'
forget
fault '{"method": "POST", "status": 202, "body": ""}'
answer tree '{"state": "dry"}'
run orchard water --yes --wait --wait-timeout 0s
expect_error 8 <<'TEXT'
nscale: water was accepted, but is not finished after 0 seconds
hint: look again later: nscale orchard list
TEXT
expect_requests 2

end_tests
