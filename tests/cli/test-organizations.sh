#!/bin/sh
# test-organizations.sh - `nscale organizations`
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
[ -e "$abs_top_builddir/plugins/organizations.so" ] ||
  skip_all 'the plugin organizations was not built'

acme=$(fixture acme '' id)
globex=$(fixture globex '' id)
root=/api/v1/organizations

test_case 'list shows what the token can see, by every name of the plugin'
for name in organizations organization org; do
  forget
  run $name list
  expect 0 <<TEXT
ID                                    NAME    TYPE    DOMAIN          AGE                   STATUS
$acme  acme    domain  acme.example    2026-01-05T09:00:00Z  provisioned
$globex  globex  domain  globex.example  2026-01-06T09:00:00Z  provisioned
TEXT
  only_request GET "$root"
done

test_case 'list takes a filter'
run org list -q '.[].metadata.name'
expect 0 <<'TEXT'
acme
globex
TEXT

test_case 'get takes a name'
run org get acme
expect 0 <<TEXT
ID:           $acme
Name:         acme
Description:  The main organization.
Type:         domain
Domain:       acme.example
Created:      2026-01-05T09:00:00Z
Status:       provisioned
Health:       healthy
TEXT

test_case 'get of an id is one request'
forget
run org get --id "$globex" -q .metadata.name -q .spec.domain
expect 0 <<'TEXT'
globex
globex.example
TEXT
only_request GET "$root/$globex"

test_case 'get --json is the whole'
run org get globex --json
expect_status 0
expect_stderr ''
stdout_has '"organizationType": "domain",'

test_case 'what is not there is 3'
run org get nobody
expect_error 3 <<'TEXT'
nscale: organization "nobody" not found
hint: nscale organizations list shows what there is
TEXT

test_case 'a service account sees its own organization'
with_token "$(token_of "$(fixture acme serviceaccounts ci)")" org list \
  -q '.[].metadata.name'
expect 0 <<'TEXT'
acme
TEXT

test_case 'it has no other flags and verbs'
refuses --org --yes --file -- org list
run org create
expect_error 2 <<'TEXT'
nscale: organizations has no verb create
hint: its verbs are: list, get
TEXT

end_tests
