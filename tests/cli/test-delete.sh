#!/bin/sh
# test-delete.sh - `nscale serviceaccounts delete`
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z --deletion-lists 1 --accounts 6
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$(fixture acme '' id)
ci=$(fixture acme serviceaccounts ci)
deploy=$(fixture acme serviceaccounts deploy)
accounts=/api/v1/organizations/$org/serviceaccounts

test_case 'delete says what it did and prints nothing'
token=$(token_of "$deploy")
forget
run sa delete --id "$deploy" --org "$org" --yes
expect_error 0 <<TEXT
Deleted service account "$deploy".
TEXT

test_case 'with a UUID and --yes it is one DELETE'
only_request DELETE "$accounts/$deploy"

test_case 'its token stops working'
with_token "$token" sa list
expect_status 4

test_case 'it may be listed while it is going'
run sa list -q '.[] | select(.metadata.deletionTime) | .metadata.name,
  .metadata.deletionTime, .metadata.provisioningStatus'
expect 0 <<'TEXT'
deploy
2026-06-01T12:00:00Z
deprovisioning
TEXT

test_case 'then it is gone: 3'
run sa get "$deploy"
expect_status 3
run sa delete "$deploy" --yes
hide
expect_error 3 <<TEXT
nscale: service account "$deploy" not found (HTTP 404, trace TRACE)
hint: nscale serviceaccounts list shows what there is
TEXT

test_case 'by name: one read, one DELETE'
forget
run sa delete ci -y
expect_error 0 <<'TEXT'
Deleted service account "ci".
TEXT
expect_requests 2
last_request DELETE "$accounts/$ci"

test_case 'a name that is not there'
forget
run sa delete nobody -y
expect_status 3
expect_stdout ''
stderr_has 'service account "nobody" not found'
only_request GET "$accounts"

test_case 'without a terminal nothing happens without --yes'
forget
run sa delete nightly
expect_error 2 <<'TEXT'
nscale: delete cannot ask: standard input and standard error are not both terminals
hint: add --yes, or look first with --dry-run
TEXT
expect_requests 0

test_case 'an id is needed, and one alone'
run sa delete -y
expect_error 2 <<'TEXT'
nscale: delete needs an id or a name
hint: name it as the argument, or with --id ID|NAME
TEXT
run sa delete -y nightly other
expect_error 2 <<'TEXT'
nscale: serviceaccounts delete takes one service account, and other is a second
hint: run it once for each
TEXT
expect_requests 0

test_case 'delete prints nothing: no --json, no -q'
run sa delete nightly --yes --json
expect_error 2 <<'TEXT'
{"error":{"kind":"usage","message":"serviceaccounts delete has no flag --json","status":null,"trace_id":null,"hint":"nscale serviceaccounts delete --help lists its flags","exit_code":2}}
TEXT
refuses --json -q. --query=. --file=x -fx --stdin --token-file=x --replace \
  -- sa delete nightly --yes

test_case 'stdout may be closed: nothing is printed'
test_command='nscale sa delete nightly -y >&-'
"$NSCALE" sa delete nightly -y >&- 2>"$work/stderr" </dev/null
status=$?
: >"$work/stdout"
expect_error 0 <<'TEXT'
Deleted service account "nightly".
TEXT

end_tests
