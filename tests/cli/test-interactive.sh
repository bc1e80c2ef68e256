#!/bin/sh
# test-interactive.sh - questions: yes, no, and a create without a document
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"
requires 'pty was not built' test -x "$test_pty"
TERM=dumb
export TERM

org=$(fixture acme '' id)
ci=$(fixture acme serviceaccounts ci)
deployers=$(fixture acme groups deployers)
readers=$(fixture acme groups readers)
admins=$(fixture acme groups admins)
accounts=/api/v1/organizations/$org/serviceaccounts
file=$work/document.json

rotate_question="Rotate service account \"ci\" ($ci) in organization \"acme\"
Its present token is refused from now on, or within an hour where it is remembered."

test_case 'an Emacs shell has no screen: nothing steers it, and it can answer'
INSIDE_EMACS=28.2,comint
export INSIDE_EMACS
lacks_escapes()
{
  ! grep -q "$(printf '\033')" "$work/screen" || fail 'an escape sequence'
}
play sa create <<'PLAY'
wait Name: 
send emacs
wait Description: 
send
wait commas): 
send
wait (Enter: none): 
send 9
wait no "9" in the list.
wait (Enter: none): 
send deployers
wait Continue? [y/N] 
send y
PLAY
expect_status 0
stdout_has 'This token cannot be read again: keep it now.'
lacks_escapes
play sa rotate <<'PLAY'
wait Number: 
send emacs
wait Continue? [y/N] 
stop
PLAY
expect_status 130
lacks_escapes
for words in list 'list --json' 'get emacs' 'get nosuch' lst; do
  # shellcheck disable=SC2086
  show sa $words
  lacks_escapes
done
# Emacs draws colours, and those alone.
show sa get emacs --json --color=always
sed "s/$(printf '\033')\[[0-9;]*m//g" "$work/screen" >"$work/plain"
check grep -q "$(printf '\033')" "$work/screen"
cat "$work/plain" >"$work/screen"
lacks_escapes
"$NSCALE" sa delete emacs --yes 2>"$work/stderr" || fail 'it is still there'
unset INSIDE_EMACS

test_case 'the question names the thing, its organization and what follows'
forget
play sa rotate ci <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
expect 1 <<TEXT
$rotate_question
Continue? [y/N] n
nscale: declined, nothing was changed
TEXT
expect_equal "GET $accounts
GET /api/v1/organizations" "$(sent)"

test_case 'a UUID is read, so that the question can name it'
forget
play sa rotate "$ci" <<'PLAY'
wait Continue? [y/N] 
send no
PLAY
expect 1 <<TEXT
$rotate_question
Continue? [y/N] no
nscale: declined, nothing was changed
TEXT
expect_equal "GET $accounts
GET /api/v1/organizations" "$(sent)"

test_case 'the name of the organization is asked for where nobody has said it'
forget
play sa rotate ci --org acme <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
expect 1 <<TEXT
$rotate_question
Continue? [y/N] n
nscale: declined, nothing was changed
TEXT
expect_equal "GET /api/v1/organizations
GET $accounts" "$(sent)"
forget
run sa rotate ci --yes --token-file "$work/unasked"
expect_status 0
expect_equal "GET $accounts
POST $accounts/$ci/rotate" "$(sent)"

test_case 'a name that cannot be read costs the question nothing'
for answer in '"status":403' '"body":"[]"' '"body":"nonsense"' \
  '"body":"[{\"metadata\":{\"id\":\"'"$org"'\",\"name\":\"\"}}]"'; do
  forget
  fault "{\"method\":\"GET\",\"path\":\"/api/v1/organizations\",$answer}"
  play sa rotate ci <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
  expect_status 1
  stdout_has "Rotate service account \"ci\" ($ci) in organization $org"
done

test_case 'Enter alone is no'
forget
play sa rotate ci <<'PLAY'
wait Continue? [y/N] 
send
PLAY
expect 1 <<TEXT
$rotate_question
Continue? [y/N] 
nscale: declined, nothing was changed
TEXT
only_reads

test_case 'what is neither yes nor no is asked again, then no'
play sa rotate ci <<'PLAY'
wait Continue? [y/N] 
send maybe
wait Continue? [y/N] 
send ye
wait Continue? [y/N] 
send yes yes
wait Continue? [y/N] 
send 1
PLAY
expect 1 <<TEXT
$rotate_question
Continue? [y/N] maybe
Please answer y or n.
Continue? [y/N] ye
Please answer y or n.
Continue? [y/N] yes yes
Please answer y or n.
Continue? [y/N] 1
Please answer y or n.
nscale: declined, nothing was changed
TEXT
only_reads

test_case 'the end of the input is no answer'
play sa rotate ci <<'PLAY'
wait Continue? [y/N] 
end
PLAY
expect 1 <<TEXT
$rotate_question
Continue? [y/N] 
nscale: no answer, nothing was sent
TEXT
only_reads

test_case 'Ctrl-C is 130, and nothing was sent'
play sa rotate ci <<'PLAY'
wait Continue? [y/N] 
stop
PLAY
expect 130 <<TEXT
$rotate_question
Continue? [y/N] ^C
nscale: interrupted, nothing was changed
TEXT
only_reads

test_case 'a terminal that goes away is no yes'
play sa rotate ci <<'PLAY'
wait Continue? [y/N] 
hangup
PLAY
[ "$status" -ne 0 ] || fail 'exit status 0'
only_reads

test_case 'no and Ctrl-C leave no token file behind'
play sa rotate ci --token-file "$work/token" <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
expect_status 1
check test ! -e "$work/token"
play sa rotate ci --token-file "$work/token" <<'PLAY'
wait Continue? [y/N] 
stop
PLAY
expect_status 130
check test ! -e "$work/token"

test_case 'under -q an answer of no is said in JSON'
play -o "$work/result" sa rotate ci -q .status.accessToken <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
expect 1 <<TEXT
$rotate_question
Continue? [y/N] n
{"error":{"kind":"failed","message":"declined, nothing was changed","status":null,"trace_id":null,"hint":null,"exit_code":1}}
TEXT
expect_equal '' "$(cat "$work/result")"

test_case 'yes: stdout may be a file, the question is on stderr'
old=$(token_of "$ci")
forget
play -o "$work/result" sa rotate ci -q .status.accessToken <<'PLAY'
wait Continue? [y/N] 
send y
PLAY
expect 0 <<TEXT
$rotate_question
Continue? [y/N] y
TEXT
expect_equal "$(token_of "$ci")" "$(cat "$work/result")"
[ "$(token_of "$ci")" != "$old" ] || fail 'the token is the old one'
last_request POST "$accounts/$ci/rotate"

test_case 'y and yes are taken in all their forms'
for answer in Y yes YES ' y '; do
  play sa rotate ci --token-file "$work/token" -q .metadata.name <<PLAY
wait Continue? [y/N] 
send $answer
PLAY
  expect_status 0
  expect_equal "$(token_of "$ci")" "$(cat "$work/token")"
  rm -f "$work/token"
done

test_case 'the result of a rotate at a terminal'
play sa rotate ci <<'PLAY'
wait Continue? [y/N] 
send y
PLAY
hide
edit 's/Z (.*)$/Z (WHEN)/'
expect 0 <<TEXT
$rotate_question
Continue? [y/N] y
ID:            $ci
Name:          ci
Description:   Runs the pipelines.
Tags:          team=platform
               cost-centre=4711
Organization:  $org
Groups:        $deployers
               $readers
Expires:       2026-08-30T12:00:00Z (WHEN)
Created:       2026-01-25T09:00:00Z (WHEN)
Created by:    ada@acme.example
Status:        provisioned
Health:        healthy

Token:         TOKEN
This token cannot be read again: keep it now.
To use it: export NSCALE_SERVICE_TOKEN=...
Rotated the token of service account "ci"; the old one is refused within an hour.
TEXT

test_case '--yes asks nothing at a terminal either'
forget
show sa rotate ci -y -q .metadata.name
expect_kept stdout
expect 0 <<'TEXT'
ci
TEXT

test_case 'delete: the question, no, and yes'
play sa delete nightly <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
nightly=$(fixture acme serviceaccounts nightly)
expect 1 <<TEXT
Delete service account "nightly" ($nightly) in organization "acme"
Its token is refused from now on, or within an hour where it is remembered, and it leaves its groups.
Continue? [y/N] n
nscale: declined, nothing was changed
TEXT
play sa delete nightly <<'PLAY'
wait Continue? [y/N] 
send y
PLAY
expect 0 <<TEXT
Delete service account "nightly" ($nightly) in organization "acme"
Its token is refused from now on, or within an hour where it is remembered, and it leaves its groups.
Continue? [y/N] y
Deleted service account "nightly".
TEXT
last_request DELETE "$accounts/$nightly"

test_case 'update: the difference field by field'
document '{"metadata":{"name":"ci2","description":null,"tags":[]},
  "spec":{"groupIDs":["'"$readers"'","'"$admins"'"]}}'
forget
play sa update ci -f "$file" <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
expect 1 <<TEXT
Update service account "ci" ($ci) in organization "acme"
- metadata.name: "ci"
+ metadata.name: "ci2"
- metadata.description: "Runs the pipelines."
- metadata.tags: team=platform
- metadata.tags: cost-centre=4711
- spec.groupIDs: $deployers (deployers)
+ spec.groupIDs: $admins (admins)
Continue? [y/N] n
nscale: declined, nothing was changed
TEXT
only_reads

test_case 'update: colours for the signs, which say it too'
document '{"metadata":{"description":"new"}}'
TERM=xterm play sa update ci -f "$file" <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
edit "s/$(printf '\033')/^[/g"
stdout_has '^[[31m- metadata.description: "Runs the pipelines."^[[0m'
stdout_has '^[[32m+ metadata.description: "new"^[[0m'
TERM=xterm NO_COLOR=1 play sa update ci -f "$file" <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
stdout_lacks "$(printf '\033[3')"
stdout_has '- metadata.description: "Runs the pipelines."'

test_case 'an update that is answered with yes is sent'
document '{"metadata":{"description":"new"}}'
play sa update ci -f "$file" -q .metadata.description <<'PLAY'
wait Continue? [y/N] 
send y
PLAY
expect 0 <<TEXT
Update service account "ci" ($ci) in organization "acme"
- metadata.description: "Runs the pipelines."
+ metadata.description: "new"
Continue? [y/N] y
new
TEXT

test_case 'update: nothing to change is not asked about'
play sa update ci -f "$file" </dev/null
expect 0 <<'TEXT'
No changes.
TEXT

test_case 'update: what the server has is escaped in the question'
served()
{
  fault "{\"path\":\"$accounts\",\"method\":\"GET\",\"body\":\"[{\
\\\"metadata\\\":{\\\"id\\\":\\\"$ci\\\",\\\"name\\\":\\\"ci\\\",\
\\\"description\\\":\\\"$1\\\",\\\"modifiedTime\\\":\\\"$2\\\"},\
\\\"spec\\\":{\\\"groupIDs\\\":[]}}]\"}"
}
served '\\u001b[2J' 2026-06-01T12:00:00Z
play sa update ci -f "$file" <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
expect_status 1
stdout_lacks "$(printf '\033')"
stdout_has '- metadata.description: "'

test_case 'update: changed while the question was asked'
forget
served one 2026-06-01T12:00:00Z
served two 2026-06-01T12:00:01Z
play sa update ci -f "$file" <<'PLAY'
wait Continue? [y/N] 
send y
PLAY
expect 5 <<TEXT
Update service account "ci" ($ci) in organization "acme"
- metadata.description: "one"
+ metadata.description: "new"
Continue? [y/N] y
nscale: service account "ci" was changed while the question was open; nothing was sent
hint: run the command again to see what is new
TEXT
only_reads
forget

test_case 'create from a file: the question shows what is made'
document '{"metadata":{"name":"made","description":"d"},
  "spec":{"groupIDs":["'"$readers"'"]}}'
play sa create -f "$file" <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
expect 1 <<TEXT
Create service account "made" in organization "acme"
+ metadata.name: "made"
+ metadata.description: "d"
+ spec.groupIDs: $readers (readers)
Whoever holds its token acts with the rights of its groups.
Continue? [y/N] n
nscale: declined, nothing was changed
TEXT
expect_equal "GET /api/v1/organizations/$org/groups
GET $accounts" "$(sent | sed '$d' | sort)"
expect_equal 'GET /api/v1/organizations' "$(sent | sed -n '$p')"
forget

test_case 'with the document on stdin, stderr must be the terminal to ask at'
show -e "$work/errors" sa create --stdin
expect_status 2
expect_stdout ''
expect_equal 'nscale: create cannot ask: standard input is the document' \
  "$(sed -n 1p "$work/errors")"

test_case 'stdin and stderr must both be terminals'
play -i "$file" sa rotate ci </dev/null
expect 2 <<'TEXT'
nscale: rotate cannot ask: standard input and standard error are not both terminals
hint: add --yes, or look first with --dry-run
TEXT
show -e "$work/errors" sa rotate ci
expect_status 2
expect_stdout ''
expect_equal 'nscale: rotate cannot ask: standard input and standard error are not both terminals' \
  "$(sed -n 1p "$work/errors")"
expect_requests 0

# ---- Create without a document. -----------------------------------------

groups_list="Groups:
1) deployers  ($deployers)
2) readers  ($readers)
3) admins  ($admins)"
tags_question='Tags (name=value, separated by commas): '
groups_question='Numbers, separated by commas or spaces (Enter: none):'

test_case 'create asks for name, description and groups'
forget
play -o "$work/result" sa create -q .status.accessToken <<'PLAY'
wait Name: 
send built
wait Description: 
send Builds things.
wait commas): 
send
wait (Enter: none): 
send 1, 3
wait Continue? [y/N] 
send y
PLAY
expect 0 <<TEXT
Name: built
Description: Builds things.
$tags_question
$groups_list
$groups_question 1, 3
Create service account "built" in organization "acme"
+ metadata.name: "built"
+ metadata.description: "Builds things."
+ spec.groupIDs: $deployers (deployers)
+ spec.groupIDs: $admins (admins)
Whoever holds its token acts with the rights of its groups.
Continue? [y/N] y
TEXT
last_request POST "$accounts"
last_body '{"metadata":{"name":"built","description":"Builds things."},"spec":{"groupIDs":["'"$deployers"'","'"$admins"'"]}}'
with_token "$(cat "$work/result")" sa get built -q .metadata.description
expect_stdout 'Builds things.'

test_case 'answers that do not fit are asked for again'
forget
play sa create --org "$org" <<'PLAY'
wait Name: 
send -bad-
wait Name: 
send
wait Name: 
send good
wait Description: 
send
wait commas): 
send
wait (Enter: none): 
send 7
wait (Enter: none): 
send nosuch
wait (Enter: none): 
send readers admins
wait Continue? [y/N] 
send n
PLAY
rule="1 to 63 letters, digits, '-', '_' or '.', the first and the last a letter or digit"
expect 1 <<TEXT
Name: -bad-
$rule
Name: 
$rule
Name: good
Description: 
$tags_question
$groups_list
$groups_question 7
There is no "7" in the list.
$groups_question nosuch
There is no "nosuch" in the list.
$groups_question readers admins
Create service account "good" in organization "acme"
+ metadata.name: "good"
+ spec.groupIDs: $readers (readers)
+ spec.groupIDs: $admins (admins)
Whoever holds its token acts with the rights of its groups.
Continue? [y/N] n
nscale: declined, nothing was changed
TEXT
only_reads

test_case 'no description and no groups, --yes leaves out the last question'
forget
play -o "$work/result" sa create --yes -q .metadata.name <<'PLAY'
wait Name: 
send bare
wait Description: 
send
wait commas): 
send
wait (Enter: none): 
send
PLAY
expect_kept stdout
expect 0 <<TEXT
Name: bare
Description: 
$tags_question
$groups_list
$groups_question 
TEXT
last_body '{"metadata":{"name":"bare"},"spec":{"groupIDs":[]}}'
expect_equal bare "$(cat "$work/result")"

test_case 'the organization is asked for where none is named'
saved=$NSCALE_ORGANIZATION_ID
unset NSCALE_ORGANIZATION_ID
forget
play -o "$work/result" sa create -q .metadata.organizationId <<'PLAY'
wait Number: 
send 3
wait Number: 
send 2
wait Name: 
send there
wait Description: 
send
wait commas): 
send
wait (Enter: none): 
send 1
wait Continue? [y/N] 
send y
PLAY
expect_kept stdout
globex=$(fixture globex '' id)
operators=$(fixture globex groups operators)
expect 0 <<TEXT
Organization:
1) acme  ($org)
2) globex  ($globex)
Number: 3
There is no "3" in the list.
Number: 2
Name: there
Description: 
$tags_question
Groups:
1) operators  ($operators)
$groups_question 1
Create service account "there" in organization "globex"
+ metadata.name: "there"
+ spec.groupIDs: $operators (operators)
Whoever holds its token acts with the rights of its groups.
Continue? [y/N] y
TEXT
expect_equal "$globex" "$(cat "$work/result")"
NSCALE_ORGANIZATION_ID=$saved
export NSCALE_ORGANIZATION_ID

test_case 'Ctrl-C and Ctrl-D in the middle send nothing'
forget
play sa create <<'PLAY'
wait Name: 
send x
wait Description: 
stop
PLAY
expect 130 <<'TEXT'
Name: x
Description: ^C
nscale: interrupted, nothing was changed
TEXT
play sa create <<'PLAY'
wait Name: 
end
PLAY
expect 1 <<'TEXT'
Name: 
nscale: no answer, nothing was sent
TEXT
only_reads

test_case 'a filter that does not compile is told before anything is asked'
play sa create -q '.[' </dev/null
expect_status 2
stdout_lacks Name

test_case 'a name that is taken is said after the answers'
fault '{"method":"POST","stop":"before","plain":true}'
play sa create <<'PLAY'
wait Name: 
send ci
wait Description: 
send
wait commas): 
send
wait (Enter: none): 
send
PLAY
expect_status 5
stdout_has 'service account "ci" is there already: '

test_case 'the names of groups are escaped'
fault '{"path":"*/groups","body":"[{\"metadata\":{\"id\":\"1\",\"name\":\"a\\u001b[2Jb\"}}]"}'
play sa create <<'PLAY'
wait Name: 
send x
wait Description: 
send
wait commas): 
send
wait (Enter: none): 
end
PLAY
expect_status 1
stdout_has '1) a\x1b[2Jb  (1)'

test_case 'what is not named is offered, and what was chosen is asked about'
nightly_now=$(fixture acme serviceaccounts deploy)
forget
play sa rotate <<PLAY
wait Number: 
send 99
wait Number: 
send deploy
wait Continue? [y/N] 
send n
PLAY
expect_status 1
stdout_has 'Service account:'
stdout_has "Rotate service account \"deploy\" ($nightly_now) in organization \"acme\""
only_reads
play sa get -q .metadata.name <<'PLAY'
wait Number: 
send deploy
PLAY
expect_status 0
stdout_has deploy

test_case 'so is the organization'
(
  unset NSCALE_ORGANIZATION_ID
  play sa get -q .metadata.organizationId <<PLAY
wait Number: 
send globex
wait Service account:
send 1
PLAY
  [ "$status" -eq 1 ] || exit 0
) || fail 'the organization was not offered'

test_case 'nobody chooses: nothing is done'
for verb in get update rotate delete; do
  forget
  play sa $verb <<'PLAY'
wait Number: 
end
PLAY
  expect_status 1
  stdout_has 'no answer, nothing was sent'
  only_reads
done

test_case 'where there is none, none is offered'
fault "{\"path\":\"$accounts\",\"body\":\"[]\"}"
play sa delete </dev/null
expect_status 3
stdout_has 'nscale: there is no service account to choose'

test_case 'nothing is offered in a pipe, in CI, with --yes'
forget
for verb in get update rotate delete; do
  needs="nscale: $verb needs an id or a name"
  run sa $verb
  expect_status 2
  stderr_has "$needs"
  show -i /dev/null sa $verb
  expect_status 2
  stdout_has "$needs"
  show -o "$work/result" sa $verb
  expect_status 2
  stdout_has "$needs"
  show -e "$work/errors" sa $verb
  expect_status 2
  CI=true show sa $verb
  expect_status 2
  stdout_has "$needs"
done
for verb in update rotate delete; do
  show sa $verb --yes
  expect_status 2
  stdout_has "nscale: $verb needs an id or a name"
done
show -i /dev/null sa get --json
expect_status 2
expect_requests 0

test_case 'update asks line by line too; Enter keeps what is there'
deploy=$(fixture acme serviceaccounts deploy)
forget
play -o "$work/result" sa update deploy -q .metadata.tags <<'PLAY'
wait Name [deploy]: 
send
wait Description [Rolls releases out.; none: -]: 
send -
wait commas): 
send nonsense
wait commas): 
send a=b, c=
wait -: none): 
send 9
wait -: none): 
send readers, admins
wait Continue? [y/N] 
send y
PLAY
as_now='Numbers, separated by commas or spaces (Enter: no change; -: none):'
expect 0 <<TEXT
Name [deploy]: 
Description [Rolls releases out.; none: -]: -
${tags_question}nonsense
"nonsense" has no "=" and value
${tags_question}a=b, c=
Groups:
* 1) deployers  ($deployers)
  2) readers  ($readers)
  3) admins  ($admins)
$as_now 9
There is no "9" in the list.
$as_now readers, admins
Update service account "deploy" ($deploy) in organization "acme"
- metadata.description: "Rolls releases out."
+ metadata.tags: a=b
+ metadata.tags: c=
- spec.groupIDs: $deployers (deployers)
+ spec.groupIDs: $readers (readers)
+ spec.groupIDs: $admins (admins)
Continue? [y/N] y
TEXT
last_body '{"metadata":{"name":"deploy","tags":[{"name":"a","value":"b"},{"name":"c","value":""}]},"spec":{"groupIDs":["'"$readers"'","'"$admins"'"]}}'
play sa update deploy <<'PLAY'
wait Name [deploy]: 
send
wait Description: 
send
wait [a=b, c=; none: -]: 
send
wait -: none): 
send
PLAY
expect_status 0
stdout_has 'No changes.'

test_case 'a dry run asks nothing'
show sa create --dry-run
expect 2 <<'TEXT'
nscale: create needs a document
hint: add --file FILE or --stdin, or flags such as --name
TEXT

test_case 'a create that cannot read the groups says why, and may try again'
fault '{"path":"*/groups","status":403,"times":2}'
play sa create <<'PLAY'
wait Name: 
send x
wait Description: 
send
wait commas): 
send
wait Try again? [y/N] 
send y
wait Try again? [y/N] 
send n
PLAY
expect_status 4
stdout_has 'Try again? [y/N] y'

end_tests
