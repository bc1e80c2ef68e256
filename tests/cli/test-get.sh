#!/bin/sh
# test-get.sh - `nscale serviceaccounts get`
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$(fixture acme '' id)
ci=$(fixture acme serviceaccounts ci)
accounts=/api/v1/organizations/$org/serviceaccounts
cd "$work" || exit 99

details()
{
  cat <<'TEXT'
ID:            ee55ea90-ec17-471d-99e7-53ee33df5703
Name:          ci
Description:   Runs the pipelines.
Tags:          team=platform
               cost-centre=4711
Organization:  6cca903a-7454-4541-90de-92fb2fd53485
Groups:        deployers (bb1c619a-1d3b-4620-923e-bf7f241e976c)
               readers (b7357faa-5e82-49cc-acd8-a2e6dc1483b5)
Expires:       2026-08-24T12:00:00Z
Created:       2026-01-25T09:00:00Z
Created by:    ada@acme.example
Status:        provisioned
Health:        healthy
TEXT
}

test_case 'aligned labels for one thing, in a pipe with RFC 3339 times'
forget
run sa get --id "$ci"
details | expect 0

test_case 'it is the list, read once, from which one element is picked'
expect_requests 2
expect_equal 1 "$(test_lines | grep -c "\"path\":\"$accounts\"")"
last_request GET "/api/v1/organizations/$org/groups"

test_case 'names of groups are for people: neither --json nor -q reads them'
forget
run sa get --id "$ci" -q .metadata.name
expect_stdout ci
only_request GET "$accounts"
forget
run sa get --id "$ci" --json
expect_status 0
only_request GET "$accounts"

test_case 'groups that cannot be read are shown by their ids, in time'
ids()
{
  details | sed 's/ [a-z]* (\(.*\))$/ \1/'
}
groups=/api/v1/organizations/$org/groups
forget
for what in '"status":403' '"status":503' '"body":"{}"' '"body":"["' \
            '"status":429,"headers":{"Retry-After":"30"}' '"truncate":5'; do
  fault "{\"path\":\"$groups\",$what}"
  run sa get --id "$ci"
  ids | expect 0
done
fault "{\"path\":\"$groups\",\"body\":\"[]\"}"
run sa get --id "$ci"
ids | expect 0
expect_requests 14
forget

test_case 'colour and width are not for a pipe'
TERM=xterm COLUMNS=20 run sa get --id "$ci"
details | expect 0

test_case 'what an account does not have is not shown'
run sa get deploy
expect 0 <<'TEXT'
ID:            bab0d809-8106-4d97-a8e4-439fb4b6707a
Name:          deploy
Description:   Rolls releases out.
Organization:  6cca903a-7454-4541-90de-92fb2fd53485
Groups:        deployers (bb1c619a-1d3b-4620-923e-bf7f241e976c)
Expires:       2026-06-10T12:00:00Z
Created:       2026-01-25T11:00:00Z
Created by:    ada@acme.example
Status:        provisioned
Health:        healthy
TEXT

test_case 'the id comes from --id, --id= or the argument, in any place'
for words in "get $ci" "get --id=$ci" "--id $ci get" "get --org $org $ci" \
             "get $ci --org=$org" "get -- $ci" "get --id $ci $ci"; do
  # shellcheck disable=SC2086
  run sa $words
  details | expect 0
done

test_case '--json is the element with every field in its order'
run sa get ci --json
expect 0 <<'TEXT'
{
  "metadata": {
    "id": "ee55ea90-ec17-471d-99e7-53ee33df5703",
    "name": "ci",
    "description": "Runs the pipelines.",
    "tags": [
      {
        "name": "team",
        "value": "platform"
      },
      {
        "name": "cost-centre",
        "value": "4711"
      }
    ],
    "organizationId": "6cca903a-7454-4541-90de-92fb2fd53485",
    "creationTime": "2026-01-25T09:00:00Z",
    "createdBy": "ada@acme.example",
    "provisioningStatus": "provisioned",
    "healthStatus": "healthy"
  },
  "spec": {
    "groupIDs": [
      "bb1c619a-1d3b-4620-923e-bf7f241e976c",
      "b7357faa-5e82-49cc-acd8-a2e6dc1483b5"
    ]
  },
  "status": {
    "expiry": "2026-08-24T12:00:00Z"
  }
}
TEXT

test_case '-q is over the one element'
run sa get ci -q .metadata.name -q '.spec.groupIDs|length'
expect 0 <<'TEXT'
ci
2
TEXT

test_case 'not in the list is 3, after one request'
forget
run sa get 00000000-0000-4000-8000-000000000000
expect_status 3
expect_stdout ''
stderr_has 'nscale: service account "00000000-0000-4000-8000-000000000000" not found'
expect_requests 1

test_case 'not in the list, under --json and -q'
for flag in --json -q.; do
  run sa get nobody "$flag"
  expect_status 3
  expect_stdout ''
  stderr_has '{"error":{"kind":"not_found","message":"service account \"nobody\" not found","status":null,"trace_id":null,"hint":'
  stderr_has ',"exit_code":3}}'
done

test_case 'an account of another organization is not there'
run sa get "$(fixture globex serviceaccounts ci)"
expect_status 3
run sa get "$(fixture globex serviceaccounts ci)" --org globex -q .metadata.name
expect_stdout ci

test_case 'which one must be said, once'
forget
run sa get
expect_error 2 <<'TEXT'
nscale: get needs an id or a name
hint: name it as the argument, or with --id ID|NAME
TEXT
run sa get ''
expect_error 2 <<'TEXT'
nscale: the id is empty
hint: name it as the argument, or with --id ID|NAME
TEXT
run sa get --id=
expect_error 2 <<'TEXT'
nscale: the id is empty
hint: name it as the argument, or with --id ID|NAME
TEXT
run sa get --id a b
expect_error 2 <<'TEXT'
nscale: --id a and the argument b name different things
TEXT
run sa get a b
expect_error 2 <<'TEXT'
nscale: serviceaccounts get takes one service account, and b is a second
hint: run it once for each
TEXT
expect_requests 0

test_case 'get has no flags of mutations'
refuses --file=x -fx --stdin --dry-run --yes -y --token-file=x --replace \
  -- sa get "$ci"

test_case 'what steers a terminal is escaped, in details too'
fault "{\"path\":\"$accounts\",\"body\":\"[{\\\"metadata\\\":{\\\"id\\\":\
\\\"x\\\",\\\"name\\\":\\\"a\\\\u001b]0;b\\\\u0007\\\",\\\"description\\\":\
\\\"one\\\\ntwo\\\",\\\"tags\\\":[]}}]\"}"
run sa get x
expect 0 <<'TEXT'
ID:           x
Name:         a\x1b]0;b\x07
Description:  one\ntwo
Tags:         -
TEXT

# made ID NAME BY: an element of a list, made by that
made()
{
  printf '{"metadata":{"id":"%s","name":"%s","createdBy":"%s","modifiedBy":"%s"}}' \
    "$1" "$2" "$3" "$3"
}

test_case 'who made an account is named where the same list has it, before or behind'
for other in "$(made 1 made 2), $(made 2 maker ada)" \
  "$(made 2 maker ada), $(made 1 made 2)"; do
  for id in 1 made; do
    forget
    served "[$other]"
    run sa get "$id"
    expect 0 <<'TEXT'
ID:           1
Name:         made
Created by:   maker (2)
Modified by:  maker (2)
TEXT
    expect_requests 1
  done
done
served "[$(made 1 made 2), $(made 2 maker ada)]"
run sa get made -q .metadata.createdBy
expect 0 <<'TEXT'
2
TEXT

test_case 'a maker that is not there, has no name or is no text stays as it is'
for other in '{"metadata":{"id":"3","name":"x"}}' '{"metadata":{"id":"2"}}' \
  '{"metadata":{"id":"2","name":"a\u0000b"}}' '{"metadata":{"id":2,"name":"x"}}'; do
  served "[$(made 1 made 2), $other]"
  run sa get made
  expect_status 0
  stdout_has 'Created by:   2'
done
served "[$(made 1 made 2), $(made 2 "$(printf '\\u001b[31m')" ada)]"
run sa get made
stdout_has 'Created by:   \x1b[31m (2)'

test_case 'of a long list that is known of the first 64 KiB alone'
long=$(awk 'BEGIN { for (i = 0; i < 120; i++) printf "n" }')
{
  made first first id-1
  made last last id-600
  seq -f "{\"metadata\":{\"id\":\"id-%g\",\"name\":\"$long\"}}" 600
} | sed 's/}}{/}}\
{/g' >lines
served "[$(paste -s -d , lines)]"
run sa get first
expect_status 0
stdout_has "Created by:   $long (id-1)"
served "[$(paste -s -d , lines)]"
run sa get last
expect_status 0
expect_equal 'Created by:   id-600' "$(grep '^Created by' stdout)"

test_case 'the one-time token is never in what get shows'
run sa get ci --json
stdout_lacks accessToken
stdout_lacks eyJ

end_tests
