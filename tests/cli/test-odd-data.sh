#!/bin/sh
# test-odd-data.sh - values that a server may send and nobody expects
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"

org=$NSCALE_ORGANIZATION_ID
accounts=/api/v1/organizations/$org/serviceaccounts
one=11111111-1111-4111-8111-111111111111
two=22222222-2222-4222-8222-222222222222

# thing ID NAME EXPIRY [MEMBERS]: an account; EXPIRY is JSON
thing()
{
  printf '{"metadata":{"id":"%s","name":"%s","creationTime":"2026-05-01T12:00:00Z"%s},"spec":{"groupIDs":[]},"status":{"expiry":%s}}' \
    "$1" "$2" "${4-}" "$3"
}

# ---- A time that was never set. -----------------------------------------

never='"0001-01-01T00:00:00Z"'
unset=$(thing $one unset "$never")
soon=$(thing $two soon '"2026-06-02T12:00:00Z"')

test_case 'never set: no date, in a table and sorted as absent'
served "[$unset,$soon]"
run sa list --columns name,expires --sort-by expires
expect 0 <<'TEXT'
NAME   EXPIRES
soon   2026-06-02T12:00:00Z
unset  -
TEXT
for zero in '"0001-01-01T00:00:00.000Z"' '"0001-01-01T01:00:00+01:00"'; do
  served "[$(thing $one unset "$zero")]"
  run sa list --columns name,expires --no-headers
  expect 0 <<'TEXT'
unset  -
TEXT
done

test_case 'any other time of that year is one'
served "[$(thing $one old '"0001-01-01T00:00:01Z"')]"
run sa list --columns expires --no-headers
expect 0 <<'TEXT'
0001-01-01T00:00:01Z
TEXT

test_case 'in details, and other times too'
served "[$(thing $one unset "$never" ",\"modifiedTime\":$never")]"
run sa get unset
expect 0 <<TEXT
ID:        $one
Name:      unset
Groups:    -
Expires:   never set
Created:   2026-05-01T12:00:00Z
Modified:  never set
TEXT

test_case 'what a program reads is as it was sent'
served "[$unset]"
run sa get unset -q .status.expiry
expect 0 <<'TEXT'
0001-01-01T00:00:00Z
TEXT

test_case 'it does not expire: list, rotate one, rotate all'
served "[$unset,$soon]"
run sa list --expiring-within 7d -q '.[].metadata.name'
expect 0 <<'TEXT'
soon
TEXT
served "[$unset]"
run sa rotate unset --if-expiring-within 7d --yes
expect_error 0 <<'TEXT'
Nothing to do: service account "unset" has an expiry that was never set.
TEXT
served "[$unset]"
run sa rotate --all --expiring-within 7d --output-dir tokens --yes
expect_error 0 <<'TEXT'
Nothing to do: no service account meets --expiring-within 7d.
TEXT

test_case 'nor does the token of such an account'
ci=$(fixture acme serviceaccounts ci)
served "[$(thing "$ci" ci "$never")]"
with_token "$(token_of "$ci")" sa check --within 7d
expect_status 1
stdout_lacks 0001
expect_stderr <<'TEXT'
nscale: the service does not say when the service token expires
hint: it says that of service accounts alone; a token that can be read says it with --offline
TEXT

test_case 'a deletion that was never begun: the account is one of them'
served "[$(thing $two soon '"2026-06-02T12:00:00Z"' ",\"deletionTime\":$never")]"
run sa rotate --all --expiring-within 7d --output-dir tokens --dry-run
expect_status 0
stderr_has "$two"
served "[$(thing $two soon '"2026-06-02T12:00:00Z"' ",\"deletionTime\":$never")]"
run sa create --name soon --yes
expect_status 5

end_tests
