#!/bin/sh
# test-columns.sh - lists as people want them: --columns --sort-by
# --no-headers, and what a narrow terminal shows
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"

org=$(fixture acme '' id)
accounts=/api/v1/organizations/$org/serviceaccounts
known='id, name, description, tags, organization, groups, expires, age, created, created-by, modified, modified-by, deleted, status, health'

# refused WORD...: ends with 2 and the message on stdin, and sends nothing.
refused()
{
  forget
  run sa list "$@"
  expect_error 2
  expect_requests 0
}

test_case '--columns: these, in this order, those of details too'
run sa list --columns name,created-by,id
expect 0 <<TEXT
NAME     CREATED BY        ID
nightly  ada@acme.example  $(fixture acme serviceaccounts nightly)
deploy   ada@acme.example  $(fixture acme serviceaccounts deploy)
ci       ada@acme.example  $(fixture acme serviceaccounts ci)
TEXT

test_case 'in any case, with a blank or _ for -, once more where asked'
run sa list --columns='Name, CREATED_BY,Created By,name'
expect 0 <<'TEXT'
NAME     CREATED BY        CREATED BY        NAME
nightly  ada@acme.example  ada@acme.example  nightly
deploy   ada@acme.example  ada@acme.example  deploy
ci       ada@acme.example  ada@acme.example  ci
TEXT

test_case 'of two columns with one title the one of lists'
run sa list --columns name,groups
expect 0 <<'TEXT'
NAME     GROUPS
nightly  1
deploy   1
ci       2
TEXT

test_case '--no-headers leaves out the header line'
run sa list --columns name --no-headers
expect 0 <<'TEXT'
nightly
deploy
ci
TEXT

test_case '--sort-by: texts by letter, times by time, backwards with -'
run sa list --columns name --sort-by name --no-headers
expect 0 <<'TEXT'
ci
deploy
nightly
TEXT
run sa list --columns name,expires --sort-by=-expires
expect 0 <<'TEXT'
NAME     EXPIRES
ci       2026-08-24T12:00:00Z
deploy   2026-06-10T12:00:00Z
nightly  2026-05-29T12:00:00Z
TEXT

test_case 'by a column that is not shown'
run sa list --columns name --sort-by expires
expect 0 <<'TEXT'
NAME
nightly
deploy
ci
TEXT
run sa list --columns name --sort-by created-by --no-headers
expect 0 <<'TEXT'
nightly
deploy
ci
TEXT

test_case 'counts by number, what is absent last, equals as they came'
many=$(printf ',"g%s"' 1 2 3 4 5 6 7 8 9 10)
served '[{"metadata":{"name":"nine","id":"1"},"spec":{"groupIDs":["g","g"]}},
 {"metadata":{"name":"ten","id":"2"},"spec":{"groupIDs":["g"'"$many"']}},
 {"metadata":{"name":"none","id":"3"}},
 {"metadata":{"name":"two","id":"4"},"spec":{"groupIDs":["g","g"]}}]'
run sa list --columns name,groups --sort-by groups --no-headers
expect 0 <<'TEXT'
nine  2
two   2
ten   11
none  -
TEXT
served '[{"metadata":{"name":"nine","id":"1"},"spec":{"groupIDs":["g","g"]}},
 {"metadata":{"name":"ten","id":"2"},"spec":{"groupIDs":["g"'"$many"']}},
 {"metadata":{"name":"none","id":"3"}},
 {"metadata":{"name":"two","id":"4"},"spec":{"groupIDs":["g","g"]}}]'
run sa list --columns name,groups --sort-by -groups --no-headers
expect 0 <<'TEXT'
ten   11
nine  2
two   2
none  -
TEXT

test_case 'times of other zones and fractions are still times'
served '[{"metadata":{"name":"c","creationTime":"2026-01-01T12:00:00Z"}},
 {"metadata":{"name":"a","creationTime":"2026-01-01T12:30:00+01:00"}},
 {"metadata":{"name":"d","creationTime":"soon"}},
 {"metadata":{"name":"b","creationTime":"2026-01-01T11:59:59.5Z"}}]'
run sa list --columns name --sort-by created --no-headers
expect 0 <<'TEXT'
a
b
c
d
TEXT

test_case 'a terminal sorts by what it does not say: ages by the moment'
NO_COLOR=1 show sa list --columns name,expires --sort-by expires
expect_status 0
expect_equal 'nightly deploy ci' \
  "$(sed -n 's/^\([a-z]*\)  *expired.*/\1/p' "$work/stdout" | tr '\n' ' ' |
     sed 's/ $//')"

test_case 'an unknown column is refused with those there are, and nothing is sent'
refused --columns name,x <<TEXT
nscale: --columns: there is no column "x"
hint: the columns are: $known
TEXT
refused --sort-by nme <<TEXT
nscale: --sort-by: there is no column "nme"
hint: did you mean name? the columns are: $known
TEXT
refused --columns '' <<TEXT
nscale: --columns: there is no column ""
hint: the columns are: $known
TEXT
refused --columns name, <<TEXT
nscale: --columns: there is no column ""
hint: the columns are: $known
TEXT
refused --columns token <<TEXT
nscale: --columns: there is no column "token"
hint: the columns are: $known
TEXT
refused --columns "name$(printf ',id%.0s' $(seq 63))" <<'TEXT'
nscale: --columns names more than 63 columns
TEXT

test_case '--json and -q have no table'
for flag in --columns=name --sort-by=name --no-headers; do
  forget
  run sa list "$flag" --json
  expect_status 2
  expect_stdout ''
  stderr_has "\"message\":\"${flag%%=*} is for tables and cannot be used with --json\""
  run sa list -q . "$flag"
  expect_status 2
  stderr_has "\"message\":\"${flag%%=*} is for tables and cannot be used with --query\""
  expect_requests 0
done

test_case 'they are flags of lists alone'
refuses --columns=name --sort-by=name --no-headers -- sa get ci

test_case 'an empty list is none in any order'
served '[]'
run sa list --sort-by name --columns name
expect_error 0 <<'TEXT'
No service accounts.
TEXT

# ---- At a terminal. -----------------------------------------------------

if [ ! -x "$test_pty" ]; then
  end_tests
  exit
fi
NO_COLOR=1
export NO_COLOR
stamp='"creationTime":"2099-01-01T00:00:00Z","provisioningStatus":"provisioned"'
id=49407c8b-05f1-4293-a3bc-7ecf0d0fce4f

# shown WIDTH [ARGUMENT...]: two accounts, one of a wide name, one with a
# combining mark, on a terminal of that width.
shown()
{
  served '[{"metadata":{"id":"'$id'","name":"日本語の名前です",'"$stamp"'},
    "spec":{"groupIDs":["a"]},"status":{"expiry":"2001-01-01T00:00:00Z"}},
    {"metadata":{"id":"'$id'","name":"e\u0301te\u0301",'"$stamp"'},
    "spec":{"groupIDs":[]}}]'
  width=$1
  shift
  show -s "${width}x24" sa list "$@"
  edit 's/expired [0-9]*y/expired AGO/'
}
# é, decomposed
e=$(printf 'e\314\201')

test_case 'at 200 columns: all of it'
shown 200
expect 0 <<TEXT
ID                                    NAME              GROUPS  EXPIRES      AGE  STATUS
$id  日本語の名前です  1       expired AGO  0s   provisioned
$id  ${e}t${e}               0       -            0s   provisioned
TEXT

test_case 'narrower: without ids, which come whole or not at all, and how to see them'
shown 85
expect 0 <<TEXT
NAME              GROUPS  EXPIRES      AGE  STATUS
日本語の名前です  1       expired AGO  0s   provisioned
${e}t${e}               0       -            0s   provisioned
hint: no room for ID; --columns name,id shows it
TEXT
shown 80 --columns name,id
expect 0 <<TEXT
NAME              ID
日本語の名前です  $id
${e}t${e}               $id
TEXT

test_case 'columns go by what matters least, before a name or a time is cut'
shown 53
expect 0 <<TEXT
NAME              GROUPS  EXPIRES      STATUS
日本語の名前です  1       expired AGO  provisioned
${e}t${e}               0       -            provisioned
hint: no room for ID and AGE; --columns name,id,age shows them
TEXT
shown 40
expect 0 <<TEXT
NAME              GROUPS  EXPIRES
日本語の名前です  1       expired AGO
${e}t${e}               0       -
hint: no room for ID, AGE and STATUS; --columns name,id,age,status shows them
TEXT

test_case 'the hint is on stderr, and after the list'
show -e "$work/hint" -s 80x24 sa list
expect_status 0
stdout_has provisioned
stdout_lacks hint
show -o "$work/file" -s 40x24 sa list
expect 0 </dev/null
cat "$work/hint" >"$work/stdout"
expect_stdout <<'TEXT'
hint: no room for ID; --columns name,id shows it
TEXT

test_case 'names are cut in the middle, and never to what another row reads'
long=github-actions-deploy-production-eu-west-4-runner
served '[{"metadata":{"id":"1","name":"'$long'"},
  "status":{"expiry":"2001-01-01T00:00:00Z"}},
  {"metadata":{"id":"2","name":"github-actions-deploy-staging-eu-west-4-runner"}},
  {"metadata":{"id":"3","name":"short"}}]'
show -s 40x24 sa list
edit 's/expired [0-9]*y/expired AGO/'
expect 0 <<'TEXT'
NAME                         EXPIRES
github…ion-eu-west-4-runner  expired AGO
github…ing-eu-west-4-runner  -
short                        -
hint: no room for ID, GROUPS, AGE and STATUS; --columns name,id,groups,age,status shows them
TEXT

test_case 'columns that were asked for stay, however narrow it is, and ids whole'
shown 40 --columns id,name
expect 0 <<TEXT
ID                                    NAME
49407c8b-05f1-4293-a3bc-7ecf0d0fce4f  日本語の名前です
49407c8b-05f1-4293-a3bc-7ecf0d0fce4f  ${e}t${e}
TEXT

test_case 'in the C locale: ASCII, and three dots'
LC_ALL=C shown 40 --columns name
expect_status 0
check test "$(tr -d '\r\n -~' <"$work/screen" | wc -c)" -eq 0
stdout_has '\u65e5\u672c\u8a9e\u...u524d\u3067\u3059'

end_tests
