#!/bin/sh
# test-listed.sh - groups: looked up before anything is sent, and shown as
# they are after it
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$(fixture acme '' id)
ci=$(fixture acme serviceaccounts ci)
deployers=$(fixture acme groups deployers)
readers=$(fixture acme groups readers)
admins=$(fixture acme groups admins)
accounts=/api/v1/organizations/$org/serviceaccounts
groups=/api/v1/organizations/$org/groups
file=$work/document.json

# One digit of readers is another.
wrong=$(printf '%s\n' "$readers" | sed 's/.$/x/; s/x$/0/')
[ "$wrong" != "$readers" ] || wrong=$(printf '%s\n' "$readers" | sed 's/.$/1/')
unknown=00000000-0000-4000-8000-000000000000
all=$(control GET fixtures >/dev/null; nscale_groups=$(
  "$NSCALE" groups list -q '.[].metadata.name' | tr '\n' ' ' | sed 's/ $//'
); printf '%s\n' "$nscale_groups" | sed 's/ /, /g')

# refused HINT WORD...: 3, before anything is sent
refused()
{
  refused_hint=$1 refused_group=$2
  shift 2
  forget
  run "$@"
  expect_error 3 <<TEXT
nscale: group "$refused_group" not found
hint: $refused_hint
TEXT
  only_reads
}

# ---- Before anything is sent. -------------------------------------------

test_case 'a wrong digit in the id of a group: did you mean'
mean="did you mean $readers (readers)?"
document '{"metadata":{"name":"x"},"spec":{"groupIDs":["'"$deployers"'","'"$wrong"'"]}}'
refused "$mean" "$wrong" sa create --name x --group "$wrong" --yes
refused "$mean" "$wrong" sa create -f "$file" --yes
refused "$mean" "$wrong" sa create --org acme -f "$file" --dry-run
refused "$mean" "$wrong" sa create --name x --group deployers \
  --group "$wrong" --yes
refused "$mean" "$wrong" sa update ci --add-group "$wrong" --yes
refused "$mean" "$wrong" sa update ci --group "$wrong" --dry-run
refused "$mean" "$wrong" sa update ci -f "$file" --yes
refused "$mean" "$wrong" sa update "$ci" -f "$file" --replace --yes
refused "$mean" "$wrong" sa update ci --remove-group "$wrong" --yes

test_case 'one that is like no other'
refused "there are: $all" "$unknown" sa create --name x --group "$unknown" --yes
refused "there are: $all" "$unknown" sa update ci --add-group "$unknown" --yes

test_case 'a name in a document is taken for its id, as in a flag'
document '{"metadata":{"name":"x"},"spec":{"groupIDs":["readers","'"$deployers"'","'"$readers"'"]}}'
forget
run sa create -f "$file" --dry-run -q .spec.groupIDs
expect_stdout "[\"$readers\",\"$deployers\",\"$readers\"]"
stderr_has "group \"readers\" is $readers"
document '{"spec":{"groupIDs":["'"$readers"'","readers"]}}'
forget
run sa update ci -f "$file" --dry-run -q .spec.groupIDs
expect_stdout "[\"$readers\"]"
run sa update ci -f "$file" --replace --name ci --dry-run -q .spec.groupIDs
expect_stdout "[\"$readers\"]"
only_reads
document '{"spec":{"groupIDs":["reders"]}}'
refused 'did you mean readers?' reders sa update ci -f "$file" --yes
document '{"metadata":{"name":"x"},"spec":{"groupIDs":["reders"]}}'
refused 'did you mean readers?' reders sa create -f "$file" --yes
document '{"spec":{"groupIDs":["'"$readers"'"]}}'

test_case 'a name, as ever'
refused 'did you mean readers?' reders sa create --name x --group reders --yes

test_case 'as JSON'
run sa create --name x --group "$wrong" --yes --json
expect_error 3 <<TEXT
{"error":{"kind":"not_found","message":"group \"$wrong\" not found","status":null,"trace_id":null,"hint":"$mean","exit_code":3}}
TEXT

test_case 'where the groups cannot be read nothing is sent'
forget
fault '{"path":"'"$groups"'","status":403}'
run sa create --name x --group "$readers" --yes
expect_status 4
only_reads

test_case 'an update that adds no group reads none'
forget
run sa update ci --description 'one more' --yes -q .metadata.name
expect_stdout ci
expect_equal '' "$(sent | grep "^GET $groups\$")"
forget
run sa update ci --remove-group readers --dry-run -q .spec.groupIDs
expect_stdout "[\"$deployers\"]"
expect_status 0

test_case 'a group that the account has and nobody lists stays'
forget
served '[{"metadata":{"id":"'"$ci"'","name":"ci"},"spec":{"groupIDs":["'"$unknown"'"]}}]'
run sa update ci --add-group readers --dry-run -q .spec.groupIDs
expect_stdout "[\"$unknown\",\"$readers\"]"
expect_status 0

test_case 'one that is not there to be removed is said, if it exists at all'
run sa update ci --remove-group "$admins" --yes
expect_error 0 <<TEXT
nscale: --remove-group $admins: it is not there to be removed
No changes.
TEXT

test_case 'a dry run with ids sends nothing'
offline sa update "$ci" --org "$org" -f "$work/document.json" --dry-run \
  --replace --name x -q .metadata.name
expect_stdout x
expect_stderr <<TEXT
Dry run, nothing is sent: PUT http://127.0.0.1:9$accounts/$ci
The groups were not checked: that takes a request.
TEXT
expect_status 0

# ---- After it. ----------------------------------------------------------

# stale METHOD PATH GROUPS: the reply of that has these groups
stale()
{
  fault "{\"method\":\"$1\",\"path\":\"$2\",\"body\":\"{\\\"metadata\\\":{\\\"id\\\":\\\"$ci\\\",\\\"name\\\":\\\"ci\\\",\\\"n\\\":1.50},\\\"spec\\\":{\\\"groupIDs\\\":[$3]},\\\"status\\\":{\\\"accessToken\\\":\\\"tok-abcdefghijklmnop\\\"}}\"}"
}

test_case 'update shows the groups that hold now, whatever the reply has'
for form in '' --json '-q .spec.groupIDs'; do
  stale PUT "$accounts/$ci" "\\\"$deployers\\\""
  # shellcheck disable=SC2086
  run sa update ci --group readers --group "$admins" --yes $form \
    --description "as $form"
  expect_status 0
  case $form in
    '') stdout_has "Groups:  readers ($readers)"
        stdout_has "         admins ($admins)"
        stdout_lacks "$deployers" ;;
    --json) stdout_has "$readers"
        stdout_has "$admins"
        stdout_has '"n": 1.50'
        stdout_lacks "$deployers" ;;
    *) expect_stdout "[\"$readers\",\"$admins\"]" ;;
  esac
done

test_case 'a real update shows them too, and so does what is read then'
run sa update ci --group admins --yes -q .spec.groupIDs
expect_stdout "[\"$admins\"]"
run sa get ci -q .spec.groupIDs
expect_stdout "[\"$admins\"]"
run sa update ci --group deployers --add-tag x=y --yes
expect_status 2
run sa update ci --remove-group admins --yes -q .spec.groupIDs
expect_stdout '[]'

test_case 'create likewise, with the token in it'
for form in '' --json '-q .spec.groupIDs -q .status.accessToken'; do
  stale POST "$accounts" ''
  # shellcheck disable=SC2086
  run sa create --name fresh --group readers --yes --allow-duplicate $form
  expect_status 0
  stdout_has "$readers"
  stdout_has tok-abcdefghijklmnop
done
run sa create --name real --group readers --group "$deployers" --yes \
  --token-file "$work/token" --json
expect_status 0
stdout_has "$readers"
stdout_has "$deployers"

test_case 'a group that is given twice in a document is there once'
document '{"spec":{"groupIDs":["'"$readers"'","'"$readers"'"]}}'
run sa update ci -f "$file" --yes -q .spec.groupIDs
expect_stdout "[\"$readers\"]"

end_tests
