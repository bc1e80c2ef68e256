#!/bin/sh
# test-recipes.sh - the recipes of nscale-recipes(7), as a reader copies them
# from the page: each creates, uses and rotates a token, no log has it, and
# with each call of gh, glab, kubectl, vault, cat and mv failing in turn none
# is lost.  These are stand-ins that keep what they are given on stdin.
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'mandoc is not installed' command -v mandoc
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"

admin=$NSCALE_SERVICE_TOKEN
organization=$NSCALE_ORGANIZATION_ID
STORE=$work/store
export STORE
mkdir "$work/bin" "$work/ci" "$STORE"
cd "$work/ci" || exit 99

# The page as a terminal shows it, without its indentation and overstrikes.
mandoc -T ascii "$abs_top_srcdir/plugins/serviceaccounts/nscale-recipes.7" |
  sed "s/.$(printf '\b')//g; s/^     //" >"$work/page"

# block TEXT: the block of the page that has this line, in the folders of the
# test
block()
{
  awk -v wanted="$1" '
    function flush() { if (found) printf "%s", text; text = ""; found = 0 }
    /^$/ { flush(); next }
    { text = text $0 "\n"; if ($0 == wanted) found = 1 }
    END { flush() }' "$work/page" | sed "s|/var/lib|$work|g"
}

# the BEGINNING: the line of the page that begins so
the()
{
  awk -v wanted="$1" 'index($0, wanted) == 1' "$work/page"
}

# step NAME: what a step of a workflow runs, from stdin
step()
{
  awk -v name="- name: $1" '
    { line = $0; sub(/^ */, "", line) }
    line ~ /^- / { running = 0; here = line == name }
    running { if ($0 !~ /^          /) exit; print substr($0, 11) }
    here && line == "run: |" { running = 1 }'
}

# job NAME: the script of a job, from stdin; an item may be a text of several
# lines
job()
{
  awk -v name="$1:" '
    /^[^ ]/ { here = $0 == name; running = 0 }
    /^  [^ ]/ { running = here && $0 == "  script:"; next }
    running && $0 != "    - |" { print substr($0, 7) }'
}

# text_of WORD: the text that follows the line `- |` of a manifest, from stdin
text_of()
{
  sed -n '/^ *- |$/,$p' | sed 1d
}

# ---- The stand-ins. -----------------------------------------------------

# Each call makes a file call.N.  The call $FAILS fails; where $DONE is set,
# after it has done its work.
cat >"$work/bin/gh" <<'SCRIPT'
#!/bin/sh
name=${0##*/} number=1 input=''
case "$name $1" in 'kubectl replace') input=$(/bin/cat) ;; esac
until (set -C; : >"$STORE/call.$number") 2>/dev/null; do
  number=$((number + 1))
done
[ "$number" -ne "${FAILS:-0}" ] || [ -n "${DONE-}" ] || exit 1
case "$name $*" in
  'gh secret list' | 'glab variable list' | 'vault token lookup')
    echo NSCALE_SERVICE_TOKEN ;;
  'kubectl auth can-i create secrets' | \
  'kubectl auth can-i update secret/nscale') echo yes ;;
  'gh secret set NSCALE_SERVICE_TOKEN' | \
  'glab variable set NSCALE_SERVICE_TOKEN --masked')
    /bin/cat >"$STORE/kept" ;;
  'glab variable update NSCALE_SERVICE_TOKEN --masked')
    [ -e "$STORE/kept" ] && /bin/cat >"$STORE/kept" ;;
  'vault kv get -field=token secret/nscale/'*) /bin/cat "$STORE/${4##*/}" ;;
  'vault kv put secret/nscale/'*' token=-')
    echo 'Success! Data written'; /bin/cat >"$STORE/${3##*/}" ;;
  'kubectl create secret generic nscale --from-file=token=/dev/stdin')
    [ ! -e "$STORE/kept" ] && /bin/cat >"$STORE/kept" ;;
  'kubectl create secret generic nscale --from-file=token=/dev/stdin --dry-run=client -o yaml')
    printf 'token: %s\n' "$(/bin/cat)" ;;
  'kubectl replace -f -')
    # As the real one, which does nothing with nothing, and is content.
    [ -z "$input" ] ||
      { [ -e "$STORE/kept" ] && echo "${input#token: }" >"$STORE/kept"; } ;;
  'kubectl create serviceaccount '* | 'kubectl create role'*) ;;
  cat\ * | mv\ *) "/bin/$name" "$@" ;;
  *) echo "$name: what is $*?" >&2; exit 1 ;;
esac || exit
[ "$number" -ne "${FAILS:-0}" ]
SCRIPT
chmod +x "$work/bin/gh"
for name in glab kubectl vault mv cat; do
  ln -s gh "$work/bin/$name"
done

# It does not wait until it tries again.
cat >"$work/bin/nscale" <<'SCRIPT'
#!/bin/sh
last=''
for word; do
  shift
  [ "$last" != --deliver-retries ] || word=0
  set -- "$@" "$word"
  last=$word
done
case " $* " in
  *' --deliver-retries '*) ;;
  *' --deliver '*) set -- "$@" --deliver-retries 0 ;;
esac
exec "$NSCALE" "$@"
SCRIPT
chmod +x "$work/bin/nscale"
export NSCALE

# play NAME [WORD...]: runs the file script, or what it holds as a step of a
# pipeline; the log becomes $work/stdout
play()
{
  [ -s script ] || fail "the page has no script $1"
  test_command="the recipe $1: $(cat script)"
  shift
  case $(head -n 1 script) in '#!/bin/sh') shell='sh' ;; *) shell='sh -e' ;; esac
  rm -f "$STORE"/call.*
  # shellcheck disable=SC2086 # words
  { PATH=$work/bin:$PATH $shell script "$@"; echo $? >status; } </dev/null \
    2>&1 | cat >"$work/stdout"
  : >"$work/stderr"
  status=$(cat status)
  rm script status
}

# kept FILE [ID]: it has the token of the account, and no log has shown it;
# what the runner of Actions reads of a log and does not show was taken out
kept()
{
  id=${2:-$(fixture acme serviceaccounts pipeline)}
  expect_equal "$(token_of "$id")" "$(cat "$1")"
  stdout_lacks eyJ
}

# Where a token was not delivered, the line that is printed delivers it, in
# whatever folder it is run.
by_hand()
{
  line=$(sed -n 's/.*this delivers it: //p' "$work/stdout" | head -n 1)
  [ -n "$line" ] || return 0
  (cd / && PATH=$work/bin:$PATH FAILS=0 sh -c "$line") >/dev/null 2>&1 ||
    fail "the line fails: $line"
}

# with_faults PREPARE RUN FILE: after PREPARE, RUN ends with the token in FILE,
# in each run in which one call fails as in the last, in which none does
with_faults()
{
  for DONE in '' 'done'; do
    FAILS=1
    export FAILS DONE
    while :; do
      $1
      $2
      stdout_lacks eyJ
      [ -e "$STORE/call.$FAILS" ] || break
      by_hand
      id=$(fixture acme serviceaccounts pipeline)
      [ -z "$id" ] || [ "$(token_of "$id")" = "$(cat "$3")" ] ||
        fail "call $FAILS fails${DONE:+ when done}: the token is lost"
      FAILS=$((FAILS + 1))
    done
    expect_status 0
    kept "$3"
    [ "$FAILS" -gt 2 ] || fail 'nothing was made to fail'
  done
  unset FAILS DONE
}

# again [SECONDS]: a pipeline begins, with the secret that is kept and nothing
# else, and its token expires after this time
again()
{
  NSCALE_SERVICE_TOKEN=$(cat "$STORE/kept")
  unset NSCALE_ORGANIZATION_ID
  control POST "expire/$id?in=${1:-500000}" >/dev/null || fail 'cannot expire'
}

as_administrator()
{
  NSCALE_SERVICE_TOKEN=$admin
  NSCALE_ORGANIZATION_ID=$organization
  export NSCALE_SERVICE_TOKEN NSCALE_ORGANIZATION_ID
}

start_over()
{
  as_administrator
  [ -z "${id-}" ] || "$NSCALE" sa delete "$id" --yes 2>/dev/null
  rm -rf ./* "${STORE:?}"/*
  grep -F -x '{"metadata": {"name": "pipeline"}, "spec": {"groupIDs": []}}' \
    "$work/page" >account.json || fail 'the page has no account.json'
}

# crontab PATTERN: the command of the line that this matches, as cron runs it,
# with the scripts of the page
crontab()
{
  for name in rotate-token token-metrics; do
    block "# /usr/local/bin/$name" >"$work/bin/$name"
    chmod +x "$work/bin/$name"
  done
  grep '^[*/0-9]* [*0-9]* \* \* \*  ' "$work/page" | grep -e "$1" |
    sed "s/^\([^ ]* *\)\{5\}//; s|/usr/local|$work|g; s|/var/lib|$work|g"
}

# ---- cron. --------------------------------------------------------------

test_case 'cron: creating keeps the token in a file'
start_over
block 'cd /var/lib/ci' >script
play create
expect_status 0
kept token
# shellcheck disable=SC2012
expect_equal -rw------- "$(ls -l token | cut -c1-10)"

unset NSCALE_SERVICE_TOKEN NSCALE_ORGANIZATION_ID
eval "export $(block "NSCALE_SERVICE_TOKEN_FILE=/var/lib/ci/token" |
  grep '^NSCALE_SERVICE_TOKEN_FILE=')"

test_case 'cron: the token in the file is good'
crontab 'sa check --within' >script
play use
expect_status 0
stdout_has pipeline
kept token

test_case 'cron: a token that is good for longer stays'
before=$(cat token)
crontab '/rotate-token$' >script
play rotate
edit 's/expires [^,]*/expires TIME/'
expect_status 0
expect_stdout \
  'Nothing to do: service account "pipeline" expires TIME, not within 7d.'
expect_equal "$before" "$(cat token)"
expect_equal 'account.json token' "$(echo *)"

# soon: the token expires in time for the recipe
soon()
{
  control POST "expire/$id?in=500000" >/dev/null
}

cron_rotates()
{
  crontab '/rotate-token$' >script
  play rotate
}

test_case 'cron: the account replaces its own token, whatever fails'
with_faults soon cron_rotates token
stdout_has 'The token was delivered by: cd '
stdout_has 'Rotated the token of service account "pipeline"; the old one'
[ "$before" != "$(cat token)" ] || fail 'the token did not change'
expect_equal 'account.json token' "$(echo *)"
# shellcheck disable=SC2012
expect_equal -rw------- "$(ls -l token | cut -c1-10)"
crontab 'sa check --within' >script
play use
expect_status 0

test_case 'cron: the script of the README is the one of the recipe'
block '# /usr/local/bin/rotate-token' >"$work/wanted"
check test -s "$work/wanted"
sed -n 's/^    //; /^#!/,/^$/p' "$abs_top_srcdir/README.md" |
  sed "/^$/,\$d; s|/var/lib|$work|g" >"$work/shown"
expect_equal "$(cat "$work/wanted")" "$(cat "$work/shown")"

# ---- systemd. -----------------------------------------------------------

# unit NAME: what the unit sets there, with the folder of the credentials; a
# line that ends with a backslash goes on in the next one
unit()
{
  block '# /etc/systemd/system/nscale-token.service' |
    sed -e :more -e '/\\$/{' -e N -e 's/\\\n */ /' -e 't more' -e '}' |
    sed -n "s|%d|$work/credentials|g; s/^$1=//p"
}

systemd_rotates()
{
  rm -rf "$work/credentials"
  mkdir "$work/credentials"
  credential=$(unit LoadCredential)
  cp "${credential#*:}" "$work/credentials/${credential%%:*}"
  echo "env $(unit Environment) $(unit ExecStart)" >script
  play rotate
}

test_case 'systemd: the account replaces its own token, whatever fails'
unset NSCALE_SERVICE_TOKEN_FILE
before=$(cat token)
with_faults soon systemd_rotates token
stdout_has 'The token was delivered by: cd '
[ "$before" != "$(cat token)" ] || fail 'the token did not change'
expect_equal "$work/ci" "$work/$(unit StateDirectory)"
systemd_rotates
stdout_has 'Nothing to do: '

# ---- GitHub Actions. ----------------------------------------------------

# workflow STEP: a step, as the runner shows it; the lines that it reads and
# does not show become $work/masks
workflow()
{
  block '# .github/workflows/token.yml' | step "$1" >script
  GITHUB_ACTIONS=true play "$1"
  grep '^::' "$work/stdout" >"$work/masks"
  sed '/^::add-mask::/d' "$work/stdout" >"$work/shown"
  cat "$work/shown" >"$work/stdout"
}
workflow_creates() { workflow Create; }
workflow_rotates() { workflow Rotate; }

test_case 'GitHub Actions: creating keeps the token, whatever fails'
with_faults start_over workflow_creates "$STORE/kept"
expect_equal "::add-mask::$(cat "$STORE/kept")" "$(cat "$work/masks")"
expect_equal account.json "$(echo *)"

test_case 'GitHub Actions: the secret is good'
again 600000
workflow Use
expect_status 0
kept "$STORE/kept"
expect_equal '' "$(cat "$work/masks")"

test_case 'GitHub Actions: a token that is good for longer stays'
before=$(cat "$STORE/kept")
again 700000
workflow Rotate
expect_status 0
stdout_has 'Nothing to do: service account "pipeline" expires '
expect_equal "$before" "$(cat "$STORE/kept")"

test_case 'GitHub Actions: rotating replaces the secret, whatever fails'
with_faults again workflow_rotates "$STORE/kept"
[ "$before" != "$(cat "$STORE/kept")" ] || fail 'the token did not change'
expect_equal "::add-mask::$(cat "$STORE/kept")" "$(cat "$work/masks")"
expect_equal account.json "$(echo *)"

test_case 'the mask is on stderr, never on stdout'
as_administrator
GITHUB_ACTIONS=true
export GITHUB_ACTIONS
for words in -q.status.accessToken --json --debug; do
  run_command sh -c '"$@" 2>&1 >out | cat' sh "$NSCALE" sa rotate "$id" --yes \
    "$words"
  token=$(token_of "$id")
  expect_equal "::add-mask::$token" "$(grep '^::' "$work/stdout")"
  expect_equal '' "$(grep '^::' out)"
  check grep -F -q "$token" out
done

test_case 'what would end the line is escaped in it'
fault '{"method": "POST", "status": 200,
  "body": "{\"status\": {\"accessToken\": \"a%b\\r\\n::c\"}}"}'
run_command sh -c '"$@" 2>&1 >out | cat' sh "$NSCALE" sa rotate "$id" --yes \
  -q .
expect_equal '::add-mask::a%25b%0D%0A::c' "$(output)"

test_case 'a file for stderr is no runner: nothing of the token is in it'
run sa rotate "$id" --yes -q .status.accessToken
expect_status 0
expect_stderr ''

test_case 'nor is anything but GITHUB_ACTIONS=true'
for value in false 1 TRUE '' true1; do
  GITHUB_ACTIONS=$value
  run_command sh -c '"$@" 2>&1 >out | cat' sh "$NSCALE" sa rotate "$id" \
    --yes -q .status.accessToken
  expect_stdout ''
done
unset GITHUB_ACTIONS
run_command sh -c '"$@" 2>&1 >out | cat' sh "$NSCALE" sa rotate "$id" --yes \
  -q .status.accessToken
expect_stdout ''

# ---- GitLab CI. ---------------------------------------------------------

pipeline()
{
  block '# .gitlab-ci.yml' | job "$1" >script
  play "$1"
}
pipeline_creates() { pipeline create; }
pipeline_rotates() { pipeline rotate; }

test_case 'GitLab CI: creating keeps the token, whatever fails'
with_faults start_over pipeline_creates "$STORE/kept"

test_case 'GitLab CI: the variable is good'
again 600000
pipeline use
expect_status 0
kept "$STORE/kept"

test_case 'GitLab CI: a token that is good for longer stays'
before=$(cat "$STORE/kept")
again 700000
pipeline rotate
expect_status 0
stdout_has 'Nothing to do: service account "pipeline" expires '
expect_equal "$before" "$(cat "$STORE/kept")"

test_case 'GitLab CI: rotating replaces the variable, whatever fails'
with_faults again pipeline_rotates "$STORE/kept"
[ "$before" != "$(cat "$STORE/kept")" ] || fail 'the token did not change'
expect_equal account.json "$(echo *)"
stdout_lacks add-mask

# ---- Kubernetes. --------------------------------------------------------

# A Secret that is there already is not made again.
kubectl_creates()
{
  block 'kubectl create serviceaccount nscale-token' >script
  play create
}

test_case 'Kubernetes: the account, its Secret and who may replace that'
start_over
kubectl_creates
expect_status 0
kept "$STORE/kept"
for FAILS in 1 2; do
  export FAILS
  start_over
  kubectl_creates
  by_hand
  id=$(fixture acme serviceaccounts pipeline)
  [ -z "$id" ] || kept "$STORE/kept"
done
unset FAILS

# The Secret is mounted, the volume for what did not arrive as well.
mounted()
{
  again
  cp "$STORE/kept" "$work/mounted"
  unset NSCALE_SERVICE_TOKEN
  block '# token.yaml' | text_of >script
}

job_rotates()
{
  NSCALE_SERVICE_TOKEN_FILE=$work/mounted XDG_STATE_HOME=$work/volume \
    play rotate
}

test_case 'Kubernetes: the CronJob replaces the Secret, whatever fails'
before=$(cat "$STORE/kept")
with_faults mounted job_rotates "$STORE/kept"
[ "$before" != "$(cat "$STORE/kept")" ] || fail 'the token did not change'

# ---- Vault. -------------------------------------------------------------

test_case 'Vault: the first token'
for FAILS in 1 2 3; do
  export FAILS
  start_over
  # shellcheck disable=SC2016 # the text of the page
  block "  --deliver 'vault kv put \"secret/nscale/\$NSCALE_ACCOUNT_ID\" \\" |
    sed '/^#!/,$d' >script
  play create
  by_hand
  id=$(fixture acme serviceaccounts pipeline)
  [ -z "$id" ] || kept "$STORE/$id"
done
unset FAILS
expect_status 0

# script_rotates WORD...: the script, with the words of a crontab
script_rotates()
{
  block '# /usr/local/bin/rotate-tokens' >script
  play rotate-tokens "$@"
}

# words BEGINNING: those of the line that begins so and runs the script
words()
{
  the "$1" | sed -n "s/^.*rotate-tokens //p"
}

unset NSCALE_SERVICE_TOKEN NSCALE_ORGANIZATION_ID
ROTATOR=$id
export ROTATOR
self_rotates()
{
  # shellcheck disable=SC2046
  script_rotates $(words '17 3 * * *  /usr/local/bin/rotate-tokens --self')
}

test_case 'Vault: the account replaces its own token, whatever fails'
before=$(cat "$STORE/$id")
with_faults soon self_rotates "$STORE/$id"
[ "$before" != "$(cat "$STORE/$id")" ] || fail 'the token did not change'
self_rotates
stdout_has 'Nothing to do: '

# ---- All accounts. ------------------------------------------------------

test_case 'all accounts: those that expire, every night'
as_administrator
run sa update pipeline --add-group admins --yes
expect_status 0
unset NSCALE_SERVICE_TOKEN NSCALE_ORGANIZATION_ID
fleet=$(for name in ci deploy nightly pipeline; do
  fixture acme serviceaccounts "$name"
done)
for each in $fleet; do
  token_of "$each" >"$STORE/$each"
done
soon
nightly=$(fixture acme serviceaccounts nightly)
before=$(cat "$STORE/$nightly" "$STORE/$ROTATOR")
for round in 1 2; do
  # shellcheck disable=SC2046
  script_rotates $(words '17 3 * * *  /usr/local/bin/rotate-tokens --all')
  expect_status 0
  kept "$STORE/$nightly" "$nightly"
  kept "$STORE/$ROTATOR" "$ROTATOR"
done
stdout_has 'Nothing to do: no service account meets --expiring-within 7d.'
[ "$before" != "$(cat "$STORE/$nightly" "$STORE/$ROTATOR")" ] ||
  fail 'the tokens did not change'

test_case 'after a leak: every account, whatever fails'
for DONE in '' 'done'; do
  FAILS=1
  export FAILS DONE
  while :; do
    # shellcheck disable=SC2046
    script_rotates $(words 'rotate-tokens --all')
    [ -e "$STORE/call.$FAILS" ] || break
    by_hand
    for each in $fleet; do
      kept "$STORE/$each" "$each"
    done
    FAILS=$((FAILS + 1))
  done
  expect_status 0
  expect_equal 10 "$FAILS"
done
unset FAILS DONE

test_case 'after a leak: without groups, with a new token, then with groups'
id=$ROTATOR
start_over
run sa create -f account.json --group deployers --yes --token-file old
expect_status 0
id=$(fixture acme serviceaccounts pipeline)
block 'nscale sa rotate pipeline --yes --token-file new' >script
play leak
expect_status 0
kept new
check test "$(cat old)" != "$(cat new)"
run sa get pipeline -q .spec.groupIDs
expect_stdout '[]'
block 'nscale sa update pipeline --group deployers --yes' >script
play back
expect_status 0
run sa get pipeline -q '.spec.groupIDs | length'
expect_stdout 1

# ---- Gates. -------------------------------------------------------------

# gate STATUS: the gate of GitHub, and the one of Nagios
gate()
{
  block '# .github/workflows/gate.yml' | step Gate >script
  play gate
  expect_status "$1"
}

nagios()
{
  block "names=\$(nscale sa check --all --within 7d -q '.[].metadata.name')" \
    >script
  play nagios
}

test_case 'a gate that fails while a token does not last'
for name in nightly deploy; do
  id=$(fixture acme serviceaccounts "$name")
  soon
done
gate 1
stdout_has nightly
stdout_has deploy
stdout_lacks pipeline

test_case 'the line of a monitoring plugin'
nagios
expect_status 1
sed -n '/^TOKENS/p' "$work/stdout" >"$work/shown"
expect_equal 'TOKENS WARNING - they expire within a week: nightly deploy' \
  "$(cat "$work/shown")"

test_case 'for Prometheus: the time at which each expires'
mkdir "$work/node_exporter"
crontab '/token-metrics$' >script
play prometheus
expect_status 0
expect_equal nscale.prom "$(ls "$work/node_exporter")"
run sa list -q '.[] | .metadata.id + " " + .metadata.name + " " + .status.expiry'
while read -r each name expiry; do
  echo "nscale_token_expiry_timestamp_seconds{id=\"$each\",name=\"$name\"}" \
    "$(date -u -d "$(echo "$expiry" | tr TZ '  ')" +%s)"
done <"$work/stdout" >"$work/wanted"
expect_equal "$(cat "$work/wanted")" "$(cat "$work/node_exporter/nscale.prom")"

test_case 'and both pass where each lasts'
for name in nightly deploy; do
  run sa rotate "$name" --yes --token-file "$name"
done
gate 0
nagios
expect_status 0
stdout_has 'TOKENS OK - each lasts a week'

test_case 'a monitoring plugin that cannot ask does not know'
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=http://127.0.0.1:9
export NSCALE_IDENTITY_SERVICE_API_ENDPOINT
nagios
expect_status 3
stdout_has 'TOKENS UNKNOWN - nscale cannot tell'

end_tests
