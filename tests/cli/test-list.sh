#!/bin/sh
# test-list.sh - `nscale serviceaccounts list`
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$(fixture acme '' id)
globex=$(fixture globex '' id)
initech=$(fixture initech '' id)
accounts=/api/v1/organizations/$org/serviceaccounts

table()
{
  cat <<'TEXT'
ID                                    NAME     GROUPS  EXPIRES               AGE                   STATUS
49407c8b-05f1-4293-a3bc-7ecf0d0fce4f  nightly  1       2026-05-29T12:00:00Z  2026-01-25T13:00:00Z  provisioned
bab0d809-8106-4d97-a8e4-439fb4b6707a  deploy   1       2026-06-10T12:00:00Z  2026-01-25T11:00:00Z  provisioned
ee55ea90-ec17-471d-99e7-53ee33df5703  ci       2       2026-08-24T12:00:00Z  2026-01-25T09:00:00Z  provisioned
TEXT
}

test_case 'a table in a pipe: RFC 3339 times, uncut, no colour'
forget
run sa list
table | expect 0
only_request GET "$accounts"

test_case 'colour is not for a pipe, whatever TERM says'
TERM=xterm COLUMNS=20 run sa list
table | expect 0

test_case 'the name and its aliases are one command'
run serviceaccounts list
table | expect 0
run serviceaccount list
table | expect 0

test_case 'flags stand before the name, before the verb and behind it'
for words in '--timeout 5 sa list --org globex' \
             'sa --timeout=5 --org globex list' \
             'sa --org=globex list --timeout 5' \
             'sa list --timeout=5 --org=globex' \
             "--debug --timeout 5 sa list --org=$globex"; do
  # shellcheck disable=SC2086
  run $words
  : >"$work/stderr"
  expect 0 <<'TEXT'
ID                                    NAME  GROUPS  EXPIRES               AGE                   STATUS
20d39365-393c-4bda-9454-bdb0a894ef06  ci    1       2026-08-24T12:00:00Z  2026-01-25T09:00:00Z  provisioned
TEXT
done

test_case 'a flag of a verb does not stand before the name'
run --org globex sa list
expect_error 2 <<'TEXT'
nscale: nscale has no flag --org
hint: put a command's flags after it, as in nscale version --json; nscale --help lists those that may come first
TEXT

test_case '-- ends the flags'
run sa -- list
table | expect 0
run -- sa list
table | expect 0
run --timeout 5 -- sa list
table | expect 0
forget
run sa list -- --json
expect_error 2 <<'TEXT'
nscale: serviceaccounts list takes no argument --json
TEXT
expect_requests 0

test_case 'list takes no argument'
forget
run sa list ci
expect_error 2 <<'TEXT'
nscale: serviceaccounts list takes no argument ci
hint: did you mean nscale serviceaccounts get ci?
TEXT
expect_requests 0

test_case 'list has no flags but --org, --json and -q'
refuses --id=x --file=x -fx --stdin --dry-run --yes -y --token-file=x \
  --replace --output=x -- sa list

test_case 'the same flag twice is one, with two values a mistake'
forget
run sa list --org a --org b
expect_error 2 <<'TEXT'
nscale: --org is given twice, with different values
TEXT
expect_requests 0
run sa list --org "$org" --org "$org" --debug --debug -q length
expect_status 0
expect_stdout 3

test_case 'a flag without its value'
forget
run sa list --org
expect_error 2 <<'TEXT'
nscale: --org needs a value: --org ID|NAME
TEXT
run sa list --org --json
expect_error 2 <<'TEXT'
{"error":{"kind":"usage","message":"--org needs a value: --org ID|NAME","status":null,"trace_id":null,"hint":null,"exit_code":2}}
TEXT
run sa list --json=yes
expect_error 2 <<'TEXT'
nscale: --json takes no value, but --json=yes has one
hint: give --json alone, or leave it out
TEXT
expect_requests 0

test_case 'did you mean: verbs, flags and commands'
forget
run sa lst
expect_error 2 <<'TEXT'
nscale: serviceaccounts has no verb lst
hint: did you mean nscale serviceaccounts list?
TEXT
run sa list --jsno
expect_error 2 <<'TEXT'
nscale: serviceaccounts list has no flag --jsno
hint: did you mean --json?
TEXT
run sa list --ogr=x
expect_error 2 <<'TEXT'
nscale: serviceaccounts list has no flag --ogr
hint: did you mean --org?
TEXT
run servceaccounts list
expect_error 10 <<'TEXT'
nscale: servceaccounts is not a command, and no plugin provides it
hint: did you mean nscale serviceaccounts list?
TEXT
run sa frobnicate
expect_error 2 <<'TEXT'
nscale: serviceaccounts has no verb frobnicate
hint: its verbs are: list, get, create, update, rotate, delete, check
TEXT
expect_requests 0

test_case 'flags are not abbreviated'
run sa list --js
expect_status 2
stderr_has 'has no flag --js'

test_case 'an empty list says so on stderr and prints nothing'
fault "{\"path\":\"$accounts\",\"body\":\"[]\"}"
run sa list
expect_error 0 <<'TEXT'
No service accounts.
TEXT

test_case 'an empty list is [] with --json'
fault "{\"path\":\"$accounts\",\"body\":\" [ ] \"}"
run sa list --json
expect_stdout '[]'
expect_stderr 'No service accounts.'
expect_status 0

test_case 'an empty list is what a filter makes of it'
fault "{\"path\":\"$accounts\",\"body\":\"[]\",\"times\":2}"
run sa list -q length
expect_stdout 0
expect_status 0
run sa list -q '.[].metadata.name'
expect_stdout ''
expect_status 0

test_case 'what is not there is a dash, what steers a terminal is escaped'
fault "{\"path\":\"$accounts\",\"body\":\"[{\\\"metadata\\\":{\\\"id\\\":\
\\\"a\\\\u001b[31mb\\\",\\\"name\\\":\\\"x\\\\ny\\\"}},{},{\\\"metadata\\\":\
{\\\"id\\\":\\\"\\\\u009b2J\\\",\\\"name\\\":\\\"\\\\u202ez\\\"},\
\\\"spec\\\":{\\\"groupIDs\\\":[]}}]\"}"
run sa list
expect 0 <<'TEXT'
ID          NAME     GROUPS  EXPIRES  AGE  STATUS
a\x1b[31mb  x\ny     -       -        -    -
-           -        -       -        -    -
\u009b2J    \u202ez  0       -        -    -
TEXT

test_case 'columns are as wide as their text, in any script'
fault "{\"path\":\"$accounts\",\"body\":\"[{\\\"metadata\\\":{\\\"id\\\":\
\\\"1\\\",\\\"name\\\":\\\"日本\\\"}},{\\\"metadata\\\":{\\\"id\\\":\
\\\"2\\\",\\\"name\\\":\\\"é-1\\\"}}]\"}"
run sa list
expect 0 <<'TEXT'
ID  NAME  GROUPS  EXPIRES  AGE  STATUS
1   日本  -       -        -    -
2   é-1   -       -        -    -
TEXT

test_case 'without an organization nothing is listed'
forget
test_command='nscale sa list (without an organization)'
env -u NSCALE_ORGANIZATION_ID "$NSCALE" sa list >"$work/stdout" \
  2>"$work/stderr" </dev/null
status=$?
expect_error 2 <<'TEXT'
nscale: no organization is named, and the service token sees several: acme, globex
hint: add --org ID|NAME, or set NSCALE_ORGANIZATION_ID; nscale org list shows which there are
TEXT
only_request GET /api/v1/organizations
forget
run sa list --org=
expect_error 2 <<'TEXT'
nscale: the organization is empty: --org and NSCALE_ORGANIZATION_ID take an id or a name
TEXT
expect_requests 0

test_case 'an organization that a person is not in: the server fails'
run sa list --org "$initech"
hide
expect_error 1 <<TEXT
nscale: the server failed: an internal error has occurred, please contact support (HTTP 500, trace TRACE)
hint: a person's token is answered like this in an organization that it is not in: nscale org list shows those that it is in
TEXT

test_case 'what the rights of the token do not cover'
account=$(token_of "$(fixture acme serviceaccounts ci)")
with_token "$account" groups list
hide
expect_error 4 <<TEXT
nscale: the service token may not list groups in organization $org: operation is not allowed by rbac: operation 'read' on endpoint 'identity:groups' is not permitted (HTTP 403, trace TRACE)
hint: check --org and NSCALE_ORGANIZATION_ID, and what the groups of the token's service account may do
TEXT

test_case 'no token, an empty one and one that cannot be one send nothing'
forget
test_command='nscale sa list (without a token)'
env -u NSCALE_SERVICE_TOKEN "$NSCALE" sa list >"$work/stdout" \
  2>"$work/stderr" </dev/null
status=$?
expect_error 4 <<'TEXT'
nscale: no service token
hint: set NSCALE_SERVICE_TOKEN, or NSCALE_SERVICE_TOKEN_FILE to a file that holds it
TEXT
with_token '' sa list
expect_error 4 <<'TEXT'
nscale: no service token
hint: set NSCALE_SERVICE_TOKEN, or NSCALE_SERVICE_TOKEN_FILE to a file that holds it
TEXT
with_token "$(printf 'a\033b')" sa list
expect_error 4 <<'TEXT'
nscale: the service token in NSCALE_SERVICE_TOKEN holds a control character
TEXT
expect_requests 0

test_case 'a token that the server refuses'
with_token 0123456789 sa list
hide
expect_error 4 <<'TEXT'
nscale: the service token was refused: unrecognized bearer token format (HTTP 401, trace TRACE)
hint: it may have expired, been rotated or been deleted: set NSCALE_SERVICE_TOKEN to a valid one
TEXT

test_case 'the token of a service account without rights lists itself'
with_token "$account" sa list
expect 0 <<'TEXT'
ID                                    NAME  GROUPS  EXPIRES               AGE                   STATUS
ee55ea90-ec17-471d-99e7-53ee33df5703  ci    2       2026-08-24T12:00:00Z  2026-01-25T09:00:00Z  provisioned
TEXT

test_case 'and nothing in another organization'
with_token "$account" sa list --org "$globex"
expect_error 0 <<'TEXT'
No service accounts.
TEXT

test_case 'a thousand rows come in order and whole'
fault "{\"path\":\"$accounts\",\"body\":\"[$(awk 'BEGIN {
  for (i = 1; i <= 1000; i++)
    printf "%s{\\\"metadata\\\":{\\\"id\\\":\\\"%d\\\"}}", (i > 1 ? "," : ""), i
}')]\"}"
run sa list
expect_status 0
expect_stderr ''
expect_equal "$(awk 'BEGIN { for (i = 1; i <= 1000; i++) print i }' | cksum)" \
  "$(sed -e 1d -e 's/ .*//' "$work/stdout" | cksum)"

end_tests
