#!/bin/sh
# test-field-flags.sh - create and update without JSON: --name --description
# --group --tag, --add-group --remove-group --remove-tag
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"
TERM=dumb
export TERM

org=$(fixture acme '' id)
ci=$(fixture acme serviceaccounts ci)
deployers=$(fixture acme groups deployers)
readers=$(fixture acme groups readers)
admins=$(fixture acme groups admins)
accounts=/api/v1/organizations/$org/serviceaccounts
groups=/api/v1/organizations/$org/groups
file=$work/document.json

# refused STATUS ARGUMENT...: ends so, with the message on stdin, and sends
# nothing.
refused()
{
  refused_status=$1
  shift
  forget
  run "$@"
  expect_error "$refused_status"
  expect_requests 0
}

# ---- create -------------------------------------------------------------

test_case 'a create of flags alone, a group by its name'
forget
run sa create --name one --description 'runs it' --group deployers \
  --group "$readers" --tag team=core --tag empty= -y -q .metadata.name
expect_kept
expect 0 <<'TEXT'
one
TEXT
expect_requests 3
last_request POST "$accounts"
last_body '{"metadata":{"name":"one","description":"runs it","tags":[{"name":"team","value":"core"},{"name":"empty","value":""}]},"spec":{"groupIDs":["'"$deployers\",\"$readers"'"]}}'

test_case 'two names cost one read, and a group given twice counts once'
forget
run sa create --name two --group readers --group deployers --group readers \
  --group "$readers" -y -q .spec.groupIDs
expect_kept
expect 0 <<TEXT
["$readers","$deployers"]
TEXT
expect_requests 3
expect_equal 1 "$(test_lines | grep -c "\"path\":\"$groups\"")"

test_case 'UUIDs are not looked up: no network and no token in a dry run'
forget
offline sa create --org "$org" --name three --group "$deployers" \
  --tag a=b=c --dry-run
expect_stdout <<TEXT
{
  "metadata": {
    "name": "three",
    "tags": [
      {
        "name": "a",
        "value": "b=c"
      }
    ]
  },
  "spec": {
    "groupIDs": [
      "$deployers"
    ]
  }
}
TEXT
expect_stderr "Dry run, nothing is sent: POST http://127.0.0.1:9$accounts
The name and the groups were not checked: that takes a request."
expect_status 0
expect_requests 0

test_case 'a dry run says what a name was taken for'
run sa create --name three --group readers --dry-run -q .spec.groupIDs
hide
expect_stdout "[\"$readers\"]"
expect_stderr <<TEXT
group "readers" is $readers
Dry run, nothing is sent: POST URL$accounts
TEXT
expect_status 0
only_reads

test_case 'once, and not where the difference says it'
run sa create --name three --group readers --group readers --dry-run \
  -q .spec.groupIDs
hide
expect_stdout "[\"$readers\"]"
expect_stderr <<TEXT
group "readers" is $readers
Dry run, nothing is sent: POST URL$accounts
TEXT
expect_status 0
run sa update nightly --add-group admins --dry-run -q .metadata.name
hide
expect_stdout nightly
stderr_has "+ spec.groupIDs: $admins (admins)"
stderr_lacks 'group "admins" is'
expect_status 0
only_reads

test_case 'no group at all is said and sent as []'
run sa create --name four -y -q .spec.groupIDs
expect_kept
expect_stdout '[]'
expect_stderr 'nscale: spec.groupIDs is absent: sending []'
expect_status 0

test_case 'a name that was looked up is shown again, without another read'
forget
run sa create --name named --group readers --group "$admins" -y
expect_requests 3
expect_status 0
stdout_has "Groups:        readers ($readers)"
stdout_has "               admins ($admins)"
forget
run sa create --name unnamed --group "$readers" -y
expect_requests 3
stdout_has "Groups:        readers ($readers)"

test_case 'flags win over the document: values, the list, tags one by one'
document '{"metadata":{"name":"from-file","description":"kept","tags":
  [{"name":"a","value":"1"},{"name":"b","value":"2"}]},
  "spec":{"groupIDs":["'"$readers"'"]}}'
forget
run sa create -f "$file" --name five --group admins --tag b=3 --tag c=4 -y \
  -q .metadata.name
expect_kept
expect 0 <<'TEXT'
five
TEXT
last_body '{"metadata":{"name":"five","description":"kept","tags":[{"name":"a","value":"1"},{"name":"b","value":"3"},{"name":"c","value":"4"}]},"spec":{"groupIDs":["'"$admins"'"]}}'

test_case 'a flag brings what a document lacks, from stdin too'
document '{"spec":{"groupIDs":[]}}'
run_from "$file" sa create --stdin --name six -y -q .metadata.name
expect_kept
expect 0 <<'TEXT'
six
TEXT
document '{"metadata":null}'
run_from "$file" sa create -f - --name seven --group "$readers" -y \
  -q .metadata.name
expect_kept
expect 0 <<'TEXT'
seven
TEXT

test_case 'a document that lacks what no flag brings is refused'
document '{"spec":{"groupIDs":[]}}'
refused 2 sa create -f "$file" --description x -y <<TEXT
nscale: $file: metadata.name is missing
TEXT
document '{"metadata":{"nam":"x"}}'
refused 2 sa create -f "$file" --name x -y <<TEXT
nscale: $file: unknown field metadata.nam
hint: did you mean metadata.name?
TEXT

test_case 'flags without a name are refused in a pipe'
refused 2 sa create --description x --group deployers -y <<'TEXT'
nscale: create needs --name
hint: add --name TEXT, or name it in a document: --file FILE or --stdin
TEXT

test_case 'the checks of documents are those of flags'
refused 2 sa create --name 'a b' -y <<'TEXT'
nscale: --name: metadata.name "a b" is not valid: 1 to 63 letters, digits, '-', '_' or '.', the first and the last a letter or digit
TEXT
refused 2 sa create --name '' -y <<'TEXT'
nscale: --name: metadata.name "" is not valid: 1 to 63 letters, digits, '-', '_' or '.', the first and the last a letter or digit
TEXT
refused 2 sa create --name x --tag =v -y <<'TEXT'
nscale: --tag: metadata.tags[0].name must not be empty
TEXT
refused 2 sa create --name x --tag v -y <<'TEXT'
nscale: --tag v has no value
hint: --tag KEY=VALUE
TEXT
refused 2 sa create --name x --description "$(printf 'a\377b')" -y <<'TEXT'
nscale: --description a\xffb is not UTF-8
TEXT

test_case 'flags that contradict themselves are refused'
refused 2 sa create --name x --name y -y <<'TEXT'
nscale: --name is given twice, with different values
TEXT
refused 2 sa create --name x --tag a=1 --tag ab=2 --tag a=2 -y <<'TEXT'
nscale: --tag a is given twice, with different values
TEXT
refused 2 sa create --name x --group '' -y <<'TEXT'
nscale: --group is empty
TEXT

test_case 'create has nothing to add to or to remove from'
refuses --add-group=x --remove-group=x --remove-tag=x -- sa create --name x -y

test_case 'an unknown group is an error with a suggestion'
forget
run sa create --name x --group deployer -y
expect_error 3 <<'TEXT'
nscale: group "deployer" not found
hint: did you mean deployers?
TEXT
run sa create --name x --group nobody -y
expect_error 3 <<'TEXT'
nscale: group "nobody" not found
hint: there are: deployers, readers, admins
TEXT
only_reads

test_case 'two groups of one name are both listed'
fault '{"path":"'"$groups"'","body":"[{\"metadata\":{\"id\":\"1\",\"name\":\"ops\"}},{\"metadata\":{\"id\":\"2\",\"name\":\"ops\"}}]"}'
run sa create --name x --group ops -y
expect_error 2 <<'TEXT'
nscale: 2 groups are named "ops": 1, 2
hint: name one by its id: --group ID
TEXT
fault '{"path":"'"$groups"'","body":"[]"}'
run sa create --name x --group ops -y
expect_error 3 <<'TEXT'
nscale: group "ops" not found
hint: the service token sees none
TEXT
only_reads

test_case 'groups that cannot be read are an error of the read'
fault '{"path":"'"$groups"'","status":403}'
run sa create --name x --group ops -y
hide
expect_status 4
expect_stdout ''
only_reads

# ---- update -------------------------------------------------------------

test_case 'an update of flags alone keeps all else'
forget
run sa update ci --description nightly -y -q .metadata.description
expect 0 <<'TEXT'
nightly
TEXT
expect_requests 2
last_request PUT "$accounts/$ci"
last_body '{"metadata":{"name":"ci","description":"nightly","tags":[{"name":"team","value":"platform"},{"name":"cost-centre","value":"4711"}]},"spec":{"groupIDs":["'"$deployers\",\"$readers"'"]}}'

test_case '--tag adds or changes one, --remove-tag removes one'
run sa update ci --tag team=core --tag new=1 --remove-tag cost-centre -y \
  -q .metadata.tags
expect 0 <<'TEXT'
[{"name":"team","value":"core"},{"name":"new","value":"1"}]
TEXT

test_case '--add-group and --remove-group keep the others'
run sa update ci --add-group admins --add-group readers \
  --remove-group deployers -y -q .spec.groupIDs
expect 0 <<TEXT
["$readers","$admins"]
TEXT

test_case '--group is the whole list'
run sa update ci --group deployers --group "$readers" -y -q .spec.groupIDs
expect 0 <<TEXT
["$deployers","$readers"]
TEXT

test_case 'what is not there cannot be removed: a remark, and no PUT'
forget
run sa update ci --remove-tag nope --remove-group admins -y
expect_error 0 <<'TEXT'
nscale: --remove-tag nope: it is not there to be removed
nscale: --remove-group admins: it is not there to be removed
No changes.
TEXT
only_reads

test_case 'what is there already changes nothing'
forget
run sa update ci --add-group readers --tag new=1 --name ci -y
expect_error 0 <<'TEXT'
No changes.
TEXT
only_reads

test_case 'relative flags start from the document where it names the list'
document '{"metadata":{"tags":[{"name":"x","value":"1"}]},"spec":{"groupIDs":["'"$admins"'"]}}'
run sa update ci -f "$file" --add-group deployers --tag y=2 --remove-tag x \
  -y -q .spec.groupIDs,.metadata.tags
expect 0 <<TEXT
["$admins","$deployers"]
[{"name":"y","value":"2"}]
TEXT

test_case 'the first tag of an account without any'
run sa update nightly --tag a=b -y -q .metadata.tags
expect 0 <<'TEXT'
[{"name":"a","value":"b"}]
TEXT

test_case 'what contradicts is refused'
refused 2 sa update ci --group admins --add-group readers -y <<'TEXT'
nscale: --group and --add-group cannot be used together
TEXT
refused 2 sa update ci --group admins --remove-group readers -y <<'TEXT'
nscale: --group and --remove-group cannot be used together
TEXT
refused 2 sa update ci --tag a=1 --remove-tag a -y <<'TEXT'
nscale: --tag a=1 and --remove-tag a contradict each other
TEXT
refused 2 sa update ci --replace --add-group readers -y <<'TEXT'
nscale: --add-group and --replace cannot be used together
TEXT

test_case '--replace with flags is the whole document'
refused 2 sa update "$ci" --replace --name ci -y <<'TEXT'
nscale: update needs --group
hint: add --group ID|NAME, or name it in a document: --file FILE or --stdin
TEXT
forget
run sa update "$ci" --replace --name ci --group "$readers" --tag k=v -y \
  -q .spec.groupIDs
expect 0 <<TEXT
["$readers"]
TEXT
expect_requests 2
last_request PUT "$accounts/$ci"
last_body '{"metadata":{"name":"ci","tags":[{"name":"k","value":"v"}]},"spec":{"groupIDs":["'"$readers"'"]}}'

test_case 'an update needs a document or flags'
refused 2 sa update ci -y <<'TEXT'
nscale: update needs a document
hint: add --file FILE or --stdin, or flags such as --name
TEXT

# ---- at a terminal ------------------------------------------------------

if [ ! -x "$test_pty" ]; then
  end_tests
fi

test_case 'at a terminal what flags leave out is asked for'
forget
play sa create eight --group readers <<'PLAY'
wait Description: 
send Counts.
wait commas): 
send
wait Continue? [y/N] 
send n
PLAY
expect_status 1
stdout_lacks 'Name:'
stdout_lacks 'Groups:'
stdout_has "Create service account \"eight\" in organization \"acme\""
stdout_has '+ metadata.description: "Counts."'
only_reads

test_case 'flags that leave out nothing are asked about, and --yes not at all'
play sa create --name eight --group readers --description x --tag a=b <<'PLAY'
wait Continue? [y/N] 
send n
PLAY
expect_status 1
stdout_lacks 'Description'
play sa create eight --yes --token-file "$work/eight" </dev/null
expect_status 0
stdout_lacks 'Description: '
show sa create --description x --yes
expect_status 2
stdout_has 'nscale: create needs --name'

test_case 'where the output is no terminal, what must be there alone'
forget
play -o "$work/result" sa create --description x --group readers --json <<'PLAY'
wait Name: 
send nine
wait Continue? [y/N] 
send y
PLAY
expect_status 0
last_body '{"metadata":{"description":"x","name":"nine"},"spec":{"groupIDs":["'"$readers"'"]}}'

end_tests
