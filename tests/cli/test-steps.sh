#!/bin/sh
# test-steps.sh - a later request that takes an id from an earlier reply:
# shown, asked about, stopped; tests/fixtures/plugins/fleet.c
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"
. "$abs_top_srcdir/tests/cli/plugin.sh"
plugin_build fleet
NSCALE_PROJECT_ID=$(fixture acme projects website)
export NSCALE_PROJECT_ID
id=00000000-0000-4000-8000-000000000001

# machine PROVISIONING: its JSON, as faults have it
machine()
{
  printf '{\\"metadata\\": {\\"id\\": \\"%s\\", \\"name\\": \\"web\\", \\"provisioningStatus\\": \\"%s\\"}}' \
    "$id" "$1"
}

# made [BODY]: what the next POST answers; what it begins is over at the second
# look
made()
{
  forget
  fault "{\"method\": \"POST\", \"status\": 201, \"body\": \"${1-$(machine pending)}\"}"
  for state in provisioning provisioned; do
    fault "{\"path\": \"/api/v2/machines/$id\", \"status\": 200, \"body\": \"$(machine $state)\"}"
  done
}

# attached STATUS: what the next PUT answers
attached()
{
  fault "{\"method\": \"PUT\", \"status\": $1, \"body\": \"{\\\"error\\\": \\\"invalid_request\\\", \\\"error_description\\\": \\\"no such volume\\\"}\"}"
}

# web ARGUMENT...: creates it
web()
{
  run fleet create --name web "$@"
}

test_case 'create --wait looks at what it has made, by the id of the reply'
made
web --wait --yes -q .metadata.provisioningStatus
expect 0 <<'TEXT'
provisioned
TEXT
expect_equal "POST /api/v2/machines
GET /api/v2/machines/$id
GET /api/v2/machines/$id" "$(sent)"

test_case 'a later request has the id in its address and its body'
made
attached 200
web --volume v1 --yes -q .metadata.name
expect 0 <<'TEXT'
web
TEXT
expect_equal "POST /api/v2/machines
PUT /api/v2/machines/$id/volume" "$(sent)"
check test -n "$(requests | grep -F "{\\\"volumeId\\\":\\\"v1\\\",\\\"machineId\\\":\\\"$id\\\"}")"

test_case 'one document, whatever is sent for it'
made
attached 200
web --volume v1 --wait --yes --json
expect_status 0
expect_stdout <<TEXT
{
  "metadata": {
    "id": "$id",
    "name": "web",
    "provisioningStatus": "provisioned"
  }
}
TEXT
expect_requests 4

test_case 'the first failure ends it, and what was done is said'
made
attached 400
web --volume v1 --yes -q .metadata.id
expect_status 1
expect_stdout "$id"
expect_stderr '{"error":{"kind":"failed","message":"the server refused the request: no such volume","status":400,"trace_id":null,"hint":"1 of 2 requests were carried out before that: POST /api/v2/machines","exit_code":1}}'
made
fault '{"method": "PUT", "cut": "before", "times": 9}'
web --volume v1 --yes -q .metadata.id
expect_status 8

test_case 'a reply without the id: nothing more is sent'
for body in '{\"metadata\": {\"name\": \"web\"}}' \
            '{\"metadata\": {\"id\": 7, \"name\": \"web\"}}' \
            '{\"metadata\": {\"id\": \"..\", \"name\": \"web\"}}'; do
  made "$body"
  web --volume v1 --yes
  expect_status 1
  stdout_has 'Name:  web'
  stderr_has 'nscale: the reply to POST has no metadata.id, which what follows needs'
  stderr_has 'hint: 1 of 2 requests were carried out before that: POST /api/v2/machines'
  expect_requests 1
done
made '{\"metadata\": {\"name\": \"web\"}}'
web --wait --yes -q .metadata.name
expect_status 1
expect_stdout web
expect_requests 1

test_case 'a dry run shows each step, with a word for what is not known yet'
forget
web --volume v1 --dry-run --json
expect_status 0
expect_stderr <<TEXT
Dry run, nothing is sent: step 1 of 2: POST $NSCALE_SANDBOX_URL/api/v2/machines
Dry run, nothing is sent: step 2 of 2: PUT $NSCALE_SANDBOX_URL/api/v2/machines/REPLY-1.metadata.id/volume
TEXT
expect_stdout <<TEXT
[
  {
    "method": "POST",
    "url": "$NSCALE_SANDBOX_URL/api/v2/machines",
    "body": {
      "metadata": {
        "name": "web"
      },
      "spec": {
        "projectId": "$NSCALE_PROJECT_ID"
      }
    }
  },
  {
    "method": "PUT",
    "url": "$NSCALE_SANDBOX_URL/api/v2/machines/REPLY-1.metadata.id/volume",
    "body": {
      "volumeId": "v1",
      "machineId": "REPLY-1.metadata.id"
    }
  }
]
TEXT
expect_requests 0

test_case 'the question names each step'
if test -x "$test_pty"; then
  TERM=dumb
  export TERM
  made
  attached 200
  play fleet create --name web --volume v1 <<'PLAY'
wait Continue? [y/N] 
send y
PLAY
  expect 0 <<TEXT
Create machine "web"
Step 1 of 2: POST $NSCALE_SANDBOX_URL/api/v2/machines
+ metadata.name: "web"
+ spec.projectId: "$NSCALE_PROJECT_ID"
Step 2 of 2: PUT $NSCALE_SANDBOX_URL/api/v2/machines/REPLY-1.metadata.id/volume
+ volumeId: "v1"
+ machineId: "REPLY-1.metadata.id"
Continue? [y/N] y
ID:    $id
Name:  web
Created web.
TEXT
else
  skip_case 'pty was not built'
fi

# ---- What may be missing. -------------------------------------------------

# lease STATUS BODY: what the GET of it answers; then it is leased
lease()
{
  forget
  fault "{\"method\": \"GET\", \"path\": \"*/lease\", \"status\": $1, \"body\": \"$2\"}"
  fault '{"status": 200, "body": ""}'
  run fleet lease $id --yes
}

test_case 'a plan goes on where nothing is there'
lease 404 '{\"error\": \"not_found\", \"error_description\": \"resource not found\"}'
expect_status 0
expect_stderr "Leased $id."
expect_equal "GET /api/v2/machines/$id/lease
POST /api/v2/machines/$id/lease" "$(sent)"
lease 200 '{\"until\": 1.50}'
expect_status 0
expect_equal "GET /api/v2/machines/$id/lease
PUT /api/v2/machines/$id/lease" "$(sent)"
check test -n "$(requests | grep -F '{\"until\":1.50}')"

test_case 'and nowhere else'
for answer in '403 {}' '401 {}' '200 nonsense' '404 <html>'; do
  lease "${answer%% *}" "${answer#* }"
  check test "$status" -ne 0
  expect_equal '' "$(sent | grep -v GET)"
done

# wrong SED: what the plugin is told that is edited so
wrong()
{
  sed "$1" "$abs_top_srcdir/tests/fixtures/plugins/fleet.c" >fleet.c
  # shellcheck disable=SC2086 # CC may be several words
  run_command $CC -I"$abs_top_srcdir/sdk/include" -shared -fPIC \
    -o plugins/fleet.so fleet.c
  expect 0 </dev/null
  forget
  web --volume v1 --yes
  expect_status 10
  expect_requests 0
}

test_case 'two results are the mistake of the plugin'
wrong 's/^  nscale_request_aside(call, attach);//'
expect_stderr 'nscale: plugin "fleet" plans requests of which not one alone has the result of create'

test_case 'so is a text from a request that is not planned yet'
wrong 's/^  nscale_plan(call, create);//'
expect_stderr 'nscale: plugin "fleet" takes a text from the reply to create, which has none before it is planned'

end_tests
