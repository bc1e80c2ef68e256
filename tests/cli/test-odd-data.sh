#!/bin/sh
# test-odd-data.sh - values that a server may send and nobody expects
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"

cd "$work" || exit 99
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

# ---- An expiry that cannot be read, and what is no account. --------------

odd=$(thing $one odd '"soon"')
late=$(thing 33333333-3333-4333-8333-333333333333 late \
  '"2027-06-02T12:00:00Z"')

test_case 'it costs no other account its place, in any form, and ends with 1'
for form in --no-headers --json '-q .[].metadata.name'; do
  served "[$odd,$soon,$late]"
  # shellcheck disable=SC2086
  run sa list --expiring-within 7d $form
  expect_status 1
  stdout_has soon
  stdout_lacks late
  stdout_lacks odd
  edit 's/.*"message":"\(.*\)","status".*/nscale: \1/; s/\\"/"/g'
  expect_stderr 'nscale: service account "odd" was left out: .status.expiry, which --expiring-within looks at, is not a time: "soon"'
done

test_case 'several are named, and the first with its reason'
served "[$odd,$soon,$(thing '' '' 7e99),null]"
run sa list --expiring-within 7d --columns name
expect_status 1
expect_stdout <<'TEXT'
NAME
soon
TEXT
expect_stderr <<'TEXT'
nscale: 3 service accounts were left out: service account "odd", element 3 of the reply, element 4 of the reply; the first: .status.expiry, which --expiring-within looks at, is not a time: "soon"
TEXT

test_case 'where it alone is there, nothing is said to match or not'
served "[$odd]"
run sa list --expiring-within 7d
expect_error 1 <<'TEXT'
nscale: service account "odd" was left out: .status.expiry, which --expiring-within looks at, is not a time: "soon"
TEXT

test_case 'what is no account is named in every form, and the others are shown'
forget
for form in '--columns name' --json '-q .[].metadata.name'; do
  for element in null 7 '"text"' '[]'; do
    served "[$soon,$element,$late]"
    # shellcheck disable=SC2086
    run sa list $form
    expect_status 1
    stdout_has soon
    stdout_has late
    edit 's/.*"message":"\(.*\)","status".*/nscale: \1/; s/\\"/"/g'
    expect_stderr "nscale: element 2 of the reply was left out: it is not an object: $element"
  done
done

test_case 'one that is sought by name is found, and not found is no guess'
served "[null,$soon]"
run sa get soon -q .metadata.id
expect 0 <<TEXT
$two
TEXT
served "[null,$soon]"
run sa get other
expect_error 1 <<'TEXT'
nscale: the reply is a list with an element that is not an object
TEXT

test_case 'rotate one: nothing is done'
forget
served "[$odd]"
run sa rotate odd --if-expiring-within 7d --yes
expect_error 1 <<'TEXT'
nscale: service account "odd": .status.expiry, which --if-expiring-within looks at, is not a time: "soon"
TEXT

test_case 'rotate all: all others, and 1 at the end'
ci=$(fixture acme serviceaccounts ci)
served "[$odd,null,$(thing "$ci" ci '"2026-06-02T12:00:00Z"')]"
run sa rotate --all --expiring-within 7d --output-dir tokens --yes
expect_error 1 <<'TEXT'
The token was written to tokens/ci.
Rotated the token of service account "ci"; the old one is refused within an hour.
nscale: 2 service accounts were left out: service account "odd", element 2 of the reply; the first: .status.expiry, which --expiring-within looks at, is not a time: "soon"
TEXT
expect_equal "$(token_of "$ci")" "$(cat tokens/ci)"
forget
served "[$odd]"
run sa rotate --all --expiring-within 7d --output-dir tokens --yes
expect_error 1 <<'TEXT'
nscale: service account "odd" was left out: .status.expiry, which --expiring-within looks at, is not a time: "soon"
TEXT
only_reads

test_case 'the account of the token at hand: check ends with 1'
served "[$(thing "$ci" ci '"soon"')]"
with_token "$(token_of "$ci")" sa check --within 7d
expect_status 1
expect_stderr <<'TEXT'
nscale: .status.expiry, which --within looks at, is not a time: "soon"
TEXT

# ---- Nulls. -------------------------------------------------------------

ci=$(fixture acme serviceaccounts ci)
readers=$(fixture acme groups readers)
null=$(printf '{"metadata":{"id":"%s","name":"ci","description":null,"tags":null},"spec":{"groupIDs":null},"status":{"expiry":null}}' "$ci")

test_case 'no groups, tags and description: list, get, and a condition'
served "[$null]"
run sa list --columns name,groups,expires --no-headers
expect 0 <<'TEXT'
ci    -       -
TEXT
served "[$null]"
run sa get ci
expect 0 <<TEXT
ID:    $ci
Name:  ci
TEXT
served "[$null]"
run sa list --group "$readers" -q '.[].metadata.name'
expect 0 </dev/null

test_case 'an update sends none of them'
served "[$null]"
run sa update ci --description new --yes
expect_status 0
last_body '{"metadata":{"name":"ci","description":"new"},"spec":{"groupIDs":[]}}'
served "[$null]"
run sa update ci --add-group readers --tag a=b --yes
expect_status 0
last_body "{\"metadata\":{\"name\":\"ci\",\"tags\":[{\"name\":\"a\",\"value\":\"b\"}]},\"spec\":{\"groupIDs\":[\"$readers\"]}}"

test_case 'what was read is a document'
served "[$null]"
run sa get ci --json
cp "$work/stdout" null.json
served "[$null]"
run sa update ci --file null.json --yes
expect_error 0 <<'TEXT'
No changes.
TEXT

# ---- Ids in upper case. -------------------------------------------------

lower=abcdef01-abcd-4bcd-8bcd-abcdefabcdef
upper=ABCDEF01-ABCD-4BCD-8BCD-ABCDEFABCDEF
group=FEDCBA98-ABCD-4BCD-8BCD-ABCDEFABCDEF
shouted=$(printf '{"metadata":{"id":"%s","name":"loud","createdBy":"%s"},"spec":{"groupIDs":["%s"]},"status":{"expiry":"2026-06-02T12:00:00Z"}}' \
  $upper "$(echo "$one" | tr a-f A-F)" $group)
groups='{"path":"*/groups","status":200,"body":"[{\"metadata\":{\"id\":\"fedcba98-abcd-4bcd-8bcd-abcdefabcdef\",\"name\":\"few\"}}]"}'

test_case 'the one that is meant is found, whatever the case of either'
for id in $lower $upper ABCDEF01-abcd-4bcd-8bcd-abcdefabcdef; do
  served "[$soon,$shouted]"
  run sa get "$id" -q .metadata.name
  expect 0 <<'TEXT'
loud
TEXT
done

test_case 'its group is known by name, in details, conditions and updates'
served "[$shouted]"
fault "$groups"
run sa get loud
expect_status 0
stdout_has "Groups:      few ($group)"
served "[$shouted]"
fault "$groups"
run sa list --group few -q '.[].metadata.name'
expect 0 <<'TEXT'
loud
TEXT
for change in '--add-group few' '--add-group fedcba98-abcd-4bcd-8bcd-abcdefabcdef'; do
  served "[$shouted]"
  fault "$groups"
  # shellcheck disable=SC2086
  run sa update loud $change --yes
  expect_error 0 <<'TEXT'
No changes.
TEXT
  forget
done
served "[$shouted]"
fault "$groups"
run sa update loud --remove-group few --dry-run -q .spec
expect_status 0
expect_stdout '{"groupIDs":[]}'

test_case 'the account of the token at hand, as userinfo or the list have it'
forget
shout()
{
  served "[$(thing "$(echo "$ci" | tr a-f A-F)" ci '"2026-06-02T12:00:00Z"')]"
}
token=$(token_of "$ci")
shout
with_token "$token" sa check -q .name
expect 0 <<'TEXT'
ci
TEXT
fault "{\"path\":\"*/userinfo\",\"status\":200,\"body\":\"{\\\"sub\\\":\\\"$(echo "$ci" | tr a-f A-F)\\\"}\"}"
with_token "$token" sa check -q .name
expect 0 <<'TEXT'
ci
TEXT
forget
served "[$(thing "$(echo "$ci" | tr a-f A-F)" ci '"2026-06-02T12:00:00Z"'),$soon]"
with_token "$token" sa rotate --all --expiring-within 7d --output-dir last \
  --dry-run
expect_status 0
expect_equal "$(printf '%s\n' $two "$(echo "$ci" | tr a-f A-F)")" \
  "$(sed -n 's|.*/serviceaccounts/\([0-9A-Fa-f-]*\)/rotate.*|\1|p' "$work/stderr")"

# ---- U+0000. ------------------------------------------------------------

test_case 'U+0000 is shown as JSON has it'
served "[$(thing $one 'a\u0000b' '"2026-06-02T12:00:00Z"' ',"description":"\u0000"')]"
run sa list --columns name
expect 0 <<'TEXT'
NAME
a\u0000b
TEXT
served "[$(thing $one 'a\u0000b' '"2026-06-02T12:00:00Z"' ',"description":"\u0000"')]"
run sa get $one
expect 0 <<TEXT
ID:           $one
Name:         a\\u0000b
Description:  \\u0000
Groups:       -
Expires:      2026-06-02T12:00:00Z
Created:      2026-05-01T12:00:00Z
TEXT

# ---- A token among odd data. --------------------------------------------

test_case 'the token file is written whatever else is odd in the reply'
new=eyJhbGciOiJub25lIn0.eyJzdWIiOiJuZXcifQ.c2lnbmF0dXJl
count=0
while IFS= read -r reply; do
  count=$((count + 1))
  forget
  fault "{\"method\":\"POST\",\"status\":200,\"body\":\"$(printf '%s' "$reply" |
    sed -e "s/TOKEN/$new/" -e 's/[\\"]/\\&/g')\"}"
  run sa rotate "$ci" --yes --token-file "token-$count"
  expect_status 0
  expect_equal "$new" "$(cat "token-$count")"
  stdout_lacks "$new"
  stderr_lacks "$new"
done <<'TEXT'
{"status":{"accessToken":"TOKEN"}}
{"metadata":null,"spec":null,"status":{"accessToken":"TOKEN","expiry":null}}
{"metadata":{"name":7,"id":[]},"spec":"x","status":{"accessToken":"TOKEN"}}
{"metadata":{"name":"a\u0000b","id":"\u0000"},"spec":{"groupIDs":null},"status":{"accessToken":"TOKEN"}}
{"metadata":{"name":"\ud800"},"status":{"accessToken":"TOKEN","expiry":"0001-01-01T00:00:00Z"}}
{"metadata":{"id":"ABCDEF01-ABCD-4BCD-8BCD-ABCDEFABCDEF"},"status":{"expiry":"soon","accessToken":"TOKEN"}}
{"metadata":{"n":18446744073709551616,"m":1e999},"spec":{"groupIDs":[null,7,{}]},"status":{"accessToken":"TOKEN"}}
{"metadata":{},"metadata":{"name":"twice"},"status":{"accessToken":"old","accessToken":"TOKEN"}}
{"status":{"access\u0054oken":"TOKEN"}}
{"metadata":[[[[[[[[]]]]]]]],"status":{"accessToken":"TOKEN","accessTokens":["x"]}}
TEXT
check test "$count" -eq 10

test_case 'so is that of a create'
forget
fault "{\"method\":\"POST\",\"status\":201,\"body\":\"{\\\"metadata\\\":null,\\\"status\\\":{\\\"expiry\\\":7e99,\\\"accessToken\\\":\\\"$new\\\"}}\"}"
run sa create --name odd --yes --token-file token-create
expect_status 0
expect_equal "$new" "$(cat token-create)"

# ---- What cannot be seen. -----------------------------------------------

hidden=$(printf 'ci\302\255-\342\200\213\363\240\201\241\343\205\244')

test_case 'what cannot be seen is shown, in a table and in details'
served "[$(thing $one ci-a '"2026-06-02T12:00:00Z"'),$(thing $two "$hidden" null)]"
run sa list --columns name --no-headers
expect 0 <<'TEXT'
ci-a
ci\u00ad-\u200b\U000e0061\u3164
TEXT
served "[$(thing $two "$hidden" null)]"
run sa get $two
expect_status 0
stdout_has 'Name:     ci\u00ad-\u200b\U000e0061\u3164'

test_case 'in a message'
served '[]'
run sa get "$hidden"
expect_status 3
stderr_has 'nscale: service account "ci\u00ad-\u200b\U000e0061\u3164" not found'

test_case 'JSON and what a filter makes are as they were sent, but at a terminal'
served "[$(thing $two "$hidden" null)]"
run sa get $two -q .metadata.name
expect_status 0
expect_stdout "$hidden"
served "[$(thing $two "$hidden" null)]"
show sa get $two -q .metadata.name
tr -d '\r' <"$work/screen" >"$work/stdout"
expect_stdout 'ci\u00ad-\u200b\udb40\udc61\u3164'

test_case 'two that look alike are told apart by their ids in a question'
served "[$(thing $one "ci" '"2026-06-02T12:00:00Z"'),$(thing $two "$(printf 'c\321\226')" '"2026-06-02T12:00:00Z"')]"
play sa rotate --all --expiring-within 7d --output-dir alike <<'TEXT'
wait Continue? [y/N] 
send n
TEXT
stdout_has "  ci ($one)"
stdout_has "  $(printf 'c\321\226') ($two)"

end_tests
