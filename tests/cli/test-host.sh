#!/bin/sh
# What the host offers to plugins beyond what serviceaccounts uses, end to
# end: tests/fixtures/plugins/workshop.c against the sandbox's faults.
#
# tests/abi/test-minors.sh runs this with plugins of other minors of the ABI:
# WORKSHOP is then their source, PLUGIN_CPPFLAGS leads to their header.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
: "${CC:=cc}"
requires 'a C compiler' sh -c "command -v $CC"

: "${WORKSHOP:=$abs_top_srcdir/tests/fixtures/plugins/workshop.c}"
: "${PLUGIN_CPPFLAGS:=-I$abs_top_srcdir/sdk/include}"
mkdir "$work/plugins"
chmod 755 "$work/plugins"
# shellcheck disable=SC2086 # lists of words
$CC $PLUGIN_CPPFLAGS -shared -fPIC -o "$work/plugins/workshop.so" \
  "$WORKSHOP" >"$work/built" 2>&1 || {
  cat "$work/built"
  exit 1
}
NSCALE_PLUGIN_PATH=$work/plugins
NSCALE_COMPUTE_SERVICE_API_ENDPOINT=$NSCALE_SANDBOX_URL
export NSCALE_PLUGIN_PATH NSCALE_COMPUTE_SERVICE_API_ENDPOINT
organization=$NSCALE_ORGANIZATION_ID
cd "$work" || exit 99

# arm FAULT...: these and no other
arm()
{
  forget
  for each in "$@"; do
    fault "$each"
  done
}

# sent: "METHOD PATH QUERY" of each request
sent()
{
  requests | sed 's/},{"method"/}\
{"method"/g' | sed 's/.*"method":"\([A-Z]*\)","path":"\([^"]*\)","query":\("[^"]*"\|null\).*/\1 \2 \3/; s/ null$//; s/"//g'
}

saw='{"status": 200, "times": 9, "body": "{\"name\": \"saw\"}"}'

# ---- Flags, query parameters, headers. ----------------------------------

test_case 'path segments and query parameters are encoded by the host'
arm "$saw"
run ws show '../%2f a?#' --label x --label 'y&z=1 ä' -c red --loud
expect 0 <<'TEXT'
Name:  saw
TEXT
expect_equal 'GET /api/workshop/..%2F%252f%20a%3F%23 label=x&label=y%26z%3D1%20%C3%A4&colour=red&loud=yes%20%26%20no' \
  "$(sent)"

test_case 'an id that is a dot or two leads nowhere'
forget
for id in . ..; do
  run ws show $id
  expect_error 2 <<TEXT
nscale: "$id" cannot be an id: in an address it leads elsewhere
TEXT
done
expect_requests 0

test_case 'a flag with fixed words takes no others'
forget
run ws show saw --colour pink
expect_error 2 <<'TEXT'
nscale: --colour does not take pink
hint: it takes one of: red, green, blue
TEXT
run ws show saw -c ''
expect_error 2 <<'TEXT'
nscale: --colour does not take ''
hint: it takes one of: red, green, blue
TEXT
run ws show saw --loud=very
expect_error 2 <<'TEXT'
nscale: --loud takes no value, but --loud=very has one
hint: give --loud alone, or leave it out
TEXT
run ws show saw --lable x
expect_error 2 <<'TEXT'
nscale: workshop show has no flag --lable
hint: did you mean --label?
TEXT
expect_requests 0

test_case 'a header that the plugin plans is sent'
arm "$saw"
run ws show saw --header aCCept
expect_status 0
check test -n "$(requests | grep '"accept":"planned"')"

test_case 'headers that no plugin may set are refused'
forget
for name in Authorization aUTHORIZATION Host Content-Length Content-Type \
            Transfer-Encoding Connection User-Agent X-HTTP-Method-Override \
            X-Forwarded-For X-Original-URL Cookie Accept-Encoding X-Workshop; do
  run ws show saw --header $name
  expect_error 10 <<TEXT
nscale: plugin "workshop" plans a header that no plugin may set: $name
TEXT
done
for name in 'X: y' 'a b' '' 'Prefer;' 'Prefer(' 'Präfer'; do
  run ws show saw --header "$name"
  expect_error 10 <<TEXT
nscale: plugin "workshop" plans a header "$name", which is not the name of one
TEXT
done
expect_requests 0

test_case 'flags and verbs that are deprecated work, and say so'
arm "$saw"
run ws show saw --tint red
expect_status 0
expect_stdout 'Name:  saw'
expect_stderr <<'TEXT'
nscale: --tint is deprecated: use --colour
nscale: the tint was given
TEXT
run ws display saw
expect_status 0
expect_stdout 'Name:  saw'
expect_stderr 'nscale: workshop display is deprecated: use workshop show'

test_case 'flags and verbs that are hidden work, and are not in the help'
run ws inspect saw
expect 0 <<'TEXT'
Name:  saw
TEXT
run ws --help
expect_status 0
stdout_has '  show '
stdout_lacks inspect
run ws show --help
expect_status 0
stdout_has '--label LABEL    A label; repeatable.'
stdout_lacks --header

# ---- Bytes. -------------------------------------------------------------

test_case 'a body of bytes is sent as it is'
arm '{"status": 200, "body": ""}'
run ws engrave --yes
expect_status 0
expect_stdout ''
expect_stderr Engraved.
requests >seen
check grep -q '"content-type":"text/plain"' seen
check grep -q '"body":"line one' seen
forget
run ws engrave --dry-run
edit "s|$NSCALE_SANDBOX_URL|URL|"
expect_status 0
expect_stderr 'Dry run, nothing is sent: POST URL/api/workshop/engrave'
printf 'line one\n\000line\ttwo\377' >wanted.bytes
expect_requests 0

test_case 'a reply of bytes, to stdout and to a file'
printf '\000\001\377\n' >wanted.bytes
bytes='{"status": 200, "raw": "AAH/Cg=="}'
arm "$bytes"
run ws photograph
expect_status 0
expect_stderr ''
check cmp stdout wanted.bytes
arm "$bytes"
run ws photograph --output image
expect 0 </dev/null
check cmp image wanted.bytes

test_case 'a file that is there already is not touched'
forget
echo precious >image
run ws photograph --output image
expect_error 2 <<'TEXT'
nscale: cannot create image: File exists
TEXT
run ws photograph --output missing/image
expect_error 2 <<'TEXT'
nscale: cannot create missing/image: No such file or directory
TEXT
expect_requests 0
expect_equal precious "$(cat image)"

test_case 'bytes that are cut short end with 7'
arm '{"status": 200, "raw": "AAH/Cg==", "truncate": 2}'
run ws photograph --output short
expect_status 7
expect_stdout ''
check test ! -e short
stderr_has 'was cut short after 2 bytes'

test_case 'there is neither --json nor -q for bytes'
run ws photograph --json
expect_status 2
stderr_has 'workshop photograph has no flag --json'

# ---- Several requests. --------------------------------------------------

test_case 'several requests are sent in their order'
arm '{"status": 200, "times": 3, "body": ""}'
run ws clear --yes
expect_status 0
expect_stderr Cleared.
expect_equal 'DELETE /api/workshop/first
DELETE /api/workshop/second
DELETE /api/workshop/third' "$(sent)"

test_case 'the first failure ends them'
arm '{"status": 200, "body": ""}' '{"status": 409, "body": ""}'
run ws clear --yes
expect_status 8
expect_stdout ''
stderr_lacks Cleared
expect_equal 'DELETE /api/workshop/first
DELETE /api/workshop/second' "$(sent)"

test_case 'a dry run shows them all'
forget
run ws clear --dry-run
edit "s|$NSCALE_SANDBOX_URL|URL|"
expect_status 0
expect_stdout <<'TEXT'
DELETE URL/api/workshop/first
DELETE URL/api/workshop/second
DELETE URL/api/workshop/third
TEXT
expect_requests 0

# ---- Fetching and building. ---------------------------------------------

original='{"status": 200, "method": "GET", "body": "{\"name\": \"plane\", \"weight\": 1.50, \"parts\": [{\"a\": 1}, \"b\", 12345678901234567]}"}'

test_case 'a document made from what was fetched'
arm "$original"
run ws copy --dry-run
edit "s|$NSCALE_SANDBOX_URL|URL|"
expect_status 0
expect_stdout <<'TEXT'
{
  "metadata": {
    "name": "plane"
  },
  "parts": [
    12345678901234567,
    "b",
    {
      "a": 1
    }
  ],
  "a b": {
    "weight": 1.50
  },
  "nothing": null
}
TEXT
expect_stderr 'Dry run, nothing is sent: POST URL/api/workshop/copies'
expect_equal 'GET /api/workshop/original' "$(sent)"
arm "$original" \
  '{"method": "POST", "status": 201, "body": "{\"name\": \"copy\"}"}'
run ws copy --yes --json
expect 0 <<'TEXT'
{
  "name": "copy"
}
TEXT
expect_equal 'GET /api/workshop/original
POST /api/workshop/copies' "$(sent)"
requests >seen
check grep -q -F '"body":"{\"metadata\":{\"name\":\"plane\"},\"parts\":[12345678901234567,\"b\",{\"a\":1}],\"a b\":{\"weight\":1.50},\"nothing\":null}"' seen

test_case 'a plan that fails, with a hint'
arm '{"status": 200, "method": "GET", "body": "{\"name\": \"plane\"}"}'
run ws copy --yes
expect_error 5 <<'TEXT'
nscale: the original has no parts
hint: give it some
TEXT
expect_requests 1

test_case 'a fetch that fails ends the verb'
arm '{"status": 404, "body": ""}'
run ws copy --yes
expect_status 3
expect_stdout ''
expect_requests 1
arm '{"status": 200, "body": "[nonsense"}'
run ws copy --yes
expect_status 1
expect_stdout ''
expect_requests 1

# ---- The last word. -----------------------------------------------------

test_case 'a finish function notes what it reads'
arm '{"status": 200, "body": "{\"a\": 42, \"b\": 2.5, \"c\": true, \"d\": [1, 2], \"e\": {}, \"f\": null, \"g\": \"text\"}"}'
run ws test --yes -q .a
expect_status 0
expect_stdout 42
expect_stderr <<'TEXT'
nscale: a is number 42, 42
nscale: b is number 2.5, between 2 and 3
nscale: c is boolean true, yes
nscale: d is array [1,2]
nscale: e is object {}
nscale: f is null null
nscale: g is string text
TEXT

test_case 'a finish function that refuses withholds nothing'
arm '{"status": 200, "body": "{\"worn\": 1}"}'
run ws test --yes --json
expect_status 5
expect_stdout <<'TEXT'
{
  "worn": 1
}
TEXT
expect_stderr <<'TEXT'
nscale: worn is number 1
{"error":{"kind":"conflict","message":"the tool is worn","status":null,"trace_id":null,"hint":"sharpen it","exit_code":5}}
TEXT

# ---- What goes on after the reply. --------------------------------------

accepted='{"status": 202, "method": "POST", "body": ""}'
cold='{"status": 200, "body": "{\"state\": \"cold\"}"}'

test_case 'a condition is awaited'
arm "$accepted" "$cold" '{"status": 200, "body": "{\"state\": \"hot\"}"}'
run ws heat --yes
expect_status 0
expect_stdout ''
expect_stderr 'It is hot.'
expect_equal 'POST /api/workshop/heat
GET /api/workshop/oven
GET /api/workshop/oven' "$(sent)"

test_case 'a condition is not awaited for ever'
arm "$accepted" "$cold"
run ws heat --yes --briefly
expect_error 8 <<'TEXT'
nscale: heat was accepted, but is not finished after 0 seconds
hint: look again later: nscale workshop list
TEXT
expect_requests 2

test_case 'until a thing is gone'
arm '{"status": 202, "method": "DELETE", "body": ""}' \
  '{"status": 200, "body": "{}"}' '{"status": 404, "body": ""}'
run ws melt --yes
expect_status 0
expect_stderr 'It is gone.'
expect_requests 3

test_case 'what was just made may not be seen yet: GETs alone look again'
# hammer STATE: the list of tools, as a fault
hammer()
{
  printf '{"status": 200, "body": "[{%s, \\"state\\": \\"%s\\"}]"}' \
    '\"metadata\": {\"id\": \"1\", \"name\": \"hammer\"}' "$1"
}
none='{"status": 200, "times": 2, "body": "[]"}'
forged='{"status": 200, "method": "POST", "body": "{}"}'
arm "$forged" "$none" "$(hammer hot)" "$(hammer cold)" "$none" \
  '{"status": 404}' "$(hammer cold)"
run ws forge --yes -q .state
expect_status 0
# Before 1.2 each reply was a result.
case $PLUGIN_CPPFLAGS in
  */abi/1.[01] | *TARGET_MINOR=0) expect_stdout 'null
cold' ;;
  *) expect_stdout cold ;;
esac
expect_equal 'POST /api/workshop/forge
GET /api/workshop/tools' "$(sent | uniq)"
expect_requests 9

test_case 'with --max-wait 0 what is shown then is taken as it is'
arm "$forged" "$(hammer cold)" "$none"
run ws forge --yes --max-wait 0 -q .state
expect_status 3
expect_requests 3

# ---- A noun within. -----------------------------------------------------

screw='{"path": "*/parts", "status": 200, "times": 9, "body": "[{\"name\": \"screw\"}]"}'

test_case 'a noun within, its aliases, and names in two scopes'
for words in 'parts list' 'part ls'; do
  arm "$screw"
  # shellcheck disable=SC2086
  run ws $words --org acme --project website
  expect 0 <<'TEXT'
NAME
screw
TEXT
  expect_equal "GET /api/v1/organizations
GET /api/v1/organizations/$organization/projects
GET /api/organizations/$organization/7495edd9-9fd9-41d4-b2cb-2bec15dc465b/parts" \
    "$(sent)"
done

test_case 'a scope may come from the environment'
arm "$screw"
run_command env NSCALE_PROJECT_ID=11111111-1111-4111-8111-111111111111 \
  "$NSCALE" ws parts list -q '.[].name'
expect 0 <<'TEXT'
screw
TEXT
expect_equal "GET /api/organizations/$organization/11111111-1111-4111-8111-111111111111/parts" \
  "$(sent)"

test_case 'a scope that is missing, or names nothing'
forget
run ws parts list
expect_error 2 <<'TEXT'
nscale: no project is named
hint: add --project ID|NAME, or set NSCALE_PROJECT_ID; nscale api '/api/v1/organizations/{org}/projects' shows which there are
TEXT
expect_requests 0
run ws parts list --project nothing
expect_error 3 <<'TEXT'
nscale: project "nothing" not found
hint: there are: website, training
TEXT

test_case 'mistakes within a noun are told with its full path'
run ws parts lst
expect_error 2 <<'TEXT'
nscale: workshop parts has no verb lst
hint: did you mean nscale workshop parts list?
TEXT
run ws parts
expect_status 2
expect_stdout ''
stderr_has 'Usage: nscale workshop parts VERB [FLAGS]'
run ws parts list --tint red
expect_error 2 <<'TEXT'
nscale: workshop parts list has no flag --tint
hint: nscale workshop parts list --help lists its flags
TEXT

test_case 'another service has another address'
forget
NSCALE_COMPUTE_SERVICE_API_ENDPOINT=http://127.0.0.1:1
run ws parts list --project 11111111-1111-4111-8111-111111111111 --max-wait 0
expect_error 7 <<'TEXT'
nscale: cannot connect to 127.0.0.1 port 1: Connection refused
hint: check NSCALE_COMPUTE_SERVICE_API_ENDPOINT, and the network and its proxy
TEXT
expect_requests 0

end_tests
