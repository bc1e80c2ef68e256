#!/bin/sh
# test-memory.sh - how much memory a long list takes
#
# Above what the libraries take for an empty one: what is shown element by
# element takes the same for any length, and a table its texts.
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'sanitizers need memory of their own' [ -z "${SANITIZERS-}" ]
sandbox_start --tls --now 2026-06-01T12:00:00Z --accounts 100000
. "$abs_top_srcdir/tests/cli/fixtures.sh"

# peak WORDS: of nscale, in KiB
peak()
{
  printf 'peak\t%s serviceaccounts list %s\n' "$NSCALE" "$1" >"$work/table"
  "$abs_top_builddir/tests/bench/compare" 1 "$work/table" |
    awk 'END { print int($6 * 1024) }'
}

least=$(peak "--org $(fixture globex '' id)")

# takes WORDS MEBIBYTES: at most so many more than a list of one
takes()
{
  test_case "100000 accounts, ${1:-a table}"
  taken=$(($(peak "$1") - least))
  echo "# $taken KiB more than the $least of a short list"
  [ "$taken" -le $(($2 * 1024)) ] || fail "more than $2 MiB"
}

check [ "$least" -gt 1024 ]
takes '' 10
takes --json 2
takes '-q .' 2
takes '-q .[].metadata.id' 2
takes '-q .[0].metadata.name' 2
takes '-q .[]|select(.spec)|.metadata.id' 4
takes '--columns name' 10

end_tests
