#!/bin/sh
# test-color.sh - when there is colour, and JSON as people read it
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
# The true clock: what is relative, is so to the time at which this runs.
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"
requires 'pty was not built' test -x "$test_pty"

accounts=/api/v1/organizations/$(fixture acme '' id)/serviceaccounts
TERM=xterm
export TERM
list='sa list --columns name,expires,status'

# Escapes as ^[.
readable()
{
  edit "s/$(printf '\033')/^[/g"
}

people()
{
  cat <<'TEXT'
NAME     EXPIRES     STATUS
nightly  ^[[31mexpired 3d^[[0m  ^[[32mprovisioned^[[0m
deploy   ^[[33m9d^[[0m          ^[[32mprovisioned^[[0m
ci       84d         ^[[32mprovisioned^[[0m
TEXT
}

test_case '--color=always: a pipe shows what a terminal shows'
# shellcheck disable=SC2086
run $list --color=always
readable
people | expect 0
NO_COLOR=1 TERM=dumb run --color always sa list --columns name,expires,status
readable
people | expect 0

test_case '... as wide as COLUMNS, if that is set'
COLUMNS=40 run sa list --color=always --no-headers
expect_stderr <<'TEXT'
hint: no room for ID and AGE; --columns name,id,age shows them
TEXT
readable
stdout_has 'deploy   1       ^[[33m9d^[[0m          ^[[32mprovisioned^[[0m'
run sa list --color=always
stdout_has ee55ea90-ec17-471d-99e7-53ee33df5703

test_case '--color=never: a terminal without colour, and auto as without it'
# shellcheck disable=SC2086
FORCE_COLOR=1 show $list --color=never
people | sed 's/\^\[\[[0-9]*m//g' | expect 0
# shellcheck disable=SC2086
show $list --color=auto
readable
people | expect 0
# shellcheck disable=SC2086
CLICOLOR=0 show $list
people | sed 's/\^\[\[[0-9]*m//g' | expect 0

test_case 'FORCE_COLOR and CLICOLOR_FORCE colour a pipe, but not what programs read'
run sa list --columns name,status
cp "$work/stdout" "$work/plain"
for force in FORCE_COLOR=1 CLICOLOR_FORCE=1; do
  export "${force?}"
  run sa list --columns name,status
  readable
  stdout_has 'nightly  ^[[32mprovisioned^[[0m'
  run sa list --columns name,expires
  check test "$(grep -c "$(printf '\033')\[3[13]m20" "$work/stdout")" -eq 2
  NO_COLOR=1 run sa list --columns name,status
  expect 0 <"$work/plain"
  run sa list --json
  stdout_lacks "$(printf '\033')"
  run sa get ci -q .
  check test "$(wc -l <"$work/stdout")" -eq 1
  unset "${force%%=*}"
done

test_case 'another word is refused'
run sa list --color=sometimes
expect_error 2 <<'TEXT'
nscale: --color does not take sometimes
hint: it takes one of: auto, always, never
TEXT
run sa list --color ''
expect_error 2 <<'TEXT'
nscale: --color does not take ''
hint: it takes one of: auto, always, never
TEXT

# ---- JSON. --------------------------------------------------------------

spec()
{
  cat <<'TEXT'
{
  ^[[1;34m"groupIDs"^[[0m: [
    ^[[32m"bb1c619a-1d3b-4620-923e-bf7f241e976c"^[[0m,
    ^[[32m"b7357faa-5e82-49cc-acd8-a2e6dc1483b5"^[[0m
  ]
}
TEXT
}

test_case 'JSON at a terminal is coloured and indented, and so are results of -q'
show sa get ci -q .spec
readable
spec | expect 0
show sa get ci --json
readable
stdout_has '    ^[[1;34m"name"^[[0m: ^[[32m"ci"^[[0m,'
edit 's/\^\[\[[0-9;]*m//g'
cp "$work/stdout" "$work/shown"
run sa get ci --json
expect 0 <"$work/shown"

test_case 'the JSON of what needs no server'
show version --json
readable
stdout_has '  ^[[1;34m"plugin_abi"^[[0m: ^[[32m"'
run plugins list --json --color=always
readable
stdout_has '    ^[[1;34m"name"^[[0m: ^[[32m"groups"^[[0m,'

test_case 'with --color=always in a pipe, and without colours under NO_COLOR'
run sa get ci -q .spec --color=always
readable
spec | expect 0
NO_COLOR=1 show sa get ci -q .spec
spec | sed 's/\^\[\[[0-9;]*m//g' | expect 0
TERM=dumb show sa list --json
cp "$work/stdout" "$work/shown"
run sa list --json
expect 0 <"$work/shown"

test_case 'strings are printed as they are, also those that look like JSON'
show sa get ci -q .metadata.name -q '.spec|tojson' -q '"[1]\n{"' \
  -q '.spec.groupIDs|length' -q .none -q '[]' -q '[{}]'
readable
expect 0 <<'TEXT'
ci
{"groupIDs":["bb1c619a-1d3b-4620-923e-bf7f241e976c","b7357faa-5e82-49cc-acd8-a2e6dc1483b5"]}
[1]
{
2
null
[]
[
  {}
]
TEXT

test_case 'a list, element by element and as a whole'
NO_COLOR=1 show sa list -q .
cp "$work/stdout" "$work/shown"
run sa list --json
expect 0 <"$work/shown"
NO_COLOR=1 show sa list -q 'map(.metadata.name)'
expect 0 <<'TEXT'
[
  "nightly",
  "deploy",
  "ci"
]
TEXT
NO_COLOR=1 show sa list -q '.[]|.metadata|{name}' -q '.[].metadata.name'
edit 2,9d
expect 0 <<'TEXT'
{
nightly
deploy
ci
TEXT
served '[]'
NO_COLOR=1 show sa list -q .
expect 0 <<'TEXT'
[]
TEXT

test_case 'no byte of the server steers the terminal there'
served '[{"metadata":{"id":"1","name":"\u001b[2J\u001e\u009b\u202e","\u001e":1}}]'
NO_COLOR=1 show sa list -q '.[0].metadata.name' -q '.[0].metadata'
expect 0 <<'TEXT'
\u001b[2J\u001e\u009b\u202e
{
  "id": "1",
  "name": "\u001b[2J\u001e\u009b\u202e",
  "\u001e": 1
}
TEXT

test_case 'a new token is found in what is shown, and its whole reply is JSON'
NO_COLOR=1 show -e "$work/said" sa rotate deploy --yes -q .status.accessToken \
  -q .status
expect_status 0
token=$(head -n 1 "$work/stdout")
check test "${#token}" -gt 100
check grep -q "^  \"accessToken\": \"$token\"" "$work/stdout"
show sa rotate deploy --yes -q .none
expect_status 9
stdout_has 'no filter finds the new token'

end_tests
