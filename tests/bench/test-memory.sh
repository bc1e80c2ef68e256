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

# takes WORDS MEBIBYTES: at most so many more than a list of one.  What the
# system maps around a page that is touched differs by some 100 KiB from one run
# to the next, so that of three the least counts.
takes()
{
  test_case "100000 accounts, ${1:-a table}"
  for look in 1 2 3; do
    taken=$(($(peak "$1") - least))
    echo "# $taken KiB more than the $least of a short list"
    [ "$taken" -gt $(($2 * 1024)) ] || return 0
  done
  fail "more than $2 MiB, $look times"
}

check [ "$least" -gt 1024 ]
takes '' 10
takes --json 2
takes '-q .' 2
takes '-q .[].metadata.id' 2
takes '-q .[0].metadata.name' 2
takes '-q .[]|select(.spec)|.metadata.id' 4
takes '-q map(.metadata.id)' 7
takes '-q [.[]|select(.spec)]|length' 4
takes '-q add' 4
takes '--columns name' 10

# ---- Many values in few bytes. ------------------------------------------

ci=$(fixture acme serviceaccounts ci)
accounts=/api/v1/organizations/$(fixture acme '' id)/serviceaccounts

# reply NAME PATH [MEMBER]: NAME.json, a fault that answers with that file, and
# with zip in $form with what gzip makes of it
reply()
{
  if [ "$form" = zip ]; then
    printf '{"path":"%s",%s"status":200,"times":99,"headers":{"Content-Encoding":"gzip"},"raw":"%s"}' \
      "$2" "${3-}" "$(gzip -c "$1" | base64 | tr -d '\n')" >"$1.json"
  else
    printf '{"path":"%s",%s"status":200,"times":99,"body":"%s"}' \
      "$2" "${3-}" "$(sed 's/"/\\"/g' "$1")" >"$1.json"
  fi
}

# serve UNIT COUNT: the list of accounts, and what a change is answered with,
# have so many of these in one array
serve()
{
  awk -v unit="$1" -v count="$2" -v id="$ci" -v accounts="$accounts" '
  function times(unit, count, half) {
    if (count < 1) return ""
    half = times(unit, int(count / 2))
    return half half (count % 2 ? unit : "")
  }
  BEGIN {
    all = times(unit ",", count - 1)
    thing = "{\"metadata\":{\"id\":\"" id "\",\"name\":\"ci\"}," \
      "\"spec\":{\"groupIDs\":[]},\"status\":{\"accessToken\":\"fresh\"}," \
      "\"x\":[" all unit "]}"
    list = "[" thing "]"
    printf "%s", list >"list"
    printf "%s", thing >"thing"
  }'
  reply list "$accounts" '"method":"GET",'
  reply thing "$accounts/*"
  control DELETE faults
  control POST faults @list.json >/dev/null
  control POST faults @thing.json >/dev/null
  bytes=$(wc -c <list)
}

cd "$work" || exit 99
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
# Those in gzip are more than the sandbox takes as they are.
while read -r unit count form; do
  serve "$unit" "$count"
  most=0
  test_case "$bytes bytes of $unit${form:+ in gzip}, in any form"
  while read -r words; do
    printf 'peak!\t%s %s\n' "$NSCALE" "$words" >table
    taken=$("$abs_top_builddir/tests/bench/compare" 1 table |
      awk 'END { print int($6 * 1024) }')
    [ "$taken" -le $((64 * 1024 + 10 * bytes / 1024)) ] ||
      fail "$words takes $taken KiB"
    [ "$taken" -le "$most" ] || most=$taken
    [ "$taken" -gt 1024 ] || fail "$words was not measured"
  done <<TEXT
serviceaccounts list
serviceaccounts list --json
serviceaccounts list -q .[]|.x|length
serviceaccounts list --columns name
serviceaccounts get ci
serviceaccounts get ci --json
serviceaccounts get ci -q .metadata.name
serviceaccounts get ci -q .x|length
serviceaccounts update ci --description new --yes
serviceaccounts update ci --description new --yes --json
serviceaccounts rotate ci --yes
serviceaccounts rotate ci --yes --json
api $accounts
api $accounts -q .[0].metadata.name
api -X PUT $accounts/$ci --yes
TEXT
  echo "# $most KiB at most, of $((64 * 1024 + 10 * bytes / 1024))"
done <<'UNITS'
{} 300000
{} 9900
[] 20000
1 60000
"" 100000
null 900000 zip
[[[[[[[[1]]]]]]]] 3000
{} 300000 zip
{} 5000000 zip
UNITS

end_tests
