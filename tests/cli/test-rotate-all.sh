#!/bin/sh
# test-rotate-all.sh - `sa rotate --all --expiring-within D --output-dir DIR`
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
# In the order of their ids: serviceaccount-000004 has 12 days left, nightly
# expired 3 days ago, deploy has 9 days; all others have more than 28.
sandbox_start --accounts 8 --deletion-lists 9
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"

org=$NSCALE_ORGANIZATION_ID
four=$(fixture acme serviceaccounts serviceaccount-000004)
nightly=$(fixture acme serviceaccounts nightly)
deploy=$(fixture acme serviceaccounts deploy)
ci=$(fixture acme serviceaccounts ci)
accounts=/api/v1/organizations/$org/serviceaccounts
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
cd "$work" || exit 99

# files FOLDER: what is in it, on one line
files()
{
  (cd "$1" && printf '%s\n' *) | LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//'
}

# age ID...: these expire again
age()
{
  for each in "$@"; do
    control POST "expire/$each" >/dev/null || fail "cannot expire $each"
  done
}

# list JSON: the next list of accounts is this
list()
{
  fault "{\"method\": \"GET\", \"path\": \"*/serviceaccounts\", \"status\": 200,
    \"body\": \"$(printf '%s' "$1" | tr '\n' ' ' | sed 's/["\\]/\\&/g')\"}"
}

# account NAME: an element of a list, with an id of its own
account()
{
  printf '{"metadata": {"id": "id-%s", "name": "%s"}, "status": {"expiry": "2020-01-01T00:00:00Z"}}' \
    "$(printf '%s' "$1" | cksum | tr -d ' ')" "$1"
}

rotate_all()
{
  run sa rotate --all --expiring-within 20d --yes "$@"
}

# ---- What it does. ------------------------------------------------------

# looked: the list was read, and whose the token is, and nothing was changed
looked()
{
  expect_equal "GET $accounts
GET /oauth2/v2/userinfo" "$(sent)"
}

test_case 'the preview names all, looks and makes nothing'
forget
run sa rotate --all --expiring-within 20d --output-dir tokens --dry-run
hide
expect_stdout <<TEXT
POST URL$accounts/$four/rotate
POST URL$accounts/$nightly/rotate
POST URL$accounts/$deploy/rotate
TEXT
expect_stderr <<TEXT
Dry run, nothing is sent for serviceaccount-000004: POST URL$accounts/$four/rotate
Dry run, nothing is sent for nightly: POST URL$accounts/$nightly/rotate
Dry run, nothing is sent for deploy: POST URL$accounts/$deploy/rotate
TEXT
expect_status 0
looked
[ ! -e tokens ] || fail 'the folder was made'

test_case 'each is rotated into a file of its own'
forget
rotate_all --output-dir tokens
expect_error 0 <<'TEXT'
The token was written to tokens/serviceaccount-000004.
Rotated the token of service account "serviceaccount-000004"; the old one is refused within an hour.
The token was written to tokens/nightly.
Rotated the token of service account "nightly"; the old one is refused within an hour.
The token was written to tokens/deploy.
Rotated the token of service account "deploy"; the old one is refused within an hour.
TEXT
expect_equal "GET $accounts
GET /oauth2/v2/userinfo
POST $accounts/$four/rotate
POST $accounts/$nightly/rotate
POST $accounts/$deploy/rotate" "$(sent)"
expect_equal 'deploy nightly serviceaccount-000004' "$(files tokens)"
expect_equal "$(token_of "$four")" "$(cat tokens/serviceaccount-000004)"
expect_equal "$(token_of "$nightly")" "$(cat tokens/nightly)"
expect_equal "$(token_of "$deploy")" "$(cat tokens/deploy)"

test_case 'folder and files are the owner'"'"'s alone'
# shellcheck disable=SC2012
expect_equal 'drwx------
-rw-------
-rw-------
-rw-------' "$(ls -ld tokens tokens/* | cut -c1-10)"

test_case 'run again it does nothing'
forget
rotate_all --output-dir tokens
expect_error 0 <<'TEXT'
Nothing to do: no service account meets --expiring-within 20d.
TEXT
only_request GET "$accounts"

test_case 'nothing to do makes no folder, and the preview says it too'
for words in --yes --dry-run; do
  run sa rotate --all --expiring-within 20d --output-dir new "$words"
  expect_error 0 <<'TEXT'
Nothing to do: no service account meets --expiring-within 20d.
TEXT
  [ ! -e new ] || fail 'the folder was made'
done

test_case 'stdout is of no use and may be closed'
age "$deploy"
test_command='nscale sa rotate --all ... >&-'
"$NSCALE" sa rotate --all --expiring-within 1d --yes --output-dir closed >&- \
  2>"$work/stderr" </dev/null
status=$?
expect_status 0
expect_equal "$(token_of "$deploy")" "$(cat closed/deploy)"

# ---- The account whose token acts. --------------------------------------

# serviceaccount-000006 is in the group that grants the rights.
six=$(fixture acme serviceaccounts serviceaccount-000006)

# expired ID NAME...: the next list has these, which have expired
expired()
{
  expired_list=''
  while [ $# -gt 0 ]; do
    expired_list="$expired_list${expired_list:+, }{\"metadata\": {\"id\": \"$1\", \"name\": \"$2\"}, \"status\": {\"expiry\": \"2020-01-01T00:00:00Z\"}}"
    shift 2
  done
  list "[$expired_list]"
}

# acts ARGUMENT...: serviceaccount-000006 rotates all that have expired
acts()
{
  with_token "$(token_of "$six")" sa rotate --all --expiring-within 0s --yes \
    "$@"
}

# kept_back: a gateway does not let userinfo through
kept_back()
{
  fault '{"path": "/oauth2/v2/userinfo", "status": 404, "body": ""}'
}

test_case 'the account whose token acts comes last'
forget
expired "$six" six "$four" four "$nightly" nightly
acts --output-dir own
expect_error 0 <<TEXT
The token was written to own/four.
Rotated the token of service account "serviceaccount-000004"; the old one is refused within an hour.
The token was written to own/nightly.
Rotated the token of service account "nightly"; the old one is refused within an hour.
The token was written to own/six.
Rotated the token of service account "serviceaccount-000006"; the old one is refused within an hour.
The service token that this began with is no more: its successor is in $work/own/six.
TEXT
expect_equal "GET $accounts
GET /oauth2/v2/userinfo
POST $accounts/$four/rotate
POST $accounts/$nightly/rotate
POST $accounts/$six/rotate" "$(sent)"

test_case 'a token that can be read says it where the service does not'
forget
kept_back
expired "$six" six "$four" four
with_token "$(control GET "token/$six?form=jwt")" sa rotate --all \
  --expiring-within 0s --yes --output-dir read
expect_status 0
expect_equal "POST $accounts/$four/rotate
POST $accounts/$six/rotate" "$(sent | tail -n 2)"

test_case 'nobody says whose the token is: it goes on with the one just received'
forget
kept_back
expired "$four" four "$six" six "$nightly" nightly "$deploy" deploy
acts --output-dir on
expect_error 0 <<TEXT
The token was written to on/four.
Rotated the token of service account "serviceaccount-000004"; the old one is refused within an hour.
The token was written to on/six.
Rotated the token of service account "serviceaccount-000006"; the old one is refused within an hour.
nscale: the service token was that of service account "six": going on with its new one
The token was written to on/nightly.
Rotated the token of service account "nightly"; the old one is refused within an hour.
The token was written to on/deploy.
Rotated the token of service account "deploy"; the old one is refused within an hour.
The service token that this began with is no more: its successor is in $work/on/six.
TEXT
expect_equal "GET $accounts
GET /oauth2/v2/userinfo
POST $accounts/$four/rotate
POST $accounts/$six/rotate
POST $accounts/$nightly/rotate
GET /api/v1/organizations
GET $accounts
POST $accounts/$nightly/rotate
POST $accounts/$deploy/rotate" "$(sent)"
for name in six nightly deploy; do
  id=$(fixture acme serviceaccounts $name)
  [ $name != six ] || id=$six
  expect_equal "$(token_of "$id")" "$(cat "on/$name")"
done

test_case 'its own is the last one by chance'
forget
kept_back
expired "$four" four "$six" six
acts --output-dir chance
expect_status 0
expect_requests 4

test_case 'a new token that is not known yet is looked at again, by reads'
forget
kept_back
expired "$six" six "$four" four
fault "{\"path\": \"$accounts\", \"status\": 401, \"body\": \"\", \"times\": 2}"
acts --output-dir lag
expect_status 0
stderr_has 'going on with its new one'
expect_equal "POST $accounts/$six/rotate
POST $accounts/$four/rotate
GET /api/v1/organizations
GET $accounts
GET $accounts
GET $accounts
POST $accounts/$four/rotate" "$(sent | tail -n 7)"

# The command that the message prints is run as it stands.
test_case 'where that fails too: which file has the token, and what goes on'
mkdir bin
ln -s "$NSCALE" bin/nscale
age "$four" "$nightly"
forget
kept_back
expired "$four" four "$six" six "$nightly" nightly
fault "{\"path\": \"*/$nightly/rotate\", \"status\": 401, \"body\": \"\", \"times\": 2}"
acts --output-dir 'a folder'
hide
expect_error 4 <<TEXT
The token was written to a folder/four.
Rotated the token of service account "serviceaccount-000004"; the old one is refused within an hour.
The token was written to a folder/six.
Rotated the token of service account "serviceaccount-000006"; the old one is refused within an hour.
nscale: the service token was that of service account "six": going on with its new one
nscale: 2 of 3 service accounts were done before that: four, six; the token that works now is in '$work/a folder/six', and with it this does the rest: NSCALE_SERVICE_TOKEN= NSCALE_SERVICE_TOKEN_FILE='$work/a folder/six' nscale serviceaccounts rotate --all --expiring-within 0s --yes --output-dir 'a folder'
nscale: the service token was refused (HTTP 401)
hint: it may have expired, been rotated or been deleted: set NSCALE_SERVICE_TOKEN to a valid one
TEXT
expect_equal 'a%20folder four six' "a%20folder $(files 'a folder')"
forget
sed -n 's/.*this does the rest: //p' stderr >rest
run_command env PATH="$work/bin:$PATH" sh rest
expect_status 0
expect_equal "$(token_of "$nightly")" "$(cat 'a folder/nightly')"

test_case 'a refusal while the token works elsewhere: never with that of another'
forget
kept_back
expired "$four" four "$nightly" nightly
fault "{\"path\": \"*/$nightly/rotate\", \"status\": 401, \"body\": \"\"}"
acts --output-dir other
expect_error 4 <<TEXT
The token was written to other/four.
Rotated the token of service account "serviceaccount-000004"; the old one is refused within an hour.
nscale: 1 of 2 service accounts was done before that: four; the same command does the rest
nscale: the service token was refused (HTTP 401)
hint: it may have expired, been rotated or been deleted: set NSCALE_SERVICE_TOKEN to a valid one
TEXT
expect_equal "POST $accounts/$nightly/rotate
GET /api/v1/organizations" "$(sent | tail -n 2)"

# The part that answers for nightly remembers the token of six, which is dead;
# what it gives out is the token of an account that may do nothing.
test_case 'a dead token that was taken once more leads to no other one'
forget
kept_back
expired "$six" six "$nightly" nightly "$four" four
fault "{\"path\": \"*/$nightly/rotate\", \"status\": 200,
  \"body\": \"{\\\"status\\\": {\\\"accessToken\\\": \\\"$(token_of "$ci")\\\"}}\"}"
acts --output-dir remembered
expect_status 4
stderr_has 'nscale: 2 of 3 service accounts were done before that: six, nightly; the service token was that of one of them, and with its new one the same command does the rest'
expect_equal "POST $accounts/$four/rotate
GET /api/v1/organizations
GET $accounts" "$(sent | tail -n 3)"

test_case 'so it is where the service says that it is of another'
forget
expired "$four" four "$nightly" nightly "$six" six
fault "{\"path\": \"*/$nightly/rotate\", \"status\": 401, \"body\": \"\"}"
acts --output-dir known
expect_status 4
stderr_has 'four; the same command does the rest'
expect_equal "POST $accounts/$nightly/rotate" "$(sent | tail -n 1)"

test_case 'a failure right after its own rotation says which token works'
forget
kept_back
expired "$six" six "$four" four
fault "{\"path\": \"*/$four/rotate\", \"status\": 403, \"body\": \"\"}"
acts --output-dir after
expect_status 4
stderr_has "nscale: 1 of 2 service accounts was done before that: six; the token that works now is in $work/after/six, and with it this does the rest: NSCALE_SERVICE_TOKEN= NSCALE_SERVICE_TOKEN_FILE=$work/after/six nscale serviceaccounts rotate --all --expiring-within 0s --yes --output-dir after"

test_case 'no token is ever shown'
stderr_lacks "$(token_of "$six")"

# ---- What is left out. --------------------------------------------------

test_case 'what is being deleted already is left out'
id=$(fixture acme serviceaccounts serviceaccount-000006)
age "$id" "$deploy"
run sa delete "$id" --yes
forget
run sa rotate --all --expiring-within 0s --yes --output-dir left
expect_status 0
expect_equal deploy "$(files left)"

# ---- The question. ------------------------------------------------------

test_case 'one question names them all'
age "$four" "$nightly"
forget
play sa rotate --all --expiring-within 0s --output-dir asked <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
expect 1 <<TEXT
Rotate 2 service accounts in organization "acme":
  serviceaccount-000004 ($four)
  nightly ($nightly)
For each of them: its present token is refused from now on, or within an hour where it is remembered.
Continue? [y/N] n
nscale: declined, nothing was changed
TEXT
expect_equal "GET /api/v1/organizations
GET $accounts
GET /oauth2/v2/userinfo" "$(sent | sort)"
[ ! -e asked ] || fail 'the folder was made'
play sa rotate --all --expiring-within 0s --output-dir asked <<'PLAY'
wait Continue? [y/N] 
send y
PLAY
expect_status 0
expect_equal 'nightly serviceaccount-000004' "$(files asked)"

# served NAME...: the next list has these, which have expired
served()
{
  served_list=''
  for served_name in "$@"; do
    served_list="$served_list${served_list:+, }$(account "$served_name")"
  done
  list "[$served_list]"
}

test_case 'what changed while the question was asked is not done'
forget
served one two
served one
play sa rotate --all --expiring-within 0s --output-dir changed <<'PLAY'
wait Continue? [y/N] 
send y
PLAY
expect_status 5
stdout_has 'nscale: what meets the conditions changed while the question was open; nothing was sent'
expect_requests 4
[ ! -e changed ] || fail 'the folder was made'
forget
served one two
list '[]'
play sa rotate --all --expiring-within 0s --output-dir changed <<'PLAY'
wait Continue? [y/N] 
send y
PLAY
expect_status 0
stdout_has 'Nothing to do: no service account meets --expiring-within 0s.'
expect_requests 4

test_case 'nor is one that somebody else has rotated meanwhile'
forget
list "[{\"metadata\": {\"id\": \"$ci\", \"name\": \"ci\"}, \"status\": {\"expiry\": \"2020-01-01T00:00:00Z\"}}]"
list "[{\"metadata\": {\"id\": \"$ci\", \"name\": \"ci\"}, \"status\": {\"expiry\": \"2120-01-01T00:00:00Z\"}}]"
play sa rotate ci --if-expiring-within 7d <<'PLAY'
wait Continue? [y/N] 
send y
PLAY
expect_status 0
stdout_has 'Nothing to do: somebody else has rotated service account "ci", which expires 2120-01-01T00:00:00Z, not within 7d.'
expect_requests 3

test_case 'without a terminal --yes is needed'
forget
run sa rotate --all --expiring-within 0s --output-dir asked
expect_error 2 <<'TEXT'
nscale: rotate cannot ask: standard input and standard error are not both terminals
hint: add --yes, or look first with --dry-run
TEXT
expect_requests 0

# ---- What is refused before anything is sent. ---------------------------

test_case 'what does not go together'
forget
while IFS='|' read -r words message hint; do
  # shellcheck disable=SC2086
  run sa rotate --yes $words
  {
    echo "nscale: $message"
    [ -z "$hint" ] || echo "hint: $hint"
  } | expect_error 2
done <<'TEXT'
--all|--all needs a condition|add --expiring-within DURATION or --whatever-expiry
--all --output-dir t|--all needs a condition|add --expiring-within DURATION or --whatever-expiry
--all --whatever-expiry --expiring-within 1d --output-dir t|--expiring-within and --whatever-expiry cannot be used together
--all --expiring-within 1d|--all needs a place for the tokens|add --output-dir DIR or --deliver COMMAND
--all --expiring-within 1d --output-dir t ci|--all and ci cannot be used together
--all --expiring-within 1d --output-dir t --id ci|--all and --id cannot be used together
--all --expiring-within 1d --output-dir t --token-file x|--all and --token-file cannot be used together
--all --if-expiring-within 1d --output-dir t|--all and --if-expiring-within cannot be used together
--all --expiring-within 1 --output-dir t|--expiring-within 1 is not a duration|a duration is a number with a unit, s m h d or w, such as 14d or 1d12h, up to 36500d
--all --expiring-within 1d --output-dir=|--output-dir needs the name of a folder
ci --expiring-within 1d|--expiring-within needs --all
ci --output-dir t|--output-dir needs --all
ci --whatever-expiry|--whatever-expiry needs --all
ci --fail-fast|--fail-fast needs --all
TEXT
run sa rotate --all --expiring-within 1d --output-dir t -q. --yes
expect_error 2 <<'TEXT'
{"error":{"kind":"usage","message":"--all and --query cannot be used together","status":null,"trace_id":null,"hint":null,"exit_code":2}}
TEXT
expect_requests 0
[ ! -e t ] || fail 'the folder was made'

test_case 'a folder that will not do'
age "$deploy"
: >file
mkdir open
chmod 777 open
forget
while IFS='|' read -r folder message; do
  rotate_all --output-dir "$folder"
  expect_error 2 <<TEXT
nscale: $message
hint: nothing was sent
TEXT
  run sa rotate --all --expiring-within 1d --output-dir "$folder" --dry-run
  expect_status 2
done <<'TEXT'
open|will not use --output-dir open: everyone may write to it
file|cannot use --output-dir file: it is not a folder
file/x|cannot use --output-dir file/x: Not a directory
no/such|cannot make --output-dir no/such: No such file or directory
TEXT
expect_requests 0

test_case 'a folder of somebody else is not used, one that is sticky is'
if [ "$(id -u)" -eq 0 ]; then
  chmod 755 open
  chown 65534 open
  rotate_all --output-dir open
  expect_error 2 <<'TEXT'
nscale: will not use --output-dir open: it belongs to neither root nor you
hint: nothing was sent
TEXT
  ln -s . link
  give_link link
  rotate_all --output-dir link
  expect_error 2 <<'TEXT'
nscale: will not use --output-dir link: it is a symbolic link of somebody else
hint: nothing was sent
TEXT
  expect_requests 0
  rm link
else
  skip_case 'only root can give a folder to somebody else'
fi
chmod 1777 open
rotate_all --output-dir open
expect_status 0
check test -s open/deploy

test_case 'a folder that may not be written to'
mkdir mine
chmod 555 mine
if [ -w mine ]; then
  skip_case 'root may write everywhere'
else
  forget
  rotate_all --output-dir mine
  expect_error 2 <<'TEXT'
nscale: cannot write to --output-dir mine: Permission denied
hint: nothing was sent
TEXT
  rotate_all --output-dir mine/new
  expect_error 2 <<'TEXT'
nscale: cannot make --output-dir mine/new: Permission denied
hint: nothing was sent
TEXT
  expect_requests 0
fi

test_case 'a file that is there is never overwritten: nothing is rotated'
age "$four" "$deploy"
mkdir there
for make in ': >there/deploy' 'ln -s nowhere there/deploy' \
  'mkdir there/deploy'; do
  rm -rf there/deploy
  eval "$make"
  forget
  rotate_all --output-dir there
  expect_error 2 <<'TEXT'
nscale: the token file there/deploy exists already
hint: name a new folder, or move the old file away first; nothing was sent
TEXT
  looked
  expect_equal deploy "$(ls -A there)"
done

# ---- What goes wrong in the middle. -------------------------------------

# accounts_left NAME...: these would be rotated next
accounts_left()
{
  wanted=''
  for name in "$@"; do
    wanted="$wanted$name
"
  done
  run sa list --expiring-within 20d \
    -q '.[] | select(.metadata.deletionTime | not) | .metadata.name'
  expect_equal "$wanted" "$(output)
"
}

test_case 'a connection that is cut after the effect: 8, and the rest stays'
age "$four" "$nightly" "$deploy"
forget
fault "{\"method\": \"POST\", \"path\": \"*/$nightly/rotate\", \"cut\": \"after\"}"
rotate_all --output-dir cut --fail-fast
edit 's/\(may or may not have been rotated: \).*/\1WHY/'
expect_error 8 <<TEXT
The token was written to cut/serviceaccount-000004.
Rotated the token of service account "serviceaccount-000004"; the old one is refused within an hour.
nscale: 1 of 3 service accounts was done before that: serviceaccount-000004; the same command does the rest
nscale: service account "nightly" may or may not have been rotated: WHY
hint: the old token may no longer work and the new one was not received: rotate again with nscale serviceaccounts rotate nightly --org $org
TEXT
expect_requests 4
expect_equal serviceaccount-000004 "$(ls -A cut)"
accounts_left deploy

test_case 'the same command does the rest'
rotate_all --output-dir cut
expect_status 0
expect_equal 'deploy serviceaccount-000004' "$(files cut)"
expect_equal "$(token_of "$deploy")" "$(cat cut/deploy)"

test_case 'a refusal in the middle'
age "$four" "$nightly" "$deploy"
forget
fault "{\"path\": \"*/$deploy/rotate\", \"status\": 409, \"body\": \"{\\\"error\\\": \\\"conflict\\\", \\\"error_description\\\": \\\"edited meanwhile\\\"}\"}"
rotate_all --output-dir conflict
expect_status 5
stderr_has 'nscale: 2 of 3 service accounts were done before that: serviceaccount-000004, nightly; the same command does the rest'
stderr_has 'nscale: service account "deploy" could not be rotated: edited meanwhile'
accounts_left deploy

test_case 'the first fails: nothing is said of others'
forget
fault '{"path": "*/rotate", "status": 403, "body": "{\"error\": \"forbidden\"}"}'
rotate_all --output-dir first
expect_error 4 <<TEXT
nscale: the service token may not rotate service account "deploy" in organization $org (HTTP 403)
hint: check --org and NSCALE_ORGANIZATION_ID, and what the groups of the token's service account may do
TEXT
expect_equal '' "$(ls -A first)"

test_case 'no connection in the middle is not "nothing was applied"'
age "$four"
forget
fault "{\"path\": \"*/$deploy/rotate\", \"cut\": \"before\", \"times\": 9}"
rotate_all --output-dir lost
expect_status 8
expect_equal serviceaccount-000004 "$(ls -A lost)"

test_case 'a reply without a token in the middle: 8, and it is saved'
age "$four" "$nightly" "$deploy"
forget
fault "{\"path\": \"*/$nightly/rotate\", \"status\": 200, \"body\": \"{}\"}"
rotate_all --output-dir without --fail-fast
expect_status 8
stderr_has 'nscale: 1 of 3 service accounts was done before that: serviceaccount-000004; the same command does the rest'
stderr_has 'nscale: service account "nightly" may or may not have been rotated: the reply holds no token at .status.accessToken'
expect_equal serviceaccount-000004 "$(ls -A without)"

test_case 'a disk that is full for the second file: 9, and the token is saved'
age "$four" "$nightly" "$deploy"
mkdir disk
if unshare -m sh -c 'mount -t tmpfs -o size=4k,mode=700 none disk' \
  2>/dev/null; then
  forget
  test_command='nscale sa rotate --all, on a full disk'
  unshare -m sh -c 'mount -t tmpfs -o size=4k,mode=700 none disk &&
    { "$@"; echo $? >status; cp -R disk copy; }' sh "$NSCALE" sa rotate --all \
    --expiring-within 20d --yes --output-dir disk \
    >"$work/stdout" 2>"$work/stderr" </dev/null
  status=$(cat status)
  expect_status 9
  expect_stdout ''
  stderr_has 'nscale: 1 of 3 service accounts was done before that: serviceaccount-000004; the same command does the rest'
  stderr_has 'nscale: rotate was done, but its result could not be delivered: cannot write to the token file disk/nightly: No space left on device'
  saved=$(sed -n 's/.*the reply was saved to //p' "$work/stderr")
  check grep -F -q "$(token_of "$nightly")" "$saved"
  expect_equal "$(token_of "$four")" "$(cat copy/serviceaccount-000004)"
  accounts_left deploy
else
  skip_case 'no file system can be mounted here'
fi

# after SIGNAL COUNT: sends it once the sandbox has seen so many requests
after()
{
  control GET "requests?count&wait=$2" >/dev/null
  kill "-$1" "$(cat pid)"
}

for name in INT TERM HUP; do
  test_case "SIG$name while one is on its way: it is delivered, the rest stays"
  if ! sh -c '! sh -c "kill -INT \$\$"'; then
    skip_case 'SIGINT is ignored here'
    continue
  fi
  age "$four" "$nightly" "$deploy"
  forget
  fault "{\"method\": \"POST\", \"path\": \"*/$nightly/rotate\", \"delay\": 400}"
  rm -f pid
  after "$name" 4 &
  run_command sh -c 'echo $$ >pid; exec "$@"' sh "$NSCALE" sa rotate --all \
    --expiring-within 20d --yes --output-dir "sig$name"
  wait
  expect_error 1 <<TEXT
The token was written to sig$name/serviceaccount-000004.
Rotated the token of service account "serviceaccount-000004"; the old one is refused within an hour.
nscale: the request was sent and nscale is waiting for its reply; interrupt again to give up without knowing the outcome
The token was written to sig$name/nightly.
Rotated the token of service account "nightly"; the old one is refused within an hour.
nscale: 2 of 3 service accounts were done before that: serviceaccount-000004, nightly; the same command does the rest
nscale: interrupted
TEXT
  expect_equal "$(token_of "$nightly")" "$(cat "sig$name/nightly")"
  accounts_left deploy
done

# wait_came: sends a signal once nscale waits to try the second again
wait_came()
{
  until grep -F -q 'trying again in 30 s' stderr 2>/dev/null; do
    [ ! -s pid ] || kill -0 "$(cat pid)" 2>/dev/null || return 0
  done
  kill -TERM "$(cat pid)"
}

test_case 'a signal while the next waits to be tried again: 1, not 130'
age "$four" "$nightly" "$deploy"
forget
fault "{\"path\": \"*/$nightly/rotate\", \"status\": 429, \"headers\": {\"Retry-After\": \"30\"}}"
rm -f pid stderr
wait_came &
run_command sh -c 'echo $$ >pid; exec "$@"' sh "$NSCALE" sa rotate --all \
  --expiring-within 20d --yes --output-dir waits
wait
expect_error 1 <<'TEXT'
The token was written to waits/serviceaccount-000004.
Rotated the token of service account "serviceaccount-000004"; the old one is refused within an hour.
nscale: the server answered HTTP 429 and asks to wait: trying again in 30 s
nscale: interrupted; 1 of 3 service accounts was done before that: serviceaccount-000004; the same command does the rest
TEXT
expect_equal serviceaccount-000004 "$(files waits)"
expect_equal "$(token_of "$four")" "$(cat waits/serviceaccount-000004)"
accounts_left nightly deploy

# ---- Names. -------------------------------------------------------------

token='{"method": "POST", "times": 99, "status": 200,
  "body": "{\"metadata\": {}, \"status\": {\"accessToken\": \"TOKEN\"}}"}'

test_case 'no name leads out of the folder, or is an option'
forget
list "[$(account ..), $(account ../up), $(account .), $(account /etc/x),
  $(account .hidden), $(account -rf), $(account 'a b'), $(account 'ü'),
  $(account '%2e'), $(account 'tab\t'), $(account 'nul\u0000'),
  $(account "quote'"), $(account 'A_b.c-d')]"
fault "$token"
rotate_all --output-dir names
expect_status 0
expect_stdout ''
# A name with a NUL is none: the id stands for it.
expect_equal '%252e %2Drf %2E %2E. %2E.%2Fup %2Ehidden %2Fetc%2Fx %C3%BC '\
'A_b.c-d a%20b id-9 quote%27 tab%09' "$(files names | sed 's/id-[0-9]*/id-9/')"

test_case 'a name that is too long for a file: the id'
long=$(awk 'BEGIN { for (i = 0; i < 300; i++) printf "n" }')
forget
list "[$(account "$long"),
  {\"metadata\": {\"id\": \"only-an-id\"}, \"status\": {\"expiry\": \"2020-01-01T00:00:00Z\"}}]"
fault "$token"
rotate_all --output-dir long
expect_status 0
stderr_has 'The token was written to long/only-an-id.'
expect_equal 'id-9 only-an-id' "$(files long | sed 's/id-[0-9]*/id-9/')"

test_case 'two of one name: refused before anything is sent'
forget
list "[{\"metadata\": {\"id\": \"1\", \"name\": \"x\"}, \"status\": {\"expiry\": \"2020-01-01T00:00:00Z\"}},
  {\"metadata\": {\"id\": \"2\", \"name\": \"x\"}, \"status\": {\"expiry\": \"2020-01-01T00:00:00Z\"}}]"
rotate_all --output-dir twice
expect_error 2 <<'TEXT'
nscale: two tokens would go to twice/x
hint: rotate one of the two by its id; nothing was sent
TEXT
expect_requests 2

test_case 'what has no id, or an expiry that is none: 1, nothing is sent'
forget
list '[{"metadata": {"name": "x"}, "status": {"expiry": "2020-01-01T00:00:00Z"}}]'
rotate_all --output-dir none
expect_error 1 <<'TEXT'
nscale: the reply has a service account without an id
TEXT
forget
list '[{"metadata": {"id": "1", "name": "x"}, "status": {"expiry": "soon"}}]'
rotate_all --output-dir none
expect_error 1 <<'TEXT'
nscale: service account "x" was left out: .status.expiry, which --expiring-within looks at, is not a time: "soon"
TEXT
forget
list '{}'
rotate_all --output-dir none
expect_error 1 <<'TEXT'
nscale: the reply is not a list
TEXT
expect_requests 1

end_tests
