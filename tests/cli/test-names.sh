#!/bin/sh
# test-names.sh - ids and names, of things and of organizations
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

acme=$(fixture acme '' id)
globex=$(fixture globex '' id)
ci=$(fixture acme serviceaccounts ci)
deploy=$(fixture acme serviceaccounts deploy)
accounts=/api/v1/organizations/$acme/serviceaccounts
file=$work/document.json
document '{"metadata":{"description":"x"}}'

# two NAME: the next TIMES lists have two accounts of this name.
two()
{
  fault "{\"path\":\"$accounts\",\"times\":$2,\"body\":\"[\
{\\\"metadata\\\":{\\\"id\\\":\\\"$ci\\\",\\\"name\\\":\\\"$1\\\"}},\
{\\\"metadata\\\":{\\\"id\\\":\\\"$deploy\\\",\\\"name\\\":\\\"$1\\\"}}]\"}"
}

test_case 'a UUID is an id, in any case, and is not looked up'
forget
run sa delete --dry-run "$ci"
expect_status 0
run sa delete --dry-run EE55EA90-EC17-471D-99E7-53EE33DF5703
expect_status 0
expect_requests 0

test_case 'a UUID in upper case is the same id'
upper=$(printf %s "$ci" | tr a-f A-F)
run sa get "$upper" -q .metadata.name
expect 0 <<'TEXT'
ci
TEXT
forget
run sa rotate --id "$upper" --org "$(printf %s "$acme" | tr a-f A-F)" \
  --dry-run
expect_status 0
edit "s|$NSCALE_SANDBOX_URL|URL|"
expect_stdout "POST URL$accounts/$ci/rotate"
run sa get "$(printf %s "$deploy" | tr a-f A-F | sed 's/.$/0/')"
expect_status 3
expect_stdout ''
readers=$(fixture acme groups readers)
run sa create --name x --group "$(printf %s "$readers" | tr a-f A-F)" \
  --dry-run -q '.spec.groupIDs[]'
expect_status 0
expect_stdout "$readers"
run sa list --group "$readers" -q 'length'
expect_status 0
output >"$work/wanted-length"
run sa list --group "$(printf %s "$readers" | tr a-f A-F)" -q 'length'
expect_status 0
expect_stdout "$(cat "$work/wanted-length")"

test_case 'a name is exact'
for name in CI c ci- ' ci' 'ci ' 'ci*' .; do
  run sa get "$name"
  expect_status 3
  expect_stdout ''
  stderr_has "nscale: service account \"$name\" not found"
done

test_case 'a name instead of an id, in --id and as the argument'
run sa get --id ci -q .metadata.id
expect_stdout "$ci"
run sa get ci -q .metadata.id
expect_stdout "$ci"
run sa update deploy -f "$file" -y -q .metadata.id
expect_stdout "$deploy"
run sa rotate --id=deploy -y -q .metadata.id
expect_kept
expect_stdout "$deploy"

test_case 'a name that two share is an error that lists both'
two twin 5
forget_requests()
{
  control DELETE requests >/dev/null
}
for words in 'get twin' 'get --id twin' 'rotate twin --yes' \
             'delete twin --yes' 'delete twin --dry-run'; do
  forget_requests
  # shellcheck disable=SC2086
  run sa $words
  expect_error 2 <<TEXT
ID                                    GROUPS  EXPIRES  AGE  STATUS
$ci  -       -        -    -
$deploy  -       -        -    -
nscale: 2 service accounts are named "twin": $ci, $deploy
hint: name one by its id, as the argument or with --id ID
TEXT
  only_request GET "$accounts"
done
two twin 1
run sa update twin -f "$file" -y
expect_error 2 <<TEXT
ID                                    GROUPS  EXPIRES  AGE  STATUS
$ci  -       -        -    -
$deploy  -       -        -    -
nscale: 2 service accounts are named "twin": $ci, $deploy
hint: name one by its id, as the argument or with --id ID
TEXT
two twin 1
run sa get twin --json
expect_error 2 <<TEXT
{"error":{"kind":"usage","message":"2 service accounts are named \"twin\": $ci, $deploy","status":null,"trace_id":null,"hint":"name one by its id, as the argument or with --id ID","exit_code":2}}
TEXT

test_case 'an id says which of the two'
two twin 1
run sa get "$deploy" -q .metadata.id
expect 0 <<TEXT
$deploy
TEXT

test_case 'an id wins over a name that looks like one'
two "$deploy" 1
run sa get "$deploy" -q .metadata.id
expect 0 <<TEXT
$deploy
TEXT

test_case 'an organization by name: looked up once, then used by id'
forget
run sa list --org globex -q '.[].metadata.organizationId'
expect_stdout "$globex"
expect_status 0
expect_requests 2
last_request GET "/api/v1/organizations/$globex/serviceaccounts"

test_case 'an organization by id is not looked up'
forget
run sa list --org "$globex" -q length
expect_stdout 1
expect_requests 1

test_case '--org goes before NSCALE_ORGANIZATION_ID, which may be a name'
NSCALE_ORGANIZATION_ID=globex run sa list -q length
expect_stdout 1
NSCALE_ORGANIZATION_ID=globex run sa list --org "$acme" -q length
expect_stdout 3
NSCALE_ORGANIZATION_ID='' run sa list --org acme -q length
expect_stdout 3

test_case 'an empty organization is a mistake'
forget
NSCALE_ORGANIZATION_ID='' run sa list
expect_error 2 <<'TEXT'
nscale: the organization is empty: --org and NSCALE_ORGANIZATION_ID take an id or a name
TEXT
run sa list --org ''
expect_error 2 <<'TEXT'
nscale: the organization is empty: --org and NSCALE_ORGANIZATION_ID take an id or a name
TEXT
expect_requests 0

test_case 'an organization that is not there'
forget
run sa list --org nowhere
expect_error 3 <<'TEXT'
nscale: organization "nowhere" not found
hint: there are: acme, globex
TEXT
only_request GET /api/v1/organizations

test_case 'a name that is nearly right is suggested, and never taken'
forget
run sa list --org acmee
expect_error 3 <<'TEXT'
nscale: organization "acmee" not found
hint: did you mean acme?
TEXT
for verb in get 'rotate --yes' 'delete --yes'; do
  # shellcheck disable=SC2086
  run sa $verb nigthly
  expect_error 3 <<'TEXT'
nscale: service account "nigthly" not found
hint: did you mean nightly?
TEXT
done
run groups get deployer
expect_error 3 <<'TEXT'
nscale: group "deployer" not found
hint: did you mean deployers?
TEXT
expect_requests 5

test_case 'an organization of which there are two'
fault '{"path":"/api/v1/organizations","body":"[{\"metadata\":{\"id\":\"1\",\"name\":\"twin\"}},{\"metadata\":{\"id\":\"2\",\"name\":\"twin\"}}]"}'
run sa list --org twin
expect_error 2 <<'TEXT'
nscale: 2 organizations are named "twin": 1, 2
hint: name one by its id: --org ID
TEXT

test_case 'both names in one command: three requests'
forget
run sa rotate ci --org globex -y -q .metadata.id
expect_kept
expect_stdout "$(fixture globex serviceaccounts ci)"
expect_requests 3

test_case 'what steers a terminal is escaped in the error'
run sa get "$(printf 'a\033[31m')"
expect_status 3
expect_stdout ''
stderr_has 'nscale: service account "a\x1b[31m" not found'

test_case 'an id is one segment of a path'
forget
run sa delete --dry-run --org ../x "$ci"
expect_status 3
run sa get ../groups
expect_status 3
last_request GET "$accounts"

test_case 'escapes of an id reach the server as they are'
for id in ../../../token %2e%2e%2fgroups a%2fb 'a b?c#d' a%00b; do
  forget
  run sa get "$id"
  expect_status 3
  stderr_has "nscale: service account \"$id\" not found"
  only_request GET "$accounts"
done
forget
run sa get "$(printf 'a\nb\177\001')"
expect_status 3
stderr_has 'nscale: service account "a\nb\x7f\x01" not found'
only_request GET "$accounts"
# A plugin's segment is encoded by the host, see test-host.sh.

test_case 'names begin with a dash behind --'
run sa get -- -x
expect_status 3
stderr_has 'nscale: service account "-x" not found'
run sa get --id -x
expect_status 3
stderr_has 'nscale: service account "-x" not found'

end_tests
