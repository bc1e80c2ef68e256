#!/bin/sh
# test-update.sh - `nscale serviceaccounts update`: a merge, unless --replace
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
file=$work/document.json
tags='"tags":[{"name":"team","value":"platform"},{"name":"cost-centre","value":"4711"}]'
groups='"spec":{"groupIDs":["'$deployers'","'$readers'"]}'

# unsent STATUS: nothing but reads were sent for what ran, which ended so.
unsent()
{
  expect_status "$1"
  only_reads
}

test_case 'a description alone keeps name, tags and groups'
document '{"metadata":{"description":"nightly deploys"}}'
forget
run sa update --id "$ci" --org "$org" --file "$file" --yes
expect_stdout <<TEXT
ID:            $ci
Name:          ci
Description:   nightly deploys
Tags:          team=platform
               cost-centre=4711
Organization:  $org
Groups:        $deployers
               $readers
Expires:       2026-08-24T12:00:00Z
Created:       2026-01-25T09:00:00Z
Created by:    ada@acme.example
Modified:      2026-06-01T12:00:00Z
Modified by:   ada@acme.example
Status:        provisioned
Health:        healthy
TEXT
expect_stderr 'Updated service account "ci".'
expect_status 0

test_case 'it is one read and one PUT of the whole'
expect_requests 2
last_request PUT "$accounts/$ci"
last_body '{"metadata":{"name":"ci","description":"nightly deploys",'"$tags},$groups}"

test_case 'the token stays valid'
with_token "$(token_of "$ci")" sa get ci -q .metadata.description
expect_stdout 'nightly deploys'

test_case 'the document from stdin: --stdin, -f -; the id as the argument'
document '{"metadata":{"description":"1"}}'
run_from "$file" sa update ci --stdin --yes -q .metadata.description
expect_stdout 1
document '{"metadata":{"description":"2"}}'
run_from "$file" sa -f - -y update ci -q .metadata.description
expect_stdout 2
expect_stderr ''
expect_status 0

test_case 'null in a document removes what it names'
document '{"metadata":{"description":null,"tags":null}}'
run sa update ci -f "$file" -y -q '.metadata | has("tags"), has("description")'
expect 0 <<'TEXT'
false
false
TEXT
last_body '{"metadata":{"name":"ci"},'"$groups}"

test_case 'what is required cannot be removed'
document '{"metadata":{"name":null}}'
forget
run sa update ci -f "$file" -y
unsent 2
expect_stdout ''
stderr_has 'metadata.name is missing'
document '{"spec":null}'
run sa update ci -f "$file" -y
unsent 2
stderr_has 'spec.groupIDs is missing'

test_case 'arrays are replaced as a whole, a new name renames'
document '{"metadata":{"name":"ci-new","tags":[{"name":"a","value":"b"}]},
  "spec":{"groupIDs":["'"$admins"'"]}}'
run sa update ci -f "$file" -y
expect_status 0
expect_stderr 'Updated service account "ci-new".'
last_body '{"metadata":{"name":"ci-new","tags":[{"name":"a","value":"b"}]},"spec":{"groupIDs":["'"$admins"'"]}}'
document '{"metadata":{"name":"ci"}}'
run sa update ci-new -f "$file" -y
expect_status 0

test_case '--json is the reply, which holds no token'
document '{"metadata":{"tags":[]}}'
run sa update ci -f "$file" -y --json
expect 0 <<TEXT
{
  "metadata": {
    "id": "$ci",
    "name": "ci",
    "organizationId": "$org",
    "creationTime": "2026-01-25T09:00:00Z",
    "createdBy": "ada@acme.example",
    "modifiedTime": "2026-06-01T12:00:00Z",
    "modifiedBy": "ada@acme.example",
    "provisioningStatus": "provisioned",
    "healthStatus": "healthy"
  },
  "spec": {
    "groupIDs": [
      "$admins"
    ]
  },
  "status": {
    "expiry": "2026-08-24T12:00:00Z"
  }
}
TEXT

test_case 'the output of get --json changes nothing: no PUT, 0'
run sa get ci --json
cat "$work/stdout" >"$file"
forget
run_from "$file" sa update --id "$ci" --org "$org" --stdin --yes
expect_error 0 <<'TEXT'
No changes.
TEXT
only_request GET "$accounts"

test_case 'nothing changed, with --json or -q: the account as it is'
run_from "$file" sa update ci --stdin --yes --json
expect_stdout <"$file"
expect_stderr 'No changes.'
expect_status 0
run_from "$file" sa update ci --stdin --yes -q .metadata.name
expect_stdout ci
expect_stderr 'No changes.'
expect_status 0

test_case 'nothing changed, whatever way it is said'
for text in '{}' '{"metadata":{}}' '{"metadata":{"name":"ci"}}' \
            '{"metadata":{"description":null}}' \
            '{"spec":{"groupIDs":["'"$admins"'"]}}'; do
  document "$text"
  forget
  run sa update ci -f "$file" -y
  expect_stdout ''
  expect_stderr 'No changes.'
  unsent 0
done

test_case 'a stale document is a conflict and is not sent'
run sa get ci --json
sed 's/\("modifiedTime": "\)2026-06-01/\12026-05-31/
     s/"name": "ci"/"name": "ci-stale"/' "$work/stdout" >"$file"
forget
run sa update ci -f "$file" -y
expect_error 5 <<'TEXT'
nscale: the service account was changed since the document was read (modifiedTime 2026-05-31T12:00:00Z is now 2026-06-01T12:00:00Z)
hint: get it again and make the change there
TEXT
unsent 5

test_case 'a document from before the first change is stale too'
run sa get deploy --json
sed 's/Rolls releases out/old/' "$work/stdout" >"$work/old.json"
document '{"metadata":{"description":"new"}}'
run sa update deploy -f "$file" -y -q .metadata.description
expect_stdout new
forget
run sa update deploy -f "$work/old.json" -y
unsent 5
stderr_has 'modifiedTime was absent, is now 2026-06-01T12:00:00Z'

test_case 'stale under --replace without a UUID, and with one in the question'
forget
run sa update deploy -f "$work/old.json" -y --replace
unsent 5

test_case 'a document of another account is refused'
run sa get nightly --json
cat "$work/stdout" >"$file"
forget
run sa update ci -f "$file" -y
expect_error 2 <<TEXT
nscale: $file is of service account $(fixture acme serviceaccounts nightly), not $ci
hint: remove metadata.id from it to apply it to this one
TEXT
unsent 2

test_case 'the server says conflict'
document '{"metadata":{"name":"nightly"}}'
fault '{"method":"PUT","stop":"before"}'
run sa update ci -f "$file" -y
hide
expect_error 8 <<TEXT
nscale: service account "ci" may or may not have been updated: the server reports a conflict (HTTP 409, trace TRACE)
hint: it may be half done; look before you repeat it: nscale serviceaccounts get ci --org $org
TEXT

test_case '--replace sends the document as it stands'
document '{"metadata":{"name":"ci"},"spec":{"groupIDs":[]}}'
forget
run sa update "$ci" -f "$file" -y --replace -q .spec.groupIDs
expect_stdout '[]'
expect_stderr ''
expect_status 0
only_request PUT "$accounts/$ci"
last_body '{"metadata":{"name":"ci"},"spec":{"groupIDs":[]}}'

test_case '--replace wants what is required'
forget
document '{"metadata":{"name":"ci"}}'
run sa update "$ci" -f "$file" -y --replace
expect_error 2 <<TEXT
nscale: $file: spec.groupIDs is missing
TEXT
document '{"spec":{"groupIDs":[]}}'
run sa update "$ci" -f "$file" -y --replace
expect_error 2 <<TEXT
nscale: $file: metadata.name is missing
TEXT
expect_requests 0

test_case 'fields are checked before anything is sent'
forget
document '{"metadata":{"desciption":"x"}}'
run sa update ci -f "$file" -y
expect_error 2 <<TEXT
nscale: $file: unknown field metadata.desciption
hint: did you mean metadata.description?
TEXT
document '{"metadata":{"name":"a b"}}'
run sa update ci -f "$file" -y
expect_status 2
document '{"metadata":{"tags":[{"name":"a"}]}}'
run sa update ci -f "$file" -y
expect_status 2
stderr_has 'metadata.tags[0].value is missing'
expect_requests 0

test_case 'an account that is not there is not updated'
document '{"metadata":{"description":"x"}}'
run sa update nobody -f "$file" -y
unsent 3
stderr_has 'service account "nobody" not found'
document '{"metadata":{"name":"x"},"spec":{"groupIDs":[]}}'
run sa update 00000000-0000-4000-8000-000000000000 -f "$file" -y --replace
hide
expect_error 3 <<'TEXT'
nscale: service account "00000000-0000-4000-8000-000000000000" not found (HTTP 404, trace TRACE)
hint: nscale serviceaccounts list shows what there is
TEXT

test_case 'a document and an id are needed'
forget
run sa update ci -y
expect_error 2 <<'TEXT'
nscale: update needs a document
hint: add --file FILE or --stdin, or flags such as --name
TEXT
run sa update -f "$file" -y
expect_error 2 <<'TEXT'
nscale: update needs an id or a name
hint: name it as the argument, or with --id ID|NAME
TEXT
expect_requests 0

test_case 'without a terminal nothing happens without --yes'
run sa update ci -f "$file"
expect_error 2 <<'TEXT'
nscale: update cannot ask: standard input and standard error are not both terminals
hint: add --yes, or look first with --dry-run
TEXT
run_from "$file" sa update ci --stdin
expect_error 2 <<'TEXT'
nscale: update cannot ask: standard input is the document
hint: add --yes, or look first with --dry-run
TEXT
expect_requests 0

test_case 'update returns no token: no --token-file'
refuses --token-file=x -- sa update ci -f "$file" -y

test_case 'a filter that does not compile sends nothing'
run sa update ci -f "$file" -y -q '}'
expect_status 2
expect_requests 0

test_case 'fields that this nscale does not know survive a merge'
fault "{\"path\":\"$accounts\",\"method\":\"GET\",\"body\":\"[{\\\"metadata\\\":\
{\\\"id\\\":\\\"$ci\\\",\\\"name\\\":\\\"ci\\\",\\\"future\\\":{\\\"a\\\":1}},\
\\\"spec\\\":{\\\"groupIDs\\\":[],\\\"limit\\\":2.50}}]\"}"
document '{"metadata":{"description":"x"}}'
run sa update ci -f "$file" -y
last_body '{"metadata":{"name":"ci","future":{"a":1},"description":"x"},"spec":{"groupIDs":[],"limit":2.50}}'

# served_new: the next list has ci with members that nscale does not know,
# beside known ones, within a tag, in the spec and in the status.
served_new()
{
  served '[{"metadata":{"id":"'"$ci"'","name":"ci",
    "organizationId":"'"$org"'","creationTime":"2026-01-25T09:00:00Z",
    "modifiedTime":"2026-06-01T12:00:00Z","provisioningStatus":"provisioned",
    "provisioningStatusDetail":{"reason":"a","message":"b"},
    "tags":[{"name":"a","value":"b","since":[1.50,null]},
            {"name":"c","value":"d"}]},
    "spec":{"groupIDs":[],"descripton":"near","quota":{"tokens":2.50},
            "nothing":null},
    "status":{"expiry":"2026-08-24T12:00:00Z","lastUsed":7},"etag":"x"}]'
}

test_case 'get --json | update --stdin, where the server knows more than nscale'
served_new
run sa get ci --json
cp "$work/stdout" "$work/new.json"
forget
served_new
run_from "$work/new.json" sa update ci --stdin --yes
expect_error 0 <<'TEXT'
No changes.
TEXT
only_request GET "$accounts"

test_case 'and with a change in it, a PUT of the whole'
sed 's/"name": "ci"/"name": "ci-2"/; s/"value": "d"/"value": "e"/' \
  "$work/new.json" >"$work/changed.json"
for words in '' --replace; do
  forget
  served_new
  # shellcheck disable=SC2086
  run_from "$work/changed.json" sa update ci --stdin --yes --dry-run $words -q .
  # jq before 1.7 leaves the last zero out of what it prints.
  edit 's/\([0-9]\.5\)0/\1/g'
  expect_status 0
  case $words in
    '') expect_stdout '{"metadata":{"name":"ci-2","provisioningStatusDetail":{"reason":"a","message":"b"},"tags":[{"name":"a","value":"b","since":[1.5,null]},{"name":"c","value":"e"}]},"spec":{"groupIDs":[],"descripton":"near","quota":{"tokens":2.5},"nothing":null},"etag":"x"}' ;;
    *) expect_stdout '{"metadata":{"name":"ci-2","tags":[{"name":"a","value":"b","since":[1.5,null]},{"name":"c","value":"e"}]},"spec":{"groupIDs":[]}}' ;;
  esac
  only_request GET "$accounts"
done

test_case 'a part of what was read is one too'
for text in '{"spec":{"quota":{"tokens":2.5},"groupIDs":[]}}' '{"etag":"x"}' \
            '{"metadata":{"tags":[{"name":"c","value":"d"}]},"etag":"x"}'; do
  document "$text"
  forget
  served_new
  run sa update ci -f "$file" --yes --dry-run -q .etag
  expect_status 0
  only_request GET "$accounts"
done

test_case 'what has another value is refused, with its place'
# refuses_unknown TEXT: with the message on stdin, and nothing is changed
refuses_unknown()
{
  document "$1"
  forget
  served_new
  run sa update ci -f "$file" --yes
  expect_error 2
  only_request GET "$accounts"
}
known='known fields: metadata.name, metadata.description, metadata.tags, metadata.tags[].name, metadata.tags[].value, spec.groupIDs'
refuses_unknown '{"spec":{"quota":{"tokens":3}}}' <<TEXT
nscale: $file: unknown field spec.quota
hint: $known
TEXT
refuses_unknown '{"spec":{"quota":null}}' <<TEXT
nscale: $file: unknown field spec.quota
hint: $known
TEXT
refuses_unknown '{"future":1}' <<TEXT
nscale: $file: unknown field future
hint: $known
TEXT
refuses_unknown '{"metadata":{"tags":[{"name":"c","value":"d","since":1}]}}' <<TEXT
nscale: $file: unknown field metadata.tags[0].since
hint: $known
TEXT
refuses_unknown '{"metadata":{"id":"'"$ci"'","desciption":"x"}}' <<TEXT
nscale: $file: unknown field metadata.desciption
hint: did you mean metadata.description?
TEXT

test_case 'what the reply lacks is no fault of the document'
document '{"metadata":{"description":"x"}}'
poor()
{
  fault "{\"path\":\"*/serviceaccounts\",\"body\":\"[{\\\"metadata\\\":{\\\"id\\\":\\\"$ci\\\",\\\"name\\\":\\\"ci\\\"},\\\"spec\\\":{}}]\"}"
}
for words in "--file $work/document.json" '--description x'; do
  forget
  poor
  # shellcheck disable=SC2086
  run sa update ci $words --yes
  expect_error 1 <<'TEXT'
nscale: the reply: spec.groupIDs is missing
hint: the service account as it is lacks that: name it with what is to be changed
TEXT
  expect_requests 1
done
forget
poor
run sa update ci --group readers --dry-run -q .spec
expect_status 0
document '{"spec":{"groupIDs":null}}'
forget
run sa update ci --file "$work/document.json" --yes
expect_error 2 <<TEXT
nscale: $work/document.json: spec.groupIDs is missing
TEXT
expect_requests 1

test_case 'numbers that are not touched are sent as the server wrote them'
numbers='{"a":1e400,"b":-0,"c":1.0,"d":1,"e":18446744073709551615,"f":0.12345678901234567890,"g":-1.50E-07,"h":100000000000000000001,"i":-9223372036854775809}'
forget
fault "$(printf '{"method":"GET","path":"*/serviceaccounts","body":"[%s]"}' \
  "$(printf '{"metadata":{"id":"%s","name":"ci","other":%s},"spec":{"groupIDs":[]}}' \
    "$ci" "$numbers" | sed 's/"/\\"/g')")"
run sa update ci --description new --dry-run
expect_status 0
expect_equal "$numbers" "$(tr -d ' \n' <"$work/stdout" |
  sed 's/.*"other":\({[^}]*}\).*/\1/')"

end_tests
