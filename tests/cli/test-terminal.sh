#!/bin/sh
# test-terminal.sh - tables and details as a terminal shows them
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

# Colours as ^[, ages (those of the sandbox grow) as AGE.
readable()
{
  edit -e "s/$(printf '\033')/^[/g" \
    -e 's/[0-9][0-9]*[smhdy]  *\([^ ]*\)$/AGE  \1/' -e 's/AGE   STATUS/AGE  STATUS/' \
    -e 's/(1*[0-9] [a-z]* ago)/(LONG AGO)/' \
    -e 's/  20[0-9T:-]*Z (/  TIME (/' -e 's/\[20[0-9T:-]*Z (/[TIME (/' \
    -e 's/m20[0-9T:-]*Z (/mTIME (/'
}

uncoloured()
{
  cat <<'TEXT'
ID                                    NAME     GROUPS  EXPIRES     AGE  STATUS
49407c8b-05f1-4293-a3bc-7ecf0d0fce4f  nightly  1       expired 3d  AGE  provisioned
bab0d809-8106-4d97-a8e4-439fb4b6707a  deploy   1       9d          AGE  provisioned
ee55ea90-ec17-471d-99e7-53ee33df5703  ci       2       84d         AGE  provisioned
TEXT
}

# widest: the columns of the longest line but for the hint, each character
# being one wide.
widest()
{
  sed "s/$(printf '\033')\[[0-9]*m//g; s/…/./g; /^hint: /d" "$work/stdout" |
    awk 'length > most { most = length } END { print most }'
}

test_case 'relative times, and colour that says something'
show -s 120x24 sa list
readable
expect 0 <<'TEXT'
ID                                    NAME     GROUPS  EXPIRES     AGE  STATUS
49407c8b-05f1-4293-a3bc-7ecf0d0fce4f  nightly  1       ^[[31mexpired 3d^[[0m  AGE  ^[[32mprovisioned^[[0m
bab0d809-8106-4d97-a8e4-439fb4b6707a  deploy   1       ^[[33m9d^[[0m          AGE  ^[[32mprovisioned^[[0m
ee55ea90-ec17-471d-99e7-53ee33df5703  ci       2       84d         AGE  ^[[32mprovisioned^[[0m
TEXT

test_case 'no colour: NO_COLOR, TERM=dumb, no TERM'
NO_COLOR=1 show -s 120x24 sa list
readable
uncoloured | expect 0
TERM=dumb show -s 120x24 sa list
readable
uncoloured | expect 0
TERM='' show -s 120x24 sa list
readable
uncoloured | expect 0

test_case 'an empty NO_COLOR is none'
NO_COLOR='' show -s 120x24 sa list
stdout_has "$(printf '\033[31mexpired')"

test_case 'stdout in a file: RFC 3339, uncut and plain, at a terminal too'
run sa list
cat "$work/stdout" >"$work/wide"
show -s 20x24 -o "$work/file" sa list
expect 0 </dev/null
cat "$work/file" >"$work/stdout"
expect_stdout <"$work/wide"

test_case 'stderr in a file takes no colour from stdout'
show -s 120x24 -e "$work/file" sa list
readable
stdout_has '^[[31mexpired 3d^[[0m'
expect_status 0

test_case 'cut to the width of the terminal'
for width in 200 100 90 80 60 40 20; do
  show -s "${width}x24" sa list
  expect_status 0
  [ "$(widest)" -le "$width" ] ||
    fail "$(widest) columns on a terminal of $width"
  expect_equal 4 "$(grep -vc '^hint: ' "$work/stdout")"
done

test_case 'at 80 columns the names that people give, and what they are asked about'
one() { echo '{"metadata":{"id":"49407c8b-05f1-4293-a3bc-7ecf0d0fce4f","name":"'"$1"'",
  "creationTime":"2099-01-01T00:00:00Z","provisioningStatus":"provisioned"},
  "spec":{"groupIDs":["a"]},"status":{"expiry":"2001-01-01T00:00:00Z"}}'; }
served "[$(one github-actions-deploy),$(one terraform-production-eu-west-4),$(one ci)]"
NO_COLOR=1 show -s 80x24 sa list
edit 's/expired [0-9]*y/expired AGO/'
expect 0 <<'TEXT'
NAME                            GROUPS  EXPIRES      AGE  STATUS
github-actions-deploy           1       expired AGO  0s   provisioned
terraform-production-eu-west-4  1       expired AGO  0s   provisioned
ci                              1       expired AGO  0s   provisioned
hint: no room for ID; --columns name,id shows it
TEXT

test_case 'a terminal that does not tell its width: COLUMNS, or 80'
COLUMNS=50 show -s 0x0 sa list
[ "$(widest)" -le 50 ] || fail "$(widest) columns instead of 50"
show -s 0x0 sa list
[ "$(widest)" -le 80 ] || fail "$(widest) columns instead of 80"

test_case 'the terminal goes before COLUMNS'
COLUMNS=30 show -s 120x24 sa list
readable
stdout_has '  84d         AGE  '

test_case 'long names are cut at a terminal, and never in a pipe'
long=$(printf 'a%.0s' $(seq 200))
served "[{\"metadata\":{\"id\":\"1\",\"name\":\"$long\"}}]"
show -s 60x24 sa list
expect_status 0
stdout_has 'a…'
[ "$(widest)" -le 60 ] || fail "$(widest) columns instead of 60"
served "[{\"metadata\":{\"id\":\"1\",\"name\":\"$long\"}}]"
run sa list
stdout_has "1   $long  -"

test_case 'details: times with how far they are, colour for the expired'
show sa get nightly
readable
expect 0 <<TEXT
ID:            49407c8b-05f1-4293-a3bc-7ecf0d0fce4f
Name:          nightly
Description:   Cleans up at night.
Organization:  $(fixture acme '' id)
Groups:        readers ($(fixture acme groups readers))
Expires:       ^[[31mTIME (expired 3 days ago)^[[0m
Created:       TIME (LONG AGO)
Created by:    ada@acme.example
Status:        ^[[32mprovisioned^[[0m
Health:        ^[[32mhealthy^[[0m
TEXT
show sa get deploy
readable
stdout_has 'Expires:       ^[[33mTIME (in 9 days)^[[0m'
NO_COLOR=1 show sa get deploy
readable
stdout_has 'Expires:       TIME (in 9 days)'

test_case 'JSON is as wide at a terminal as in a pipe'
run sa list --json
cat "$work/stdout" >"$work/wide"
NO_COLOR=1 show -s 20x24 sa list --json
expect 0 <"$work/wide"
run sa get ci --json
cat "$work/stdout" >"$work/wide"
NO_COLOR=1 show -s 20x24 sa get ci -q .
expect 0 <"$work/wide"

test_case 'no byte of the server steers the terminal'
nasty='\u001b]0;title\u0007\u001b[2J\r\n\u009b31m\u202e\u200b'
served "[{\"metadata\":{\"id\":\"1\",\"name\":\"$nasty\"}}]"
NO_COLOR=1 show -s 200x24 sa list
expect_status 0
stdout_has '\x1b]0;title\x07\x1b[2J\r\n\u009b31m\u202e'
served "[{\"metadata\":{\"id\":\"1\",\"name\":\"$nasty\"}}]"
NO_COLOR=1 show -s 200x24 sa get 1
stdout_has 'Name:  \x1b]0;title\x07\x1b[2J\r\n\u009b31m\u202e'
fault '{"status":400,"body":"{\"error\":\"x\",\"error_description\":\"a\\u001b[2Jb\\rc\",\"trace_id\":\"\\u001b[1m\"}"}'
NO_COLOR=1 show -s 200x24 sa list
expect_status 1
stdout_has 'a\x1b[2Jb c'
stdout_has 'trace \x1b[1m'
check test "$(tr -d '\r\n\t -~' <"$work/screen" | wc -c)" -eq 0

test_case 'wide and narrow scripts line up'
served '[{"metadata":{"id":"1","name":"日本語"}},{"metadata":{"id":"2","name":"é"}},{"metadata":{"id":"3","name":"abcdef"}}]'
NO_COLOR=1 show -s 80x24 sa list
expect 0 <<'TEXT'
ID  NAME    GROUPS  EXPIRES  AGE  STATUS
1   日本語  -       -        -    -
2   é       -       -        -    -
3   abcdef  -       -        -    -
TEXT

test_case 'a terminal without UTF-8 gets ASCII'
served "[{\"metadata\":{\"id\":\"1\",\"name\":\"é$long\"}}]"
LC_ALL=C NO_COLOR=1 show -s 60x24 sa list
expect_status 0
check test "$(tr -d '\r\n -~' <"$work/screen" | wc -c)" -eq 0

test_case 'an empty list says so'
served '[]'
show sa list
expect 0 <<'TEXT'
No service accounts.
TEXT

test_case 'errors are sentences, without colour that says nothing'
show sa get nobody
expect_status 3
stdout_has 'nscale: service account "nobody" not found'

end_tests
