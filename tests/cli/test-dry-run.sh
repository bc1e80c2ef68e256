#!/bin/sh
# test-dry-run.sh - --dry-run: validates, may read, never writes or asks
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$(fixture acme '' id)
ci=$(fixture acme serviceaccounts ci)
accounts=/api/v1/organizations/$org/serviceaccounts
file=$work/document.json
closed=http://127.0.0.1:9

unchecked='The name was not checked: that takes a request.'

test_case 'create, with neither token nor network'
document '{"metadata":{"name":"x","description":"d"},"spec":{"groupIDs":[]}}'
offline sa create --file "$file" --dry-run
expect_stdout <<'TEXT'
{
  "metadata": {
    "name": "x",
    "description": "d"
  },
  "spec": {
    "groupIDs": []
  }
}
TEXT
expect_stderr "Dry run, nothing is sent: POST $closed$accounts
$unchecked"
expect_status 0

test_case 'create from stdin needs no --yes'
forget
run_from "$file" sa create --stdin --dry-run -q .metadata.name
hide
expect_stdout x
expect_stderr "Dry run, nothing is sent: POST URL$accounts
$unchecked"
expect_status 0
expect_requests 0

test_case 'what would be sent is complete and without what the server owns'
run sa get ci --json
cat "$work/stdout" >"$file"
forget
run sa create --file "$file" --dry-run -q . -q '.metadata|has("id")'
expect_status 0
expect_stdout <<TEXT
{"metadata":{"name":"ci","description":"Runs the pipelines.","tags":[{"name":"team","value":"platform"},{"name":"cost-centre","value":"4711"}]},"spec":{"groupIDs":["$(fixture acme groups deployers)","$(fixture acme groups readers)"]}}
false
TEXT
expect_requests 0

test_case 'absent groupIDs are said'
document '{"metadata":{"name":"x"}}'
offline sa create -f "$file" --dry-run
expect_stdout <<'TEXT'
{
  "metadata": {
    "name": "x"
  },
  "spec": {
    "groupIDs": []
  }
}
TEXT
expect_stderr <<TEXT
nscale: $file: spec.groupIDs is absent: sending []
Dry run, nothing is sent: POST $closed$accounts
$unchecked
TEXT

test_case '--json is the same payload'
document '{"metadata":{"name":"x"},"spec":{"groupIDs":[]}}'
offline sa create -f "$file" --dry-run
cat "$work/stdout" >"$work/plain"
offline sa create -f "$file" --dry-run --json
expect_stdout <"$work/plain"
expect_stderr "Dry run, nothing is sent: POST $closed$accounts
$unchecked"

test_case 'a dry run validates'
document '{"metadata":{"name":"a b"}}'
offline sa create -f "$file" --dry-run
expect_error 2 <<TEXT
nscale: $file: metadata.name "a b" is not valid: 1 to 63 letters, digits, '-', '_' or '.', the first and the last a letter or digit
TEXT
document '{"metadata":{"nmae":"a"}}'
offline sa create -f "$file" --dry-run
expect_error 2 <<TEXT
nscale: $file: unknown field metadata.nmae
hint: did you mean metadata.name?
TEXT
offline sa create --dry-run
expect_error 2 <<'TEXT'
nscale: create needs a document
hint: add --file FILE or --stdin, or flags such as --name
TEXT
offline sa rotate "$ci" --dry-run -q '.['
expect_status 2

test_case 'rotate and delete have no payload: method and URL'
offline sa rotate "$ci" --dry-run
expect_stdout "POST $closed$accounts/$ci/rotate"
expect_stderr "Dry run, nothing is sent: POST $closed$accounts/$ci/rotate"
expect_status 0
offline sa delete "$ci" --dry-run
expect_stdout "DELETE $closed$accounts/$ci"
expect_stderr "Dry run, nothing is sent: DELETE $closed$accounts/$ci"
expect_status 0

test_case 'method and URL under --json and -q'
offline sa rotate "$ci" --dry-run --json
expect_stdout <<TEXT
{
  "method": "POST",
  "url": "$closed$accounts/$ci/rotate"
}
TEXT
expect_status 0
offline sa rotate "$ci" --dry-run -q .method -q .url
expect_stdout <<TEXT
POST
$closed$accounts/$ci/rotate
TEXT

test_case 'update --replace with a UUID needs neither token nor network'
document '{"metadata":{"name":"y"},"spec":{"groupIDs":[]}}'
offline sa update "$ci" -f "$file" --dry-run --replace
expect_stdout <<'TEXT'
{
  "metadata": {
    "name": "y"
  },
  "spec": {
    "groupIDs": []
  }
}
TEXT
expect_stderr "Dry run, nothing is sent: PUT $closed$accounts/$ci"
expect_status 0

test_case 'update reads, shows the difference and the whole'
document '{"metadata":{"description":null,"tags":[]},
  "spec":{"groupIDs":["'"$(fixture acme groups deployers)"'",
    "'"$(fixture acme groups admins)"'"]}}'
forget
run sa update ci -f "$file" --dry-run
hide
expect_stdout <<TEXT
{
  "metadata": {
    "name": "ci",
    "tags": []
  },
  "spec": {
    "groupIDs": [
      "$(fixture acme groups deployers)",
      "$(fixture acme groups admins)"
    ]
  }
}
TEXT
expect_stderr <<TEXT
Dry run, nothing is sent: PUT URL$accounts/$ci
- metadata.description: "Runs the pipelines."
- metadata.tags: team=platform
- metadata.tags: cost-centre=4711
- spec.groupIDs: $(fixture acme groups readers) (readers)
+ spec.groupIDs: $(fixture acme groups admins) (admins)
TEXT
expect_status 0
expect_equal "GET $accounts
GET /api/v1/organizations/$org/groups" "$(sent)"

test_case 'an update that changes nothing says so'
document '{}'
forget
run sa update ci -f "$file" --dry-run
expect_error 0 <<'TEXT'
No changes.
TEXT
only_request GET "$accounts"

test_case 'a name is looked up, which takes a token and the network'
forget
run sa delete ci --dry-run
hide
expect_stdout "DELETE URL$accounts/$ci"
expect_status 0
only_request GET "$accounts"
offline sa delete ci --dry-run
expect_status 4
expect_stdout ''

test_case 'no dry run wrote anything'
run sa list -q '.[] | .metadata.name, .metadata.modifiedTime'
expect 0 <<'TEXT'
nightly
null
deploy
null
ci
null
TEXT

test_case '--yes changes nothing about a dry run'
forget
run sa delete "$ci" --dry-run --yes
expect_status 0
run sa rotate "$ci" -y --dry-run
expect_status 0
expect_requests 0

test_case 'a dry run makes no token file'
run sa rotate "$ci" --dry-run --token-file "$work/token"
expect_status 0
check test ! -e "$work/token"

test_case 'reads have no dry run'
refuses --dry-run -- sa list
refuses --dry-run -- sa get "$ci"

end_tests
