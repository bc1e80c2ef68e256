#!/bin/sh
# test-widths.sh - what is printed, in a real terminal of 40, 80, 200 columns
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'tmux is missing' command -v tmux
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/screen.sh"

org=$(fixture acme '' id)
ci=$(fixture acme serviceaccounts ci)
accounts=/api/v1/organizations/$org/serviceaccounts
list='nscale sa list --columns name,groups,expires,status'

# at COLUMNS COMMAND: a new terminal with what the command prints below it
at()
{
  screen_start "$1"
  screen_from='^#'
  line "echo '#'; $2"
}

# named NAME: the next list has one account of this name
named()
{
  fault "{\"path\":\"$accounts\",\"body\":\"[{\\\"metadata\\\":{\
\\\"id\\\":\\\"1\\\",\\\"name\\\":\\\"$1\\\",\
\\\"provisioningStatus\\\":\\\"error\\\"},\\\"spec\\\":{\\\"groupIDs\\\":[]}},{\
\\\"metadata\\\":{\\\"id\\\":\\\"2\\\",\\\"name\\\":\\\"plain\\\",\
\\\"provisioningStatus\\\":\\\"pending\\\"},\\\"spec\\\":{\\\"groupIDs\\\":[]}}]\"}"
}

test_case 'a list at 40 columns'
at 40 "$list"
expect_screen <<'TEXT'
#
NAME     GROUPS  EXPIRES     STATUS
nightly  1       expired 3d  provisioned
deploy   1       9d          provisioned
ci       2       84d         provisioned
$
TEXT

test_case 'a list at 80 columns'
at 80 "$list"
expect_screen <<'TEXT'
#
NAME     GROUPS  EXPIRES     STATUS
nightly  1       expired 3d  provisioned
deploy   1       9d          provisioned
ci       2       84d         provisioned
$
TEXT

test_case 'a list at 200 columns'
at 200 'nscale sa list --columns id,name,groups,expires,status'
expect_screen <<'TEXT'
#
ID                                    NAME     GROUPS  EXPIRES     STATUS
49407c8b-05f1-4293-a3bc-7ecf0d0fce4f  nightly  1       expired 3d  provisioned
bab0d809-8106-4d97-a8e4-439fb4b6707a  deploy   1       9d          provisioned
ee55ea90-ec17-471d-99e7-53ee33df5703  ci       2       84d         provisioned
$
TEXT

test_case 'wide characters and combining marks stay aligned'
named "日本語-e$(printf '\314\201')"
at 80 'nscale sa list --columns name,status,id'
expect_screen <<TEXT
#
NAME      STATUS   ID
日本語-é  error    1
plain     pending  2
\$
TEXT

test_case 'the same in the C locale'
named "日本e$(printf '\314\201')"
at 80 'LC_ALL=C nscale sa list --columns name,status,id'
expect_screen <<'TEXT'
#
NAME                 STATUS   ID
\u65e5\u672ce\u0301  error    1
plain                pending  2
$
TEXT

test_case 'colours, and under NO_COLOR none'
escape=$(printf '\033')
at 80 "$list"
shows nightly
screen_colours=-e
screen >"$work/colours"
grep -q "nightly .*$escape\\[31mexpired 3d" "$work/colours" ||
  fail 'no red'
grep -q "deploy .*$escape\\[33m9d" "$work/colours" || fail 'no yellow'
screen_colours=''
at 80 "NO_COLOR=1 $list"
shows nightly
screen_colours=-e
screen >"$work/colours"
screen_colours=''
grep -q "$escape" "$work/colours" && fail 'colour under NO_COLOR'

test_case 'what an update changes, at 40 columns'
at 40 'nscale sa update ci --description short --add-group admins'
expect_screen <<TEXT
#
Update service account "ci" (ee55ea90-ec
17-471d-99e7-53ee33df5703) in organizati
on "acme"
- metadata.description: "Runs the pipeli
nes."
+ metadata.description: "short"
+ spec.groupIDs: 44e4e9ce-1eeb-42b4-b002
-660a593a851b (admins)
Continue? [y/N]
TEXT
keys C-c
shows interrupted

test_case 'what an update changes, at 200 columns in the C locale'
at 200 'LC_ALL=C nscale sa update ci --description é'
expect_screen <<TEXT
#
Update service account "ci" ($ci) in organization "acme"
- metadata.description: "Runs the pipelines."
+ metadata.description: "\u00e9"
Continue? [y/N]
TEXT
keys C-c
shows interrupted

end_tests
