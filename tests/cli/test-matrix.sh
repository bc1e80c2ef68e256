#!/bin/sh
# Every fault of a server or a network, met by every verb: the exit status,
# one clear sentence, how many requests were seen, and nothing on stdout.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start

organization=$NSCALE_ORGANIZATION_ID
sandbox=$NSCALE_IDENTITY_SERVICE_API_ENDPOINT
nightly=49407c8b-05f1-4293-a3bc-7ecf0d0fce4f
victim=bab0d809-8106-4d97-a8e4-439fb4b6707a
groups=api/v1/organizations/$organization/groups
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
cd "$work" || exit 99

# ---- Servers beside the sandbox. ----------------------------------------

# came FILE PID: waits for what the process writes
came()
{
  until [ -s "$1" ]; do
    kill -0 "$2" 2>/dev/null || return 1
  done
}

# another NAME OPTION...: one more sandbox; its port is in NAME.port
another()
{
  another_name=$1
  shift
  "$NSCALE_SANDBOX" --port-file "$another_name.port" "$@" >/dev/null 2>&1 &
  cleanup_fn kill $!
  came "$another_name.port" $! || fail "the sandbox $another_name ended"
}

# armed URL FAULT: a fault for another sandbox, whose certificate is of no
# interest here
armed()
{
  curl --silent --fail --insecure --noproxy '*' --output /dev/null \
    --data-binary "$2" "$1/sandbox/faults" || fail "cannot arm $2"
}

# seen URL: how many requests a sandbox saw
seen()
{
  curl --silent --insecure --noproxy '*' "$1/sandbox/requests?count" |
    tr -cd 0-9
}

# forgotten URL
forgotten()
{
  for what in faults requests; do
    curl --silent --fail --insecure --noproxy '*' --request DELETE \
      --output /dev/null "$1/sandbox/$what" || fail "cannot forget $what"
  done
}

another other
another stranger --tls --certificate-out unused.pem
another secure --tls --certificate-out secure.pem
another expired --certificate-expired --certificate-out expired.pem
another misnamed --certificate-host api.example \
  --certificate-out misnamed.pem
another many --accounts 4000
other=http://127.0.0.1:$(cat other.port)

# A port at which connections hang.
: "${test_deaf:=$abs_top_builddir/tests/cli/deaf}"
"$test_deaf" sh -c 'echo "$DEAF_PORT" >deaf.port; exec tail -f /dev/null' &
cleanup_fn kill $!
came deaf.port $! || echo 'no port hangs here: connect-timeout is left out'

# through MODE NAME: a proxy to the server "secure", whose port is in NAME.port
through()
{
  "$abs_top_builddir/tests/cli/relay" "$1" "$(cat secure.port)" relay.log \
    sh -c "echo \$\$ >$2.pid; echo \"\$RELAY_PORT\" >$2.port
      exec tail -f /dev/null" &
  came "$2.port" $! || fail "the proxy $2 ended"
  cleanup_fn kill "$(cat "$2.pid")" # it ends when its command does
}

for mode in 403 407 502 close hollow proxy; do
  through $mode proxy-$mode
done

# ---- Verbs. -------------------------------------------------------------

echo '{"metadata": {"name": "nightly"}, "spec": {"groupIDs": []}}' >whole.json
echo '{"metadata": {"description": "another"}}' >change.json
number=0

# perform VERB FLAG...; merge is an update that reads first, and named a
# rotate that looks its name up
perform()
{
  performed=$1
  shift
  case $performed in
    list) run sa list "$@" ;;
    get) run sa get $nightly "$@" ;;
    # Its look for the name is the request of list.
    create)
      number=$((number + 1))
      echo "{\"metadata\": {\"name\": \"new-$number\"},
        \"spec\": {\"groupIDs\": []}}" >new.json
      run sa create --file new.json --yes --allow-duplicate "$@" ;;
    update)
      run sa update $nightly --replace --file whole.json --yes "$@" ;;
    merge) run sa update $nightly --file change.json --yes "$@" ;;
    rotate) run sa rotate $nightly --yes "$@" ;;
    named) run sa rotate nightly --yes "$@" ;;
    delete) run sa delete $victim --yes "$@" ;;
    *) fail "there is no verb $performed" ;;
  esac
}

# spelled TEXT VERB: a sentence of the table as it is for the verb
spelled()
{
  case $2 in
    create) spelled_id=new-$number spelled_done=created ;;
    update) spelled_id=$nightly spelled_done=updated ;;
    rotate) spelled_id=$nightly spelled_done=rotated ;;
    delete) spelled_id=$victim spelled_done=deleted ;;
    named) spelled_id=nightly spelled_done=rotated ;;
    *) spelled_id=$nightly spelled_done='' ;;
  esac
  printf '%s' "$1" | sed \
    -e "s|MAYBE|THING may or may not have been $spelled_done|" \
    -e "s|UNDELIVERED|$2 was done, but its result could not be delivered|" \
    -e "s|VERB|$2|; s|ORGANIZATION|$organization|" \
    -e "s|THING|service account \"$spelled_id\"|" \
    -e "s|GROUPS|/$groups|; s|OTHER|$other|; s|PORT|$port|" \
    -e "s|ORIGIN|${origin##*:}|"
}

# ---- Faults. ------------------------------------------------------------

# answers TEXT: a fault that answers 200 and this, and does nothing
answers()
{
  printf '{"times": 9, "status": 200, "body": "%s"}' \
    "$(printf '%s' "$1" | tr '\n' ' ' | sed 's/["\\]/\\&/g')"
}

# a_thing TEXT: for verbs that read, in a list
a_thing()
{
  case $verb in
    list | get | merge | named) answers "[$1]" ;;
    *) answers "$1" ;;
  esac
}

# endlessly START AGAIN
endlessly()
{
  printf '{"times": 9, "status": 200, "prefix": "%s", "repeat": "%s"}' \
    "$(printf '%s' "$1" | sed 's/["\\]/\\&/g')" \
    "$(printf '%s' "$2" | sed 's/["\\]/\\&/g')"
}

known="\"id\": \"$nightly\", \"name\": \"nightly\""
whole="{\"metadata\": {$known}, \"spec\": {\"groupIDs\": []},
  \"status\": {\"accessToken\": \"t\"}}"
deep=$(awk 'BEGIN { for (i = 0; i < 100000; i++) printf "[" }')
future='Fri, 31 Dec 2100 23:59:59 GMT'

# the_fault NAME: as JSON, for the sandbox
the_fault()
{
  case $1 in
    silent) echo '{"times": 9, "hang": "before"}' ;;
    silent-after) echo '{"times": 9, "hang": "after"}' ;;
    cut-before) echo '{"times": 9, "cut": "before"}' ;;
    cut-after) echo '{"times": 9, "cut": "after"}' ;;
    short) echo '{"times": 9, "status": 200, "truncate": 20,
      "body": "[{\"metadata\": {\"name\": \"nightly\"}}]"}' ;;
    html-502) echo '{"times": 9, "status": 502, "body": "<h1>Bad</h1>",
      "headers": {"Content-Type": "text/html"}}' ;;
    html-200) echo '{"times": 9, "status": 200, "body": "<h1>Hi</h1>",
      "headers": {"Content-Type": "text/html"}}' ;;
    empty) answers '' ;;
    no-json) answers nonsense ;;
    object-for-array) answers '{}' ;;
    array-for-object) answers '[[]]' ;;
    number-id) a_thing '{"metadata": {"id": 5, "name": "x"}}' ;;
    number-name) a_thing "{\"metadata\": {\"id\": \"$nightly\",
      \"name\": 5}, \"status\": {\"accessToken\": \"t\"}}" ;;
    number-token) a_thing "{\"metadata\": {$known},
      \"status\": {\"accessToken\": 5}}" ;;
    no-metadata) a_thing '{"status": {"accessToken": "t"}}' ;;
    no-status) a_thing "{\"metadata\": {$known}}" ;;
    gzip)
      case $verb in
        list | get | merge | named) zipped="[$whole]" ;;
        *) zipped=$whole ;;
      esac
      printf '{"times": 9, "status": 200, "raw": "%s"}' \
        "$(printf '%s' "$zipped" | gzip -c | base64 | tr -d '\n')" ;;
    cut-403) echo '{"times": 9, "status": 403, "truncate": 20}' ;;
    bad-utf-8) echo '{"times": 9, "status": 200, "raw": "WyL/Il0="}' ;;
    nul) echo '{"times": 9, "status": 200, "raw": "WyIAIl0="}' ;;
    deep) answers "$deep" ;;
    endless-depth) endlessly '' '[' ;;
    endless-value) endlessly '[{"a": "' xxxxxxxxxxxxxxxx ;;
    endless-error) echo '{"times": 9, "status": 500, "repeat": "xxxxxxx"}' ;;
    ???-none) echo "{\"times\": 9, \"status\": ${1%-none}}" ;;
    ???-seconds) later "${1%-*}" 1 ;;
    ???-date) later "${1%-*}" "$future" ;;
    ???-past) later "${1%-*}" 'Wed, 21 Oct 2015 07:28:00 GMT' ;;
    ???-nonsense) later "${1%-*}" soon ;;
    ???-year) later "${1%-*}" 31536000 ;;
    redirect) echo "{\"times\": 9, \"body\": \"\",
      \"redirect\": \"$other/$groups\"}" ;;
    *) return 1 ;;
  esac
}

later()
{
  printf '{"times": 9, "status": %s, "headers": {"Retry-After": "%s"}}' "$@"
}

# arm NAME: $origin is the server that is asked, $port its port
arm()
{
  unset SSL_CERT_FILE https_proxy
  port=1
  case $1 in
    refused) origin=http://127.0.0.1:1 ;;
    unknown-host) origin=https://nowhere..invalid ;;
    connect-timeout) port=$(cat deaf.port) origin=http://127.0.0.1:$port ;;
    unknown-ca) origin=https://127.0.0.1:$(cat stranger.port) ;;
    wrong-host) tls misnamed ;;
    expired) tls expired ;;
    proxy-*)
      tls secure
      port=$(cat "$1.port")
      forgotten "$origin"
      [ "$1" != proxy-proxy ] || armed "$origin" "$(the_fault cut-before)"
      https_proxy=http://127.0.0.1:$port
      export https_proxy ;;
    downgrade)
      tls secure
      forgotten "$origin"
      armed "$origin" "{\"times\": 9, \"body\": \"\",
        \"redirect\": \"$other/$groups\"}" ;;
    *)
      origin=$sandbox
      forgotten "$origin"
      the_fault "$1" >fault.json || fail "there is no fault $1"
      armed "$origin" @fault.json ;;
  esac
  NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$origin
}

tls()
{
  origin=https://127.0.0.1:$(cat "$1.port")
  SSL_CERT_FILE=$work/$1.pem
  export SSL_CERT_FILE
}

# requests_were N: at the server that was asked, and none at the other
requests_were()
{
  case $1 in
    -) ;;
    *) expect_equal "$1 requests" "$(seen "$origin") requests" ;;
  esac
  expect_equal 'no request elsewhere: 0' "no request elsewhere: $(seen "$other")"
}

# ---- Expectations. ------------------------------------------------------

# met STATUS SENTENCE REQUESTS: what was run last, in words
met()
{
  edit -e 's/ (HTTP \([0-9]*\), trace [0-9a-f]*)/ (HTTP \1)/' \
    -e 's/ to wait [0-9]\{9,\} seconds/ to wait CENTURY seconds/'
  expect_status "$1"
  requests_were "$3"
  [ "$1" -ne 0 ] || return 0
  expect_stdout ''
  expect_equal "nscale: $(spelled "$2" "$performed")" "$(sed -n 1p stderr)"
  expect_equal '' "$(sed '1d; 2{/^hint: ./d;}' stderr)"
}

# met_as_json STATUS SENTENCE REQUESTS: the same with --json
met_as_json()
{
  edit -e 's/ to wait [0-9]\{9,\} seconds/ to wait CENTURY seconds/'
  expect_status "$1"
  requests_were "$3"
  [ "$1" -ne 0 ] || return 0
  expect_stdout ''
  expect_equal 1 "$(wc -l <stderr | tr -d ' ')"
  stderr_has ",\"exit_code\":$1}}"
  stderr_has "\"message\":\"$(spelled "$2" "$performed" |
    sed '/^the proxy /!s/ (HTTP [0-9]*)$//; s/"/\\"/g')\""
}

# in_each FAULT VERB STATUS SENTENCE REQUESTS: in words and as JSON
in_each()
{
  verb=$2
  set -- "$1" "$3" "$4" "$5"
  case $1 in
    silent* | connect-timeout) limit=0.2 ;;
    endless-*) limit=0.5 ;;
    *) limit=20 ;;
  esac
  arm "$1"
  perform "$verb" --max-wait 0 --timeout $limit
  met "$2" "$3" "$4"
  meetings=$((meetings + 1))
  [ "$verb" != delete ] || return 0
  arm "$1"
  perform "$verb" --max-wait 0 --timeout $limit --json
  met_as_json "$2" "$3" "$4"
}

# ---- The table. ---------------------------------------------------------

# Requests are - where there is no sandbox to ask.  In sentences MAYBE is
# `THING may or may not have been created`, UNDELIVERED `create was done, but
# its result could not be delivered`.
cat >table <<'TABLE'
refused|list get create update merge rotate named delete|7|cannot connect to 127.0.0.1 port PORT: Connection refused|-
unknown-host|list get create update merge rotate named delete|7|cannot find the address of nowhere..invalid: unknown host|-
connect-timeout|list get create update merge rotate named delete|7|cannot connect to 127.0.0.1 port PORT within 0.2 seconds|-
unknown-ca|list get create update merge rotate named delete|7|the certificate of 127.0.0.1 is signed by itself and not trusted|0
wrong-host|list get create update merge rotate named delete|7|the certificate of 127.0.0.1 is for another host|0
expired|list get create update merge rotate named delete|7|the certificate of 127.0.0.1 has expired|0
proxy-403|list get create update merge rotate named delete|7|the proxy 127.0.0.1 port PORT refused a connection to 127.0.0.1 port ORIGIN (HTTP 403)|0
proxy-407|list get create update merge rotate named delete|7|the proxy 127.0.0.1 port PORT wants a user name and a password (HTTP 407)|0
proxy-502|list get create update merge rotate named delete|7|the proxy 127.0.0.1 port PORT cannot reach 127.0.0.1 port ORIGIN (HTTP 502)|0
proxy-close|list get create update merge rotate named delete|7|the proxy 127.0.0.1 port PORT gave no connection to 127.0.0.1|0
proxy-hollow|list get create update merge rotate named delete|7|127.0.0.1 port ORIGIN behind the proxy 127.0.0.1 port PORT closed the connection before it was secure|0
proxy-proxy|list get merge named|7|127.0.0.1 behind the proxy 127.0.0.1 port PORT closed the connection without a reply|1
proxy-proxy|create update rotate delete|8|MAYBE: 127.0.0.1 behind the proxy 127.0.0.1 port PORT closed the connection without a reply|1
silent|list get merge named|7|no reply from 127.0.0.1 within 0.2 seconds|1
silent|create update rotate delete|8|MAYBE: no reply from 127.0.0.1 within 0.2 seconds|1
silent-after|list get merge named|7|no reply from 127.0.0.1 within 0.2 seconds|1
silent-after|create update rotate delete|8|MAYBE: no reply from 127.0.0.1 within 0.2 seconds|1
cut-before|list get merge named|7|127.0.0.1 closed the connection without a reply|1
cut-before|create update rotate delete|8|MAYBE: 127.0.0.1 closed the connection without a reply|1
cut-after|list get merge named|7|127.0.0.1 closed the connection without a reply|1
cut-after|create update rotate delete|8|MAYBE: 127.0.0.1 closed the connection without a reply|1
short|list get merge named|7|the reply of 127.0.0.1 was cut short after 20 bytes|1
short|create update rotate delete|8|MAYBE: the reply of 127.0.0.1 was cut short after 20 bytes|1
html-502|list get merge named|1|the server answered with a web page instead of JSON (HTTP 502)|1
html-502|create update rotate delete|8|MAYBE: the server answered with a web page instead of JSON (HTTP 502)|1
html-200|list get merge named|1|the server answered with a web page instead of JSON (HTTP 200)|1
html-200|create update rotate delete|8|MAYBE: the server answered with a web page instead of JSON (HTTP 200)|1
empty|list get merge named|1|the reply is empty|1
empty|create update rotate|8|MAYBE: the reply is empty|1
empty|delete|0||1
no-json|list|1|the reply is not a list|1
no-json|get merge named|1|the reply is not valid JSON: line 1, column 2: unknown word, expected true, false or null|1
no-json|create update rotate|8|MAYBE: the reply: line 1, column 2: unknown word, expected true, false or null|1
no-json|delete|0||1
object-for-array|list|1|the reply is not a list|1
object-for-array|get merge named|1|the reply is neither a list nor a service account|1
object-for-array|create rotate|8|MAYBE: the reply holds no token at .status.accessToken|1
object-for-array|update delete|0||1
array-for-object|get merge named|1|the reply is a list with an element that is not an object|1
array-for-object|create update rotate|8|MAYBE: the reply is not a JSON object|1
array-for-object|delete|0||1
number-id|list|0||1
number-id|get merge named|3|THING not found|1
number-id|create rotate|8|MAYBE: the reply holds no token at .status.accessToken|1
number-id|update delete|0||1
number-name|list get create rotate update|0||1
number-name|merge|1|the reply: spec.groupIDs is missing|1
number-name|named|3|THING not found|1
number-name|delete|0||1
number-token|list get update|0||1
number-token|create rotate|8|MAYBE: the reply holds no token at .status.accessToken|1
number-token|merge|1|the reply: spec.groupIDs is missing|1
number-token|named|8|MAYBE: the reply is not a JSON object|2
number-token|delete|0||1
no-metadata|list create update rotate|0||1
no-metadata|get merge named|3|THING not found|1
no-metadata|delete|0||1
no-status|list get update|0||1
no-status|merge|1|the reply: spec.groupIDs is missing|1
no-status|create rotate|8|MAYBE: the reply holds no token at .status.accessToken|1
no-status|named|8|MAYBE: the reply is not a JSON object|2
no-status|delete|0||1
gzip|list get create update rotate delete|0||1
gzip|named|8|MAYBE: the reply is not a JSON object|2
cut-403|create update rotate delete|4|the service token may not VERB THING in organization ORGANIZATION (HTTP 403)|1
403-seconds|list get create update merge rotate named delete|6|the server says that there were too many requests: a fault was armed in the sandbox (HTTP 403)|1
bad-utf-8|list get merge named|1|the reply is not valid JSON: line 1, column 3: invalid UTF-8|1
bad-utf-8|create update rotate|8|MAYBE: the reply: line 1, column 3: invalid UTF-8|1
bad-utf-8|delete|0||1
nul|list get merge named|1|the reply is not valid JSON: line 1, column 3: a control character in a string must be escaped|1
nul|create update rotate|8|MAYBE: the reply: line 1, column 3: a control character in a string must be escaped|1
nul|delete|0||1
deep|list get merge named|1|the reply is not valid JSON: line 1, column 101: nested deeper than 100 levels|1
deep|create update rotate|8|MAYBE: the reply: line 1, column 101: nested deeper than 100 levels|1
deep|delete|0||1
endless-depth|list get merge named|1|the reply is not valid JSON: line 1, column 101: nested deeper than 100 levels|1
endless-error|list get merge named|1|the server answered without a reason that can be read (HTTP 500)|1
endless-error|create update rotate delete|8|MAYBE: the server answered without a reason that can be read (HTTP 500)|1
429-none|list get create update merge rotate named delete|6|the server says that there were too many requests: a fault was armed in the sandbox (HTTP 429)|1
429-seconds|list get create update merge rotate named delete|6|the server asks to wait 1 second, longer than nscale may wait (HTTP 429)|1
429-date|list get create update merge rotate named delete|6|the server asks to wait CENTURY seconds, longer than nscale may wait (HTTP 429)|1
429-past|list get create update merge rotate named delete|6|the server says that there were too many requests: a fault was armed in the sandbox (HTTP 429)|1
429-nonsense|list get create update merge rotate named delete|6|the server says that there were too many requests: a fault was armed in the sandbox (HTTP 429)|1
429-year|list get create update merge rotate named delete|6|the server asks to wait 31536000 seconds, longer than nscale may wait (HTTP 429)|1
503-none|list get merge named|1|the server failed: a fault was armed in the sandbox (HTTP 503)|1
503-none|create update rotate delete|8|MAYBE: the server failed: a fault was armed in the sandbox (HTTP 503)|1
503-seconds|list get merge named|6|the server asks to wait 1 second, longer than nscale may wait (HTTP 503)|1
503-seconds|create update rotate delete|8|MAYBE: the server failed: a fault was armed in the sandbox (HTTP 503)|1
503-date|list get merge named|6|the server asks to wait CENTURY seconds, longer than nscale may wait (HTTP 503)|1
503-date|create update rotate delete|8|MAYBE: the server failed: a fault was armed in the sandbox (HTTP 503)|1
503-past|list get merge named|1|the server failed: a fault was armed in the sandbox (HTTP 503)|1
503-past|create update rotate delete|8|MAYBE: the server failed: a fault was armed in the sandbox (HTTP 503)|1
503-nonsense|list get merge named|1|the server failed: a fault was armed in the sandbox (HTTP 503)|1
503-nonsense|create update rotate delete|8|MAYBE: the server failed: a fault was armed in the sandbox (HTTP 503)|1
503-year|list get merge named|6|the server asks to wait 31536000 seconds, longer than nscale may wait (HTTP 503)|1
503-year|create update rotate delete|8|MAYBE: the server failed: a fault was armed in the sandbox (HTTP 503)|1
redirect|list get create update merge rotate named delete|1|the server redirects to OTHERGROUPS, which nscale does not follow (HTTP 302)|1
downgrade|list get create update merge rotate named delete|1|the server redirects to OTHERGROUPS, which nscale does not follow (HTTP 302)|1
TABLE

meetings=0
while IFS='|' read -r name verbs wanted sentence count; do
  test_case "$name: $verbs"
  if [ "$name" = connect-timeout ] && [ ! -s deaf.port ]; then
    skip_case 'no port hangs here'
    continue
  fi
  for each in $verbs; do
    in_each "$name" "$each" "$wanted" "$sentence" "$count"
  done
done <table
test_case "a fault met a verb $meetings times"
check test "$meetings" -gt 250

test_case 'a list of arrays: no things, as a table and as JSON'
arm array-for-object
run sa list
expect_error 1 <<'TEXT'
nscale: element 1 of the reply was left out: it is not an object: []
TEXT
arm array-for-object
run sa list --json
expect_status 1
expect_stdout '[]'
stderr_has 'element 1 of the reply was left out: it is not an object: []'

# ---- Lists over 1 MiB. --------------------------------------------------

unset SSL_CERT_FILE
origin=http://127.0.0.1:$(cat many.port)
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$origin

test_case 'a list over 1 MiB that is cut is no JSON'
armed "$origin" '{"truncate": 1500000}'
run sa list --json
expect_status 7
stderr_has '"message":"the reply of 127.0.0.1 was cut short after 1500000 bytes"'
check test "$(wc -c <stdout)" -gt 1000000
expect_equal '[' "$(sed -n 1p stdout)"
expect_equal '' "$(sed -n '/^]/p' stdout)"
if command -v jq >/dev/null; then
  check sh -c '! jq empty stdout 2>/dev/null'
fi

test_case 'a list that is cut before leaves nothing'
for form in --json '' -q.; do
  armed "$origin" '{"truncate": 600000}'
  run sa list ${form:+"$form"}
  expect_status 7
  expect_stdout ''
  stderr_has 'the reply of 127.0.0.1 was cut short after 600000 bytes'
done

test_case 'a table or a filter over the whole waits for it, however long'
for form in '' -qlength; do
  armed "$origin" '{"truncate": 1500000}'
  run sa list ${form:+"$form"}
  expect_status 7
  expect_stdout ''
  stderr_has 'the reply of 127.0.0.1 was cut short after 1500000 bytes'
done

test_case 'a filter that goes element by element ends like --json'
armed "$origin" '{"truncate": 1500000}'
run sa list -q.
expect_status 7
stderr_has '"message":"the reply of 127.0.0.1 was cut short after 1500000 bytes"'
check test "$(wc -c <stdout)" -gt 1000000
check test "$(tail -c 1 stdout)" != ']'

# ---- Replies that never end. --------------------------------------------

origin=$sandbox
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$origin
wide=$(awk 'BEGIN { for (i = 0; i < 8000; i++) printf "x" }')
elements="{\"metadata\": {\"name\": \"$wide\"}},"

# within MEBIBYTES COMMAND...: in so much memory; where a checker of memory
# needs more for itself, without that bound
within()
{
  if [ -z "${SANITIZERS-}" ]; then
    # shellcheck disable=SC3045
    ulimit -v $(($1 * 1024)) || exit 99
  fi
  shift
  exec "$@"
}

# endless STATUS SENTENCE MEBIBYTES ARGUMENT...: the fault is in fault.json;
# of stdout only the end is kept
endless()
{
  endless_status=$1 endless_sentence=$2 endless_memory=$3
  shift 3
  forgotten "$origin"
  armed "$origin" @fault.json
  test_command="nscale $*, in $endless_memory MiB"
  { (within "$endless_memory" "$NSCALE" "$@" --max-wait 0) </dev/null 2>stderr
    echo $? >status; } | tail -c 9 >stdout
  status=$(cat status)
  expect_status "$endless_status"
  stderr_has "$endless_sentence"
  requests_were 1
}

late='the reply of 127.0.0.1 was not complete within 1 second'
maybe='may or may not have been'

test_case 'a list that never ends'
endlessly '[' "$elements" >fault.json
endless 1 'nscale: the list is too long for a table: more than 256 MiB' 400 \
  sa list
expect_stdout ''
endless 1 '"message":"the reply is too large to keep"' 700 \
  sa list -q 'sort_by(.metadata.name)'
expect_stdout ''
endless 7 "$late" 100 sa list --timeout 1 -q length
expect_stdout ''
endless 7 "$late" 100 sa list --timeout 1 --json
check test "$(wc -c <stdout)" -eq 9
expect_equal '' "$(grep -F ']' stdout)"
for form in '' --json -q.; do
  endless 7 "$late" 100 sa get "$nightly" --timeout 1 ${form:+"$form"}
  expect_stdout ''
done
endless 7 "$late" 100 sa rotate nightly --yes --timeout 1
endless 7 "$late" 100 sa update "$nightly" --file change.json --yes --timeout 1

test_case 'an element that never ends'
endlessly '[{"a": "' "$wide" >fault.json
large='an element of the reply is larger than 16777216 bytes'
for form in '' --json -q.; do
  endless 1 "$large" 100 sa list ${form:+"$form"}
  expect_stdout ''
done
endless 1 "$large" 100 sa list -q length
endless 1 "$large" 100 sa get "$nightly"
endless 1 "$large" 100 sa rotate nightly --yes

test_case 'white space that never ends'
endlessly '[' '                                                    ' >fault.json
endless 7 "$late" 100 sa list --timeout 1
endless 7 "$late" 100 sa get "$nightly" --timeout 1

test_case 'a result that never ends'
endlessly '{"a": "' "$wide" >fault.json
for form in '' --json -q.; do
  perform create --dry-run >/dev/null # a name that is not taken
  endless 8 "service account \\\"new-$number\\\" $maybe created: the reply is too large to keep" \
    200 sa create --file new.json --yes --allow-duplicate --json
  expect_stdout ''
  endless 8 "$maybe rotated: the reply is too large to keep" 200 \
    sa rotate "$nightly" --yes ${form:+"$form"}
  expect_stdout ''
  endless 8 "$maybe updated: the reply is too large to keep" 200 \
    sa update "$nightly" --replace --file whole.json --yes ${form:+"$form"}
done
endless 8 "$maybe deleted: the reply is too large to keep" 200 \
  sa delete "$victim" --yes
stderr_has 'hint: '
stderr_has 'look before you repeat it: nscale serviceaccounts list'
endlessly '' "$(printf '%.4096s' "$deep")" >fault.json
endless 8 "$maybe rotated: the reply is too large to keep" 200 \
  sa rotate "$nightly" --yes

test_case 'an error that never ends'
echo '{"times": 9, "status": 500, "repeat": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}' \
  >fault.json
refused='the server answered without a reason that can be read'
endless 1 "$refused" 100 sa list
endless 8 "$maybe rotated: $refused" 100 sa rotate "$nightly" --yes
expect_stdout ''
for form in '' --json -q.; do
  echo '{"times": 9, "status": 401, "prefix": "{\"error\": \"", "repeat": "x"}' \
    >fault.json
  endless 4 'the service token was refused' 100 sa list ${form:+"$form"}
  endless 4 'the service token was refused' 100 sa rotate "$nightly" --yes \
    ${form:+"$form"}
  expect_stdout ''
done

test_case 'what was saved of them is bounded too'
check test -z "$(find state -size +16385k)"

end_tests
