#!/bin/sh
# test-parents.sh - things that are a part of another, which is looked up by
# its name and named where it is not there; names for ids in fields that are
# texts; tests/fixtures/plugins/fleet.c
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/plugin.sh"
plugin_build fleet
NSCALE_PROJECT_ID=$(fixture acme projects website)
export NSCALE_PROJECT_ID
web=00000000-0000-4000-8000-000000000001
boot=00000000-0000-4000-8000-0000000000b0

# answers PATH BODY, missing PATH: what is there, and what is not
answers()
{
  fault "{\"path\": \"$1\", \"status\": 200, \"times\": 9, \"body\": \"$2\"}"
}
missing()
{
  fault "{\"path\": \"$1\", \"status\": 404, \"times\": 9,
    \"body\": \"{\\\"error\\\": \\\"not_found\\\", \\\"error_description\\\": \\\"resource not found\\\"}\"}"
}

# one ID NAME: a thing as faults have it
one()
{
  printf '{\\"metadata\\": {\\"id\\": \\"%s\\", \\"name\\": \\"%s\\"}}' "$1" "$2"
}

fleet()
{
  forget
  answers /api/v2/machines "[$(one $web web), $(one x1 twin), $(one x2 twin)]"
  answers /api/v2/networks "[$(one n1 blue), $(one n2 red), $(one n3 red)]"
}

test_case 'a parent is looked up by its name, and the address has its id'
fleet
answers "/api/v2/machines/$web/disks" "[$(one $boot boot)]"
run fleet disks list --machine web -q '.[].metadata.name'
expect 0 <<'TEXT'
boot
TEXT
expect_equal "GET /api/v2/machines
GET /api/v2/machines/$web/disks" "$(sent)"

test_case 'by its id nothing is looked up'
fleet
answers "/api/v2/machines/$web/disks" '[]'
run fleet disks list --machine $web -q '.[]'
expect_status 0
expect_requests 1

test_case 'one that the list does not have, and two of one name'
fleet
run fleet disks list --machine wib
expect_error 3 <<'TEXT'
nscale: machine "wib" not found
hint: did you mean web?
TEXT
run fleet disks list --machine twin
expect_error 2 <<'TEXT'
nscale: 2 machines are named "twin": x1, x2
hint: name one by its id: --machine ID
TEXT
run fleet disks list
expect_error 2 <<'TEXT'
nscale: list needs --machine
TEXT

test_case 'a 404 of what is listed or made in it names the parent'
fleet
missing "/api/v2/machines/$web/disks"
run fleet disks list --machine $web
expect_status 3
stderr_has "nscale: machine \"$web\" not found"
run fleet disks create --machine $web --name data --yes
expect_status 3
stderr_has "nscale: machine \"$web\" not found"

test_case 'a 404 of one thing in it names both'
fleet
missing "/api/v2/machines/$web/disks/$boot"
run fleet disks get $boot --machine web
expect_status 3
stderr_has "nscale: disk \"$boot\" not found in machine \"web\""

test_case 'completion has what is in the parent that is named'
fleet
answers "/api/v2/machines/$web/disks" "[$(one $boot boot)]"
XDG_CACHE_HOME=$work/cache
export XDG_CACHE_HOME
run __complete fleet disks get --machine web b
expect_equal boot "$(sed 1d stdout | cut -f 1)"
run __complete fleet disks get --machine w
expect_equal web "$(sed 1d stdout | cut -f 1)"
run __complete fleet disks get b
expect_equal '' "$(sed 1d stdout | cut -f 1)"

# ---- Names for ids in fields that are texts. ---------------------------

test_case 'a field that is a text of a list takes a name'
fleet
run fleet create --name db --network blue --dry-run
expect_status 0
expect_stderr <<TEXT
network "blue" is n1
Dry run, nothing is sent: POST $NSCALE_SANDBOX_URL/api/v2/machines
TEXT
stdout_has '"networkId": "n1"'
check test -n "$(requests | grep -F '/api/v2/networks')"

test_case 'in the same words as everywhere'
fleet
run fleet create --name db --network red --dry-run
expect_error 2 <<'TEXT'
nscale: 2 networks are named "red": n2, n3
hint: name one by its id: --network ID
TEXT
run fleet create --name db --network bleu --dry-run
expect_error 3 <<'TEXT'
nscale: network "bleu" not found
hint: did you mean blue?
TEXT
run fleet create --name db --network '' --dry-run
expect_error 2 <<'TEXT'
nscale: --network is empty
TEXT
run fleet create --help
stdout_has '--network ID|NAME'

test_case 'plugins check: nothing is wrong with it'
run plugins check plugins/fleet.so
expect_status 0

end_tests
