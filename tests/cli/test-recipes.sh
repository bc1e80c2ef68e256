#!/bin/sh
# test-recipes.sh - the recipes of nscale-recipes(7), as a reader copies them
# from the page: cron, GitHub Actions and GitLab CI create, use and rotate a
# token, and no log has it.  gh and glab are stand-ins that keep what they are
# given on stdin.
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'mandoc is not installed' command -v mandoc
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"

admin=$NSCALE_SERVICE_TOKEN
organization=$NSCALE_ORGANIZATION_ID
mkdir "$work/bin" "$work/ci"
ln -s "$NSCALE" "$work/bin/nscale"
PATH=$work/bin:$PATH
cd "$work/ci" || exit 99

# The page as a terminal shows it, without its indentation and overstrikes.
mandoc -T ascii "$abs_top_srcdir/plugins/serviceaccounts/nscale-recipes.7" |
  sed "s/.$(printf '\b')//g; s/^     //" >"$work/page"

# block TEXT: the block of the page that has this line
block()
{
  awk -v wanted="$1" '
    function flush() { if (found) printf "%s", text; text = ""; found = 0 }
    /^$/ { flush(); next }
    { text = text $0 "\n"; if ($0 == wanted) found = 1 }
    END { flush() }' "$work/page"
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

# job NAME: the script of a job, from stdin
job()
{
  awk -v name="$1:" '
    /^[^ ]/ { here = $0 == name; running = 0 }
    /^  [^ ]/ { running = here && $0 == "  script:"; next }
    running { print substr($0, 7) }'
}

# stand_in NAME: a command that writes what it is given as a secret to `kept`
stand_in()
{
  cat >"$work/bin/$1" <<'SCRIPT'
#!/bin/sh
case "$1 $2" in
  'secret list' | 'variable list') echo 'NSCALE_SERVICE_TOKEN' ;;
  'secret set' | 'variable set' | 'variable update')
    [ "$3" = NSCALE_SERVICE_TOKEN ] && cat >../kept ;;
  *) exit 1 ;;
esac
SCRIPT
  chmod +x "$work/bin/$1"
}

# play NAME: runs the file script as a step of a pipeline, whose log becomes
# $work/stdout
play()
{
  [ -s script ] || fail "the page has no script $1"
  test_command="the recipe $1: $(cat script)"
  { sh -e script; echo $? >status; } </dev/null 2>&1 | cat >"$work/stdout"
  : >"$work/stderr"
  status=$(cat status)
  rm script status
}

# kept: the secret is the token of the account, and no log has shown it; what
# the runner of Actions reads of a log and does not show was taken out
kept()
{
  id=$(fixture acme serviceaccounts pipeline)
  expect_equal "$(token_of "$id")" "$(cat "$1")"
  stdout_lacks eyJ
}

# again: a pipeline begins, with the secret that is kept and nothing else
again()
{
  NSCALE_SERVICE_TOKEN=$(cat ../kept)
  unset NSCALE_ORGANIZATION_ID
  expire=$1
  control POST "expire/$id?in=$expire" >/dev/null || fail 'cannot expire'
}

as_administrator()
{
  NSCALE_SERVICE_TOKEN=$admin
  NSCALE_ORGANIZATION_ID=$organization
  export NSCALE_ORGANIZATION_ID
}

start_over()
{
  as_administrator
  [ -z "${id-}" ] || "$NSCALE" sa delete "$id" --yes 2>/dev/null
  rm -f ./* ../kept
  grep -F -x '{"metadata": {"name": "pipeline"}, "spec": {"groupIDs": []}}' \
    "$work/page" >account.json || fail 'the page has no account.json'
  unset GITHUB_ACTIONS
}

# ---- cron. --------------------------------------------------------------

# here: with the folder of the test for that of the recipe
here()
{
  sed "s|/var/lib|$work|g"
}

# crontab WORD: the command of the line with this word, as cron runs it
crontab()
{
  block "NSCALE_SERVICE_TOKEN_FILE=/var/lib/ci/token" | here |
    sed -n "/^[0-9].* $1 /s/^[^ ]* [^ ]* [^ ]* [^ ]* [^ ]* *//p" |
    sed 's/\\%/%/g'
}

test_case 'cron: creating keeps the token in a file'
start_over
block 'cd /var/lib/ci' | here >script
play create
expect_status 0
kept token
# shellcheck disable=SC2012
expect_equal -rw------- "$(ls -l token | cut -c1-10)"

unset NSCALE_SERVICE_TOKEN NSCALE_ORGANIZATION_ID
eval "export $(block "NSCALE_SERVICE_TOKEN_FILE=/var/lib/ci/token" | here |
  grep '^NSCALE_SERVICE_TOKEN_FILE=')"

test_case 'cron: the token in the file is good'
crontab check >script
play use
expect_status 0
stdout_has pipeline
kept token

test_case 'cron: a token that is good for longer stays'
before=$(cat token)
crontab rotate >script
play rotate
edit 's/expires [^,]*/expires TIME/'
expect_status 0
expect_stdout \
  'Nothing to do: service account "pipeline" expires TIME, not within 7d.'
expect_equal "$before" "$(cat token)"
expect_equal 'account.json token' "$(echo *)"

test_case 'cron: the account replaces its own token'
control POST "expire/$id?in=500000" >/dev/null
crontab rotate >script
play rotate
expect_status 0
stdout_has 'The token was written to new.'
stdout_has 'Rotated the token of service account "pipeline"; the old one'
kept token
[ "$before" != "$(cat token)" ] || fail 'the token did not change'
expect_equal 'account.json token' "$(echo *)"
crontab check >script
play use
expect_status 0

test_case 'cron: the one line of the README is the one of the recipe'
expect_equal "$(sed -n 's/^    \(17 3 .*--self.*\)/\1/p' \
  "$abs_top_srcdir/README.md")" \
  "$(block "NSCALE_SERVICE_TOKEN_FILE=/var/lib/ci/token" | grep '^17 3 ')"

test_case 'cron: a token file that was left behind stops the next run'
control POST "expire/$id?in=500000" >/dev/null
: >new
before=$(token_of "$id")
crontab rotate >script
play rotate
expect_status 2
stdout_has 'nscale: the token file new exists already'
expect_equal "$before" "$(token_of "$id")"

test_case 'cron: all accounts, in a folder of the day'
unset NSCALE_SERVICE_TOKEN_FILE
start_over
mkdir ../tokens
export NSCALE_SERVICE_TOKEN
for round in 1 2; do
  sed -n 's/^17 3 .* \(nscale sa rotate --all .*\)/\1/p' "$work/page" | here |
    sed 's/\\%/%/g' >script
  play all
  expect_status 0
  stdout_lacks eyJ
done
expect_stdout 'Nothing to do: no service account meets --expiring-within 7d.'
expect_equal "$(token_of "$(fixture acme serviceaccounts nightly)")" \
  "$(cat ../tokens/????-??-??/nightly)"
# shellcheck disable=SC2012
expect_equal 1 "$(ls ../tokens | wc -l | tr -d ' ')"

test_case 'after a leak: without groups, with a new token, then with groups'
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

# ---- GitHub Actions. ----------------------------------------------------

# workflow STEP: a step, as the runner shows it; the lines that it reads and
# does not show become $work/masks
workflow()
{
  block '# .github/workflows/token.yml' | step "$1" >script
  play "$1"
  grep '^::' "$work/stdout" >"$work/masks"
  sed '/^::add-mask::/d' "$work/stdout" >"$work/shown"
  cat "$work/shown" >"$work/stdout"
}

test_case 'GitHub Actions: creating keeps the token as a secret'
start_over
stand_in gh
GITHUB_ACTIONS=true
export GITHUB_ACTIONS
workflow Create
expect_status 0
kept ../kept
expect_equal "::add-mask::$(cat ../kept)" "$(cat "$work/masks")"
expect_equal account.json "$(echo *)"

test_case 'GitHub Actions: the secret is good'
again 600000
workflow Use
expect_status 0
kept ../kept
expect_equal '' "$(cat "$work/masks")"

test_case 'GitHub Actions: rotating replaces the secret in time'
before=$(cat ../kept)
again 700000
workflow Rotate
expect_status 0
stdout_has 'Nothing to do: service account "pipeline" expires '
expect_equal "$before" "$(cat ../kept)"
again 600000
workflow Rotate
expect_status 0
kept ../kept
[ "$before" != "$(cat ../kept)" ] || fail 'the token did not change'
expect_equal "::add-mask::$(cat ../kept)" "$(cat "$work/masks")"
expect_equal account.json "$(echo *)"

test_case 'GitHub Actions: no way to keep the secret costs no token'
again 600000
printf '#!/bin/sh\nexit 1\n' >"$work/bin/gh"
workflow Rotate
expect_status 1
kept ../kept

test_case 'the mask is on stderr, never on stdout'
as_administrator
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
  block '# .gitlab-ci.yml' | sed -n '/after_script/,$s/^    - //p' >after
  check sh -e after
  rm after
}

test_case 'GitLab CI: creating keeps the token as a variable'
start_over
stand_in glab
pipeline create
expect_status 0
kept ../kept

test_case 'GitLab CI: the variable is good'
again 600000
pipeline use
expect_status 0
kept ../kept

test_case 'GitLab CI: rotating replaces the variable in time'
before=$(cat ../kept)
again 700000
pipeline rotate
expect_status 0
stdout_has 'Nothing to do: service account "pipeline" expires '
expect_equal "$before" "$(cat ../kept)"
again 600000
pipeline rotate
expect_status 0
kept ../kept
[ "$before" != "$(cat ../kept)" ] || fail 'the token did not change'
expect_equal account.json "$(echo *)"
stdout_lacks add-mask

end_tests
