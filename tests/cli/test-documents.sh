#!/bin/sh
# Documents that are not what they should be: one clear sentence with the
# place, status 2, and nothing is sent.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start

cd "$work" || exit 99
rule="1 to 63 letters, digits, '-', '_' or '.', the first and the last a letter or digit"
known='known fields: metadata.name, metadata.description, metadata.tags, metadata.tags[].name, metadata.tags[].value, spec.groupIDs'

# refused SENTENCE [HINT]: d.json, from a file and from standard input
refused()
{
  { printf 'nscale: d.json%s\n' "$1"
    [ $# -lt 2 ] || printf 'hint: %s\n' "$2"; } >sentence
  run sa create --yes --file d.json
  expect_error 2 <sentence
  sed 's/^nscale: d.json/nscale: standard input/' sentence >sentence2
  run_from d.json sa create --yes --stdin
  expect_error 2 <sentence2
}

# document TEXT SENTENCE [HINT]: printf's escapes are understood
document()
{
  # shellcheck disable=SC2059
  printf "$1" >d.json
  shift
  refused "$@"
}

# cannot_read FILE SENTENCE
cannot_read()
{
  run sa create --yes --file "$1"
  echo "nscale: $2" >sentence
  expect_error 2 <sentence
}

test_case 'a file that cannot be read'
cannot_read none 'cannot read none: No such file or directory'
mkdir folder
cannot_read folder \
  'folder is a folder: name a file that holds one JSON document'
cannot_read none/folder 'cannot read none/folder: No such file or directory'
echo '{}' >d.json
cannot_read d.json/x 'cannot read d.json/x: Not a directory'
ln -s loop loop
cannot_read loop 'cannot read loop: Too many levels of symbolic links'

test_case 'a file that may not be read'
chmod 0 d.json
if [ -r d.json ]; then
  skip_case 'root may read everything'
else
  cannot_read d.json 'cannot read d.json: Permission denied'
fi
rm -f d.json

test_case 'standard input that is closed'
test_command='nscale sa create --yes --stdin <&-'
"$NSCALE" sa create --yes --stdin <&- >"$work/stdout" 2>"$work/stderr"
status=$?
expect_error 2 <<'TEXT'
nscale: standard input is empty: one JSON document is needed
TEXT

test_case 'a document with nothing in it is refused'
document '' ' is empty: one JSON document is needed'
document ' \n\t\r\n' ' is empty: one JSON document is needed'
cannot_read /dev/null '/dev/null is empty: one JSON document is needed'

test_case 'a malformed document is refused with line and column'
document '{' ': line 1, column 2: the text ends inside an object'
document '{\n  "metadata": {\n    "name": tru\n  }\n}\n' \
  ': line 3, column 16: unknown word, expected true, false or null'
document '{"metadata": {"name": "a"},}\n' \
  ': line 1, column 28: expected a name: a comma must not come last'
document "{'metadata': 1}" \
  ': line 1, column 2: expected a name in double quotes or "}"'
document '{"metadata": {"name": "a\nb"}}' \
  ': line 1, column 25: the line ends inside a string'
document '{"metadata": {"name": "a\tb"}}' \
  ': line 1, column 25: a control character in a string must be escaped'
document '{"metadata": {"name": "a\000b"}}' \
  ': line 1, column 25: a control character in a string must be escaped'
document '{"metadata": {"name": "\377"}}' ': line 1, column 24: invalid UTF-8'
document '// a comment\n{}' ': line 1, column 1: JSON has no comments'

test_case 'columns count characters, not bytes'
document '{"metadata": {"description": "\303\244\303\266", x}}' \
  ': line 1, column 36: expected a name in double quotes'

test_case 'numbers that JSON does not have'
document '{"metadata": {"name": NaN}}' \
  ': line 1, column 23: unknown word, expected true, false or null'
document '{"metadata": {"name": -Infinity}}' \
  ': line 1, column 24: expected a digit'
document '{"metadata": {"name": 99999999999999999999}}' \
  ': metadata.name must be a string, not a number'

test_case 'half of a character is refused'
document '{"metadata": {"description": "a\\ud800"}}' \
  ': line 1, column 32: \ud800 is half of a character: write the character itself, or both halves of it'
document '{"metadata": {"description": "\\ud83d\\ude00\\udc00"}}' \
  ': line 1, column 43: \udc00 is half of a character: write the character itself, or both halves of it'
document '{"metadata":\n {"description": "\\uD83D\\uD83D\\uDE00"}}' \
  ': line 2, column 19: \uD83D is half of a character: write the character itself, or both halves of it'
document '{"metadata": {"\\udfff": 1}}' \
  ': line 1, column 16: \udfff is half of a character: write the character itself, or both halves of it'
printf '%s\n' \
  '{"metadata": {"name": "a", "description": "\ud83d\ude00\\ud800"}}' >d.json
run sa create --file d.json --dry-run -q .metadata.description
expect_status 0
expect_stdout '😀\ud800'

test_case 'a name that stands twice'
document '{"metadata": {"name": "a",\n  "name": "b"}}' \
  ': line 2, column 3: the object has a member of this name already'
document '{"metadata": {"name": "a", "n\\u0061me": "b"}}' \
  ': line 1, column 28: the object has a member of this name already'
tags='{"name": "x", "value": "1"}, {"name": "y", "value": "1"}'
document '{"metadata": {"name": "a", "tags": ['"$tags"', {"name": "x",
  "value": "2"}]}}' \
  ': metadata.tags[2].name "x" appears more than once'
# As with flags the same twice over is no contradiction there, but two tags
# here all the same.
document '{"metadata": {"name": "a", "tags": ['"$tags, $tags"']}}' \
  ': metadata.tags[2].name "x" appears more than once'
echo "{\"metadata\": {\"tags\": [$tags, $tags]}}" >d.json
run sa update ci --yes --file d.json
expect_error 2 <<'TEXT'
nscale: d.json: metadata.tags[2].name "x" appears more than once
TEXT

test_case 'two documents, or something behind the one'
document '{"metadata": {"name": "a"}} {"metadata": {"name": "b"}}' \
  ': line 1, column 29: a second document starts here; one document is expected'
document '{"metadata": {"name": "a"}}\n{"metadata": {"name": "b"}}\n' \
  ': line 2, column 1: a second document starts here; one document is expected'
document '{"metadata": {"name": "a"}}\n}\n' \
  ': line 2, column 1: a second document starts here; one document is expected'

test_case 'a byte order mark and CRLF are no mistakes'
printf '\357\273\277{\r\n  "metadata": {"name": "a"},\r\n%s\r\n}\r\n' \
  '  "spec": {"groupIDs": []}' >d.json
run sa create --file d.json --dry-run
edit "s|$NSCALE_SANDBOX_URL|URL|"
expect_status 0
expect_stderr <<TEXT
Dry run, nothing is sent: POST URL/api/v1/organizations/$NSCALE_ORGANIZATION_ID/serviceaccounts
The name was not checked: that takes a request.
TEXT
expect_stdout <<'TEXT'
{
  "metadata": {
    "name": "a"
  },
  "spec": {
    "groupIDs": []
  }
}
TEXT
document '{\r\n  "metadata": {"name": "a"}, x\r\n}\r\n' \
  ': line 2, column 30: expected a name in double quotes'

test_case 'a document that is nested too deeply is refused'
awk 'BEGIN { printf "{\"metadata\": "
             for (i = 0; i < 100000; i++) printf "[" }' >d.json
refused ': line 1, column 113: nested deeper than 100 levels'

test_case 'a document that is too large is refused'
{ echo '{"metadata": {"name": "a"}}'
  awk 'BEGIN { for (i = 0; i < 32768; i++) printf "%64s", "" }'; } >d.json
refused ' is larger than 1 MiB'
if [ -c /dev/zero ]; then
  cannot_read /dev/zero '/dev/zero is larger than 1 MiB'
fi

test_case '100 MB, of which 1 MiB is read'
awk 'BEGIN { printf "{\"metadata\": {\"name\": \"a\", \"description\": \""
             for (i = 0; i < 1600000; i++)
               printf "%s", "0123456789012345678901234567890123456789" \
                 "0123456789012345678901234"
             print "\"}}" }' >d.json
check test "$(wc -c <d.json)" -gt 100000000
refused ' is larger than 1 MiB'
echo >d.json

test_case 'a named pipe is read as far as the limit'
if mkfifo pipe 2>/dev/null; then
  echo '{"metadata": {"name": "piped"}, "spec": {"groupIDs": []}}' >pipe &
  run sa create --dry-run --file pipe -q .metadata.name
  wait
  expect_status 0
  expect_stdout piped
  # One that never ends.
  { while echo '                                                    '; do
      :
    done >pipe; } 2>/dev/null &
  cannot_read pipe 'pipe is larger than 1 MiB'
  wait
else
  skip_case 'there are no named pipes'
fi

test_case 'a document that is not an object is refused'
document '[]' ' must be an object, not an array'
document '"a"' ' must be an object, not a string'
document '1' ' must be an object, not a number'
document 'true' ' must be an object, not a boolean'
document 'null' ': line 1, column 1: null alone is not a document'

test_case 'what is missing is named'
for text in '{}' '{"metadata": {}}' '{"metadata": null}' \
            '{"metadata": {"name": null}}'; do
  document "$text" ': metadata.name is missing'
done
document '{"metadata": {"name": "a", "tags": [{"name": "x"}]}}' \
  ': metadata.tags[0].value is missing'
document '{"metadata": {"name": "a", "tags": [{"name": "x", "value": "y"},
  {"value": "x"}]}}' ': metadata.tags[1].name is missing'

test_case 'wrong types are refused with their path'
document '{"metadata": []}' ': metadata must be an object, not an array'
document '{"metadata": {"name": 5}}' \
  ': metadata.name must be a string, not a number'
document '{"metadata": {"name": "a", "description": {}}}' \
  ': metadata.description must be a string, not an object'
document '{"metadata": {"name": "a", "tags": {}}}' \
  ': metadata.tags must be an array of objects, not an object'
document '{"metadata": {"name": "a", "tags": [1]}}' \
  ': metadata.tags[0] must be an object, not a number'
document '{"metadata": {"name": "a", "tags": [{"name": "x", "value": true}]}}' \
  ': metadata.tags[0].value must be a string, not a boolean'
document '{"metadata": {"name": "a"}, "spec": "x"}' \
  ': spec must be an object, not a string'
document '{"metadata": {"name": "a"}, "spec": {"groupIDs": "x"}}' \
  ': spec.groupIDs must be an array of strings, not a string'
document '{"metadata": {"name": "a"}, "spec": {"groupIDs": ["x", 1]}}' \
  ': spec.groupIDs[1] must be a string, not a number'
document '{"metadata": {"name": "a"}, "spec": {"groupIDs": [null]}}' \
  ': spec.groupIDs[0] must be a string, not null'

test_case 'names that the server would refuse are refused'
long=$(awk 'BEGIN { for (i = 0; i < 64; i++) printf "x" }')
for name in '' -a a- .a a. 'a b' a/b ä "$long"; do
  document "{\"metadata\": {\"name\": \"$name\"}}" \
    ": metadata.name \"$name\" is not valid: $rule"
done
document '{"metadata": {"name": "\\u001b[31m"}}' \
  ": metadata.name \"\\x1b[31m\" is not valid: $rule"
document '{"metadata": {"name": "a\\u0000b"}}' \
  ': metadata.name must not contain the character NUL'

test_case 'tags that are not well formed are refused'
document '{"metadata": {"name": "a", "tags": [{"name": "", "value": "x"}]}}' \
  ': metadata.tags[0].name must not be empty'
echo '{"metadata": {"name": "a", "tags": [{"name": "x", "value": ""}]}}' \
  >d.json
run sa create --file d.json --dry-run -q '.metadata.tags[0].value'
expect_status 0
expect_stdout <<'TEXT'

TEXT

test_case 'names that the server takes are taken'
for name in a 0 a.b a-b_c "${long%x}"; do
  echo "{\"metadata\": {\"name\": \"$name\"}}" >d.json
  run sa create --file d.json --dry-run -q .metadata.name
  expect_status 0
  expect_stdout "$name"
done

test_case 'unknown fields are refused with a suggestion'
document '{"metadata": {"name": "a"}, "sepc": {}}' ': unknown field sepc' \
  'did you mean spec?'
document '{"metadata": {"name": "a", "descripton": "x"}}' \
  ': unknown field metadata.descripton' 'did you mean metadata.description?'
document '{"metadata": {"name": "a"}, "spec": {"groupIds": []}}' \
  ': unknown field spec.groupIds' 'did you mean spec.groupIDs?'
document '{"name": "a"}' ': unknown field name' 'did you mean metadata.name?'
document '{"metadata": {"name": "a"}, "nonsense": 1}' \
  ': unknown field nonsense' "$known"
document '{"metadata": {"name": "a", "tags": [{"name": "x", "value": "y",
  "extra": 1}]}}' ': unknown field metadata.tags[0].extra' "$known"
document '{"a\\u001b[31m": 1}' ': unknown field "a\x1b[31m"' "$known"

test_case 'update checks what it is given in the same way'
echo '{"spec": {"groupIDs": [1]}}' >d.json
run sa update ci --yes --file d.json
expect_error 2 <<'TEXT'
nscale: d.json: spec.groupIDs[0] must be a string, not a number
TEXT
echo '{"spec": {"groupIds": []}}' >d.json
run sa update ci --yes --file d.json
expect_error 2 <<'TEXT'
nscale: d.json: unknown field spec.groupIds
hint: did you mean spec.groupIDs?
TEXT
echo '{"metadata": {"name": "ci"}}' >d.json
run sa update ci --yes --replace --file d.json
expect_error 2 <<'TEXT'
nscale: d.json: spec.groupIDs is missing
TEXT

test_case 'under --json the sentence is in the error object'
echo '[' >d.json
run sa create --yes --file d.json --json
expect_error 2 <<'TEXT'
{"error":{"kind":"usage","message":"d.json: line 2, column 1: the text ends inside an array","status":null,"trace_id":null,"hint":null,"exit_code":2}}
TEXT

test_case 'nothing of all this was sent'
expect_requests 0

# What nscale would never send, from another client.
# answers STATUS BODY: printf's escapes are understood
answers()
{
  # shellcheck disable=SC2059
  printf "$2" >d.json
  test_command="a POST of $2"
  expect_equal "$1" "$(curl --silent --noproxy '*' --output /dev/null \
    --write-out '%{http_code}' --data-binary @d.json \
    --header "Authorization: Bearer $NSCALE_SERVICE_TOKEN" \
    --header 'Content-Type: application/json' \
    "$NSCALE_SANDBOX_URL/api/v1/organizations/$NSCALE_ORGANIZATION_ID/serviceaccounts")"
}

test_case 'the sandbox reads the same JSON, with any json-c'
spec='"spec": {"groupIDs": []}'
answers 201 '{"metadata": {"name": "zh", "description": "Zürich 東京 \360\237\222\241"},
  '"$spec}\n"
run sa get zh -q .metadata.description
expect 0 <<'TEXT'
Zürich 東京 💡
TEXT
answers 400 '{"metadata": {"name": "a", "description": "raw\nline"}, '"$spec}"
answers 400 '{"metadata": {"name": "a", "description": "\303"}, '"$spec}"
answers 400 '\357\273\277{"metadata": {"name": "a"}, '"$spec}"
answers 400 '{"metadata": {"name": "a"}, '"$spec}}"
answers 400 '{"metadata": {"name": "a"}, '"$spec"
answers 400 '[]'
answers 400 null
run sa get a
expect_status 3

end_tests
