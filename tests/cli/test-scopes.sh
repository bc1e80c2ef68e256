#!/bin/sh
# test-scopes.sh - what a list is in, as query parameters, and scopes that
# nobody needs to name; tests/fixtures/plugins/fleet.c
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/plugin.sh"
plugin_build fleet
org=$NSCALE_ORGANIZATION_ID
project=$(fixture acme projects website)
id=00000000-0000-4000-8000-000000000001
unset NSCALE_ORGANIZATION_ID

# asked: "METHOD PATH?QUERY" of each request
asked()
{
  requests | sed 's/},{"method"/}\
{"method"/g' | sed 's/.*"method":"\([A-Z]*\)","path":"\([^"]*\)","query":\("[^"]*"\|null\).*/\1 \2?\3/; s/?null$//; s/"//g'
}

# has: the lists of machines, some
has()
{
  forget
  fault "{\"path\": \"/api/v2/machines\", \"status\": 200, \"times\": 9, \"body\": \"[{\\\"metadata\\\": {\\\"id\\\": \\\"$id\\\", \\\"name\\\": \\\"web\\\"}}]\"}"
  fault "{\"path\": \"/api/v2/machines/*\", \"status\": 200, \"times\": 9, \"body\": \"{\\\"metadata\\\": {\\\"id\\\": \\\"$id\\\", \\\"name\\\": \\\"web\\\"}}\"}"
  fault '{"path": "/api/v2/networks", "status": 200, "times": 9, "body": "[{\"metadata\": {\"id\": \"n1\", \"name\": \"blue\"}}, {\"metadata\": {\"id\": \"n2\", \"name\": \"red\"}}, {\"metadata\": {\"id\": \"n3\", \"name\": \"red\"}}]"}'
}

test_case 'nobody names anything: all there is, and nothing else is asked'
has
run fleet list -q '.[].metadata.name'
expect 0 <<'TEXT'
web
TEXT
expect_equal 'GET /api/v2/machines' "$(asked)"

test_case 'what is named is in the query, by its id'
has
run fleet list --org "$org" --project website -q '.[].metadata.name'
expect_status 0
expect_equal "GET /api/v1/organizations/$org/projects
GET /api/v2/machines?organizationID=$org&projectID=$project" "$(asked)"
has
run fleet list --project "$project" -q '.[].metadata.name'
expect_equal "GET /api/v2/machines?projectID=$project" "$(asked)"
has
NSCALE_ORGANIZATION_ID=$org NSCALE_PROJECT_ID=$project
export NSCALE_ORGANIZATION_ID NSCALE_PROJECT_ID
run fleet list -q '.[].metadata.name'
expect_equal "GET /api/v2/machines?organizationID=$org&projectID=$project" \
  "$(asked)"
unset NSCALE_ORGANIZATION_ID NSCALE_PROJECT_ID

test_case 'a project by its name is looked up in the only organization'
has
fault "{\"path\": \"/api/v1/organizations\", \"status\": 200, \"body\": \"[{\\\"metadata\\\": {\\\"id\\\": \\\"$org\\\", \\\"name\\\": \\\"acme\\\"}}]\"}"
run fleet list --project website -q '.[].metadata.name'
expect_status 0
expect_equal "GET /api/v1/organizations
GET /api/v1/organizations/$org/projects
GET /api/v2/machines?projectID=$project" "$(asked)"
run fleet list --org "$org" --project nosuch
expect_status 3
stderr_has 'nscale: project "nosuch" not found'

test_case 'one that is named and empty is a mistake, not all of them'
has
run fleet list --project ''
expect_error 2 <<'TEXT'
nscale: the project is empty: --project and NSCALE_PROJECT_ID take an id or a name
TEXT
expect_requests 0

test_case 'flags that are query parameters, with names for ids'
has
run fleet list --tag team=web --tag 'x=a&b' --network blue -q '.[].metadata.name'
expect_status 0
expect_equal 'GET /api/v2/networks
GET /api/v2/machines?tag=team%3Dweb&tag=x%3Da%26b&networkID=n1' "$(asked)"
has
run fleet list --network red
expect_error 2 <<'TEXT'
nscale: 2 networks are named "red": n2, n3
hint: name one by its id: --network ID
TEXT
run fleet list --network green
expect_status 3
stderr_has 'nscale: network "green" not found'

test_case 'a thing is looked up where it may be, and the change goes to its id'
has
run fleet get web -q .metadata.id
expect 0 <<TEXT
$id
TEXT
expect_equal "GET /api/v2/machines
GET /api/v2/machines/$id" "$(asked)"
has
run fleet kick web --project "$project" --hard --yes
expect_status 0
expect_equal "GET /api/v2/machines?projectID=$project
POST /api/v2/machines/$id/kick?hard=true" "$(asked)"

test_case 'completion offers ids and names of all projects'
has
XDG_CACHE_HOME=$work/cache
export XDG_CACHE_HOME
run __complete fleet get ''
expect_status 0
expect_equal "$id" "$(sed 1d stdout | cut -f 1)"
run __complete fleet get w
expect_equal web "$(sed 1d stdout | cut -f 1)"
run __complete fleet list --network b
expect_equal 'blue' "$(sed 1d stdout | cut -f 1)"
expect_equal 'GET /api/v2/machines
GET /api/v2/networks' "$(asked)"

test_case 'plugins check: nothing is wrong with it'
run plugins check plugins/fleet.so
expect_status 0

end_tests
