#!/bin/sh
# test-keys.sh - keys, sizes and locales of the screens, in a real terminal
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'tmux is missing' command -v tmux
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/screen.sh"

org=$(fixture acme '' id)
deployers=$(fixture acme groups deployers)
readers=$(fixture acme groups readers)
admins=$(fixture acme groups admins)

test_case 'a line is edited with the keys that people know'
fresh 'nscale sa create'
shows Name:
text description
keys Enter
text 'one two three'
keys C-w
shows 'Description: one two'
text 3
keys Home
text 'zero '
keys Right Right C-k
text ' 1'
keys Left BSpace
text -
shows 'Description: zero on-1'
keys C-a DC C-e C-h
text end
shows 'Description: ero on-end'

test_case 'what is pasted is text: neither Enter nor a choice'
keys C-u
paste 'two
lines	and a tab'
shows 'Description: two lines and a tab'
lacks Tags:
keys Enter Enter
shows '0 chosen'
paste ' de'
shows 'Groups:  de'
shows 'nothing matches, 0 chosen'

test_case 'the cursor knows wide characters and combining marks'
fresh 'nscale sa create'
shows Name:
text x
keys Enter
shows Description:
text '日本e'
text "$(printf '\314\201')-é"
shows "Description: 日本e$(printf '\314\201')-é"
keys Left Left Left
text .
shows "Description: 日本.e$(printf '\314\201')-é"
keys End BSpace BSpace BSpace
shows 'Description: 日本.'
keys BSpace BSpace
shows 'Description: 日'
keys Enter Enter
shows '0 chosen'
keys Enter
shows '  Yes, create it'
shows 'Description: 日'
keys y Enter
shows 'Created service account "x"'
requests | grep -q '"description\\":\\"日\\"' || fail 'the text was not sent'

test_case 'a long line moves along with the cursor'
fresh 'nscale sa create' 40
shows Name:
text x
keys Enter
shows Description:
text 'abcdefghijklmnopqrstuvwxyz0123456789'
shows 'Description: lmnopqrstuvwxyz0123456789'
keys Home
shows 'Description: abcdefghijklmnopqrstuvwxy…'

test_case 'keys that mean nothing do nothing'
fresh 'nscale sa create'
shows Name:
text a
keys F1 F5 C-t M-x IC C-]
text b
shows 'Name: ab'

# ---- Slow lines. ---------------------------------------------------------

. "$abs_top_srcdir/tests/cli/terminal.sh"
requires 'pty was not built' test -x "$test_pty"
escape=$(printf '\033')

test_case 'a line so slow that it splits keys'
forget
TERM=xterm NO_COLOR=1 play sa create <<PLAY
wait Name: 
type ac
wait Name: ac
type $escape
pause 120
type [D
type b
wait Name: abc
type ${escape}[
pause 120
type F
type ${escape}[1;
pause 120
type 5D
type x
wait Name: xabc
send
wait Description: 
type $(printf '\303')
pause 120
type $(printf '\251\346')
pause 120
type $(printf '\227')
pause 120
type $(printf '\245')
wait Description: é日
type $escape
pause 120
type y
wait Name: xabcy
stop
PLAY
expect_status 130
expect_equal '' "$(cat "$work/stderr")"
only_reads

test_case 'every field is edited by words'
fresh 'nscale sa create'
shows Name:
text 'build-tools'
keys M-b
text x-
shows 'Name: build-x-tools'
keys C-Left C-Left M-d
shows 'Name: -x-tools'
keys C-Right M-BSpace
shows 'Name: --tools'
keys C-Right M-Left
text 1
shows 'Name: --1tools'
keys C-a C-k
text name
keys Enter
shows Description:
text 'one two'
keys M-BSpace
text 2
shows 'Description: one 2'
keys Enter
text 'team=a, other=b'
keys M-b M-BSpace
shows 'Tags: team=a, b'
keys End C-u Enter
shows '0 chosen'
text 'one two'
keys M-b
text x
shows 'Groups: one xtwo'
keys M-f M-BSpace
shows 'Groups: one'
lacks xtwo

# ---- Sizes and locales. --------------------------------------------------

test_case 'texts are broken to 40 columns'
fresh 'nscale sa create' 40
text narrow
expect_screen <<'TEXT'
$ nscale sa create
Name: narrow
  OK: 1 to 63 letters, digits, '-', '_'
    or '.', the first and the last a
    letter or digit
  Enter: next. Esc: quit.
TEXT
keys Enter
text 'A description of more than one line.'
keys Enter Enter
shows '0 chosen'
keys Space
expect_screen <<TEXT
\$ nscale sa create
Name: narrow
Description: A description of more tha…
Tags: -
Groups:
> [x] deployers  $(echo "$deployers" | cut -c 1-21)…
  [ ] readers    $(echo "$readers" | cut -c 1-21)…
  [ ] admins     $(echo "$admins" | cut -c 1-21)…
  3 of 3, 1 chosen
  Type to filter. Space, Tab: choose.
    Enter: next. Esc: back.
TEXT
keys Enter
expect_screen <<TEXT
\$ nscale sa create
Create service account "narrow"
  Organization: acme
  Name: narrow
  Description: A description of more
    than one line.
  Tags: -
  Groups: deployers
  Whoever holds its token acts with the
    rights of its groups.
  Yes, create it
  Edit as JSON
  Back
  Quit
  y, Enter: yes. Up, Down, Enter:
    choose. Esc: back.
TEXT

test_case 'texts fill 200 columns'
fresh 'nscale sa create' 200
shows "  1 to 63 letters, digits, '-', '_' or '.', the first and the last a letter or digit"

test_case 'the size changes while a screen is there'
fresh 'nscale sa create'
shows Name:
text resized
keys Enter Enter Enter
shows '0 chosen'
screen_resize 40 24
expect_screen <<TEXT
Name: resized
Description: -
Tags: -
Groups:
> [ ] deployers  $(echo "$deployers" | cut -c 1-21)…
  [ ] readers    $(echo "$readers" | cut -c 1-21)…
  [ ] admins     $(echo "$admins" | cut -c 1-21)…
  3 of 3, 0 chosen
  Type to filter. Space, Tab: choose.
    Enter: next. Esc: back.
TEXT
screen_resize 80 24
expect_screen <<TEXT
Name: resized
Description: -
Tags: -
Groups:
> [ ] deployers  $deployers
  [ ] readers    $readers
  [ ] admins     $admins
  3 of 3, 0 chosen
  Type to filter. Space, Tab: choose. Enter: next. Esc: back.
TEXT
# Neither the next screen nor what scrolled away has a copy of it.
keys Tab Enter
shows 'Groups: deployers'
screen_history=-
expect_screen <<TEXT
\$ nscale sa create
Create service account "resized"
  Organization: acme
  Name: resized
  Description: -
  Tags: -
  Groups: deployers
  Whoever holds its token acts with the rights of its groups.
  Yes, create it
  Edit as JSON
  Back
  Quit
  y, Enter: yes. Up, Down, Enter: choose. Esc: back.
TEXT
# At the end neither, though the size is another one than at the beginning.
screen_resize 120 24
screen_resize 100 30
keys q Enter
expect_screen <<'TEXT'
$ nscale sa create
nscale: declined, nothing was changed
$
TEXT
screen_history=''

test_case 'signals and stops leave the other screen of a resized terminal'
begin_resized()
{
  fresh "sh -c 'echo \$\$ >pid; exec nscale sa create'"
  shows Name:
  text resized
  shows 'Name: resized'
  screen_resize 60 24
  shows 'Name: resized'
  screen_wait is_aside || fail 'it is not on the other screen'
}
is_aside()
{
  [ "$(screen_tmux display-message -p '#{alternate_on}')" = 1 ]
}
begin_resized
keys C-c
screen_history=-
expect_screen <<'TEXT'
$ sh -c 'echo $$ >pid; exec nscale sa create'
nscale: interrupted, nothing was changed
$
TEXT
screen_history=''
begin_resized
kill -ALRM "$(cat "$work/pid")"
shows 'Alarm clock'
lacks Name:
begin_resized
keys C-z
shows Stopped
lacks Name:
line 'clear; fg'
shows 'Name: resized'
is_aside && fail 'it is still on the other screen'
keys C-c
shows 'interrupted, nothing was changed'

test_case 'a terminal of few lines shows what matters'
fresh 'nscale sa create' 80 6
shows Name:
text few
keys Enter Enter Enter
shows '0 chosen'
keys Down Down Space
expect_screen <<TEXT
\$ nscale sa create
Groups:
  [ ] deployers  $deployers
  [ ] readers    $readers
> [x] admins     $admins
  3 of 3, 1 chosen
TEXT
keys Enter
shows '  Yes, create it'
keys q
shows '> Quit'
keys Enter
shows 'declined, nothing was changed'

test_case 'a thousand groups scroll and are filtered'
forget
screen_start
awk 'BEGIN {
  printf "{\"path\":\"*/groups\",\"body\":\"["
  for (i = 1; i <= 1000; i++)
    printf("%s{\\\"metadata\\\":{\\\"id\\\":\\\"id-%d\\\"," \
      "\\\"name\\\":\\\"group-%d\\\"}}", i > 1 ? "," : "", i, i)
  printf "]\"}"
}' >"$work/fault"
control POST faults "@$work/fault" >/dev/null || fail 'no fault'
line 'nscale sa create'
shows Name:
text many
keys Enter Enter Enter
shows '  1 to 12 of 1000, 0 chosen'
keys NPage NPage
shows '> [ ] group-23    id-23'
shows '  12 to 23 of 1000'
keys End
shows '> [ ] group-1000  id-1000'
shows '  989 to 1000 of 1000'
keys Space Home Space
shows '  1 to 12 of 1000, 2 chosen'
text p-77
shows '  11 of 1000, 2 chosen'
keys Down Enter
# Where no filter is typed what is chosen stands first.
expect_screen <<'TEXT'
$ nscale sa create
Name: many
Description: -
Tags: -
Groups:
  [x] group-1     id-1
> [x] group-770   id-770
  [x] group-1000  id-1000
  [ ] group-2     id-2
  [ ] group-3     id-3
  [ ] group-4     id-4
  [ ] group-5     id-5
  [ ] group-6     id-6
  [ ] group-7     id-7
  [ ] group-8     id-8
  [ ] group-9     id-9
  [ ] group-10    id-10
  1 to 12 of 1000, 3 chosen
  Type to filter. Space, Tab: choose. Enter: next. Esc: back.
TEXT
text p-9
shows '  1 to 12 of 111, 3 chosen'
keys End
shows '> [ ] group-999'
keys C-u
shows '> [x] group-1 '
keys Enter
shows 'Groups: group-1, group-770, group-1000'

test_case 'the C locale shows what it cannot print as escapes'
forget
screen_start 80 24
fault '{"path":"*/groups","body":"[{\"metadata\":{\"id\":\"1\",\"name\":\"caf\u00e9\"}}]"}'
line 'LC_ALL=C nscale sa create'
shows Name:
text c
keys Enter
text é
shows 'Description: \u00e9'
keys Left
text x
shows 'Description: x\u00e9'
keys Enter Enter
shows '> [ ] caf\u00e9  1'

test_case 'colour where it may be, and none under NO_COLOR'
fresh 'nscale sa create'
shows Name:
text bad-
shows 'Not yet'
screen_colours=-e
screen >"$work/colours"
grep -q "^$escape\\[1mName: bad-" "$work/colours" || fail 'no bold'
grep -q "$escape\\[31m.*  Not yet" "$work/colours" ||
  fail 'no red'
screen_colours=''
fresh 'nscale sa update ci'
shows Name:
text 2
keys Enter Enter Enter
shows '2 chosen'
keys Enter
shows '+ metadata.name'
screen_colours=-e
screen >"$work/colours"
screen_colours=''
grep -q "$escape\\[31m.*- metadata.name" "$work/colours" || fail 'no red -'
grep -q "$escape\\[32m.*+ metadata.name" "$work/colours" || fail 'no green +'
fresh 'NO_COLOR=1 nscale sa create'
shows Name:
text bad-
shows 'Not yet'
screen_colours=-e
screen >"$work/colours"
screen_colours=''
grep -q "$escape" "$work/colours" && fail 'colour under NO_COLOR'

test_case 'a terminal that is dumb or unknown is asked line by line'
for terminal in dumb ''; do
  fresh "TERM=$terminal nscale sa create"
  shows Name:
  lacks Esc
  line plain
  shows Description:
  keys C-c
  shows 'interrupted, nothing was changed'
done

end_tests
