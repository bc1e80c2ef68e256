#!/bin/sh
# test-filters.sh - lists that show only what meets a condition:
# `sa list --expiring-within DURATION` and `--group NAME`
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
# The clock is the real one, because nscale's is: ci has 84 days left, deploy
# 9, nightly expired 3 days ago, serviceaccount-000004 has 12 and -000005 49.
sandbox_start --accounts 5
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$NSCALE_ORGANIZATION_ID
accounts=/api/v1/organizations/$org/serviceaccounts
deployers=$(fixture acme groups deployers)

# names ARGUMENT...: the names that a list shows, on one line
names()
{
  run sa list "$@" -q '[.[].metadata.name] | sort | join(" ")'
}

test_case 'those that expire soon, and those that have expired'
forget
run sa list --expiring-within 10d
edit 's/20..-..-..T..:..:..Z/TIME/g'
expect 0 <<TEXT
ID                                    NAME     GROUPS  EXPIRES               AGE                   STATUS
$(fixture acme serviceaccounts nightly)  nightly  1       TIME  TIME  provisioned
$(fixture acme serviceaccounts deploy)  deploy   1       TIME  TIME  provisioned
TEXT
only_request GET "$accounts"

test_case 'each unit, and sums of them'
for each in 13d:'deploy nightly serviceaccount-000004' \
  312h:'deploy nightly serviceaccount-000004' \
  2w:'deploy nightly serviceaccount-000004' \
  1w1d23h:nightly 1w2d1h:'deploy nightly' \
  780000s:'deploy nightly' 13000m:'deploy nightly' \
  0s:nightly 0d:nightly \
  36500d:'ci deploy nightly serviceaccount-000004 serviceaccount-000005'; do
  names --expiring-within "${each%%:*}"
  expect 0 <<TEXT
${each#*:}
TEXT
done

test_case 'what is not a duration: 2, and nothing is sent'
forget
for each in '' 14 d 14x -1d '1 d' ' 1d' 1.5d 1d2 36501d 5215w \
  99999999999999999999d 9223372036854775807s 14D 14days; do
  run sa list --expiring-within "$each"
  expect_error 2 <<TEXT
nscale: --expiring-within ${each:-''} is not a duration
hint: a duration is a number with a unit, s m h d or w, such as 14d or 1d12h, up to 36500d
TEXT
done
expect_requests 0

test_case 'the error is JSON where the output would be'
run sa list --expiring-within 14 --json
expect_error 2 <<'TEXT'
{"error":{"kind":"usage","message":"--expiring-within 14 is not a duration","status":null,"trace_id":null,"hint":"a duration is a number with a unit, s m h d or w, such as 14d or 1d12h, up to 36500d","exit_code":2}}
TEXT

test_case 'a group by its id: one request'
forget
names --group "$deployers"
expect 0 <<'TEXT'
ci deploy serviceaccount-000004
TEXT
only_request GET "$accounts"

test_case 'a group by its name: it is looked up before'
forget
run sa list --group deployers --json
expect_status 0
expect_equal 3 "$(grep -c '"accessToken"\|"expiry"' "$work/stdout")"
expect_requests 2
last_request GET "$accounts"

test_case 'a group that is not there: 3, and no list is read'
forget
run sa list --group nosuch
expect_error 3 <<'TEXT'
nscale: group "nosuch" not found
hint: there are: deployers, readers, admins
TEXT
only_request GET "/api/v1/organizations/$org/groups"
run sa list --group deployer
expect_error 3 <<'TEXT'
nscale: group "deployer" not found
hint: did you mean deployers?
TEXT
# served COUNT: the next list of groups has so many
served()
{
  fault "{\"path\": \"*/groups\", \"body\": \"[$(seq -s, "$1" |
    sed 's/[0-9]*/{\\"metadata\\": {\\"id\\": \\"&\\", \\"name\\": \\"team-&\\"}}/g')]\"}"
}
served 10
run sa list --group nosuch
expect_error 3 <<'TEXT'
nscale: group "nosuch" not found
hint: there are: team-1, team-2, team-3, team-4, team-5, team-6, team-7, team-8 and 2 more: nscale groups list shows them
TEXT
for words in 'list --group nosuch' 'create --name x --group nosuch --yes'; do
  fault '{"path": "*/groups", "body": "[{\"metadata\": {\"id\": \"1\"}}]"}'
  # shellcheck disable=SC2086
  run sa $words
  expect_error 3 <<'TEXT'
nscale: group "nosuch" not found
TEXT
done
fault '{"path": "*/groups", "body": "[]"}'
run sa list --group nosuch
expect_error 3 <<'TEXT'
nscale: group "nosuch" not found
hint: the service token sees none
TEXT
forget
run sa list --group ''
expect_error 2 <<'TEXT'
nscale: --group is empty
TEXT

test_case 'two groups of one name: both are listed'
fault '{"path": "*/groups", "status": 200, "body": "[{\"metadata\": {\"id\": \"1\", \"name\": \"x\"}}, {\"metadata\": {\"id\": \"2\", \"name\": \"x\"}}]"}'
run sa list --group x
expect_error 2 <<'TEXT'
nscale: 2 groups are named "x": 1, 2
hint: name one by its id: --group ID
TEXT

test_case 'what is listed meets each of several conditions'
names --group deployers --expiring-within 2w
expect 0 <<'TEXT'
deploy serviceaccount-000004
TEXT

test_case 'a filter of -q sees what is left, each over the whole'
run sa list --group deployers -q length -q '.[0] | keys' -q '.[].metadata.name'
expect 0 <<'TEXT'
3
["metadata","spec","status"]
serviceaccount-000004
deploy
ci
TEXT

test_case '--json keeps every field of what is left'
run sa list --json
output >"$work/all.json"
run sa list --group deployers --json
expect_status 0
output >"$work/some.json"
run sa list -q "[.[] | select(.spec.groupIDs | index(\"$deployers\"))]"
output >"$work/wanted.json"
run sa list --group deployers -q .
cmp "$work/stdout" "$work/wanted.json" || fail 'the elements differ'
expect_equal "$(tr -d ' \n' <"$work/some.json")" \
  "$(tr -d ' \n' <"$work/wanted.json")"

test_case 'nothing is left: said on stderr, status 0'
run sa list --group admins --expiring-within 1s
expect_error 0 <<'TEXT'
No matching service accounts.
TEXT
run sa list --group admins --expiring-within 1s --json
expect_stdout '[]'
expect_stderr 'No matching service accounts.'
expect_status 0
run sa list --group admins --expiring-within 1s -q length -q '.[]'
expect 0 <<'TEXT'
0
TEXT

# list JSON: the server answers with this list
list()
{
  forget
  fault "{\"path\": \"*/serviceaccounts\", \"status\": 200, \"body\":
    \"$(printf '%s' "$1" | tr '\n' ' ' | sed 's/["\\]/\\&/g')\"}"
}

test_case 'an account without an expiry never expires'
list '[{"metadata": {"name": "a"}}, {"metadata": {"name": "b"}, "status": {}},
  {"metadata": {"name": "c"}, "status": {"expiry": null}},
  {"metadata": {"name": "d"}, "status": 1}, [], 1, null, "x",
  {"metadata": {"name": "e"}, "status": {"expiry": "1970-01-01T00:00:00Z"}}]'
run sa list --expiring-within 14d -q '.[].metadata.name'
expect_status 1
expect_stdout e
stderr_has '4 service accounts were left out: element 5 of the reply, element 6 of the reply, element 7 of the reply, element 8 of the reply; the first: it is not an object: []'

test_case 'an expiry that is no time is an error, never a pass'
for each in '"soon"' '""' true '{}' '[]' 1e300 '"2026-06-01T12:00:00Z\u0000"'; do
  list "[{\"metadata\": {\"name\": \"a\"}, \"status\": {\"expiry\": $each}}]"
  run sa list --expiring-within 14d
  expect_status 1
  expect_stdout ''
  stderr_has 'nscale: service account "a" was left out: .status.expiry, which --expiring-within looks at, is not a time: '
done

test_case 'a group that is written with escapes, and groups that are no texts'
list '[{"metadata": {"name": "a"}, "spec": {"groupIDs": ["\u006f\/ps"]}},
  {"metadata": {"name": "b"}, "spec": {"groupIDs": [null, 1, "o/ps2", {}]}},
  {"metadata": {"name": "c"}, "spec": {"groupIDs": "o/ps"}},
  {"metadata": {"name": "d"}, "spec": {"groupIDs": [[], "o/ps"]}}]'
fault '{"path": "*/groups", "status": 200, "body": "[{\"metadata\": {\"id\": \"o/ps\", \"name\": \"ops\"}}]"}'
run sa list --group ops -q '.[].metadata.name'
expect 0 <<'TEXT'
a
d
TEXT

test_case 'a reply that is cut short: 7, as without a filter'
forget
fault '{"truncate": 900}'
run sa list --expiring-within 10d
expect_status 7
expect_stdout ''

test_case 'only lists have these flags'
refuses --expiring-within=1d --group=x -- sa get ci

end_tests
