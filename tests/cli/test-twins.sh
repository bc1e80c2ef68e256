#!/bin/sh
# test-twins.sh - names that several accounts share: create looks first, and
# what meets twins shows what tells them apart
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$(fixture acme '' id)
ci=$(fixture acme serviceaccounts ci)
deploy=$(fixture acme serviceaccounts deploy)
deployers=$(fixture acme groups deployers)
readers=$(fixture acme groups readers)
accounts=/api/v1/organizations/$org/serviceaccounts
file=$work/document.json
there="nscale: service account \"ci\" is there already: $ci
hint: add --if-not-exists to take that one, or --allow-duplicate to make another of the name"
taken="Nothing to do: service account \"ci\" is there already ($ci)."

# twins: the next list has two accounts called twin, one of which is in groups
twins()
{
  served '[{"metadata":{"id":"'"$ci"'","name":"twin",
      "creationTime":"2026-01-25T09:00:00Z",
      "provisioningStatus":"provisioned"},
      "spec":{"groupIDs":["'"$deployers"'","'"$readers"'"]},
      "status":{"expiry":"2026-08-24T12:00:00Z"}},
    {"metadata":{"id":"'"$org"'","name":"other"}},
    {"metadata":{"id":"'"$deploy"'","name":"twin",
      "creationTime":"2026-02-03T10:30:00Z",
      "provisioningStatus":"provisioned"},
      "spec":{"groupIDs":[]},
      "status":{"expiry":"2026-07-01T10:30:00Z"}}]'
}
shown="ID                                    GROUPS             EXPIRES               AGE                   STATUS
$ci  deployers,readers  2026-08-24T12:00:00Z  2026-01-25T09:00:00Z  provisioned
$deploy  -                  2026-07-01T10:30:00Z  2026-02-03T10:30:00Z  provisioned"

# ---- One of the name. ---------------------------------------------------

test_case 'a create of a name that is there is refused, with the ways on'
document '{"metadata":{"name":"ci"},"spec":{"groupIDs":[]}}'
for words in '--name ci' "--file $file"; do
  forget
  # shellcheck disable=SC2086
  run sa create $words --group deployers --yes --token-file "$work/token"
  expect_error 5 <<TEXT
$there
TEXT
  only_reads
  check test ! -e "$work/token"
done

test_case 'as JSON'
run sa create --name ci --group deployers --yes --json
expect_error 5 <<TEXT
{"error":{"kind":"conflict","message":"service account \"ci\" is there already: $ci","status":null,"trace_id":null,"hint":"add --if-not-exists to take that one, or --allow-duplicate to make another of the name","exit_code":5}}
TEXT

test_case 'the look is one GET, and a name that is like another is none'
forget
run sa create --name CI --group "$deployers" --yes -q .metadata.name
expect_kept
expect 0 <<'TEXT'
CI
TEXT
expect_equal 1 "$(sent | grep -c "^GET $accounts\$")"
expect_equal 1 "$(sent | grep -c '^POST ')"

test_case 'a name that is an id is looked for as a name'
forget
run sa create --name "$ci" --group deployers --yes --dry-run -q .metadata.name
expect_stdout "$ci"
expect_status 0

test_case 'one that is on its way out is none'
served '[{"metadata":{"id":"'"$ci"'","name":"gone",
  "deletionTime":"2026-06-01T11:59:00Z"}}]'
run sa create --name gone --group "$deployers" --yes -q .metadata.name
expect_kept
expect_stdout gone
expect_status 0

test_case 'where the look fails nothing is made'
forget
fault '{"method":"GET","path":"'"$accounts"'","status":403}'
run sa create --name new --group "$deployers" --yes
expect_status 4
only_reads
fault '{"method":"GET","path":"'"$accounts"'","body":"{}"}'
run sa create --name new --group "$deployers" --yes
expect_error 1 <<'TEXT'
nscale: the reply is not a list
TEXT
fault '{"method":"GET","path":"'"$accounts"'","body":"[1]"}'
run sa create --name new --group "$deployers" --yes
expect_error 1 <<'TEXT'
nscale: the reply is a list with an element that is not an object
TEXT
only_reads

# ---- --if-not-exists. ---------------------------------------------------

test_case '--if-not-exists shows the one that is there, and succeeds'
run sa get ci
cp "$work/stdout" "$work/details"
run sa get ci --json
cp "$work/stdout" "$work/json"
for words in '--group deployers --group readers' '' \
             "--group $readers --group $deployers --tag team=platform --tag cost-centre=4711"; do
  forget
  # shellcheck disable=SC2086
  run sa create --name ci $words --if-not-exists --yes --json
  expect_stdout <"$work/json"
  case $words in
    '') expect_stderr "nscale: spec.groupIDs is absent: sending []
$taken" ;;
    *) expect_stderr "$taken" ;;
  esac
  expect_status 0
  only_reads
done

test_case 'for people as get does'
run sa create --name ci --group deployers --group readers --if-not-exists --yes
expect_stdout <"$work/details"
expect_stderr "$taken"
expect_status 0

test_case 'and in a dry run that may read'
run sa create --name ci --group deployers --group readers --if-not-exists \
  --dry-run -q .metadata.id
expect_stdout "$ci"
expect_stderr <<TEXT
group "deployers" is $deployers
group "readers" is $readers
$taken
TEXT
expect_status 0

test_case 'a filter of the token prints nothing, no file is made'
for filter in .status.accessToken '"export T=" + .status.accessToken' \
              '.status | .accessToken' '.status.accessToken // empty'; do
  run sa create --name ci --group deployers --group readers --yes \
    --if-not-exists -q "$filter"
  expect_stdout ''
  expect_stderr "$taken"
  expect_status 0
done
run sa create --name ci --group deployers --group readers --yes \
  --if-not-exists -q .status.accessToken -q .metadata.name \
  -q '{a: .status.accessToken}'
expect_stdout <<'TEXT'
ci
{"a":null}
TEXT
expect_status 0
run sa create --name ci --group deployers --group readers --yes \
  --if-not-exists --token-file "$work/token" -q .metadata.name
expect_stdout ci
expect_status 0
check test ! -e "$work/token"

test_case 'the same command twice ends well both times'
run sa create --name again --group "$deployers" --yes --if-not-exists \
  --token-file "$work/again" -q .metadata.name
expect_stdout again
expect_status 0
cp "$work/again" "$work/kept"
run sa create --name again --group "$deployers" --yes --if-not-exists \
  --token-file "$work/again" -q .metadata.name
expect_stdout again
expect_status 0
check cmp "$work/kept" "$work/again"

test_case 'what differs from what was asked is said'
run sa create --name ci --group deployers --description 'other' --tag a=b \
  --tag team=platform --if-not-exists --yes -q .metadata.name
expect_stdout ci
expect_stderr <<TEXT
$taken
It differs from what was asked for:
- metadata.description: "Runs the pipelines."
+ metadata.description: "other"
- metadata.tags: cost-centre=4711
+ metadata.tags: a=b
- spec.groupIDs: $readers (readers)
TEXT
expect_status 0

# ---- --allow-duplicate. --------------------------------------------------

test_case '--allow-duplicate does not look'
forget
run sa create --name unlooked --group "$deployers" --allow-duplicate --yes \
  -q .metadata.name
expect_kept
expect_stdout unlooked
expect_status 0
expect_equal '' "$(sent | grep "^GET $accounts\$")"

test_case 'it does not go with --if-not-exists'
forget
run sa create --name ci --if-not-exists --allow-duplicate --yes
expect_error 2 <<'TEXT'
nscale: --if-not-exists and --allow-duplicate cannot be used together
TEXT
expect_requests 0
refuses --if-not-exists --allow-duplicate -- sa update ci --name x --yes
refuses --if-not-exists --allow-duplicate -- sa rotate ci --yes

# ---- A dry run. ---------------------------------------------------------

test_case 'a dry run with ids sends nothing, and says what it did not check'
offline sa create --org "$org" --name ci --group "$deployers" --dry-run \
  -q .metadata.name
expect_stdout ci
expect_stderr <<TEXT
Dry run, nothing is sent: POST http://127.0.0.1:9$accounts
The name and the groups were not checked: that takes a request.
TEXT
expect_status 0
offline sa create --org "$org" --name ci --group "$deployers" --dry-run \
  --allow-duplicate -q .metadata.name
expect_stdout ci
expect_stderr <<TEXT
Dry run, nothing is sent: POST http://127.0.0.1:9$accounts
The groups were not checked: that takes a request.
TEXT
expect_status 0

test_case 'one that sends requests anyway looks'
for words in "--org acme --group $deployers" "--org $org --group deployers"; do
  # shellcheck disable=SC2086
  run sa create $words --name ci --dry-run
  expect_status 5
  expect_stdout ''
  stderr_has "$(printf '%s\n' "$there" | head -n 1)"
done

# ---- Several of the name. -----------------------------------------------

test_case 'get, rotate, update and delete show what tells twins apart'
for words in 'get twin' 'rotate twin --yes' 'delete --id twin --yes' \
             'update twin --description x --yes'; do
  forget
  twins
  # shellcheck disable=SC2086
  run sa $words
  expect_error 2 <<TEXT
$shown
nscale: 2 service accounts are named "twin": $ci, $deploy
hint: name one by its id, as the argument or with --id ID
TEXT
  only_reads
done

test_case 'where the groups cannot be read, they are ids'
twins
fault '{"path":"*/groups","status":403}'
run sa get twin
expect_status 2
stderr_has "$ci  $deployers,$readers  2026-08-24"

test_case 'create refuses to make one more, also with --if-not-exists'
for words in '' --if-not-exists; do
  forget
  twins
  # shellcheck disable=SC2086
  run sa create --name twin --group "$deployers" --yes $words
  expect_error 5 <<TEXT
$shown
nscale: 2 service accounts are named "twin" already: $ci, $deploy
hint: name one by its id to work with it, or add --allow-duplicate to make another of the name
TEXT
  only_reads
done

test_case 'as JSON there is one object on stderr'
twins
run sa create --name twin --group "$deployers" --yes --json
expect_error 5 <<TEXT
{"error":{"kind":"conflict","message":"2 service accounts are named \"twin\" already: $ci, $deploy","status":null,"trace_id":null,"hint":"name one by its id to work with it, or add --allow-duplicate to make another of the name","exit_code":5}}
TEXT

end_tests
