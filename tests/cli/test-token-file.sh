#!/bin/sh
# test-token-file.sh - --token-file, and NSCALE_SERVICE_TOKEN_FILE
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$(fixture acme '' id)
ci=$(fixture acme serviceaccounts ci)
file=$work/document.json
token=$work/token

mode()
{
  # shellcheck disable=SC2012
  ls -l "$1" | cut -c1-10
}

test_case 'create: the token in a new file of mode 0600, not on stdout'
umask 0
document '{"metadata":{"name":"one"},"spec":{"groupIDs":[]}}'
run sa create --file "$file" --yes --token-file "$token"
one=$(sed -n 's/^ID: *//p' "$work/stdout")
umask 022
expect_stdout <<TEXT
ID:            $one
Name:          one
Organization:  $org
Groups:        -
Expires:       2026-08-30T12:00:00Z
Created:       2026-06-01T12:00:00Z
Created by:    ada@acme.example
Status:        provisioned
Health:        healthy
TEXT
expect_stderr <<TEXT
The token was written to $token.
To use it: export NSCALE_SERVICE_TOKEN_FILE=$token
Created service account "one".
TEXT
expect_status 0
expect_equal -rw------- "$(mode "$token")"
expect_equal "$(token_of "$one")" "$(cat "$token")"
expect_equal 1 "$(wc -l <"$token" | tr -d ' ')"

test_case 'rotate, with --json and -q: the reply without the token'
rm -f "$token"
run sa rotate ci -y --json --token-file="$token"
expect_status 0
expect_stderr ''
stdout_lacks accessToken
stdout_has '    "expiry": "2026-08-30T12:00:00Z"'
expect_equal "$(token_of "$ci")" "$(cat "$token")"
rm -f "$token"
run sa rotate ci -y -q .status -q .status.accessToken --token-file "$token"
expect 0 <<'TEXT'
{"expiry":"2026-08-30T12:00:00Z"}
null
TEXT
expect_equal "$(token_of "$ci")" "$(cat "$token")"

test_case 'a file that exists is not touched, and nothing is sent'
echo mine >"$token"
forget
run sa rotate ci -y --token-file "$token"
expect_error 2 <<TEXT
nscale: the token file $token exists already
hint: name a new file, or move the old one away first; nothing was sent
TEXT
run sa create -f "$file" -y --token-file "$token" --json
expect_error 2 <<TEXT
{"error":{"kind":"usage","message":"the token file $token exists already","status":null,"trace_id":null,"hint":"name a new file, or move the old one away first; nothing was sent","exit_code":2}}
TEXT
expect_equal mine "$(cat "$token")"
expect_requests 0

test_case 'a dry run refuses it too, and makes none'
before=$(cat "$token")
for verb in "create --file $file" 'rotate ci'; do
  # shellcheck disable=SC2086
  run sa $verb --dry-run --token-file "$token"
  expect_error 2 <<TEXT
nscale: the token file $token exists already
hint: name a new file, or move the old one away first; nothing was sent
TEXT
done
expect_equal "$before" "$(cat "$token")"
run sa rotate ci --dry-run --token-file "$token.new"
expect_status 0
expect_equal '' "$(ls "$token.new" 2>/dev/null)"
forget

test_case '- is no file, and nothing is sent'
for verb in "create --file $file" 'rotate ci'; do
  # shellcheck disable=SC2086
  run sa $verb --yes --token-file -
  expect_error 2 <<'TEXT'
nscale: --token-file needs the name of a file, and - is not one
hint: leave it out to print the token on standard output, or write ./- for a file of that name
TEXT
done
expect_requests 0

test_case 'a link is not followed'
ln -s "$work/target" "$work/link"
run sa rotate ci -y --token-file "$work/link"
expect_status 2
check test ! -e "$work/target"
expect_requests 0

test_case 'a folder that is not there'
run sa rotate ci -y --token-file "$work/absent/token"
expect_error 2 <<TEXT
nscale: cannot create the token file $work/absent/token: No such file or directory
hint: nothing was sent
TEXT
run sa rotate ci -y --token-file=
expect_error 2 <<'TEXT'
nscale: --token-file needs the name of a file
TEXT
expect_requests 0

test_case 'what fails leaves no empty file behind'
rm -f "$token"
run sa rotate nobody -y --token-file "$token"
expect_status 3
check test ! -e "$token"
run sa rotate 00000000-0000-4000-8000-000000000000 -y --token-file "$token"
expect_status 3
check test ! -e "$token"
document '{"metadata":{"name":"other"},"spec":{"groupIDs":[]}}'
fault '{"method":"POST","stop":"before","plain":true}'
run sa create -f "$file" -y --token-file "$token"
expect_status 8
check test ! -e "$token"
run sa rotate ci --token-file "$token"
expect_status 2
check test ! -e "$token"
run sa rotate ci -y --token-file "$token" -q '.['
expect_status 2
check test ! -e "$token"

test_case 'the file is a token file for the next command'
run sa rotate ci -y --token-file "$token" -q .metadata.name
expect_stdout ci
export NSCALE_SERVICE_TOKEN_FILE="$token"
with_token '' sa get ci -q .metadata.name
expect 0 <<'TEXT'
ci
TEXT

test_case 'the variable and the file, both: the same token'
with_token "$(cat "$token")" sa get ci -q .metadata.name
expect 0 <<'TEXT'
ci
TEXT

test_case 'the variable and the file, both: different tokens'
forget
with_token 0123456789 sa list
expect_error 2 <<'TEXT'
nscale: NSCALE_SERVICE_TOKEN and NSCALE_SERVICE_TOKEN_FILE are both set, and hold different tokens
hint: unset one of them
TEXT
expect_requests 0

test_case 'a token file that others may read is accepted'
chmod 0444 "$token"
with_token '' sa list -q length
expect 0 <<'TEXT'
1
TEXT

test_case 'a token file with and without a line end'
printf '%s' "$(cat "$token")" >"$work/bare"
NSCALE_SERVICE_TOKEN_FILE=$work/bare with_token '' sa list -q length
expect_stdout 1
printf '%s\r\n' "$(cat "$token")" >"$work/crlf"
NSCALE_SERVICE_TOKEN_FILE=$work/crlf with_token '' sa list -q length
expect_stdout 1

test_case 'token files that hold no token'
forget
: >"$work/empty"
NSCALE_SERVICE_TOKEN_FILE=$work/empty with_token '' sa list
expect_error 4 <<'TEXT'
nscale: no service token
hint: set NSCALE_SERVICE_TOKEN, or NSCALE_SERVICE_TOKEN_FILE to a file that holds it
TEXT
NSCALE_SERVICE_TOKEN_FILE=$work/absent with_token '' sa list
expect_error 4 <<TEXT
nscale: cannot read $work/absent, which NSCALE_SERVICE_TOKEN_FILE names: No such file or directory
TEXT
NSCALE_SERVICE_TOKEN_FILE=$work with_token '' sa list
expect_error 4 <<TEXT
nscale: cannot read $work, which NSCALE_SERVICE_TOKEN_FILE names: Is a directory
TEXT
printf 'one\ntwo\n' >"$work/lines"
NSCALE_SERVICE_TOKEN_FILE=$work/lines with_token '' sa list
expect_error 4 <<'TEXT'
nscale: the service token in NSCALE_SERVICE_TOKEN_FILE holds a line break
TEXT
expect_requests 0
unset NSCALE_SERVICE_TOKEN_FILE

test_case 'verbs that return no token have no --token-file'
for verb in list 'get ci' 'update ci' 'delete ci'; do
  # shellcheck disable=SC2086
  refuses --token-file=x -- sa $verb
done

test_case 'what to do with it is a line that a shell takes'
odd="$work/it's here"
run sa rotate ci --yes --token-file "$odd"
expect_status 0
line=$(sed -n 's/^To use it: //p' "$work/stderr")
expect_equal "export NSCALE_SERVICE_TOKEN_FILE='$work/it'\\''s here'" "$line"
expect_equal "$odd" "$(sh -c "$line; printf %s \"\$NSCALE_SERVICE_TOKEN_FILE\"")"

test_case 'and that holds in every folder'
here=$(pwd)
mkdir "$work/a folder"
cd "$work/a folder" || exit 99
run sa rotate ci --yes --token-file ./here
expect_status 0
expect_stderr <<TEXT
The token was written to ./here.
To use it: export NSCALE_SERVICE_TOKEN_FILE='$work/a folder/here'
Rotated the token of service account "ci"; the old one is refused within an hour.
TEXT
cd / || exit 99
line=$(sed -n 's/^To use it: //p' "$work/stderr")
check sh -c "$line; test -s \"\$NSCALE_SERVICE_TOKEN_FILE\""
cd "$here" || exit 99

end_tests
