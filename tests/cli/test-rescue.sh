#!/bin/sh
# A one-time token that the server gave out is on stdout, in the token file
# or in the saved file whose path stands on stderr, whatever goes wrong.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"

ci=ee55ea90-ec17-471d-99e7-53ee33df5703
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
cd "$work" || exit 99

number=0
# next: a document with a name that is not taken, new.json
next()
{
  number=$((number + 1))
  echo "{\"metadata\": {\"name\": \"new-$number\"}, \"spec\": {\"groupIDs\": []}}" \
    >new.json
}

# to TARGET ARGUMENT...: nscale with TARGET as its stdout; - closes it
to()
{
  target=$1
  shift
  test_command="nscale $* >$target"
  if [ "$target" = - ]; then
    "$NSCALE" "$@" </dev/null 2>stderr >&-
  else
    "$NSCALE" "$@" </dev/null 2>stderr >"$target"
  fi
  status=$?
  : >stdout
}

mode_of()
{
  find "$1" -prune -exec ls -ld {} + | cut -c 1-10
}

# saved [FOLDER]: the file that stderr names is there, nobody else may read it
# and its token works
saved()
{
  file=$(sed -n 's/.*the reply was saved to \([^"]*\.json\).*/\1/p' stderr)
  case $file in
    "${1-$work/state/nscale}"/nscale-reply-*.json) ;;
    *) fail "no reply was saved in ${1-$work/state/nscale}: $file"
       sed 's/^/#   /' stderr
       return ;;
  esac
  expect_equal -rw------- "$(mode_of "$file")"
  found=$(sed -n 's/.*"accessToken" *: *"\([^"]*\)".*/\1/p' "$file")
  check test -n "$found"
  stderr_lacks "$found"
  works "$found"
  rm -f "$file"
}

# works TOKEN
works()
{
  env "NSCALE_SERVICE_TOKEN=$1" "$NSCALE" sa list -q length >/dev/null ||
    fail 'the token does not work'
}

# undelivered CAUSE: after a create or a rotate, as $verb says
undelivered()
{
  expect_status 9
  expect_equal "nscale: $verb was done, but its result could not be delivered: $1" \
    "$(sed -n 1p stderr)"
  expect_equal 2 "$(wc -l <stderr | tr -d ' ')"
}

# each COMMAND...: with "$verb" and $words for a create and a rotate
each()
{
  for verb in create rotate; do
    case $verb in
      create) next && words='create --file new.json --yes' ;;
      rotate) words="rotate $ci --yes" ;;
    esac
    "$@"
  done
}

# ---- The result cannot be written. --------------------------------------

full()
{
  for form in '' --json -q. -q.status.accessToken; do
    [ "$verb" = rotate ] || next
    # shellcheck disable=SC2086
    to /dev/full sa $words ${form:+"$form"}
    case $form in
      '') undelivered \
            'cannot write to standard output: No space left on device' ;;
      *) expect_status 9
         stderr_has '{"error":{"kind":"undelivered",' ;;
    esac
    saved
  done
}

test_case 'a disk that is full'
if [ -c /dev/full ]; then
  each full
else
  skip_case 'there is no /dev/full'
fi

closed()
{
  for form in '' --json -q.; do
    forget
    # shellcheck disable=SC2086
    to - sa $words ${form:+"$form"}
    expect_status 2
    stderr_has 'standard output is closed, or not open for writing'
    expect_requests 0
  done
}

test_case 'a stdout that is closed costs no token'
each closed

test_case 'nor does one that is open for reading'
test_command='nscale sa rotate 1<new.json'
next
"$NSCALE" sa rotate "$ci" --yes 1<new.json 2>stderr </dev/null
status=$?
expect_status 2
stderr_has 'standard output is closed, or not open for writing'

test_case 'a reader that is gone before costs no token'
gone_before()
{
  forget
  test_command="nscale sa $words, to a reader that is gone"
  # shellcheck disable=SC2094
  exec 3<>pipe 4>pipe 3<&-
  # shellcheck disable=SC2086
  "$NSCALE" sa $words </dev/null 2>stderr >&4 4>&-
  status=$?
  exec 4>&-
  expect_status 2
  expect_equal 'nscale: the reader of standard output is gone' \
    "$(sed -n 1p stderr)"
  # shellcheck disable=SC2094
  exec 3<>pipe 4>pipe 3<&-
  # shellcheck disable=SC2086
  "$NSCALE" sa $words --json </dev/null 2>stderr >&4 4>&-
  status=$?
  exec 4>&-
  expect_status 2
  expect_equal '{"error":{"kind":"usage","message":"the reader of standard output is gone","status":null,"trace_id":null,"hint":"a result would be lost: nothing was sent","exit_code":2}}' \
    "$(tail -n 1 stderr)"
  expect_requests 0
}
if mkfifo pipe 2>/dev/null; then
  each gone_before
else
  skip_case 'there are no named pipes'
fi

test_case 'a reader that goes while the reply is awaited'
gone_meanwhile()
{
  for form in '' --json -q.; do
    [ "$verb" = rotate ] || next
    forget
    fault '{"method": "POST", "delay": 300}'
    test_command="nscale sa $words $form, to a reader that goes"
    # shellcheck disable=SC2086
    { "$NSCALE" sa $words ${form:+"$form"} </dev/null 2>stderr
      echo $? >status; } |
      control GET 'requests?count&wait=1' >/dev/null
    status=$(cat status)
    expect_status 9
    said="${words%% *} was done, but its result could not be delivered: cannot write to standard output: Broken pipe"
    case $form in
      '') stderr_has "nscale: $said" ;;
      *) stderr_has "{\"error\":{\"kind\":\"undelivered\",\"message\":\"$said\",\"status\":null,\"trace_id\":null,\"hint\":\"the reply was saved to $XDG_STATE_HOME/nscale/" ;;
    esac
    saved
  done
}
each gone_meanwhile

# endless FILTER READER...: until the reader goes, which is told why
endless()
{
  endless_filter=$1
  shift
  forget
  test_command="nscale sa rotate -q '$endless_filter' | $*"
  { "$NSCALE" sa rotate "$ci" --yes -q "$endless_filter" </dev/null 2>stderr
    echo $? >status; } | "$@" >stdout
  status=$(cat status)
  expect_status 9
  saved
}

test_case 'a filter that never ends ends with its reader'
endless 'range(infinite)' head -n 2
expect_stdout <<'TEXT'
0
1
TEXT
stderr_has 'could not be delivered: cannot write to standard output: Broken pipe'
endless '.status.accessToken, range(infinite)' head -c 4000000
check test "$(wc -c <stdout)" -eq 4000000
# It writes nothing, so that only the reader can end it.
read_nothing()
{
  control GET 'requests?count&wait=1' >/dev/null
}
endless 'last(range(infinite))' read_nothing
stderr_has 'could not be delivered: the reader of standard output is gone'

# hungry STATUS ARGUMENT...: with a filter that would take all memory
hungry()
{
  wanted=$1
  shift
  run "$@" -q 'def f: [f]; f'
  expect_status "$wanted"
  expect_stdout ''
}

test_case 'a filter that takes too much memory is stopped, whatever it is of'
if [ -n "${SANITIZERS-}" ]; then
  skip_case 'sanitizers take terabytes of addresses'
else
  greedy='the filter def f: [f]; f failed on the reply: it takes too much memory'
  hungry 1 sa list
  stderr_has "$greedy"
  hungry 1 sa get "$ci"
  stderr_has "$greedy"
  run sa list -q '.[] | def f: [f]; f'
  expect_status 1
  stderr_has 'failed on the reply: it takes too much memory'
  hungry 9 sa update "$ci" --description hungry --yes
  stderr_has "update was done, but its result could not be delivered: $greedy"
  file=$(sed -n 's/.*the reply was saved to \([^"]*\.json\).*/\1/p' stderr)
  check grep -F -q '"description":"hungry"' "$file"
  rm -f "$file"
  hungry 9 sa rotate "$ci" --yes
  stderr_has 'could not be delivered: a filter failed on the reply'
  saved
fi

test_case 'a filter that fails when it meets the reply'
filter()
{
  # shellcheck disable=SC2086
  run sa $words -q .metadata.name -q '.status.accessToken | tonumber'
  expect_status 9
  stderr_has 'filter'
  stderr_has ' failed on the reply'
  saved
  expect_stdout ''
}
each filter

# ---- Where the reply is saved. ------------------------------------------

# amiss ARGUMENT...: the command prints nothing, and the reply is saved
amiss()
{
  run "$@"
  expect_status 9
  expect_stdout ''
  stderr_has 'no filter finds the new token, which can be read only this once'
  saved
}

test_case 'a filter that is mistyped costs no token'
amiss sa rotate "$ci" --yes -q .status.acessToken
amiss sa rotate "$ci" --yes -q .metadata.id -q .status.token
amiss sa rotate "$ci" --yes -q empty
next
amiss sa create -f new.json --yes -q '.[]?|.acessToken'
amiss api -X POST \
  "/api/v1/organizations/{org}/serviceaccounts/$ci/rotate" --yes -q .x

test_case 'and one that prints the token, with whatever else, is obeyed'
run sa rotate "$ci" --yes -q .status.accessToken -q .nothing
expect_status 0
expect_stderr ''
expect_equal null "$(sed -n 2p stdout)"
works "$(sed -n 1p stdout)"
# tells FILTER SED-ARGUMENT: the result has the token, and sed takes it out
tells()
{
  run sa rotate "$ci" --yes -q "$1"
  expect_stderr ''
  expect_status 0
  works "$(sed -n "$2" stdout)"
}
tells . 's/.*"accessToken":"\([^"]*\)".*/\1/p'
tells '.status|tojson|tojson' 's/.*accessToken[\\":]*\([^\\]*\).*/\1/p'
tells '"Bearer " + .status.accessToken' 's/^Bearer //p'
tells '@sh "TOKEN=\(.status.accessToken)"' "s/^TOKEN='\(.*\)'\$/\1/p"
tells '.status.accessToken|@json' 's/^"\(.*\)"$/\1/p'
tells '.status|to_entries[]|"\(.key)=\(.value)"' 's/^accessToken=//p'
run api -X POST \
  "/api/v1/organizations/{org}/serviceaccounts/$ci/rotate" --yes
expect_status 0
works "$(sed -n 's/.*"accessToken": "\(.*\)".*/\1/p' stdout)"

# kept ARGUMENT...: what was asked for is printed, the token kept
kept()
{
  run "$@"
  expect_status 0
  before=$(ls state/nscale)
  found=$(sed -n 's/.*"accessToken":"\([^"]*\)".*/\1/p' "state/nscale/$before")
  stdout_lacks "$found"
  works "$found"
  expect_kept
  expect_stderr ''
}

test_case 'what leaves the token out is printed, and the token is kept'
kept sa rotate "$ci" --yes -q .metadata.name
expect_stdout ci
kept sa rotate "$ci" --yes -q .metadata.name -q .status.expiry
expect_equal ci "$(sed -n 1p stdout)"
expect_equal 2 "$(grep -c . stdout)"
next
kept sa create --file new.json --yes -q .metadata.name
expect_stdout "new-$number"
kept api -X POST \
  "/api/v1/organizations/{org}/serviceaccounts/$ci/rotate" --yes \
  -q .metadata.name
expect_stdout ci

test_case 'nor is what was made of the token the token'
kept sa rotate "$ci" --yes -q '.status.accessToken|@base64'
kept sa rotate "$ci" --yes -q '.status.accessToken|split(".")[]'
kept sa rotate "$ci" --yes -q '.status.accessToken|length'
kept sa rotate "$ci" --yes -q '.status.accessToken[:-1]'

test_case '/dev/null tells nobody'
discarded()
{
  for form in '' --json -q.; do
    [ "$verb" = rotate ] || next
    # shellcheck disable=SC2086
    to /dev/null sa $words ${form:+"$form"}
    expect_status 0
    # For people the last word is what was done.
    edit -e "/^Rotated the token of service account \"ci\"; the old one is /d" \
      -e "/^Created service account \"new-$number\"\.\$/d"
    expect_kept
    expect_stderr ''
  done
  # shellcheck disable=SC2086
  [ "$verb" = create ] || to /dev/null sa $words --token-file token
  expect_status 0
  rm -f token
  check test -z "$(ls state/nscale)"
}
each discarded

test_case 'the folders: $XDG_STATE_HOME, ~/.local/state, $TMPDIR'
if [ -c /dev/full ]; then
  rm -rf state
  to /dev/full sa rotate "$ci" --yes
  check test -d state/nscale
  expect_equal drwx------ "$(mode_of state/nscale)"
  saved
  for value in '' relative; do
    XDG_STATE_HOME=$value
    rm -rf .local
    to /dev/full sa rotate "$ci" --yes
    expect_status 9
    saved "$work/.local/state/nscale"
  done
  unset XDG_STATE_HOME
  to /dev/full sa rotate "$ci" --yes
  saved "$work/.local/state/nscale"
  # A file is in the place of the folder.
  echo >blocked
  mkdir temporary
  XDG_STATE_HOME=$work/blocked
  export XDG_STATE_HOME
  TMPDIR=$work/temporary to /dev/full sa rotate "$ci" --yes
  expect_status 9
  saved "$work/temporary"
  TMPDIR=$work/blocked to /dev/full sa rotate "$ci" --yes
  expect_status 9
  saved /tmp
  HOME=/nowhere TMPDIR=$work/temporary to /dev/full sa rotate "$ci" --yes
  saved "$work/temporary"
  XDG_STATE_HOME=$work/state
else
  skip_case 'there is no /dev/full'
fi

test_case 'a folder of somebody else, or that others may swap, is passed over'
if [ -c /dev/full ] && [ "$(id -u)" -eq 0 ]; then
  TMPDIR=$work/temporary
  export TMPDIR
  for rule in '65534 700' '0 777' '65534 777'; do
    rm -rf state
    mkdir -p state/nscale
    chown "${rule% *}" state/nscale
    chmod "${rule#* }" state/nscale
    to /dev/full sa rotate "$ci" --yes
    saved "$work/temporary"
    expect_equal '' "$(ls -A state/nscale)"
  done
  # Where it is sticky, nobody but its owner takes files out of it.
  chmod 1777 state/nscale
  to /dev/full sa rotate "$ci" --yes
  saved
  rm -rf state
  mkdir -p state/real
  ln -s real state/nscale
  give_link state/nscale
  to /dev/full sa rotate "$ci" --yes
  saved "$work/temporary"
  expect_equal '' "$(ls -A state/real)"
  unset TMPDIR
else
  skip_case 'only root can give a folder to somebody else'
fi

test_case 'a link of ours leads to the folder, and the name is not foreseen'
if [ -c /dev/full ]; then
  rm -rf state
  mkdir -p state/real
  ln -s real state/nscale
  to /dev/full sa rotate "$ci" --yes
  ls state/real >first
  check grep -q -E '^nscale-reply-[0-9a-f]{16}\.json$' first
  saved
  to /dev/full sa rotate "$ci" --yes
  check test "$(cat first)" != "$(ls state/real)"
  saved
  rm -rf state
else
  skip_case 'there is no /dev/full'
fi

# No file can be written at all, as on a disk that is full everywhere.
cat >limited <<'TEXT'
#!/bin/sh
ulimit -f 0
exec "$REAL" "$@"
TEXT
chmod 755 limited
REAL=$NSCALE
export REAL

test_case 'no folder takes it, and stderr is no terminal: it is said plainly'
if [ -c /dev/full ]; then
  # Not a file either: stderr has the same limit.
  test_command='nscale sa rotate >/dev/full, where no file can be written'
  { ./limited sa rotate "$ci" --yes </dev/null 2>&1 >/dev/full
    echo $? >&3; } 3>status | cat >stderr
  status=$(cat status)
  : >stdout
  expect_error 9 <<'TEXT'
nscale: rotate was done, but its result could not be delivered: cannot write to standard output: No space left on device
hint: the reply could not be saved anywhere: a token in it is lost and must be rotated again
TEXT
  check test -z "$(find state temporary -name 'nscale-reply-*' 2>/dev/null)"
else
  skip_case 'there is no /dev/full'
fi

test_case 'a result without the token is not printed then'
test_command='nscale sa rotate -q .metadata.name, where no file can be written'
{ { ./limited sa rotate "$ci" --yes -q .metadata.name </dev/null 2>&1 >&4
    echo $? >&3; } 3>status | cat >stderr; } 4>&1 | cat >stdout
status=$(cat status)
expect_error 9 <<'TEXT'
{"error":{"kind":"undelivered","message":"rotate was done, but its result could not be delivered: the output leaves out the new token, which can be read only this once","status":null,"trace_id":null,"hint":"the reply could not be saved anywhere: a token in it is lost and must be rotated again","exit_code":9}}
TEXT

test_case 'no folder takes it, and stderr is a terminal: it is shown there'
if [ -c /dev/full ]; then
  NSCALE=$work/limited
  show -o /dev/full sa rotate "$ci" --yes
  NSCALE=$REAL
  expect_status 9
  expect_equal '' "$(cat stderr)"
  stdout_has 'nscale: the reply could not be saved anywhere; keep it now:'
  found=$(sed -n 's/.*"accessToken" *: *"\([^"]*\)".*/\1/p' stdout)
  check test -n "$found"
  works "$found"
else
  skip_case 'there is no /dev/full'
fi

test_case 'what is no mutation is not saved'
if [ -c /dev/full ]; then
  rm -rf state
  for form in '' --json -q.; do
    to /dev/full sa list ${form:+"$form"}
    expect_status 1
    stderr_has 'cannot write to standard output: No space left on device'
  done
  check test ! -e state
else
  skip_case 'there is no /dev/full'
fi

test_case 'a reply without a token ends with 8, and what came is kept'
again="the old token may no longer work and the new one was not received: rotate again with nscale serviceaccounts rotate $ci --org $NSCALE_ORGANIZATION_ID"
forget
fault '{"method": "POST", "body": ""}'
run sa rotate "$ci" --yes
expect_error 8 <<TEXT
nscale: service account "$ci" may or may not have been rotated: the reply is empty
hint: $again
TEXT
check test ! -e state
fault '{"method": "POST", "body": "{\"status\": {}}"}'
run sa rotate "$ci" --yes
edit "s|$work/state/nscale/nscale-reply-[0-9a-f]*\.json|SAVED|"
expect_error 8 <<TEXT
nscale: service account "$ci" may or may not have been rotated: the reply holds no token at .status.accessToken
hint: what arrived was saved to SAVED; $again
TEXT
expect_equal '{"status": {}}' "$(cat state/nscale/*.json)"
rm -rf state

# ---- The token file. ----------------------------------------------------

test_case '--token-file: the token and a newline, for its owner alone'
token_file()
{
  for form in '' --json -q.metadata.name; do
    [ "$verb" = rotate ] || next
    rm -f token
    # shellcheck disable=SC2086
    run sa $words --token-file token ${form:+"$form"}
    expect_status 0
    stdout_lacks eyJ
    stderr_lacks eyJ
    expect_equal 1 "$(wc -l <token | tr -d ' ')"
    expect_equal -rw------- "$(mode_of token)"
    works "$(cat token)"
  done
}
for mask in 000 022; do
  umask $mask
  each token_file
done

test_case 'a number that 64 bits do not hold costs no token'
forget
rm -f token
fault "{\"method\": \"POST\", \"body\": \"{\\\"metadata\\\": {\\\"id\\\": \\\"$ci\\\", \\\"name\\\": \\\"ci\\\", \\\"generation\\\": 123456789012345678901234567890}, \\\"status\\\": {\\\"accessToken\\\": \\\"fresh\\\"}}\"}"
run sa rotate "$ci" --yes --token-file token --json
expect_status 0
expect_equal fresh "$(cat token)"
check grep -q '"generation": 123456789012345678901234567890$' "$work/stdout"

test_case 'a token file is kept where stdout fails'
if [ -c /dev/full ]; then
  for form in '' --json; do
    rm -f token
    to /dev/full sa rotate "$ci" --yes --token-file token ${form:+"$form"}
    expect_status 9
    works "$(cat token)"
  done
else
  skip_case 'there is no /dev/full'
fi

# refused FILE SENTENCE [HINT]
refused()
{
  forget
  { printf 'nscale: %s\n' "$2"
    printf 'hint: %s\n' "$3"; } >sentence
  # shellcheck disable=SC2086
  run sa $words --token-file "$1"
  expect_error 2 <sentence
  expect_requests 0
}

not_new()
{
  there='name a new file, or move the old one away first; nothing was sent'
  echo precious >old
  ln -sf old link
  ln -sf nowhere dangling
  refused old 'the token file old exists already' "$there"
  refused link 'the token file link exists already' "$there"
  refused dangling 'the token file dangling exists already' "$there"
  refused . 'the token file . exists already' "$there"
  refused /dev/null 'the token file /dev/null exists already' "$there"
  refused missing/token \
    'cannot create the token file missing/token: No such file or directory' \
    'nothing was sent'
  expect_equal precious "$(cat old)"
  check test ! -e nowhere
}

test_case 'a token file that is not new costs no token'
each not_new

test_case 'a token file that stayed empty is removed'
rm -f token
forget
fault '{"method": "POST", "status": 409}'
run sa rotate "$ci" --yes --token-file token
expect_status 5
check test ! -e token
run sa rotate nobody --yes --token-file token
expect_status 3
check test ! -e token
fault '{"method": "POST", "cut": "before"}'
run sa rotate "$ci" --yes --token-file token
expect_status 8
check test ! -e token

# ---- Nowhere to keep it. ------------------------------------------------

test_case 'where a new token could be kept nowhere, nothing is sent'
if unshare -m sh -c 'mount --bind /tmp /tmp && mount -o remount,bind,ro /tmp' \
  2>/dev/null; then
  next
  for words in "rotate $ci" 'create --name keepless --group deployers' \
    "rotate $ci --deliver cat" "rotate $ci -q .status.accessToken"; do
    forget
    # shellcheck disable=SC2086
    said=$(unshare -m sh -c 'mount --bind /tmp /tmp &&
      mount -o remount,bind,ro /tmp && unset HOME XDG_STATE_HOME TMPDIR &&
      { "$@"; echo "$?" >&2; } 2>&1 >/dev/null | cat' sh "$NSCALE" sa $words \
      --yes </dev/null)
    case $said in
      *'there is no folder to keep the new token in if it does not arrive'*2)
        ;;
      *) fail "$words: $said" ;;
    esac
    requests | grep -q POST && fail "$words: sent"
  done
  test_command='the same, with a folder that XDG_STATE_HOME names'
  mkdir -p state
  said=$(unshare -m sh -c 'mount --bind /tmp /tmp &&
    mount -o remount,bind,ro /tmp && unset HOME TMPDIR &&
    mount -t tmpfs none "$XDG_STATE_HOME" &&
    { "$@"; echo "$?" >&2; } 2>&1 >/dev/null | cat' sh "$NSCALE" sa rotate \
    "$ci" --yes -q .metadata.name </dev/null)
  case $said in
    *'it is kept at '*0) ;;
    *) fail "$said" ;;
  esac
else
  skip_case 'no file system can be mounted here'
fi

end_tests
