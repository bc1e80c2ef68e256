#!/bin/sh
# test-raw.sh - the terminal is as it was, whatever ended the screens
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'tmux is missing' command -v tmux
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/screen.sh"

# begin: nscale sa create, with its process id in $work/pid, and the modes of
# the terminal before and after it; the shell says `ended STATUS`.
cat >"$work/begin" <<'TEXT'
stty -g >before
sh -c 'echo $$ >pid; exec nscale sa create'
echo "ended $?"
stty -g >after
TEXT

begin()
{
  forget
  rm -f "$work/before" "$work/after" "$work/pid"
  screen_start
  line '. ./begin'
  shows Name:
  [ "$(screen_tmux display-message -p '#{cursor_flag}')" = 1 ] ||
    fail 'the cursor is hidden'
}

is_after()
{
  [ -s "$work/after" ]
}

# restored STATUS [TEXT]: it ended so, said TEXT, and left nothing else
restored()
{
  shows "ended $1"
  screen_wait is_after || fail 'no modes afterwards'
  expect_equal "$(cat "$work/before")" "$(cat "$work/after")"
  expect_screen <<TEXT
\$ . ./begin
${2+$2
}ended $1
\$
TEXT
  requests | grep -q '"method":"[^G]' && fail 'a mutation was sent'
}

send_signal()
{
  kill "-$1" "$(cat "$work/pid")"
}

test_case 'Esc on the first question leaves the terminal as it was'
begin
keys Escape
restored 1 'nscale: declined, nothing was changed'

test_case 'Ctrl-C on a line leaves the terminal as it was'
begin
text abc
shows 'Name: abc'
keys C-c
restored 130 'nscale: interrupted, nothing was changed'

test_case 'Ctrl-C on a list leaves the terminal as it was'
begin
text abc
keys Enter Enter Enter
shows '0 chosen'
keys C-c
restored 130 'nscale: interrupted, nothing was changed'

test_case 'Ctrl-C on the review leaves the terminal as it was'
begin
text abc
keys Enter Enter Enter
shows '0 chosen'
keys Enter
shows '  Yes, create it'
keys C-c
restored 130 'nscale: interrupted, nothing was changed'

test_case 'SIGTERM and SIGHUP leave the terminal as it was'
for signal in TERM HUP; do
  begin
  send_signal "$signal"
  restored 130 'nscale: interrupted, nothing was changed'
done

test_case 'a crash leaves the terminal as it was'
if [ -z "${SANITIZERS-}" ]; then
  for signal in SEGV ABRT BUS; do
    begin
    send_signal "$signal"
    restored 1 \
      'nscale: nscale itself failed, or a library ran out of memory'
  done
else
  skip_case 'sanitizers have crashes for themselves'
fi

test_case 'signals that end a process by default'
begin
keys C-\\
restored 131 Quit
begin
send_signal ALRM
restored 142 'Alarm clock'
begin
send_signal USR1
restored 138 'User defined signal 1'

# The first time still stands on the screen.
is_stopped_again()
{
  [ "$(grep -c Stopped "$work/screen")" -eq 2 ]
}

test_case 'Ctrl-Z gives the terminal back, and fg goes on'
forget
rm -f "$work/before" "$work/after"
screen_start
line 'stty -g >before; nscale sa create'
shows Name:
text abc
shows 'Name: abc'
keys C-z
shows Stopped
lacks Name:
line 'stty -g >after; echo here'
screen_wait is_after || fail 'no modes'
expect_equal "$(cat "$work/before")" "$(cat "$work/after")"
line 'fg'
shows 'Name: abc'
text d
keys Enter
shows 'Description:'
keys C-z
screen_wait is_stopped_again || fail 'it is not stopped again'
line 'fg'
shows 'Name: abcd'
# Of the modes that the shell has while it is in the background it knows none.
keys C-z
lacks Name:
line 'stty -echo; bg; until jobs >jobs; grep -q Stopped jobs; do :; done
stty echo; clear; fg'
shows 'Name: abcd'
keys C-c
shows 'nscale: interrupted, nothing was changed'
rm "$work/after"
line 'stty -g >after'
screen_wait is_after || fail 'no modes'
expect_equal "$(cat "$work/before")" "$(cat "$work/after")"

test_case 'a stop that cannot be caught: it draws and reads again'
forget
screen_start
line "sh -c 'echo \$\$ >pid; exec nscale sa create'"
shows Name:
text abc
shows 'Name: abc'
send_signal STOP
shows Stopped
# Nobody could set the modes back: Enter is no newline yet.
text 'clear; stty sane; fg'
keys C-j
shows 'Name: abc'
lacks Stopped
text d
shows 'Name: abcd'
keys C-c
shows 'nscale: interrupted, nothing was changed'

test_case 'Ctrl-Z at a question beside a document: fg takes the answer'
echo '{"metadata":{"description":"stopped"}}' >"$work/change"
forget
screen_start
line 'nscale sa update ci --stdin <change'
shows 'Continue? [y/N]'
keys C-z
shows Stopped
# It is shown again, and takes no answer from before.
text 'clear; fg'
paste '
y
'
screen_from='^Update service account "ci"'
lacks Stopped
shows '+ metadata.description: "stopped"'
shows 'Continue? [y/N]'
screen_from=''
only_reads
# What is typed while it is in the background is the shell's.
keys C-z
shows Stopped
line 'clear; bg; echo "away"'
shows away
line 'clear; fg'
lacks away
shows 'Continue? [y/N]'
text y
keys Enter
shows 'Updated service account "ci".'
requests | grep -q '"method":"PUT"' || fail 'nothing was sent'

test_case 'Ctrl-Z at a question about a change of what is asked line by line'
forget
screen_start
line 'TERM=dumb nscale sa create'
shows Name:
line stopped
shows Description:
text 'not this'
keys C-z
shows Stopped
line 'clear; fg'
lacks Stopped
expect_screen <<'TEXT'
nscale sa create
Description:
TEXT
line this
shows Tags
keys Enter Enter
shows '+ metadata.description: "this"'
shows 'Continue? [y/N]'
keys C-z
shows Stopped
line 'clear; fg'
lacks Stopped
shows '+ metadata.description: "this"'
shows 'Continue? [y/N]'
line n
shows 'declined, nothing was changed'

# ---- Children. -----------------------------------------------------------

# kept COMMAND: it runs and ends, in a terminal whose modes are the same then
kept()
{
  forget
  rm -f "$work/before" "$work/after"
  screen_start
  line "stty -g >before; $1; stty -g >after"
}

same_modes()
{
  screen_wait is_after || fail 'no modes afterwards'
  expect_equal "$(cat "$work/before")" "$(cat "$work/after")"
}

# spoil: what a program does to a terminal, before it is killed
cat >"$work/spoil" <<'TEXT'
stty -isig -icanon -echo -onlcr -icrnl </dev/tty
printf '\033[?1049h\033[?25l\033[?1000hspoilt' >/dev/tty
TEXT

# The terminal is as it was: the screen, the cursor, the mouse.
expect_usual()
{
  expect_equal '0 1 0' "$(screen_tmux display-message -p \
    '#{alternate_on} #{cursor_flag} #{mouse_standard_flag}')"
}

test_case 'a token command that is killed leaves the terminal as it was'
token=$NSCALE_SERVICE_TOKEN
unset NSCALE_SERVICE_TOKEN
mkfifo "$work/fifo"
kept "NSCALE_SERVICE_TOKEN_COMMAND='. ./spoil; kill -9 \$\$' nscale sa list"
screen_from='^nscale: '
expect_screen <<'TEXT'
nscale: the command of NSCALE_SERVICE_TOKEN_COMMAND was ended by signal 9
$
TEXT
screen_from=''
same_modes
expect_usual

test_case 'one that Ctrl-C or Ctrl-\ ends at a question of its own, too'
for key in C-c C-\\; do
  kept "NSCALE_SERVICE_TOKEN_COMMAND='. ./spoil; stty isig </dev/tty; exec cat fifo' nscale sa list"
  shows spoilt
  keys "$key"
  case $key in
    C-c) shows 'interrupted, nothing was changed' ;;
    *) shows Quit ;;
  esac
  same_modes
  expect_usual
done

test_case 'and so does any signal to nscale while it runs'
for signal in USR1 ALRM XCPU; do
  kept "NSCALE_SERVICE_TOKEN_COMMAND='. ./spoil; kill -$signal \$PPID; exec cat fifo' nscale sa list"
  same_modes
  expect_usual
done
NSCALE_SERVICE_TOKEN=$token
export NSCALE_SERVICE_TOKEN

test_case 'a command of --deliver that is killed leaves it as it was'
kept "nscale sa rotate ci --yes --deliver-retries 0 --deliver 'trap \"\" TTOU; . ./spoil; kill -9 \$\$' 2>/dev/null"
same_modes
expect_usual

test_case 'what runs in the background leaves the modes of others alone'
kept "unset NSCALE_SERVICE_TOKEN
NSCALE_SERVICE_TOKEN_COMMAND='cat fifo' nscale sa list 2>said &
stty -echo; stty -g >before; echo wrong >fifo; wait \$!"
same_modes

test_case 'a terminal that goes away ends it'
begin
pid=$(cat "$work/pid")
screen_end
# Where nobody waits for orphans, as in many a container, it stays a zombie.
is_gone()
{
  ! kill -0 "$pid" 2>/dev/null ||
    grep -q '^State:[[:space:]]*Z' "/proc/$pid/status" 2>/dev/null
}
test_deadline=$(($(date +%s) + SCREEN_SECONDS))
until is_gone || [ "$(date +%s)" -gt "$test_deadline" ]; do :; done
is_gone || fail 'it is still there'
requests | grep -q '"method":"[^G]' && fail 'a mutation was sent'

test_case 'pasting is as it was before and after'
begin
# tmux marks a paste only where it was asked to.
paste 'x y'
shows 'Name: x y'
keys C-c
shows 'ended 130'
prompts
paste 'echo pasted
'
shows '$ echo pasted'
lacks '200~'

end_tests
