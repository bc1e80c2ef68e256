#!/bin/sh
# test-rotate-fleet.sh - `sa rotate --all` goes on where one account fails
#
# Among 20 accounts each fault is tried at the first, the last and three places
# between them; FLEET_PLACES names others.
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --accounts 20
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$NSCALE_ORGANIZATION_ID
accounts=/api/v1/organizations/$org/serviceaccounts
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
cd "$work" || exit 99

run sa list -q '.[].metadata.id'
cp stdout ids
run sa list -q '.[].metadata.name'
cp stdout names
total=$(wc -l <ids | tr -d ' ')
: "${FLEET_PLACES:=1 2 9 19 20}"

# at FILE PLACE: a line of a file
at()
{
  sed -n "$2p" "$1"
}

# A day goes by before each case, so that what was rotated before is due once
# more and what is rotated now is not.
days=0
new_day()
{
  days=$((days + 1))
  control POST 'clock?forward=86400' >/dev/null || fail 'no new day'
  within=$((89 + days))d12h
  rm -rf store state
  mkdir store
  forget
}

# due: how many accounts are to be rotated
due()
{
  run sa list --expiring-within "$within" -q '.[].metadata.id'
  wc -l <stdout | tr -d ' '
}

# rotate [FLAG...]: all that are due, their tokens to the store
# shellcheck disable=SC2016 # the command expands it
store='cat >"store/$NSCALE_ACCOUNT_ID"'
rotate()
{
  run sa rotate --all --expiring-within "$within" --yes \
    --deliver-retries 0 --deliver "$store" "$@"
}

# stored ID: the store has the present token
stored()
{
  expect_equal "$(token_of "$1")" "$(cat "store/$1" 2>/dev/null)"
}

# ---- To the end. --------------------------------------------------------

test_case 'every one, on purpose: each token to the command, none on stdout'
new_day
run sa rotate --all --whatever-expiry --yes --json --deliver "$store"
expect_status 0
expect_stderr ''
expect_equal "$total" "$(find store -type f | wc -l | tr -d ' ')"
for place in 1 2 "$total"; do
  stored "$(at ids "$place")"
done
stdout_lacks eyJ
stdout_lacks accessToken
expect_equal "$total" "$(grep -c '"result": "rotated"' stdout)"
expect_equal '' "$(find state -type f 2>/dev/null)"

test_case 'the question says where they go'
run sa rotate --all --whatever-expiry --dry-run --deliver "$store"
stderr_has "Each new token goes to: $store"

# ---- One fault. ---------------------------------------------------------

# Each function makes one fault at the account $id and says what is to be seen:
# the status, how many were rotated, its result, how many are due afterwards.
refused()
{
  fault "{\"path\": \"*/$id/rotate\", \"status\": $1, \"body\": \"{\\\"error\\\": \\\"$2\\\"}\"}"
  wanted_status=$3 wanted_done=$((total - 1)) result=failed wanted_due=1
}
forbidden() { refused 403 forbidden 4; }
not_found() { refused 404 not_found 3; }
invalid() { refused 400 invalid_request 1; }
locked() { refused 409 conflict 5; }
cut_after()
{
  fault "{\"path\": \"*/$id/rotate\", \"cut\": \"after\"}"
  wanted_status=8 wanted_done=$((total - 1)) result=unknown wanted_due=0
}
cut_before()
{
  fault "{\"path\": \"*/$id/rotate\", \"cut\": \"before\", \"times\": 9}"
  wanted_status=8 wanted_done=$((total - 1)) result=unknown wanted_due=1
}
no_token()
{
  fault "{\"path\": \"*/$id/rotate\", \"status\": 200, \"body\": \"{}\"}"
  wanted_status=8 wanted_done=$((total - 1)) result=unknown wanted_due=1
}
not_delivered()
{
  mkdir "store/$id"
  wanted_status=9 wanted_done=$((total - 1)) result=kept wanted_due=0
}
checked()
{
  # shellcheck disable=SC2016 # the command expands it
  set_check='test "$NSCALE_ACCOUNT_ID" != '$id
  wanted_status=2 wanted_done=$((total - 1)) result=failed wanted_due=1
}
# What concerns all ends the rest.
unauthorized()
{
  refused 401 access_denied 4
  wanted_done=$((place - 1)) wanted_due=$((total - place + 1))
}
limited()
{
  fault "{\"path\": \"*/$id/rotate\", \"status\": 429, \"headers\": {\"Retry-After\": \"9999\"}}"
  wanted_status=6 wanted_done=$((place - 1)) result=failed
  wanted_due=$((total - place + 1))
}

for kind in forbidden not_found invalid locked cut_after cut_before no_token \
  not_delivered checked unauthorized limited; do
  test_case "$kind: the others are rotated, and the rest by the same command"
  for place in $FLEET_PLACES; do
    id=$(at ids "$place")
    new_day
    set_check=true
    $kind
    rotate --json --deliver-check "$set_check"
    expect_status "$wanted_status"
    expect_equal "$wanted_done" "$(grep -c '"result": "rotated"' stdout)"
    expect_equal "$total" "$(grep -c '"result": ' stdout)"
    # Its own element says what became of it, where its token is, and why.
    sed -n "/\"id\": \"$id\"/,/}/p" stdout >own
    grep -q "\"result\": \"$result\"" own || fail "$kind at $place: no $result"
    grep -q '"error": "' own || fail "$kind at $place: no reason"
    if [ "$result" = kept ]; then
      kept=$(sed -n 's/.*"file": "\(.*\)",*/\1/p' own)
      expect_equal "$(token_of "$id")" "$(cat "$kept")"
      rmdir "store/$id"
      cp "$kept" "store/$id"
    fi
    grep -q eyJ stdout stderr && fail "$kind at $place: a token is shown"
    forget
    expect_equal "$wanted_due" "$(due)"
    rotate
    expect_status 0
    expect_equal 0 "$(due)"
    [ "$kind" = cut_after ] || stored "$id"
    stored "$(at ids $((place % total + 1)))"
    stored "$(at ids $(((place + total - 2) % total + 1)))"
  done
done

# ---- For people. --------------------------------------------------------

test_case 'each that failed on a line of its own, and the gravest status'
new_day
two=$(at ids 2) four=$(at ids 4)
fault "{\"path\": \"*/$two/rotate\", \"status\": 403, \"body\": \"{\\\"error\\\": \\\"forbidden\\\"}\"}"
fault "{\"path\": \"*/$four/rotate\", \"status\": 200, \"body\": \"{}\"}"
run sa rotate --all --expiring-within "$within" --yes --output-dir tokens
edit -e '/^The token was/d' -e '/^Rotated/d' -e 's|saved to [^;]*|saved to KEPT|'
expect_error 8 <<TEXT
nscale: service account "$(at names 4)" may or may not have been rotated: the reply holds no token at .status.accessToken
hint: what arrived was saved to KEPT; the old token may no longer work and the new one was not received: rotate again with nscale serviceaccounts rotate $(at names 4) --org $org
$((total - 2)) of $total service accounts are done. The others:
$(at names 2): failed: the service token may not rotate service account "$(at names 2)" in organization $org (HTTP 403)
$(at names 4): unknown: service account "$(at names 4)" may or may not have been rotated: the reply holds no token at .status.accessToken
nscale: 2 of $total service accounts were not rotated
hint: the same command does what is left
TEXT

test_case 'two in a row that do not arrive are the end'
new_day
mkdir "store/$two" "store/$(at ids 3)"
rotate --json
expect_status 9
expect_equal "1 2 $((total - 3))" "$(grep -c '"rotated"' stdout) $(
  grep -c '"kept"' stdout) $(grep -c '"skipped"' stdout)"
rmdir "store/$two" "store/$(at ids 3)"
rotate
expect_status 0
expect_equal 0 "$(due)"

test_case 'so are two that nobody knows of, but not with one between them'
new_day
for id in "$two" "$four"; do
  fault "{\"path\": \"*/$id/rotate\", \"cut\": \"after\"}"
done
rotate --json
expect_status 8
expect_equal "$((total - 2)) 2" "$(grep -c '"rotated"' stdout) $(
  grep -c '"unknown"' stdout)"
new_day
for id in "$two" "$(at ids 3)"; do
  fault "{\"path\": \"*/$id/rotate\", \"cut\": \"after\"}"
done
rotate --json
expect_status 8
expect_equal "1 2 $((total - 3))" "$(grep -c '"rotated"' stdout) $(
  grep -c '"unknown"' stdout) $(grep -c '"skipped"' stdout)"

test_case '--fail-fast: the first failure is the end'
new_day
fault "{\"path\": \"*/$two/rotate\", \"status\": 403, \"body\": \"{\\\"error\\\": \\\"forbidden\\\"}\"}"
rotate --fail-fast
expect_status 4
stderr_has "nscale: 1 of $total service accounts was done before that: $(at names 1); the same command does the rest"
expect_equal "$((total - 1))" "$(due)"

end_tests
