#!/bin/sh
# test-create.sh - `nscale serviceaccounts create` with a document
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$(fixture acme '' id)
deployers=$(fixture acme groups deployers)
accounts=/api/v1/organizations/$org/serviceaccounts
file=$work/document.json

# rejects TEXT: a create of this document from stdin is refused with the
# message on stdin, without a request.
rejects()
{
  document "$1"
  forget
  run_from "$file" sa create --stdin --yes
  expect_error 2
  expect_requests 0
}

test_case 'a create prints the account and its token, once'
document '{"metadata":{"name":"one","description":"d","tags":
  [{"name":"a","value":"b"}]},"spec":{"groupIDs":["'"$deployers"'"]}}'
forget
run sa create --file "$file" --yes
one=$(sed -n 's/^ID: *//p' "$work/stdout")
token=$(sed -n 's/^Token: *//p' "$work/stdout")
expect_equal 1 "$(grep -c "$token" "$work/stdout")"
hide
expect_stdout <<TEXT
ID:            $one
Name:          one
Description:   d
Tags:          a=b
Organization:  $org
Groups:        deployers ($deployers)
Expires:       2026-08-30T12:00:00Z
Created:       2026-06-01T12:00:00Z
Created by:    ada@acme.example
Status:        provisioned
Health:        healthy

Token:         TOKEN
TEXT
expect_stderr <<'TEXT'
This token cannot be read again: keep it now.
To use it: export NSCALE_SERVICE_TOKEN=...
Created service account "one".
TEXT
expect_status 0

test_case 'it is a look for its group and its name, and one POST of the document'
expect_equal "GET /api/v1/organizations/$org/groups
GET $accounts" "$(sent | sed '$d' | sort)"
expect_equal "POST $accounts" "$(sent | sed -n '$p')"
last_body '{"metadata":{"name":"one","description":"d","tags":[{"name":"a","value":"b"}]},"spec":{"groupIDs":["'"$deployers"'"]}}'

test_case 'the token authenticates'
with_token "$token" sa list -q 'map(.metadata.name) | sort | join(" ")'
expect 0 <<'TEXT'
one
TEXT

test_case '-q .status.accessToken prints the token and a newline alone'
document '{"metadata":{"name":"two"},"spec":{"groupIDs":[]}}'
run sa create --org "$org" --file "$file" --yes -q .status.accessToken
expect_stderr ''
expect_status 0
expect_equal 1 "$(grep -c . "$work/stdout")"
with_token "$(output)" sa get two -q .metadata.name
expect_stdout two

test_case 'the document from stdin: --stdin, -f -, --file=-'
document '{"metadata":{"name":"three"},"spec":{"groupIDs":[]}}'
run_from "$file" sa create --stdin -y -q .metadata.name
expect_kept
expect_stdout three
document '{"metadata":{"name":"four"},"spec":{"groupIDs":[]}}'
run_from "$file" sa create -f - -y -q .metadata.name
expect_kept
expect_stdout four
document '{"metadata":{"name":"five"},"spec":{"groupIDs":[]}}'
run_from "$file" sa create --file=- -y -q .metadata.name
expect_kept
expect_stdout five
document '{"metadata":{"name":"six"},"spec":{"groupIDs":[]}}'
run_from "$file" sa create -f - --stdin -y -q .metadata.name
expect_kept
expect_stdout six

test_case '-fFILE, and flags before the verb'
document '{"metadata":{"name":"seven"},"spec":{"groupIDs":[]}}'
run sa -y -f"$file" create -q.metadata.name
expect_kept
expect 0 <<'TEXT'
seven
TEXT

test_case '--json is the whole reply, with the token'
document '{"metadata":{"name":"eight"},"spec":{"groupIDs":[]}}'
run_from "$file" serviceaccounts create --org "$org" --stdin --yes --json
eight=$(sed -n 's/^    "id": "\(.*\)",/\1/p' "$work/stdout")
hide
expect 0 <<TEXT
{
  "metadata": {
    "id": "$eight",
    "name": "eight",
    "organizationId": "$org",
    "creationTime": "2026-06-01T12:00:00Z",
    "createdBy": "ada@acme.example",
    "provisioningStatus": "provisioned",
    "healthStatus": "healthy"
  },
  "spec": {
    "groupIDs": []
  },
  "status": {
    "expiry": "2026-08-30T12:00:00Z",
    "accessToken": "TOKEN"
  }
}
TEXT

test_case 'absent groupIDs are said and sent as []'
forget
document '{"metadata":{"name":"nine"}}'
run_from "$file" sa create --stdin -y -q .metadata.name
expect_kept
expect_stdout nine
expect_stderr 'nscale: standard input: spec.groupIDs is absent: sending []'
expect_status 0
last_body '{"metadata":{"name":"nine"},"spec":{"groupIDs":[]}}'
document '{"metadata":{"name":"ten"},"spec":{}}'
run sa create -f "$file" -y -q .metadata.name
expect_kept
expect_stdout ten
expect_stderr "nscale: $file: spec.groupIDs is absent: sending []"
document '{"metadata":{"name":"eleven","description":null},"spec":{"groupIDs":null}}'
run sa create -f "$file" -y -q .metadata.name
expect_kept
expect_stdout eleven
last_body '{"metadata":{"name":"eleven"},"spec":{"groupIDs":[]}}'

test_case 'the output of get --json is a document, without what the server owns'
run sa get ci --json
sed 's/"name": "ci"/"name": "ci-2"/' "$work/stdout" >"$file"
run sa create -f "$file" -y -q .metadata.name
expect_kept
expect 0 <<'TEXT'
ci-2
TEXT
last_body '{"metadata":{"name":"ci-2","description":"Runs the pipelines.","tags":[{"name":"team","value":"platform"},{"name":"cost-centre","value":"4711"}]},"spec":{"groupIDs":["bb1c619a-1d3b-4620-923e-bf7f241e976c","b7357faa-5e82-49cc-acd8-a2e6dc1483b5"]}}'

test_case 'what the server refuses'
fault '{"method":"POST","status":400}'
document '{"metadata":{"name":"x"},"spec":{"groupIDs":[]}}'
run sa create -f "$file" --yes
hide
expect_error 1 <<'TEXT'
nscale: the server refused the request: a fault was armed in the sandbox (HTTP 400, trace TRACE)
TEXT

test_case 'unknown fields: the path, and did you mean'
rejects '{"metadata":{"nmae":"x"}}' <<'TEXT'
nscale: standard input: unknown field metadata.nmae
hint: did you mean metadata.name?
TEXT
rejects '{"metadata":{"name":"x"},"spec":{"groupIds":[]}}' <<'TEXT'
nscale: standard input: unknown field spec.groupIds
hint: did you mean spec.groupIDs?
TEXT
rejects '{"metdata":{"name":"x"}}' <<'TEXT'
nscale: standard input: unknown field metdata
hint: did you mean metadata?
TEXT
rejects '{"metadata":{"name":"x","tags":[{"name":"a","vlaue":"b"}]}}' <<'TEXT'
nscale: standard input: unknown field metadata.tags[0].vlaue
hint: did you mean metadata.tags[].value?
TEXT

test_case 'a name is there and well formed'
rejects '{}' <<'TEXT'
nscale: standard input: metadata.name is missing
TEXT
rejects '{"metadata":{}}' <<'TEXT'
nscale: standard input: metadata.name is missing
TEXT
rejects '{"metadata":{"name":null}}' <<'TEXT'
nscale: standard input: metadata.name is missing
TEXT
rejects '{"metadata":{"name":""}}' <<'TEXT'
nscale: standard input: metadata.name "" is not valid: 1 to 63 letters, digits, '-', '_' or '.', the first and the last a letter or digit
TEXT
for name in -x x- .x x_ 'a b' é "$(printf 'a%.0s' $(seq 64))"; do
  document "{\"metadata\":{\"name\":\"$name\"}}"
  run sa create -f "$file" --yes
  expect_status 2
  stderr_has "metadata.name \""
  stderr_has "is not valid: 1 to 63 letters"
done
rejects '{"metadata":{"name":5}}' <<'TEXT'
nscale: standard input: metadata.name must be a string, not a number
TEXT

test_case 'a name of 63, and one of 1'
for name in "$(printf 'a%.0s' $(seq 63))" Z a.b_c-d; do
  document "{\"metadata\":{\"name\":\"$name\"},\"spec\":{\"groupIDs\":[]}}"
  run sa create -f "$file" --yes -q .metadata.name
  expect_kept
  expect_stdout "$name"
  expect_status 0
done

test_case 'groupIDs are an array of strings'
rejects '{"metadata":{"name":"x"},"spec":{"groupIDs":"x"}}' <<'TEXT'
nscale: standard input: spec.groupIDs must be an array of strings, not a string
TEXT
rejects '{"metadata":{"name":"x"},"spec":{"groupIDs":[5]}}' <<'TEXT'
nscale: standard input: spec.groupIDs[0] must be a string, not a number
TEXT
rejects '{"metadata":{"name":"x"},"spec":{"groupIDs":["a",null]}}' <<'TEXT'
nscale: standard input: spec.groupIDs[1] must be a string, not null
TEXT
rejects '{"metadata":{"name":"x"},"spec":[]}' <<'TEXT'
nscale: standard input: spec must be an object, not an array
TEXT

test_case 'tags are well formed'
rejects '{"metadata":{"name":"x","tags":{}}}' <<'TEXT'
nscale: standard input: metadata.tags must be an array of objects, not an object
TEXT
rejects '{"metadata":{"name":"x","tags":["a"]}}' <<'TEXT'
nscale: standard input: metadata.tags[0] must be an object, not a string
TEXT
rejects '{"metadata":{"name":"x","tags":[{"name":"a"}]}}' <<'TEXT'
nscale: standard input: metadata.tags[0].value is missing
TEXT
rejects '{"metadata":{"name":"x","tags":[{"name":"a","value":1}]}}' <<'TEXT'
nscale: standard input: metadata.tags[0].value must be a string, not a number
TEXT

test_case 'strict JSON, with line and column'
rejects '{"metadata":{"name":"x",}}' <<'TEXT'
nscale: standard input: line 1, column 25: expected a name: a comma must not come last
TEXT
document '{
  "metadata": {"name": x}}'
run_from "$file" sa create --stdin -y
expect_status 2
expect_stdout ''
stderr_has 'nscale: standard input: line 2, column 24: '
for text in "{'metadata':{}}" '{"a":NaN}' '{"a":1}// x' '/* x */ {}' \
            '{"a":01}' '{"a":"	"}'; do
  document "$text"
  run_from "$file" sa create --stdin -y
  expect_status 2
  expect_stdout ''
  stderr_has 'nscale: standard input: line 1, column '
done
printf '{"metadata":{"name":"\377"}}' >"$file"
run sa create -f "$file" -y
expect_status 2
stderr_has "nscale: $file: line 1, column "

test_case 'create takes one document, which is an object'
rejects '{"metadata":{"name":"x"}} {}' <<'TEXT'
nscale: standard input: line 1, column 27: a second document starts here; one document is expected
TEXT
rejects '[]' <<'TEXT'
nscale: standard input must be an object, not an array
TEXT
rejects '' <<'TEXT'
nscale: standard input is empty: one JSON document is needed
TEXT

test_case 'files that cannot be read'
forget
run sa create -f "$work/absent" -y
expect_error 2 <<TEXT
nscale: cannot read $work/absent: No such file or directory
TEXT
run sa create -f "$work" -y
expect_error 2 <<TEXT
nscale: $work is a folder: name a file that holds one JSON document
TEXT
run sa create -f '' -y
expect_error 2 <<'TEXT'
nscale: --file needs the name of a file
TEXT
awk 'BEGIN { printf "{\"metadata\":{\"name\":\""
  for (i = 0; i < 1048600; i++) printf "a"
  print "\"}}" }' >"$file"
run sa create -f "$file" -y
expect_error 2 <<TEXT
nscale: $file is larger than 1 MiB
TEXT
expect_requests 0

test_case 'a document is needed, from one place'
run sa create -y
expect_error 2 <<'TEXT'
nscale: create needs a document
hint: add --file FILE or --stdin, or flags such as --name
TEXT
document '{"metadata":{"name":"x"}}'
run sa create -y -f "$file" --stdin
expect_error 2 <<'TEXT'
nscale: --file and --stdin cannot be used together
TEXT
expect_requests 0

test_case 'without a terminal nothing happens without --yes'
run sa create -f "$file"
expect_error 2 <<'TEXT'
nscale: create cannot ask: standard input and standard error are not both terminals
hint: add --yes, or look first with --dry-run
TEXT
run_from "$file" sa create --stdin
expect_error 2 <<'TEXT'
nscale: create cannot ask: standard input is the document
hint: add --yes, or look first with --dry-run
TEXT
run_from "$file" sa create -f -
expect_error 2 <<'TEXT'
nscale: create cannot ask: standard input is the document
hint: add --yes, or look first with --dry-run
TEXT
expect_requests 0

test_case 'a filter that does not compile, and --json with -q, send nothing'
run sa create -f "$file" -y -q '.['
expect_status 2
expect_stdout ''
run sa create -f "$file" -y -q . --json
expect_error 2 <<'TEXT'
{"error":{"kind":"usage","message":"--json and --query cannot be used together","status":null,"trace_id":null,"hint":null,"exit_code":2}}
TEXT
expect_requests 0

test_case 'create takes no id and no second argument'
refuses --id=x --replace -- sa create -f "$file" -y
run sa create -f "$file" -y x y
expect_error 2 <<'TEXT'
nscale: serviceaccounts create takes one name, and y is a second
hint: run it once for each
TEXT
expect_requests 0

test_case 'another organization, by name'
document '{"metadata":{"name":"elsewhere"},"spec":{"groupIDs":[]}}'
run sa create --org globex -f "$file" -y -q .metadata.organizationId
expect_kept
expect_stdout "$(fixture globex '' id)"
expect_status 0

end_tests
