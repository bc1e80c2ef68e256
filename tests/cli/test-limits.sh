#!/bin/sh
# A process that was given little: few descriptors, little memory, no right to
# its own files, none of 0, 1 and 2; or that was given very much to read.  No
# token is lost, and nothing is written to what took the place of a stream.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"

ci=ee55ea90-ec17-471d-99e7-53ee33df5703
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
cd "$work" || exit 99

# limited OPTION VALUE COMMAND...: under a limit of the shell's
cat >limited <<'TEXT'
#!/bin/sh
ulimit "$1" "$2" || exit 99
shift 2
exec "$@"
TEXT
chmod 755 limited

# token_now: the one that works
token_now()
{
  control GET "token/$ci"
}

# kept TOKEN: whether it is on stdout, in the token file or a saved file
kept()
{
  saved=$(sed -n 's/.*the reply was saved to \([^"]*\.json\).*/\1/p' stderr)
  cat stdout ${saved:+"$saved"} token-file 2>/dev/null | grep -F -q -e "$1"
}

runs=0 lost=0
# rotate_under OPTION VALUE TARGET ARGUMENT...: a rotate under a limit
rotate_under()
{
  option=$1 value=$2 target=$3
  shift 3
  test_command="ulimit $option $value; nscale sa rotate $* >$target"
  rm -rf token-file state stdout
  before=$(token_now)
  ./limited "$option" "$value" "$NSCALE" sa rotate "$ci" --yes "$@" \
    </dev/null 2>stderr >"$target"
  status=$?
  runs=$((runs + 1))
  now=$(token_now)
  if [ "$now" != "$before" ] && ! kept "$now"; then
    lost=$((lost + 1))
    test_fail 'a token was lost'
  elif [ "$now" = "$before" ] && [ "$status" -eq 0 ]; then
    test_fail 'success is said where nothing was done'
  fi
  [ "$status" -lt 128 ] || test_fail "ended with status $status"
}

# each_way OPTION VALUE: every form of output, delivered and not
each_way()
{
  for target in "$work/stdout" /dev/full; do
    [ "$target" != /dev/full ] || [ -c /dev/full ] || continue
    rotate_under "$1" "$2" "$target"
    rotate_under "$1" "$2" "$target" --json
    rotate_under "$1" "$2" "$target" -q .status.accessToken
    rotate_under "$1" "$2" "$target" -q '.status | .accessToken + ""'
    rotate_under "$1" "$2" "$target" --token-file token-file
  done
}

# The loader of the system needs more to begin with.
test_case 'however few files may be open, no token is lost'
forget
for most in 3 4 5 6 7 8 9 10 11 12 13 14; do
  each_way -n "$most"
done
expect_equal 0 "$lost"
echo "# $runs runs, $lost tokens lost"
# With a dozen it works: the limits did not merely keep it from rotating.
rotate_under -n 14 "$work/stdout" -q .status.accessToken
expect_status 0

test_case 'however little memory there is, no token is lost'
if [ -n "${SANITIZERS-}" ]; then
  skip_case 'sanitizers take terabytes of addresses'
else
  runs=0
  for kilobytes in 4000 6000 8000 12000 16000 20000 24000 28000 32000 64000
  do
    each_way -v "$kilobytes"
  done
  expect_equal 0 "$lost"
  echo "# $runs runs, $lost tokens lost"
fi

test_case 'whatever the umask, what is saved is its owner'"'"'s to read'
rm -rf state token-file
# Those are made with another umask, so that they can be written to again.
: >stdout
: >stderr
(umask 0777 && exec "$NSCALE" sa rotate "$ci" --yes --token-file token-file \
  </dev/null >stdout 2>stderr)
expect_equal -rw------- "$(find token-file -exec ls -ld {} + | cut -c 1-10)"
expect_equal "$(token_now)" "$(cat token-file)"
if [ -c /dev/full ]; then
  (umask 0777 && exec "$NSCALE" sa rotate "$ci" --yes </dev/null \
    2>stderr >/dev/full)
  saved=$(sed -n 's/.*the reply was saved to \([^"]*\.json\).*/\1/p' stderr)
  expect_equal drwx------ "$(find state/nscale -prune -exec ls -ld {} + |
    cut -c 1-10)"
  expect_equal -rw------- "$(find "$saved" -exec ls -ld {} + | cut -c 1-10)"
  check grep -F -q -e "$(token_now)" "$saved"
fi
# Others get no more than they were to get.
(umask 027 && exec "$NSCALE" sa rotate --all --expiring-within 9000d --yes \
  --output-dir tokens </dev/null >stdout 2>stderr)
expect_equal drwx------ "$(find tokens -prune -exec ls -ld {} + |
  cut -c 1-10)"

# without STREAMS ARGUMENT...: nscale with these of 0, 1 and 2 closed, and
# files where the others are
without()
{
  streams=$1
  shift
  test_command="nscale $* without $streams"
  : >stdout
  : >stderr
  case $streams in
    0) "$NSCALE" "$@" <&- >stdout 2>stderr ;;
    1) "$NSCALE" "$@" </dev/null >&- 2>stderr ;;
    2) "$NSCALE" "$@" </dev/null >stdout 2>&- ;;
    01) "$NSCALE" "$@" <&- >&- 2>stderr ;;
    02) "$NSCALE" "$@" <&- >stdout 2>&- ;;
    12) "$NSCALE" "$@" </dev/null >&- 2>&- ;;
    012) "$NSCALE" "$@" <&- >&- 2>&- ;;
  esac
  status=$?
}

test_case 'without some of 0, 1 and 2 each goes where it should, or nowhere'
"$NSCALE" sa list -q '.[].metadata.name' >wanted-list
for streams in 0 1 2 01 02 12 012; do
  forget
  without "$streams" sa list -q '.[].metadata.name'
  case $streams in
    *1*) expect_status 1
         expect_stdout '' ;;
    *) expect_status 0
       check cmp -s stdout wanted-list ;;
  esac
  # An error goes to stderr or nowhere.
  without "$streams" sa get nobody
  expect_status 3
  expect_stdout ''
  case $streams in
    *2*) expect_stderr '' ;;
    *) stderr_has 'nscale: service account "nobody" not found' ;;
  esac
  # What the server saw is whole requests without bodies, and no other bytes.
  expect_equal 'GET GET' "$(requests | tr , '\n' | tr -d ' ' |
    sed -n 's/^.*"method":"\([^"]*\)".*/\1/p' | tr '\n' ' ' | sed 's/ $//')"
done

test_case 'without some of 0, 1 and 2 no token goes astray'
for streams in 0 1 2 01 02 12 012; do
  rm -rf token-file state
  before=$(token_now)
  without "$streams" sa rotate "$ci" --yes -q .status.accessToken
  case $streams in
    *1*) expect_status 2
         expect_equal "$before" "$(token_now)" ;;
    *) expect_status 0
       expect_stdout "$(token_now)" ;;
  esac
  before=$(token_now)
  without "$streams" sa rotate "$ci" --yes --token-file token-file
  if [ -e token-file ]; then
    expect_equal "$(token_now)" "$(cat token-file)"
    expect_equal 1 "$(wc -l <token-file | tr -d ' ')"
  else
    expect_equal "$before" "$(token_now)"
  fi
done

test_case 'without them and without /dev/null nothing is done'
if [ -n "${SANITIZERS-}" ] || [ "$(id -u)" -ne 0 ] ||
  ! ldd "$abs_top_builddir/core/nscale" >/dev/null 2>&1; then
  skip_case 'chroot takes root, and a binary that needs little'
else
  mkdir -p root/tmp
  binary=$abs_top_builddir/core/nscale
  for file in "$binary" $(ldd "$binary" | awk '{
      for (i = 1; i <= NF; i++) if ($i ~ /^\//) print $i }'); do
    mkdir -p "root${file%/*}"
    cp -L "$file" "root$file"
  done
  # That of uutils, like all of Rust, opens again what it finds closed.
  change_root='chroot root'
  ! chroot --version 2>&1 | grep -q uutils ||
    change_root='unshare --root=root'
  # shellcheck disable=SC2086 # words
  run_command $change_root "$binary" --version
  expect_status 0
  for streams in '<&-' '>&-' '2>&-'; do
    : >stdout
    : >stderr
    eval "$change_root $binary --version </dev/null >stdout 2>stderr $streams"
    status=$?
    expect_status 1
    expect_stdout ''
    [ "$streams" = '2>&-' ] || expect_stderr 'nscale: standard input, output or error is closed, and /dev/null cannot take its place: No such file or directory'
  done
fi

# many TEXT: ten thousand times, with %d as the number, in the list `$words`
many()
{
  words=$(awk -v "text=$1" 'BEGIN {
    for (i = 0; i < 10000; i++) { word = text; gsub(/%d/, i, word)
      print word } }')
}

# A second is not to be measured here, but what grows with the cube of the
# number does not end within the time that a test has.
test_case 'ten thousand flags are read, and the one that is wrong is named'
many --json
# shellcheck disable=SC2086 # a list of words
run sa list $words -q length
expect_error 2 <<'TEXT'
{"error":{"kind":"usage","message":"--json and --query cannot be used together","status":null,"trace_id":null,"hint":null,"exit_code":2}}
TEXT
# shellcheck disable=SC2086
run sa get ci $words --id ci
expect_status 0
many --no-such-flag-%d
# shellcheck disable=SC2086
run sa list $words
expect_error 2 <<'TEXT'
nscale: serviceaccounts list has no flag --no-such-flag-0
hint: nscale serviceaccounts list --help lists its flags
TEXT

test_case 'ten thousand arguments are refused'
many ci
# shellcheck disable=SC2086
run sa get $words
expect_status 2
expect_stdout ''

test_case 'ten thousand filters are each applied'
many '-q.[%d].metadata.name'
forget
# shellcheck disable=SC2086
run sa list $words
expect_status 0
expect_requests 1
expect_equal 10000 "$(wc -l <stdout | tr -d ' ')"
expect_equal 'ci deploy nightly null' \
  "$(sort -u stdout | tr '\n' ' ' | sed 's/ $//')"

test_case 'ten thousand tags are taken'
many --tag=name-%d=value
# shellcheck disable=SC2086
run sa create --name many $words --dry-run -q '.metadata.tags | length'
expect_status 0
expect_stdout 10000
# shellcheck disable=SC2086
run sa create --name many $words --tag name-7=other --dry-run
expect_error 2 <<'TEXT'
nscale: --tag name-7 is given twice, with different values
TEXT

# ---- Many values in few bytes. ------------------------------------------

# A tree of it would take a hundred times its bytes (test-memory.sh measures).
# What nobody looks at is handed on as it is, in `x`; what is looked at is
# refused, in `groupIDs`.
awk -v id="$ci" '
  function times(unit, count, half) {
    if (count < 1) return ""
    half = times(unit, int(count / 2))
    return half half (count % 2 ? unit : "")
  }
  function reply(method, count, text) {
    gsub(/"/, "\\\"", text)
    return "{\"method\":\"" method "\",\"times\":" count \
      ",\"status\":200,\"body\":\"" text "\"}"
  }
  function thing(groups, x) {
    return "{\"metadata\":{\"id\":\"" id "\",\"name\":\"ci\"," \
      "\"future\":{\"b\":1.50,\"a\":[{}]}},\"spec\":{\"groupIDs\":[" groups \
      "]},\"status\":{\"accessToken\":\"fresh\"},\"x\":[" x "]}"
  }
  BEGIN {
  all = times("{},", 300000) "{}"
  printf "%s", thing("", all) >"thing"
  printf "%s", reply("POST", 9, thing("", all)) >"thing.json"
  printf "%s", reply("PUT", 9, thing("", all)) >"put.json"
  printf "%s", reply("GET", 99, "[" thing("", all) "]") >"list.json"
  printf "%s", reply("POST", 1, thing(all, "")) >"wide.json"
  printf "%s", reply("GET", 9, "[" thing(all, "") "]") >"wide-list.json"
}'
printf '{"method":"GET","times":99,"headers":{"Content-Encoding":"gzip"},"raw":"%s"}' \
  "$(printf '[%s]' "$(cat thing)" | gzip -c | base64 | tr -d '\n')" \
  >zipped.json
api='/api/v1/organizations/{org}/serviceaccounts'
many='has so many values that looking into it would take far more memory than its size'

# compact: what was printed, without white space
compact()
{
  tr -d ' \n' <stdout >compact
}

for form in list.json zipped.json; do
  test_case "values that nobody looks at are handed on, however many ($form)"
  forget
  control POST faults @$form >/dev/null
  run sa get ci --json
  expect_status 0
  compact
  check cmp -s compact thing
  run sa get ci
  expect 0 <<TEXT
ID:      $ci
Name:    ci
Groups:  -
Token:   fresh
TEXT
  run sa get ci -q .metadata.name
  expect 0 <<'TEXT'
ci
TEXT
  run sa list --columns name
  expect 0 <<'TEXT'
NAME
ci
TEXT
  run sa list -q '.[].metadata.name'
  expect 0 <<'TEXT'
ci
TEXT
  run api "$api"
  expect_status 0
  compact
  check eval 'printf "[%s]" "$(cat thing)" | cmp -s - compact'
  run api "$api" -q '.[0].metadata.name'
  expect 0 <<'TEXT'
ci
TEXT
done

test_case 'and are sent back by an update, to the byte'
forget
control POST faults @list.json >/dev/null
control POST faults @put.json >/dev/null
run sa update ci --description new --yes
expect_status 0
stderr_has 'Updated service account "ci".'
# Without the token and the id, which the server alone writes.
sed -e 's/"id":"[^"]*",//' -e 's/,"status":{[^}]*}//' \
  -e 's/\("future":{[^}]*}\]}\)/\1,"description":"new"/' thing >wanted-body
test_lines | tail -n 1 |
  sed -e 's/.*"body":"\(.*\)","status":.*/\1/' -e 's/\\"/"/g' |
  tr -d '\n' >body
check cmp -s body wanted-body

test_case 'what was read of them is a document, and changes nothing'
run sa get ci --json
compact
run sa update ci --file compact --json --yes
expect_status 0
expect_stderr 'No changes.'
cp compact read.json
compact
check cmp -s compact read.json
sed 's/"b":1.50/"b":1.51/' read.json >changed.json
run sa update ci --file changed.json --json --yes
expect_status 2
stderr_has 'unknown field metadata.future'

test_case 'a token among them is found'
for words in '' --json -q.status.accessToken --token-file=token-file; do
  rm -rf state token-file
  forget
  control POST faults @thing.json >/dev/null
  # shellcheck disable=SC2086
  run sa rotate "$ci" --yes $words
  expect_status 0
  check grep -q fresh stdout token-file 2>/dev/null
done

test_case 'values that are looked at are refused where they take too much'
forget
control POST faults @wide-list.json >/dev/null
run sa get ci
expect_error 1 <<TEXT
nscale: the reply $many
TEXT
run sa update ci --description new --yes
expect_error 1 <<TEXT
nscale: the reply $many
TEXT
run sa list -q 'sort_by(.metadata.name)'
expect_error 1 <<TEXT
{"error":{"kind":"failed","message":"the reply $many","status":null,"trace_id":null,"hint":null,"exit_code":1}}
TEXT
# What needs no look into it is no worse off.
run sa list --columns name,groups
expect 0 <<'TEXT'
NAME  GROUPS
ci    300001
TEXT

test_case 'and a token in it is kept'
for words in '' --json -q.status.accessToken --token-file=token-file; do
  rm -rf state token-file
  forget
  control POST faults @wide.json >/dev/null
  # shellcheck disable=SC2086
  run sa rotate "$ci" --yes $words
  expect_status 9
  stderr_has "$many"
  saved=$(sed -n 's/.*the reply was saved to \([^"]*\.json\).*/\1/p' stderr)
  check grep -q '"accessToken":"fresh"' "$saved"
done

end_tests
