#!/bin/sh
# test-screen.sh - create and update as screens, in a real terminal
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'tmux is missing' command -v tmux
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/screen.sh"

org=$(fixture acme '' id)
globex=$(fixture globex '' id)
ci=$(fixture acme serviceaccounts ci)
deployers=$(fixture acme groups deployers)
readers=$(fixture acme groups readers)
admins=$(fixture acme groups admins)
accounts=/api/v1/organizations/$org/serviceaccounts

name_help="  1 to 63 letters, digits, '-', '_' or '.', the first and the last a letter or
    digit"
name_good="  OK: 1 to 63 letters, digits, '-', '_' or '.', the first and the last a letter
    or digit"
name_bad="  Not yet: 1 to 63 letters, digits, '-', '_' or '.', the first and the last a
    letter or digit"

test_case 'create: a name, checked as it is typed'
fresh 'nscale sa create --token-file new -q .metadata.name >name'
expect_screen <<TEXT
\$ nscale sa create --token-file new -q .metadata.name >name
Name:
$name_help
  Enter: next. Esc: quit.
TEXT
text bu-
expect_screen <<TEXT
\$ nscale sa create --token-file new -q .metadata.name >name
Name: bu-
$name_bad
  Enter: next. Esc: quit.
TEXT
# Enter takes no name that the server would refuse.
keys Enter
text 1
expect_screen <<TEXT
\$ nscale sa create --token-file new -q .metadata.name >name
Name: bu-1
$name_good
  Enter: next. Esc: quit.
TEXT

test_case 'create: description and tags'
keys Enter
shows 'Description:'
text 'Builds things.'
expect_screen <<TEXT
\$ nscale sa create --token-file new -q .metadata.name >name
Name: bu-1
Description: Builds things.
  OK: any text; may be empty
  Enter: next. Esc: back.
TEXT
keys Enter
shows 'Tags:'
text 'team'
shows 'Not yet: "team" has no "=" and value'
text '=x, a=b=c,'
expect_screen <<TEXT
\$ nscale sa create --token-file new -q .metadata.name >name
Name: bu-1
Description: Builds things.
Tags: team=x, a=b=c,
  OK: name=value, separated by commas; may be empty
  Enter: next. Esc: back.
TEXT

test_case 'create: groups are chosen with arrows and the space bar'
keys Enter
shows '0 chosen'
keys Space Down Down Space
expect_screen <<TEXT
\$ nscale sa create --token-file new -q .metadata.name >name
Name: bu-1
Description: Builds things.
Tags: team=x, a=b=c
Groups:
  [x] deployers  $deployers
  [ ] readers    $readers
> [x] admins     $admins
  3 of 3, 2 chosen
  Type to filter. Space, Tab: choose. Enter: next. Esc: back.
TEXT

test_case 'create: the review shows all of it, and sends it'
keys Enter
expect_screen <<TEXT
\$ nscale sa create --token-file new -q .metadata.name >name
Create service account "bu-1"
  Organization: acme
  Name: bu-1
  Description: Builds things.
  Tags: team=x, a=b=c
  Groups: deployers, admins
  Whoever holds its token acts with the rights of its groups.
  Yes, create it
  Edit as JSON
  Back
  Quit
  y, Enter: yes. Up, Down, Enter: choose. Esc: back.
TEXT
# Enter alone confirms nothing, nor does a line that was meant for the shell.
keys Enter
text 'cd src && make my'
keys Enter
text y?
keys Enter Up
shows '> Quit'
only_reads
text ye
shows '> Yes, create it'
keys Enter
# There is no second question, and what was drawn is gone.
expect_screen <<'TEXT'
$ nscale sa create --token-file new -q .metadata.name >name
$
TEXT
expect_equal bu-1 "$(cat "$work/name")"
last_request POST "$accounts"
last_body '{"metadata":{"name":"bu-1","description":"Builds things.","tags":[{"name":"team","value":"x"},{"name":"a","value":"b=c"}]},"spec":{"groupIDs":["'"$deployers"'","'"$admins"'"]}}'

test_case 'type to filter, by any part of name or id, in any case'
fresh 'nscale sa create'
shows Name:
text filtered
keys Enter Enter Enter
shows '0 chosen'
text DE
expect_screen <<TEXT
\$ nscale sa create
Name: filtered
Description: -
Tags: -
Groups: DE
> [ ] deployers  $deployers
  [ ] readers    $readers
  2 of 3, 0 chosen
  Tab, Enter: choose. Ctrl-U: show all. Esc: back.
TEXT
keys Down Tab
shows '1 chosen'
# What is not shown stays chosen.
keys C-u
text "$(echo "$admins" | cut -c 1-13)"
shows '1 of 3, 1 chosen'
keys Tab
shows '1 of 3, 2 chosen'
keys Tab
shows '1 of 3, 1 chosen'
# A space belongs to the filter that it stands in.
text ' z'
expect_screen <<TEXT
\$ nscale sa create
Name: filtered
Description: -
Tags: -
Groups: $(echo "$admins" | cut -c 1-13) z
  nothing matches, 1 chosen
  Tab, Enter: choose. Ctrl-U: show all. Esc: back.
TEXT
# Enter goes on from no filter that hides everything, and not from one.
keys Enter BSpace BSpace Enter
expect_screen <<TEXT
\$ nscale sa create
Name: filtered
Description: -
Tags: -
Groups:
  [x] readers    $readers
> [x] admins     $admins
  [ ] deployers  $deployers
  3 of 3, 2 chosen
  Type to filter. Space, Tab: choose. Enter: next. Esc: back.
TEXT
keys Enter
shows 'Groups: readers, admins'

test_case 'Quit ends with 1, and nothing is sent'
keys Up End
shows "> Quit"
keys e
shows "> Edit as JSON"
keys q
shows "> Quit"
keys Enter
shows 'nscale: declined, nothing was changed'
line 'echo "status $?"'
shows 'status 1'
only_reads

test_case 'Back, and Esc, lead to the answers, which are kept'
fresh 'nscale sa create --token-file new-2 -q .metadata.name'
shows Name:
text one
keys Enter
shows Description:
text d
keys Enter Enter
shows '0 chosen'
keys Space Enter
shows '  Yes, create it'
keys b
shows '> Back'
keys Enter
shows '1 chosen'
keys Escape
shows 'Tags:'
lacks 'chosen'
keys Escape
shows 'Description: d'
lacks 'Tags:'
keys Escape
expect_screen <<TEXT
\$ nscale sa create --token-file new-2 -q .metadata.name
Name: one
$name_good
  Enter: next. Esc: quit.
TEXT
keys C-u
text two
keys Enter Enter Enter
shows '1 chosen'
keys Enter
shows 'Create service account "two"'
keys y Enter
expect_screen <<'TEXT'
$ nscale sa create --token-file new-2 -q .metadata.name
two
$
TEXT
last_body '{"metadata":{"name":"two","description":"d"},"spec":{"groupIDs":["'"$deployers"'"]}}'

test_case 'the organization is chosen where none is named'
fresh 'unset NSCALE_ORGANIZATION_ID; nscale sa create -q .metadata.organizationId'
expect_screen <<TEXT
\$ unset NSCALE_ORGANIZATION_ID; nscale sa create -q .metadata.organizationId
Organization:
> acme    $org
  globex  $globex
  2 of 2
  Enter: next. Esc: quit.
TEXT
keys Enter
shows Name:
text there
keys Enter Enter Enter
shows '3 of 3, 0 chosen'
keys Space Enter
shows 'Organization: acme'
shows 'Groups: deployers'
# Another organization has other groups: those of the first are dropped.
keys Escape Escape
shows Tags:
keys Escape Escape Escape
shows '2 of 2'
text GLO
shows '1 of 2'
keys Enter Enter Enter Enter
expect_screen <<TEXT
\$ unset NSCALE_ORGANIZATION_ID; nscale sa create -q .metadata.organizationId
Organization: globex
Name: there
Description: -
Tags: -
Groups:
> [ ] operators  $(fixture globex groups operators)
  1 of 1, 0 chosen
  Type to filter. Space, Tab: choose. Enter: next. Esc: back.
TEXT
keys Space Enter
shows 'Organization: globex'
shows 'Groups: operators'
keys y Enter
shows "$globex"
last_body '{"metadata":{"name":"there"},"spec":{"groupIDs":["'"$(fixture globex groups operators)"'"]}}'

test_case 'which one: typed to filter'
fresh 'nscale sa get -q .metadata.description'
shows '  5 of 5'
text ci
expect_screen <<TEXT
\$ nscale sa get -q .metadata.description
Service account: ci
> ci       $ci
  1 of 5
  Type to filter. Enter: choose. Esc: quit.
TEXT
keys Enter
expect_screen <<'TEXT'
$ nscale sa get -q .metadata.description
Runs the pipelines.
$
TEXT
fresh 'nscale sa delete'
shows 'Service account:'
keys Escape
expect_screen <<'TEXT'
$ nscale sa delete
nscale: declined, nothing was changed
$
TEXT
only_reads

test_case 'create asks for what flags left out, and shows what they gave'
fresh 'nscale sa create flags --group readers'
expect_screen <<'TEXT'
$ nscale sa create flags --group readers
Name: flags
Groups: readers
Description:
  any text; may be empty
  Enter: next. Esc: quit.
TEXT
text 'Some.'
keys Enter
shows 'Tags:'
keys Enter
expect_screen <<'TEXT'
$ nscale sa create flags --group readers
Create service account "flags"
  Organization: acme
  Name: flags
  Description: Some.
  Tags: -
  Groups: readers
  Whoever holds its token acts with the rights of its groups.
  Yes, create it
  Edit as JSON
  Back
  Quit
  y, Enter: yes. Up, Down, Enter: choose. Esc: back.
TEXT
text q
keys Enter
shows declined
only_reads

test_case 'update starts from what is there'
fresh 'nscale sa update ci -q .metadata.description'
expect_screen <<TEXT
\$ nscale sa update ci -q .metadata.description
Name: ci
$name_good
  Enter: next. Esc: quit.
TEXT
keys Enter
shows 'Description: Runs the pipelines.'
keys C-w
text 'jobs, too.'
keys Enter
shows 'Tags: team=platform, cost-centre=4711'
keys Enter
shows '3 of 3, 2 chosen'
keys Space Down Down Space
shows '> [x] admins'
keys Enter
expect_screen <<TEXT
\$ nscale sa update ci -q .metadata.description
Update service account "ci" ($ci)
  Organization: acme
  Name: ci
  Description: Runs the jobs, too.
  Tags: team=platform, cost-centre=4711
  Groups: readers, admins
  Changes:
    - metadata.description: "Runs the pipelines."
    + metadata.description: "Runs the jobs, too."
    - spec.groupIDs: $deployers (deployers)
    + spec.groupIDs: $admins (admins)
  Yes, update it
  Edit as JSON
  Back
  Quit
  y, Enter: yes. Up, Down, Enter: choose. Esc: back.
TEXT
only_reads
keys y Enter
expect_screen <<'TEXT'
$ nscale sa update ci -q .metadata.description
Runs the jobs, too.
$
TEXT
last_request PUT "$accounts/$ci"
last_body '{"metadata":{"name":"ci","description":"Runs the jobs, too.","tags":[{"name":"team","value":"platform"},{"name":"cost-centre","value":"4711"}]},"spec":{"groupIDs":["'"$readers"'","'"$admins"'"]}}'

test_case 'update: nothing changed is nothing sent'
fresh 'nscale sa update ci'
shows Name:
keys Enter Enter Enter
shows '2 chosen'
keys Enter
shows 'No changes.'
keys y Enter
expect_screen <<'TEXT'
$ nscale sa update ci
No changes.
$
TEXT
only_reads

test_case 'update: an emptied description is removed'
fresh 'nscale sa update ci -q .metadata.description'
shows Name:
keys Enter
shows 'Runs the jobs, too.'
keys C-u Enter Enter
shows '2 chosen'
keys Enter
shows '- metadata.description: "Runs the jobs, too."'
keys y Enter
shows null
last_body '{"metadata":{"name":"ci","tags":[{"name":"team","value":"platform"},{"name":"cost-centre","value":"4711"}]},"spec":{"groupIDs":["'"$readers"'","'"$admins"'"]}}'

served()
{
  fault "{\"path\":\"$accounts\",\"method\":\"GET\",\"times\":${3-1},\"body\":\"[{\
\\\"metadata\\\":{\\\"id\\\":\\\"$ci\\\",\\\"name\\\":\\\"ci\\\",\
\\\"description\\\":\\\"$1\\\",\\\"modifiedTime\\\":\\\"$2\\\"},\
\\\"spec\\\":{\\\"groupIDs\\\":[\\\"gone\\\",\\\"$readers\\\"]}}]\"}"
}

test_case 'update: what a line cannot show stays as it is, and is escaped'
forget
screen_start
served 'two\\nlines\\u001b[2J' 2026-06-01T12:00:00Z 2
line 'nscale sa update ci'
shows Name:
keys Enter
shows 'Description: two lines[2J'
keys Enter Enter
# A group that the list does not have is not lost.
expect_screen <<TEXT
\$ nscale sa update ci
Name: ci
Description: two\nlines\x1b[2J
Tags: -
Groups:
> [x] readers    $readers
  [x] gone
  [ ] deployers  $deployers
  [ ] admins     $admins
  4 of 4, 2 chosen
  Type to filter. Space, Tab: choose. Enter: next. Esc: back.
TEXT
keys Enter
shows 'No changes.'
shows 'Groups: gone, readers'
keys y Enter
expect_screen <<'TEXT'
$ nscale sa update ci
No changes.
$
TEXT
only_reads

test_case 'update: changed by somebody else meanwhile'
forget
screen_start
served one 2026-06-01T12:00:00Z
served two 2026-06-01T12:00:01Z
line 'nscale sa update ci'
shows Name:
text x
keys Enter Enter Enter Enter
shows '  Yes, update it'
keys y Enter
shows 'was changed while the question was open'
only_reads

test_case '--yes leaves out the review, and only it'
fresh 'nscale sa create --yes --token-file new-3 -q .metadata.name'
shows Name:
text unasked
keys Enter Enter Enter
shows '0 chosen'
keys Enter
expect_screen <<'TEXT'
$ nscale sa create --yes --token-file new-3 -q .metadata.name
unasked
$
TEXT
last_body '{"metadata":{"name":"unasked"},"spec":{"groupIDs":[]}}'

test_case 'Enter on earlier questions confirms nothing that was not seen'
fresh 'nscale sa create'
shows Name:
text hasty
keys Enter Enter Enter Enter Enter Enter Enter
shows '  Yes, create it'
only_reads
keys y Enter
shows 'Created service account "hasty".'
expect_equal POST "$(requests | sed 's/.*"method":"\([A-Z]*\)".*/\1/')"

test_case 'the names of groups are escaped'
forget
screen_start
fault '{"path":"*/groups","body":"[{\"metadata\":{\"id\":\"1\",\"name\":\"a\\u001b[2Jb\\u202e\"}}]"}'
line 'nscale sa create'
shows Name:
text x
keys Enter Enter Enter
shows '> [ ] a\x1b[2Jb\u202e  1'
keys Space Enter
shows 'Groups: a\x1b[2Jb\u202e'

test_case 'no groups: nothing is asked, neither forth nor back'
forget
screen_start
fault '{"path":"*/groups","body":"[]","times":3}'
line 'nscale sa create'
shows Name:
text x
keys Enter Enter
shows Tags:
keys Enter
shows '  Yes, create it'
keys Escape
shows Tags:
lacks 'Yes, '

test_case 'a request that fails ends it with the terminal as it was'
forget
screen_start
fault '{"path":"*/groups","status":403}'
line 'nscale sa create'
shows Name:
text x
keys Enter Enter Enter
shows 'The list could not be read; the answers so far are kept'
shows 'Tags:'
keys Down Enter
shows 'nscale: '
line 'echo "status $?"'
shows 'status 4'
lacks 'Try again'

test_case 'a list that could not be read is read again, and no answer is lost'
fresh 'nscale sa create --max-wait 0'
shows Name:
fault '{"path":"*/groups","status":503,"times":9}'
text kept
keys Enter Enter Enter
shows 'Try again'
forget
keys Enter
shows 'Groups:'
shows 'Name: kept'
keys C-c

test_case 'two of one name can be told apart, and no cut names read alike'
named()
{
  "$NSCALE" sa create --name "github-actions-github-actions-deploy-$1" --yes \
    --allow-duplicate --deliver true -q .metadata.id 2>/dev/null
}
one=$(named a)
two=$(named b)
three=$(named b)
for width in 60 40; do
  fresh 'nscale sa get' $width
  text github
  case $width in
    60) shows "github-ac…-deploy-a  $one"
        shows "github-ac…-deploy-b  $two"
        shows "github-ac…-deploy-b  $three" ;;
    *) shows "github-action…ons-deploy-a  $(echo "$one" | cut -c 1-8)…"
       shows "github-action…ons-deploy-b  $(echo "$two" | cut -c 1-8)…"
       shows "github-action…ons-deploy-b  $(echo "$three" | cut -c 1-8)…" ;;
  esac
  keys C-c
done

end_tests
