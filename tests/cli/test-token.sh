#!/bin/sh
# The service token: where it comes from, what is refused, and where it is
# never sent.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start

token=$NSCALE_SERVICE_TOKEN
sandbox=$NSCALE_IDENTITY_SERVICE_API_ENDPOINT
unset NSCALE_SERVICE_TOKEN
cd "$work" || exit 99
printf '%s\n' "$token" >token

# with VARIABLE=VALUE... works: the list is there
with_works()
{
  run_command env "$@" "$NSCALE" sa list -q length
  test_command="nscale sa list -q length"
  expect 0 <<'TEXT'
3
TEXT
}

# with_fails STATUS SENTENCE HINT VARIABLE=VALUE...
with_fails()
{
  with_status=$1
  { printf 'nscale: %s\n' "$2"
    [ -z "$3" ] || printf 'hint: %s\n' "$3"; } >sentence
  shift 3
  forget
  run_command env "$@" "$NSCALE" sa list
  test_command="nscale sa list, with a token of this case"
  expect_error "$with_status" <sentence
  expect_requests 0
}

none='set NSCALE_SERVICE_TOKEN, or NSCALE_SERVICE_TOKEN_FILE to a file that holds it'
bad='the service token in NSCALE_SERVICE_TOKEN'
bad_file='the service token in NSCALE_SERVICE_TOKEN_FILE'
newline='
'

test_case 'without a token, or with an empty one, it ends with 4'
with_fails 4 'no service token' "$none" A=b
with_fails 4 'no service token' "$none" NSCALE_SERVICE_TOKEN=
with_fails 4 'no service token' "$none" NSCALE_SERVICE_TOKEN= \
  NSCALE_SERVICE_TOKEN_FILE=
: >empty
with_fails 4 'no service token' "$none" NSCALE_SERVICE_TOKEN_FILE=empty
echo >empty
with_fails 4 'no service token' "$none" NSCALE_SERVICE_TOKEN_FILE=empty

test_case 'a token that could end the header, or hide in it, is refused'
alone='give the token alone, without a word such as Bearer'
with_fails 4 "$bad holds a line break" '' \
  "NSCALE_SERVICE_TOKEN=$token${newline}X-Injected: 1"
with_fails 4 "$bad holds a line break" '' \
  "NSCALE_SERVICE_TOKEN=$(printf 'a\rb')"
with_fails 4 "$bad holds a space" "$alone" "NSCALE_SERVICE_TOKEN=Bearer $token"
for byte in 001 010 011 033 177; do
  with_fails 4 "$bad holds a control character" '' \
    "NSCALE_SERVICE_TOKEN=a$(printf %b "\\0$byte")b"
done
with_fails 4 "$bad holds a character that is not ASCII" '' \
  "NSCALE_SERVICE_TOKEN=$(printf 'a\302\240b')"

test_case 'a token of 64 KiB is sent, and one that is longer is refused'
forget
awk 'BEGIN { for (i = 0; i < 1024; i++) printf "%64s", "" }' | tr ' ' x >long
run_command env "NSCALE_SERVICE_TOKEN=$(cat long)" "$NSCALE" sa list
test_command='nscale sa list, with a token of 64 KiB'
expect_status 4
expect_stdout ''
stderr_lacks "$bad"
printf x >>long
with_fails 4 "$bad is longer than 64 KiB" '' \
  "NSCALE_SERVICE_TOKEN=$(cat long)"
with_fails 4 "$bad_file is longer than 64 KiB" '' \
  NSCALE_SERVICE_TOKEN_FILE=long
if [ -c /dev/zero ]; then
  with_fails 4 '/dev/zero, which NSCALE_SERVICE_TOKEN_FILE names, is neither a file nor a pipe' \
    '' NSCALE_SERVICE_TOKEN_FILE=/dev/zero
fi

test_case 'the token may be in a file, with or without a newline'
printf '%s' "$token" >bare
printf '%s\r\n' "$token" >crlf
with_works NSCALE_SERVICE_TOKEN_FILE=token
with_works "NSCALE_SERVICE_TOKEN_FILE=$work/token"
with_works NSCALE_SERVICE_TOKEN_FILE=bare
with_works NSCALE_SERVICE_TOKEN_FILE=crlf
with_works NSCALE_SERVICE_TOKEN= NSCALE_SERVICE_TOKEN_FILE=token

test_case 'so it may in the variable, as secrets of Kubernetes have it'
with_works "NSCALE_SERVICE_TOKEN=$token$newline"
with_works "NSCALE_SERVICE_TOKEN=$token$(printf '\r')$newline"

test_case 'what was copied with a token is said'
for place in variable file command; do
  while IFS='|' read -r before after what; do
    printf "$before%s$after" "$token" >wrapped
    case $place in
      variable)
        set -- "$bad" "NSCALE_SERVICE_TOKEN=$(cat wrapped; echo x)"
        set -- "$1" "${2%x}"
        ;;
      file) set -- "$bad_file" NSCALE_SERVICE_TOKEN_FILE=wrapped ;;
      command)
        set -- 'the service token in NSCALE_SERVICE_TOKEN_COMMAND' \
          'NSCALE_SERVICE_TOKEN_COMMAND=cat wrapped'
        ;;
    esac
    with_fails 4 "$1 $what" '' "$2"
  done <<'FORMS'
\357\273\277||begins with a byte order mark: save it without one
"|"|stands in quotation marks: leave them out
"||stands in quotation marks: leave them out
|\047|stands in quotation marks: leave them out
NSCALE_SERVICE_TOKEN=||has its variable's name before it: leave all out but the token
export NSCALE_SERVICE_TOKEN="|"|stands in quotation marks: leave them out
export NSCALE_SERVICE_TOKEN=|\n|has its variable's name before it: leave all out but the token
\047|\047|stands in quotation marks: leave them out
"|"\n|stands in quotation marks: leave them out
 ||begins with white space: leave it out
\t||begins with white space: leave it out
| |ends with white space: leave it out
|\t\n|ends with white space: leave it out
|\n\n|ends with a line break: leave it out
FORMS
done

# ---- The command. -------------------------------------------------------

of_command='the command of NSCALE_SERVICE_TOKEN_COMMAND'

test_case 'the token may be what a command writes, which runs once'
with_works 'NSCALE_SERVICE_TOKEN_COMMAND=cat token'
with_works 'NSCALE_SERVICE_TOKEN_COMMAND=echo x >>ran; cat bare'
with_works 'NSCALE_SERVICE_TOKEN_COMMAND=echo aside >&2; cat crlf'
expect_equal x "$(cat ran)"

test_case 'it has no terminal for its input, and runs where a token is needed'
with_works 'NSCALE_SERVICE_TOKEN_COMMAND=cat; cat token'
rm -f ran
for words in --version '--help' 'sa list --help' 'sa create --name x --dry-run' \
  'sa lst' 'plugins list' '__complete sa get '; do
  # shellcheck disable=SC2086
  run_command env NSCALE_SERVICE_TOKEN_COMMAND='echo x >>ran; cat token' \
    NSCALE_ORGANIZATION_ID=00000000-0000-4000-8000-000000000000 \
    "$NSCALE" $words
done
check test ! -e ran

test_case 'one that fails: 4, with its last words'
with_fails 4 "$of_command ended with status 3: locked" '' \
  'NSCALE_SERVICE_TOKEN_COMMAND=echo first >&2; echo locked >&2; cat token; exit 3'
with_fails 4 "$of_command ended with status 1" '' \
  NSCALE_SERVICE_TOKEN_COMMAND=false
# shellcheck disable=SC2016 # that shell expands it
with_fails 4 "$of_command was ended by signal 9" '' \
  'NSCALE_SERVICE_TOKEN_COMMAND=kill -KILL $$'
with_fails 4 "$of_command ended with status 1: \\x1b[31mred" '' \
  'NSCALE_SERVICE_TOKEN_COMMAND=printf "\033[31mred\n" >&2; exit 1'
with_fails 4 "$of_command ended with status 1: [redacted]" '' \
  'NSCALE_SERVICE_TOKEN_COMMAND=cat token >&2; exit 1'
with_fails 4 "$of_command writes no token" '' NSCALE_SERVICE_TOKEN_COMMAND=true
with_fails 4 "$of_command writes more than a token" '' \
  'NSCALE_SERVICE_TOKEN_COMMAND=head -c 70000 /dev/zero'
with_fails 4 'the service token in NSCALE_SERVICE_TOKEN_COMMAND holds a control character' \
  '' "NSCALE_SERVICE_TOKEN_COMMAND=printf 'a\\000b'"

test_case 'beside another source it is not run'
rm -f ran
for other in "NSCALE_SERVICE_TOKEN=$token" NSCALE_SERVICE_TOKEN_FILE=token; do
  with_fails 2 "${other%%=*} and NSCALE_SERVICE_TOKEN_COMMAND are both set, and each says where the token is" \
    'unset one of them' "$other" \
    'NSCALE_SERVICE_TOKEN_COMMAND=echo x >>ran; cat token'
done
check test ! -e ran

test_case 'a file that anybody may read works, as mounted secrets are'
chmod 0444 token
with_works NSCALE_SERVICE_TOKEN_FILE=token
ln -s token link
with_works NSCALE_SERVICE_TOKEN_FILE=link

test_case 'the token may come from a pipe'
if mkfifo pipe; then
  cat token >pipe &
  with_works NSCALE_SERVICE_TOKEN_FILE=pipe
  wait
else
  skip_case 'there are no named pipes'
fi

test_case 'a file with more than a token is refused'
printf '%s\n\n' "$token" >lines
with_fails 4 "$bad_file ends with a line break: leave it out" '' \
  NSCALE_SERVICE_TOKEN_FILE=lines
printf '%s\nsecond\n' "$token" >lines
with_fails 4 "$bad_file holds a line break" '' NSCALE_SERVICE_TOKEN_FILE=lines
printf 'a\000b\n' >lines
with_fails 4 "$bad_file holds a control character" '' \
  NSCALE_SERVICE_TOKEN_FILE=lines

test_case 'a file that cannot be read is named'
with_fails 4 'cannot read none, which NSCALE_SERVICE_TOKEN_FILE names: No such file or directory' \
  '' NSCALE_SERVICE_TOKEN_FILE=none
mkdir folder
with_fails 4 'cannot read folder, which NSCALE_SERVICE_TOKEN_FILE names: Is a directory' \
  '' NSCALE_SERVICE_TOKEN_FILE=folder

test_case 'the variable and the file may not differ'
with_works "NSCALE_SERVICE_TOKEN=$token" NSCALE_SERVICE_TOKEN_FILE=token
with_fails 2 'NSCALE_SERVICE_TOKEN and NSCALE_SERVICE_TOKEN_FILE are both set, and hold different tokens' \
  'unset one of them' NSCALE_SERVICE_TOKEN=other \
  NSCALE_SERVICE_TOKEN_FILE=token

test_case 'no error quotes a token'
for form in '' --json -q.; do
  for value in "tell-tale$newline" 'tell-tale x' tell-tale; do
    run_command env "NSCALE_SERVICE_TOKEN=$value" \
      NSCALE_SERVICE_TOKEN_FILE=lines "$NSCALE" sa list ${form:+"$form"}
    expect_stdout ''
    stderr_lacks tell-tale
  done
done

test_case 'help, version, usage errors and offline dry runs want no token'
run --version
expect_status 0
run sa --help
expect_status 0
run sa list --bogus
expect_status 2
run sa delete 49407c8b-05f1-4293-a3bc-7ecf0d0fce4f --dry-run
expect_status 0

NSCALE_SERVICE_TOKEN=$token
export NSCALE_SERVICE_TOKEN

test_case 'http is for loopback alone'
port=${sandbox##*:}
for host in api.example 192.0.2.1 127.0.0.1.example localhost.example \
            128.0.0.1 0.0.0.0 '[::2]' 0x7f.1; do
  run_command env "NSCALE_IDENTITY_SERVICE_API_ENDPOINT=http://$host:$port" \
    "$NSCALE" sa list
  test_command="nscale sa list, with the endpoint http://$host"
  expect_status 2
  expect_stdout ''
  stderr_has 'NSCALE_IDENTITY_SERVICE_API_ENDPOINT'
  stderr_has 'hint: set NSCALE_IDENTITY_SERVICE_API_ENDPOINT to a URL such as https://HOST; http is for localhost alone'
done
for host in 127.0.0.1 localhost; do
  run_command env "NSCALE_IDENTITY_SERVICE_API_ENDPOINT=http://$host:$port" \
    "$NSCALE" sa list -q length
  expect 0 <<'TEXT'
3
TEXT
done

test_case 'http to loopback goes to no proxy'
forget
run_command env http_proxy="$sandbox" HTTP_PROXY="$sandbox" \
  all_proxy="$sandbox" ALL_PROXY="$sandbox" no_proxy= NO_PROXY= \
  NSCALE_IDENTITY_SERVICE_API_ENDPOINT=http://localhost:1 \
  "$NSCALE" sa list --max-wait 0
expect_status 7
expect_stdout ''
expect_requests 0

test_case 'an endpoint that is not a URL is refused'
for value in ftp://127.0.0.1 127.0.0.1 http:// 'http://user:tell-tale@localhost' \
             'http://localhost/?x' 'http://localhost/#x' 'file:///etc/passwd'; do
  run_command env "NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$value" "$NSCALE" \
    sa list
  test_command="nscale sa list, with the endpoint $value"
  expect_status 2
  expect_stdout ''
  stderr_has 'nscale: NSCALE_IDENTITY_SERVICE_API_ENDPOINT '
  stderr_lacks tell-tale
done

end_tests
