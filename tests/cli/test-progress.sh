#!/bin/sh
# test-progress.sh - a line on the terminal while a reply takes its time
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"
requires 'pty was not built' test -x "$test_pty"
TERM=xterm NO_COLOR=1
export TERM NO_COLOR

accounts=/api/v1/organizations/$(fixture acme '' id)/serviceaccounts
host=${NSCALE_SANDBOX_URL#*://}

# slowly: the next request for the list takes two seconds and more.
slowly()
{
  forget
  fault "{\"path\":\"$accounts*\",\"delay\":2300${1-}}"
}

# What takes a line back becomes ~; waited: what stood between two of those,
# once for all its seconds, becomes WAITED.
taken()
{
  sed -e "s/$(printf '\r\033')\[K/~/g" -e "s/$(printf '\r')\$//" \
    "$work/screen" >"$work/stdout"
}

waited()
{
  taken
  edit "s/\\(~Waiting [1-9][0-9]* s for $host\\)\\{1,\\}~/WAITED/g"
}

test_case 'a request of more than a second says so and takes it back'
slowly
show sa list --columns name
waited
expect 0 <<'TEXT'
WAITEDNAME
nightly
deploy
ci
TEXT

test_case 'a fast one says nothing'
show sa list --columns name
expect_status 0
taken
stdout_lacks '~'
stdout_lacks Waiting

test_case 'it is shown with --json and filters too'
slowly
show sa list -q '.[1].metadata.name'
waited
expect 0 <<'TEXT'
WAITEDdeploy
TEXT

test_case 'it is gone before an error is shown'
slowly ',"status":403'
show sa list
waited
expect_status 4
stdout_has 'WAITEDnscale: '

test_case 'for a mutation, and before its remarks'
slowly ',"method":"POST"'
show sa rotate ci --yes -q .metadata.name
expect_kept stdout
waited
expect_status 0
expect_equal 1 "$(grep -c WAITED "$work/stdout")"
stdout_has ci

test_case 'Ctrl-C takes it back'
slowly
play sa list <<'PLAY'
wait Waiting 1 s for
stop
PLAY
taken
expect_status 130
stdout_has "~Waiting 1 s for $host^C~"
stdout_has 'nscale: interrupted, nothing was changed'

test_case 'Ctrl-C once while a mutation is awaited'
slowly ',"method":"POST"'
play sa rotate ci --yes -q .metadata.name <<'PLAY'
wait Waiting 1 s for
stop
PLAY
expect_kept stdout
taken
expect_status 0
stdout_has "^C~nscale: the request was sent and nscale is waiting for its reply"

test_case 'cut to a narrow terminal, where a line that wraps stays'
slowly
show -s 20x24 sa list --columns name
taken
expect_status 0
stdout_has '~Waiting 1 s for 12…~'

test_case 'in the C locale: ASCII'
slowly
LC_ALL=C show -s 20x24 sa list --columns name
taken
expect_status 0
stdout_has '~Waiting 1 s for ...~'

test_case 'not in a pipe, not on a dumb terminal'
slowly
show -e "$work/errors" sa list --columns name
expect_status 0
stdout_lacks Waiting
expect_equal '' "$(cat "$work/errors")"
slowly
TERM=dumb show sa list --columns name
expect 0 <<'TEXT'
NAME
nightly
deploy
ci
TEXT

end_tests
