#!/bin/sh
# test-editor.sh - the document in the user's editor
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'tmux is missing' command -v tmux
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/screen.sh"

readers=$(fixture acme groups readers)
accounts=/api/v1/organizations/$(fixture acme '' id)/serviceaccounts
unset XDG_RUNTIME_DIR VISUAL EDITOR
mkdir "$work/bin" "$work/tmp"
TMPDIR=$work/tmp
export TMPDIR

# editor NAME: makes an editor of what is on stdin; its $1 is the file
editor()
{
  { echo '#!/bin/sh'; cat; } >"$work/bin/$1"
  chmod +x "$work/bin/$1"
}

# review ENVIRONMENT COMMAND: goes to the review of an account called "ed"
review()
{
  forget
  screen_start
  line "PATH=\$PWD/bin:\$PATH $1 $2"
  shows Name:
  text ed
  keys Enter Enter Enter
  shows chosen
  keys Enter
  shows '  Edit as JSON'
  keys e
  shows '> Edit as JSON'
}

# clean: nothing is left of what was edited
clean()
{
  expect_equal '' "$(ls -A "$work/tmp")"
}

editor look <<'TEXT'
cp "$1" "$HOME/seen"
ls -ld "$1" | cut -c 1-10 >"$HOME/mode"
ls -ld "${1%/*}" | cut -c 1-10 >"$HOME/mode-folder"
echo "$1" >"$HOME/name"
env >"$HOME/environment"
touch "$1~" "${1%/*}/.swap"
TEXT

test_case 'it gets the document, in a file that nobody else can read'
review 'VISUAL=look EDITOR=false' 'nscale sa create'
keys Enter
shows '  Edit as JSON'
expect_equal '{
  "metadata": {
    "name": "ed"
  },
  "spec": {
    "groupIDs": []
  }
}' "$(cat "$work/seen")"
expect_equal -rw------- "$(cat "$work/mode")"
expect_equal drwx------ "$(cat "$work/mode-folder")"
case $(cat "$work/name") in
  "$work"/tmp/nscale-????????????????/service-account.json) ;;
  *) fail "the file is $(cat "$work/name")" ;;
esac
grep -q 'NSCALE_SERVICE_TOKEN=' "$work/environment" &&
  fail 'the editor has the token'
clean
only_reads

test_case 'what it saves is the document, and is what is sent'
editor change <<TEXT
sed -e 's/"ed"/"ed2", "description": "by hand"/' \
  -e 's/\[\]/["$readers"]/' "\$1" >"\$1.new" && mv "\$1.new" "\$1"
TEXT
review EDITOR=change 'nscale sa create -q .metadata.name'
keys Enter
shows 'Create service account "ed2"'
shows 'Description: by hand'
shows 'Groups: readers'
keys y Enter
shows '$'
shows ed2
last_body '{"metadata":{"name":"ed2","description":"by hand"},"spec":{"groupIDs":["'"$readers"'"]}}'
clean

test_case 'it is a command of the shell, whose words may be several'
editor words <<'TEXT'
echo "$# $1 $2" >"$HOME/words"
TEXT
review "EDITOR='X=1 words --wait'" 'nscale sa create'
keys Enter
shows '  Edit as JSON'
expect_equal '2 --wait' "$(sed 's/ [^ ]*$//' "$work/words")"

test_case 'what is wrong is said with its place, and can be edited again'
editor spoil <<'TEXT'
case $(cat "$HOME/turn") in
  1) printf '{\n  "metadata": {"name": }\n}\n' >"$1" ;;
  2) grep -q '"name": }' "$1" || exit 9
     printf '{"metadata": {"nmae": "x"}}\n' >"$1" ;;
  3) printf '{"metadata": {"name": "-x"}}\n' >"$1" ;;
  4) printf '{"metadata": {"name": "right"}}\n' >"$1" ;;
esac
TEXT
echo 1 >"$work/turn"
review VISUAL=spoil 'nscale sa create -q .metadata.name'
keys Enter
shows 'the edited document: line 2, column 24:'
shows '> Edit again'
echo 2 >"$work/turn"
keys Enter
shows 'the edited document: unknown field metadata.nmae'
shows 'hint: did you mean metadata.name?'
echo 3 >"$work/turn"
keys Enter
shows 'the edited document: metadata.name'
shows "1 to 63 letters"
echo 4 >"$work/turn"
keys Enter
shows 'Create service account "right"'
keys y Enter
lacks 'Yes, '
shows right
last_body '{"metadata":{"name":"right"},"spec":{"groupIDs":[]}}'
clean

test_case 'an edit can be dropped: the document is what it was'
echo 1 >"$work/turn"
review VISUAL=spoil 'nscale sa create'
keys Enter
shows '> Edit again'
keys Down Enter
shows 'Create service account "ed"'
shows '  Edit as JSON'
only_reads

test_case 'an editor that fails, and one that is not there'
review VISUAL=false 'nscale sa create'
keys Enter
shows 'the editor "false" ended with status 1'
shows 'hint: set VISUAL or EDITOR to another editor'
keys Escape
shows '  Edit as JSON'
review VISUAL=nosuch 'nscale sa create'
keys Enter
shows 'the editor "nosuch" ended with status 127'
keys Escape
shows 'Name: ed'
clean

# The terminal is as it was: its modes, the screen, the cursor, the mouse, and
# the keys of a paste.
expect_usual()
{
  expect_equal '0 1 0 0' "$(screen_tmux display-message -p \
    '#{alternate_on} #{cursor_flag} #{mouse_standard_flag} #{insert_flag}')"
}

test_case 'an editor that is killed: the terminal is as it was'
editor killed <<'TEXT'
stty -isig -icanon -echo -onlcr -icrnl
printf '\033[?1049h\033[2J\033[5;10r\033[31m\033[?25l\033[?1000h\033[20;30Hedited'
# The rest of what was typed waits for whoever reads next.
dd bs=1 count=1 >/dev/null 2>&1
kill -9 $$
TEXT
forget
rm -f "$work/before" "$work/after"
screen_start
line 'stty -g >before; PATH=$PWD/bin:$PATH VISUAL=killed nscale sa create'
shows Name:
text ed
keys Enter Enter Enter
shows chosen
keys Enter
shows '  Edit as JSON'
keys e Enter
shows edited
paste 'x
y
y
'
expect_screen <<'TEXT'
$ stty -g >before; PATH=$PWD/bin:$PATH VISUAL=killed nscale sa create
The document stays as it was
  the editor "killed" ended with status 137
  hint: set VISUAL or EDITOR to another editor
> Edit again
  Drop this edit
  Enter: choose. Esc: drop this edit.
TEXT
expect_usual
keys d
shows '> Drop this edit'
keys Enter
shows '  Yes, create it'
keys Enter
keys C-c
expect_screen <<'TEXT'
$ stty -g >before; PATH=$PWD/bin:$PATH VISUAL=killed nscale sa create
nscale: interrupted, nothing was changed
$
TEXT
line 'stty -g >after'
is_after()
{
  [ -s "$work/after" ]
}
screen_wait is_after || fail 'no modes'
expect_equal "$(cat "$work/before")" "$(cat "$work/after")"
only_reads
clean

test_case 'an editor that is stopped alone: the shell gets its terminal'
editor stopped <<'TEXT'
stty -isig -icanon -echo -onlcr -icrnl
printf '\033[?1049hfirst'
kill -STOP $PPID
read -r line
printf '\r\n%s' second
sed 's/"ed"/"resumed"/' "$1" >"$1.new" && mv "$1.new" "$1"
TEXT
rm "$work/after"
forget
screen_start
line 'stty -g >before; PATH=$PWD/bin:$PATH VISUAL=stopped nscale sa create; stty -g >after'
shows Name:
text ed
keys Enter Enter Enter
shows chosen
keys Enter
shows '  Edit as JSON'
keys e Enter
screen_wait is_after || fail 'the shell has not its terminal'
expect_equal "$(cat "$work/before")" "$(cat "$work/after")"
expect_usual
line 'clear; fg'
shows 'nscale sa create'
keys Enter
shows 'Create service account "resumed"'
keys C-c
shows 'interrupted, nothing was changed'
clean

test_case 'without a folder to write to'
review 'VISUAL=look TMPDIR=/nosuch XDG_RUNTIME_DIR=/nosuch' 'nscale sa create'
rm -f "$work/seen"
keys Enter
# /tmp serves where the others do not.
shows '  Edit as JSON'
check test -s "$work/seen"
case $(cat "$work/name") in
  /tmp/nscale-????????????????/service-account.json) ;;
  *) fail "the file is $(cat "$work/name")" ;;
esac
check test ! -e "$(dirname "$(cat "$work/name")")"

test_case 'a folder that is swapped for a link meanwhile loses nothing'
editor swap <<'TEXT'
touch "${1%/*}/.left"
mv "${1%/*}" "$HOME/away"
ln -s "$HOME/precious" "${1%/*}"
TEXT
mkdir "$work/precious"
echo '{"metadata": {"name": "evil"}}' >"$work/precious/service-account.json"
echo precious >"$work/precious/other"
review VISUAL=swap 'nscale sa create'
keys Enter
shows '  Edit as JSON'
shows 'Create service account "ed"'
check test -s "$work/precious/service-account.json"
check test -s "$work/precious/other"
expect_equal '' "$(ls -A "$work/away")"
rm -r "$work/away" "$work"/tmp/nscale-*
clean

test_case 'a folder that somebody else could swap is not used'
if [ "$(id -u)" -eq 0 ]; then
  mkdir "$work/shared"
  for rule in '0 777' '65534 777' '65534 755'; do
    chown "${rule% *}" "$work/shared"
    chmod "${rule#* }" "$work/shared"
    review "VISUAL=look TMPDIR=$work/shared" 'nscale sa create'
    keys Enter
    shows '  Edit as JSON'
    expect_equal /tmp "$(dirname "$(dirname "$(cat "$work/name")")")"
  done
  chmod 1777 "$work/shared"
  review "VISUAL=look TMPDIR=$work/shared" 'nscale sa create'
  keys Enter
  shows '  Edit as JSON'
  expect_equal "$work/shared" \
    "$(dirname "$(dirname "$(cat "$work/name")")")"
  expect_equal '' "$(ls -A "$work/shared")"
else
  skip_case 'only root can give a folder to somebody else'
fi

test_case 'an update: what is left out of the document is removed'
editor strip <<'TEXT'
cp "$1" "$HOME/seen"
grep -v -e description "$1" >"$1.new" && mv "$1.new" "$1"
TEXT
forget
screen_start
line 'PATH=$PWD/bin:$PATH VISUAL=strip nscale sa update ci -q .metadata.description'
shows Name:
keys Enter Enter Enter
shows chosen
keys Enter
shows 'No changes.'
keys e Enter
shows '- metadata.description: "Runs the pipelines."'
keys y Enter
shows null
grep -q '"id"' "$work/seen" && fail 'what is the server'\''s was shown'
requests | grep -q 'description.*PUT' && fail 'the description was sent'
last_request PUT "$accounts/$(fixture acme serviceaccounts ci)"

test_case 'an update is checked as a whole too'
editor empty <<'TEXT'
echo '{}' >"$1"
TEXT
forget
screen_start
line 'PATH=$PWD/bin:$PATH VISUAL=empty nscale sa update ci'
shows Name:
keys Enter Enter Enter
shows chosen
keys Enter
shows 'No changes.'
keys e Enter
shows 'the edited document: metadata.name is missing'
only_reads

test_case 'Ctrl-C in the editor is the editor'\''s'
editor linger <<'TEXT'
trap 'echo "{\"metadata\":{\"name\":\"caught\"}}" >"$1"; exit 0' INT
echo $$ >"$HOME/pid"
echo waiting
while :; do read -r typed; done
TEXT
review VISUAL=linger 'nscale sa create'
keys Enter
shows waiting
keys C-c
shows 'Create service account "caught"'
clean

test_case 'SIGTERM meanwhile ends the editor, then nscale'
editor linger <<'TEXT'
trap 'exit 1' TERM
echo waiting
while :; do read -r typed; done
TEXT
forget
screen_start
line "sh -c 'echo \$\$ >nscale-pid; PATH=\$PWD/bin:\$PATH VISUAL=\"exec linger\" exec nscale sa create'"
shows Name:
text ed
keys Enter Enter Enter
shows chosen
keys Enter
shows '  Edit as JSON'
keys e Enter
shows waiting
kill -TERM "$(cat "$work/nscale-pid")"
shows 'nscale: interrupted, nothing was changed'
clean
only_reads

end_tests
