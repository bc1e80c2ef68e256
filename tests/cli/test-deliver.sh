#!/bin/sh
# test-deliver.sh - --deliver: a new token in the place that uses it
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"

org=$NSCALE_ORGANIZATION_ID
ci=$(fixture acme serviceaccounts ci)
accounts=/api/v1/organizations/$org/serviceaccounts
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
cd "$work" || exit 99

# kept: the files that tokens are kept in
kept()
{
  find state -type f 2>/dev/null
}

# by_hand: runs the line that stderr's hint says delivers the token
by_hand()
{
  sh -c "$(sed -n 's/^hint: .*this delivers it: //p' stderr)"
}

# hide_kept: the path of the file that is kept
hide_kept()
{
  edit -e "s|$work/state/nscale/nscale-[^ ;]*|KEPT|g"
}

# own: the variables about the account, as a command wrote them to `vars`
own()
{
  grep '^NSCALE_ACCOUNT' vars | LC_ALL=C sort
}

# ---- The command. -------------------------------------------------------

test_case 'it gets the token alone, and stdout the account without it'
run sa rotate ci --yes --deliver 'cat >got; env >vars'
expect_stdout <<TEXT
ID:            $ci
Name:          ci
Description:   Runs the pipelines.
Tags:          team=platform
               cost-centre=4711
Organization:  $org
Groups:        $(fixture acme groups deployers)
               $(fixture acme groups readers)
Expires:       2026-08-30T12:00:00Z
Created:       2026-01-25T09:00:00Z
Created by:    ada@acme.example
Status:        provisioned
Health:        healthy
TEXT
expect_stderr <<'TEXT'
The token was delivered by: cat >got; env >vars
Rotated the token of service account "ci"; the old one is refused within an hour.
TEXT
expect_status 0
expect_equal "$(token_of "$ci")" "$(cat got)"
expect_equal 1 "$(wc -l <got | tr -d ' ')"
expect_equal '' "$(kept)"

test_case 'it knows whose the token is, and nothing of the one that acts'
expect_equal "NSCALE_ACCOUNT_EXPIRY=2026-08-30T12:00:00Z
NSCALE_ACCOUNT_ID=$ci
NSCALE_ACCOUNT_NAME=ci
NSCALE_ACCOUNT_ORGANIZATION_ID=$org" "$(own)"
check sh -c '! grep NSCALE_SERVICE_TOKEN vars'
printf '%s\n' "$NSCALE_SERVICE_TOKEN" >acting
test_command='with NSCALE_SERVICE_TOKEN_FILE'
(
  unset NSCALE_SERVICE_TOKEN
  NSCALE_SERVICE_TOKEN_FILE=acting NSCALE_SERVICE_TOKEN_COMMAND='cat acting' \
  NSCALE_ACCOUNT_NAME=another
  export NSCALE_SERVICE_TOKEN_FILE NSCALE_ACCOUNT_NAME
  "$NSCALE" sa create --name fresh --group deployers --yes --json \
    --deliver 'cat >got; env >vars'
) >stdout 2>stderr
status=$?
expect_status 0
fresh=$(sed -n 's/^    "id": "\(.*\)",/\1/p' stdout)
expect_equal "NSCALE_ACCOUNT_EXPIRY=2026-08-30T12:00:00Z
NSCALE_ACCOUNT_ID=$fresh
NSCALE_ACCOUNT_NAME=fresh
NSCALE_ACCOUNT_ORGANIZATION_ID=$org" "$(own)"
check sh -c '! grep NSCALE_SERVICE_TOKEN vars'
expect_stderr ''
stdout_lacks accessToken
expect_equal "$(token_of "$fresh")" "$(cat got)"

test_case 'what it writes goes to stderr, and filters see no token'
run sa rotate ci --yes --deliver 'cat >/dev/null; echo out; echo err >&2' \
  -q .metadata.name -q .status
expect_stdout <<'TEXT'
ci
{"expiry":"2026-08-30T12:00:00Z"}
TEXT
expect_stderr <<'TEXT'
out
err
TEXT
expect_status 0

test_case 'a token file beside it has the token too'
run sa rotate ci --yes --token-file token --deliver 'cat >got' --json
expect_status 0
expect_equal "$(token_of "$ci")" "$(cat token)"
expect_equal "$(token_of "$ci")" "$(cat got)"
expect_equal '' "$(kept)"

test_case 'an id is looked up first: its name is told'
forget
run sa rotate "$ci" --yes --deliver 'cat >got; env >vars' -q .metadata.name
expect 0 <<'TEXT'
ci
TEXT
expect_equal "GET $accounts
POST $accounts/$ci/rotate" "$(sent)"
own | grep -qx NSCALE_ACCOUNT_NAME=ci || fail 'no name'

test_case 'the command need not read it, and may stop early'
for command in true 'exec <&-' 'head -c 1 >/dev/null'; do
  run sa rotate ci --yes --deliver "$command" -q .metadata.name
  expect 0 <<'TEXT'
ci
TEXT
  expect_equal '' "$(kept)"
done

# What runs holds `alive` open: who reads that sees it end.
mkfifo alive begun

# ---- It fails. ----------------------------------------------------------

test_case 'it is tried again'
run sa rotate ci --yes -q .metadata.name \
  --deliver 'echo x >>tries; cat >got; test "$(wc -l <tries)" -eq 2'
expect 0 <<'TEXT'
ci
TEXT
expect_equal "$(token_of "$ci")" "$(cat got)"
expect_equal '' "$(kept)"

test_case 'a token that has not arrived is kept, with what delivers it'
run sa rotate ci --yes --deliver-retries 0 --deliver 'test -e up && cat >"got '"it's"'"'
[ "$(cat state/nscale/*)" = "$(token_of "$ci")" ] || fail 'it is not kept'
# shellcheck disable=SC2012
expect_equal -rw------- "$(ls -l state/nscale/* | cut -c1-10)"
touch up
test_command='the line of the hint'
by_hand || fail 'the line fails'
expect_equal "$(token_of "$ci")" "$(cat "got it's")"
hide_kept
expect_error 9 <<TEXT
nscale: service account "ci" was rotated, but its new token has not arrived: the command of --deliver ended with status 1
hint: the token is in KEPT; this delivers it: NSCALE_ACCOUNT_ID=$ci NSCALE_ACCOUNT_NAME=ci NSCALE_ACCOUNT_ORGANIZATION_ID=$org NSCALE_ACCOUNT_EXPIRY=2026-08-30T12:00:00Z sh -c 'test -e up && cat >"got it'\\''s"' <KEPT
TEXT
rm -r state up

test_case 'a command of several lines: what delivers it is still one'
run sa rotate ci --yes --deliver-retries 0 --deliver '
test -e up &&
	cat >"$(printf "o!%s \"t" '"'é'"')"
'
touch up
by_hand || fail 'the line fails'
expect_equal "$(token_of "$ci")" "$(cat 'o!é "t')"
expect_status 9
rm -r state up

test_case 'a token file is where it is kept, if there is one'
rm -f token
run sa rotate ci --yes --deliver-retries 0 --deliver false --token-file token
expect_equal "$(token_of "$ci")" "$(cat token)"
expect_equal '' "$(kept)"
expect_error 9 <<TEXT
nscale: service account "ci" was rotated, but its new token has not arrived: the command of --deliver ended with status 1
hint: the token is in token; this delivers it: NSCALE_ACCOUNT_ID=$ci NSCALE_ACCOUNT_NAME=ci NSCALE_ACCOUNT_ORGANIZATION_ID=$org NSCALE_ACCOUNT_EXPIRY=2026-08-30T12:00:00Z sh -c 'false' <$work/token
TEXT

test_case 'one that hangs is ended, with all that it began'
cat alive >/dev/null &
run sa rotate ci --yes --deliver-retries 0 --deliver-timeout 0.2 \
  --deliver 'exec 9>alive; sleep 1000 & wait'
wait
expect_status 9
stderr_has 'the command of --deliver did not end within 0.2 s'
[ "$(cat state/nscale/*)" = "$(token_of "$ci")" ] || fail 'it is not kept'
rm -r state

test_case 'one that is killed has not delivered'
# shellcheck disable=SC2016
run sa rotate ci --yes --deliver-retries 0 --deliver 'kill -KILL $$'
expect_status 9
stderr_has 'the command of --deliver was ended by signal 9'
[ "$(cat state/nscale/*)" = "$(token_of "$ci")" ] || fail 'it is not kept'
rm -r state

# ends NAME: a signal to nscale while its command runs
ends()
{
  read -r pid <begun
  kill "-$1" "$pid"
}

test_case 'a signal ends it, and the token is kept'
for name in INT TERM HUP; do
  ends "$name" &
  cat alive >/dev/null &
  # shellcheck disable=SC2016
  run_command sh -c 'exec "$@"' sh "$NSCALE" sa rotate ci --yes \
    --deliver 'exec 9>alive; echo $PPID >begun; exec sleep 1000'
  wait
  [ "$(cat state/nscale/*)" = "$(token_of "$ci")" ] || fail 'it is not kept'
  hide_kept
  # shellcheck disable=SC2016
  expect_error 9 <<TEXT
nscale: the token was saved to KEPT
hint: this delivers it: NSCALE_ACCOUNT_ID=$ci NSCALE_ACCOUNT_NAME=ci NSCALE_ACCOUNT_ORGANIZATION_ID=$org NSCALE_ACCOUNT_EXPIRY=2026-08-30T12:00:00Z sh -c 'exec 9>alive; echo \$PPID >begun; exec sleep 1000' <KEPT
TEXT
  rm -r state
done

test_case 'SIGKILL of nscale loses nothing: it was on disk before'
ends KILL &
# shellcheck disable=SC2016
run_command sh -c 'exec "$@"' sh "$NSCALE" sa rotate ci --yes \
  --deliver 'echo $PPID >begun; echo $$ >child; exec sleep 1000'
wait
kill "$(cat child)"
expect_equal 137 "$status"
[ "$(cat state/nscale/*)" = "$(token_of "$ci")" ] || fail 'it is not kept'
rm -r state

# ---- Before anything is sent. -------------------------------------------

# refused ARG...: refused, and no change was sent
refused()
{
  forget
  run sa rotate ci --yes "$@"
  only_reads
}

test_case 'a check that fails: nothing is rotated'
refused --deliver 'cat >got' --deliver-check 'echo no >&2; exit 3'
expect_error 2 <<'TEXT'
no
nscale: --deliver-check "echo no >&2; exit 3" ended with status 3
hint: nothing was sent
TEXT

test_case 'a check that knows the account, and passes'
run sa rotate ci --yes --deliver 'cat >got' -q .metadata.name \
  --deliver-check 'env >vars; cat; ! test -e state'
expect 0 <<'TEXT'
ci
TEXT
own | grep -qx "NSCALE_ACCOUNT_ID=$ci" || fail 'no id'
run sa create --name other --yes --deliver 'cat >got' -q .metadata.name \
  --group deployers --deliver-check 'env >vars'
expect 0 <<'TEXT'
other
TEXT
expect_equal "NSCALE_ACCOUNT_NAME=other
NSCALE_ACCOUNT_ORGANIZATION_ID=$org" "$(own)"

test_case 'a command that cannot run'
forget
run sa rotate ci --yes --deliver 'no-such-program --flag'
expect_error 2 <<'TEXT'
nscale: --deliver "no-such-program --flag" begins with no-such-program, and there is no such command
hint: nothing was sent
TEXT
run sa rotate ci --yes --deliver cat --deliver-check './no-such-program'
expect_error 2 <<'TEXT'
nscale: --deliver-check "./no-such-program" begins with ./no-such-program, and there is no such command
hint: nothing was sent
TEXT
run sa rotate ci --yes --deliver 'cat >"x'
expect_status 2
expect_stdout ''
stderr_has 'nscale: --deliver "cat >"x" is not a command that the shell can read: '
stderr_has 'hint: nothing was sent'
expect_requests 0

test_case 'commands that no shell could judge beforehand'
for command in 'A=1 cat' '{ cat; }' 'if true; then cat; fi' '"cat"' \
  ' cat' '(cat)' 'cd . && cat'; do
  run sa rotate ci --yes --deliver "$command >got" -q .metadata.name
  expect 0 <<'TEXT'
ci
TEXT
  expect_equal "$(token_of "$ci")" "$(cat got)"
done

test_case 'flags that make no sense'
forget
while read -r flags; do
  eval "run sa rotate ci --yes $flags"
  expect_status 2
  sed 1q stderr
done <<'FLAGS' >said
--deliver ''
--deliver ' '
--deliver cat --deliver-check ''
--deliver-check true
--deliver-retries 1
--deliver-timeout 1
--deliver cat --deliver-retries -1
--deliver cat --deliver-retries 11
--deliver cat --deliver-retries 1x
--deliver cat --deliver-retries ''
--deliver cat --deliver-timeout 0
--deliver cat -q '.status.accessToken'
--deliver cat -q '.metadata.name' -q '.status | .["accessToken"]'
FLAGS
cp said stdout
expect_stdout <<'TEXT'
nscale: --deliver needs a command
nscale: --deliver needs a command
nscale: --deliver-check needs a command
nscale: --deliver-check needs --deliver
nscale: --deliver-retries needs --deliver
nscale: --deliver-timeout needs --deliver
nscale: --deliver-retries -1 is not a number from 0 to 10
nscale: --deliver-retries 11 is not a number from 0 to 10
nscale: --deliver-retries 1x is not a number from 0 to 10
nscale: --deliver-retries '' is not a number from 0 to 10
nscale: --deliver-timeout 0 is not a number of seconds from 0.001 to 86400
{"error":{"kind":"usage","message":"-q .status.accessToken asks for the token, and with --deliver that goes to the command alone","status":null,"trace_id":null,"hint":"leave out one of the two","exit_code":2}}
{"error":{"kind":"usage","message":"-q .status | .[\"accessToken\"] asks for the token, and with --deliver that goes to the command alone","status":null,"trace_id":null,"hint":"leave out one of the two","exit_code":2}}
TEXT
expect_requests 0
refuses --deliver=cat --deliver-check=true -- sa delete ci
refuses --deliver=cat -- sa update ci

test_case 'an id or a name that is not one could lead a command astray'
for pair in 'x,ci' "$ci,../ci" "$ci,a b" "$ci,-ci" "$ci,"; do
  served "[$(account "${pair%%,*}" "${pair#*,}")]"
  run sa rotate "$(case $pair in x,*) echo ci ;; *) echo "$ci" ;; esac)" \
    --yes --deliver 'cat >leaked'
  expect_status 1
  only_reads
  sed 1q stderr
  forget
done >said
cp said stdout
expect_stdout <<TEXT
nscale: --deliver cannot be used for the service account "x", whose id is not one that the service gives
nscale: --deliver cannot be used for the service account "../ci", whose name is not one that the service gives
nscale: --deliver cannot be used for the service account "a b", whose name is not one that the service gives
nscale: --deliver cannot be used for the service account "-ci", whose name is not one that the service gives
nscale: --deliver cannot be used for the service account "", whose name is not one that the service gives
TEXT
check test ! -e leaked

test_case 'a dry run says where it would go, and runs nothing'
forget
run sa rotate ci --dry-run --deliver 'touch ran' --deliver-check 'touch ran'
hide
expect_stderr <<TEXT
Dry run, nothing is sent: POST URL$accounts/$ci/rotate
The new token goes to: touch ran
TEXT
expect_status 0
check test ! -e ran
only_reads

end_tests
