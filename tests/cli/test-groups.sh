#!/bin/sh
# test-groups.sh - `nscale groups`
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
[ -e "$abs_top_builddir/plugins/groups.so" ] ||
  skip_all 'the plugin groups was not built'

acme=$(fixture acme '' id)
deployers=$(fixture acme groups deployers)
groups=/api/v1/organizations/$acme/groups

test_case 'list counts the members'
for name in groups group; do
  forget
  run $name list
  expect 0 <<TEXT
ID                                    NAME       ROLES  USERS  SERVICE ACCOUNTS  AGE                   STATUS
$deployers  deployers  1      1      2                 2026-01-13T09:00:00Z  provisioned
$(fixture acme groups readers)  readers    1      0      2                 2026-01-14T09:00:00Z  provisioned
$(fixture acme groups admins)  admins     1      2      0                 2026-01-15T09:00:00Z  provisioned
TEXT
  only_request GET "$groups"
done

test_case 'get of an id is one request where no names are shown'
forget
run groups get "$deployers" -q .metadata.name \
  -q '.spec.serviceAccountIDs | length'
expect 0 <<'TEXT'
deployers
2
TEXT
only_request GET "$groups/$deployers"

test_case 'details name roles, users and service accounts'
run groups get deployers
expect_status 0
expect_stderr ''
edit 's/([0-9a-f-]\{36\})/(ID)/; s/: *[0-9a-f-]\{36\}$/: ID/'
stdout_has 'Users:             grace@acme.example (ID)'
stdout_has 'Service accounts:  deploy (ID)'
stdout_has '                   ci (ID)'
expect_equal 0 "$(grep -c '^Roles: *ID$' "$work/stdout")"

test_case 'get --json is the whole'
run group get readers --json
expect_status 0
expect_stderr ''
stdout_has '"name": "readers",'
stdout_has '"serviceAccountIDs": ['

test_case 'what is not there is 3, by name and by id'
run groups get nobody
expect_error 3 <<'TEXT'
nscale: group "nobody" not found
hint: nscale groups list shows what there is
TEXT
run groups get "$acme"
hide
expect_error 3 <<TEXT
nscale: group "$acme" not found (HTTP 404, trace TRACE)
TEXT

test_case 'without an organization nothing is sent'
forget
NSCALE_ORGANIZATION_ID='' "$NSCALE" groups list >"$work/stdout" \
  2>"$work/stderr"
status=$?
expect_error 2 <<'TEXT'
nscale: the organization is empty: --org and NSCALE_ORGANIZATION_ID take an id or a name
TEXT
expect_requests 0

end_tests
