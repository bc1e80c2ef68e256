#!/bin/sh
# test-documentation.sh - the examples of the product's own documentation
#
# Each example runs as it stands there: at a terminal, whose user answers, and
# without one, where nobody can be asked.
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"
requires 'pty was not built' test -x "$test_pty"
TERM=dumb
export TERM
unset CI

mkdir "$work/bin"
ln -s "$NSCALE" "$work/bin/nscale"
PATH=$work/bin:$PATH
export PATH
cd "$work" || exit 99

org=$(fixture acme '' id)
ci=$(fixture acme serviceaccounts ci)
readers=$(fixture acme groups readers)
accounts=/api/v1/organizations/$org/serviceaccounts
created=0

# file TEXT: the file that the examples read
file()
{
  printf '%s\n' "$1" >serviceaccount.json
}

# new_account: the file is one that can be created
new_account()
{
  created=$((created + 1))
  file '{"metadata":{"name":"made-'$created'"},
    "spec":{"groupIDs":["'"$readers"'"]}}'
}

# change: the file changes an account
change()
{
  created=$((created + 1))
  file '{"metadata":{"description":"change '$created'"}}'
}

# at_terminal LINE: a shell runs the line at a terminal; what its user does is
# on stdin
at_terminal()
{
  cat >"$work/script"
  "$test_pty" -p "$work/script" sh -c "$1" </dev/null >"$work/screen" \
    2>"$work/stderr"
  status=$?
  test_command="$1 (at a terminal)"
  sed "s/$(printf '\r')\$//" "$work/screen" >"$work/stdout"
}

# without LINE: likewise where nobody can be asked
without()
{
  run_command sh -c "$1"
  test_command="$1 (without a terminal)"
}

# yes_to LINE METHOD: the line asks, and yes sends one such request
yes_to()
{
  forget
  at_terminal "$1" <<'PLAY'
wait Continue? [y/N] 
send y
PLAY
  expect_status 0
  expect_stderr ''
  expect_equal 1 "$(sent | grep -c "^$2 $accounts")"
}

# no_to LINE: the line asks, and no sends nothing
no_to()
{
  forget
  at_terminal "$1" <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
  expect_status 1
  stdout_has 'nscale: declined, nothing was changed'
  only_reads
}

# cannot_ask LINE VERB WHY: the line ends with 2, and nothing is sent
cannot_ask()
{
  forget
  without "$1"
  expect_error 2 <<TEXT
nscale: $2 cannot ask: $3
hint: add --yes, or look first with --dry-run
TEXT
  expect_requests 0
}

terminals='standard input and standard error are not both terminals'
document='standard input is the document'

# ---- What the documentation shows. --------------------------------------

test_case 'list and get ask nothing'
for line in "nscale serviceaccounts list --org $org" \
  "nscale serviceaccounts get --id $ci --org $org"; do
  at_terminal "$line" </dev/null
  expect_status 0
  stdout_has ci
  stdout_lacks '[y/N]'
  without "$line"
  expect_status 0
  expect_stderr ''
  stdout_has "$ci"
done

create="nscale serviceaccounts create --org $org"

test_case 'create --file asks at a terminal alone'
line="$create --file serviceaccount.json"
new_account
no_to "$line"
cannot_ask "$line" create "$terminals"
yes_to "$line" POST

test_case 'create --stdin < FILE asks at a terminal alone'
line="$create --stdin < serviceaccount.json"
new_account
no_to "$line"
cannot_ask "$line" create "$document"
yes_to "$line" POST

test_case 'cat FILE | create --stdin asks at a terminal alone'
line="cat serviceaccount.json | $create --stdin"
new_account
no_to "$line"
cannot_ask "$line" create "$document"
yes_to "$line" POST

test_case 'create alone asks for each field at a terminal'
forget
at_terminal 'nscale serviceaccounts create' <<'PLAY'
wait Name: 
send asked
wait Description: 
send
wait Tags
send
wait Numbers
send readers
wait Continue? [y/N] 
send y
PLAY
expect_status 0
stdout_has '+ metadata.name: "asked"'
stdout_has 'Created service account "asked"'
expect_equal 1 "$(sent | grep -c "^POST $accounts")"
forget
without 'nscale serviceaccounts create'
expect_error 2 <<TEXT
nscale: create cannot ask: $terminals
hint: add --yes, or look first with --dry-run
TEXT
expect_requests 0

update="nscale serviceaccounts update --org $org --id $ci"

test_case 'update --file asks at a terminal alone'
line="$update --file serviceaccount.json"
change
no_to "$line"
cannot_ask "$line" update "$terminals"
yes_to "$line" PUT

test_case 'update --stdin < FILE asks at a terminal alone'
line="$update --stdin < serviceaccount.json"
change
no_to "$line"
cannot_ask "$line" update "$document"
yes_to "$line" PUT

test_case 'cat FILE | update --stdin asks at a terminal alone'
line="cat serviceaccount.json | $update --stdin"
change
no_to "$line"
cannot_ask "$line" update "$document"
yes_to "$line" PUT

test_case 'rotate --yes asks nothing'
line="nscale serviceaccounts rotate --org $org --id $ci --yes"
at_terminal "$line" </dev/null
expect_status 0
stdout_has 'Token:'
without "$line"
expect_status 0
stdout_has 'Token:'

test_case 'delete asks at a terminal alone'
line="nscale serviceaccounts delete --org $org --id $ci"
no_to "$line"
cannot_ask "$line" delete "$terminals"
yes_to "$line" DELETE

test_case 'where nobody can be asked, --yes is all that an example needs'
new_account
for line in "$create --file serviceaccount.json" \
  "$create --stdin < serviceaccount.json" \
  "cat serviceaccount.json | $create --stdin"; do
  without "$line --yes"
  expect_status 0
  new_account
done

# ---- A question beside a document on standard input. --------------------

id=$(fixture acme serviceaccounts deploy)
line='nscale sa update deploy --stdin <serviceaccount.json'

test_case 'the question is on stderr, and stdout may go elsewhere'
new_account
at_terminal "nscale sa create --stdin <serviceaccount.json \
  -q .status.accessToken >token" <<'PLAY'
wait Continue? [y/N] 
send yes
PLAY
expect 0 <<TEXT
Create service account "made-$created" in organization "acme"
+ metadata.name: "made-$created"
+ spec.groupIDs: $readers (readers)
Whoever holds its token acts with the rights of its groups.
Continue? [y/N] yes
TEXT
check test -s token

test_case '-f - asks as --stdin does'
change
yes_to 'nscale sa update deploy -f - <serviceaccount.json' PUT

test_case 'what get prints goes through update'
forget
at_terminal "nscale sa get deploy --json | sed 's/change $created/edited/' |
  nscale sa update deploy --stdin" <<'PLAY'
wait Continue? [y/N] 
send y
PLAY
expect 0 <<TEXT
Update service account "deploy" ($id) in organization "acme"
- metadata.description: "change $created"
+ metadata.description: "edited"
Continue? [y/N] y
$(sed '1,/^Continue/d' "$work/stdout")
TEXT
expect_equal 1 "$(sent | grep -c "^PUT $accounts")"

test_case 'a document typed at the terminal ends with Ctrl-D, then is asked about'
forget
at_terminal 'stty -echo; echo begin; nscale sa update deploy --stdin' <<'PLAY'
wait begin
send {"metadata":{"description":"typed"}}
end
wait Continue? [y/N] 
send y
PLAY
expect_status 0
stdout_has '+ metadata.description: "typed"'
expect_equal 1 "$(sent | grep -c "^PUT $accounts")"

test_case 'a request of nscale api asks too'
new_account
yes_to "nscale api -X POST $accounts --stdin <serviceaccount.json" POST

test_case 'Ctrl-D is no answer, Ctrl-C ends with 130; the modes stay'
change
forget
at_terminal "stty -g </dev/tty >modes; $line; echo ended \$?;
  stty -g </dev/tty | cmp - modes" <<'PLAY'
wait Continue? [y/N] 
end
PLAY
expect_status 0
stdout_has 'nscale: no answer, nothing was sent'
stdout_has 'ended 1'
at_terminal "trap : INT; stty -g </dev/tty >modes; $line; echo ended \$?;
  stty -g </dev/tty | cmp - modes" <<'PLAY'
wait Continue? [y/N] 
stop
PLAY
expect_status 0
stdout_has 'nscale: interrupted, nothing was changed'
stdout_has 'ended 130'
only_reads

test_case 'a terminal that goes away sends nothing'
forget
at_terminal "$line" <<'PLAY'
wait Continue? [y/N] 
hangup
PLAY
only_reads

test_case 'a document that is empty or wrong is refused before any question'
forget
at_terminal 'nscale sa update deploy --stdin </dev/null' </dev/null
expect 2 <<'TEXT'
nscale: standard input is empty: one JSON document is needed
TEXT
at_terminal 'echo "{" | nscale sa create --stdin' </dev/null
expect_status 2
expect_requests 0

# refused SETTING LINE WHY: at a terminal the line cannot ask all the same
refused()
{
  forget
  at_terminal "$1" </dev/null
  expect 2 <<TEXT
nscale: update cannot ask: $2
hint: add --yes, or look first with --dry-run
TEXT
  expect_requests 0
}

test_case 'a pipe or a file that is no document is not asked past'
refused "nscale sa update deploy --name new </dev/null" "$terminals"
refused "echo y | nscale sa update deploy --name new" "$terminals"
refused "nscale sa update deploy -f serviceaccount.json </dev/null" \
  "$terminals"

test_case 'CI that is set has nobody who answers'
refused "CI=true $line" "$document"
refused "CI=1 $line" "$document"

test_case 'an empty CI is not set'
change
yes_to "CI= $line" PUT

test_case 'in the background nothing is asked'
refused "set -m; $line & wait \$!" "$document"

test_case 'where stderr is no terminal nothing is asked'
forget
at_terminal "$line 2>errors" </dev/null
expect 2 </dev/null
expect_equal "nscale: update cannot ask: $document" "$(sed -n 1p errors)"
expect_requests 0

test_case 'without a controlling terminal nothing is asked'
if command -v setsid >/dev/null; then
  refused "setsid -w $line" "$document"
else
  skip_case 'setsid is not installed'
fi

test_case 'a question that nobody answers ends with 2'
hurry=$abs_top_builddir/tests/fault/hurry.so
if [ -f "$hurry" ] && [ -z "${SANITIZERS-}" ]; then
  change
  for command in "$line" 'nscale sa rotate deploy' \
    'TERM=xterm nscale sa create'; do
    forget
    at_terminal "export LD_PRELOAD='$hurry'; $command" </dev/null
    expect_status 2
    stdout_has 'nscale: nobody answered for 300 seconds, nothing was sent'
    case $command in *create*) ;; *)
      stdout_has 'Continue? [y/N] '
      stdout_has 'hint: add --yes, or look first with --dry-run' ;;
    esac
    only_reads
  done
else
  skip_case 'nothing can be preloaded'
fi

end_tests
