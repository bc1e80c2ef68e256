#!/bin/sh
# test-hints.sh - a command in a hint is pasted, and does what it says: each
# word in it that is not ours stands for itself, whatever is in it
# shellcheck disable=SC1091,SC2016,SC2317
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

accounts=/api/v1/organizations/$(fixture acme '' id)/serviceaccounts
org=$(fixture acme '' id)
ci=$(fixture acme serviceaccounts ci)
cd "$work" || exit 99

# A stand-in that prints its words, and all shells that there are.
mkdir bin
cat >bin/nscale <<'TEXT'
#!/bin/sh
printf '<%s>\n' "$@"
TEXT
chmod +x bin/nscale
shells='sh bash zsh ksh fish'

# pasted FROM TO WORD...: what stands in stderr's hint between FROM and TO is
# a command of these words
pasted()
{
  from=$1 to=$2
  shift 2
  line=$(sed -n 's/^hint: //p' stderr)
  case $line in
    *"$from"*) line=${line#*"$from"} ;;
    *) fail "no hint has $from: $line" ;;
  esac
  line=${line%"$to"*}
  printf '<%s>\n' "$@" >wanted
  for shell in $shells; do
    command -v "$shell" >/dev/null 2>&1 || continue
    PATH=$work/bin:$PATH "$shell" -c "$line" >got 2>&1
    check cmp -s wanted got
    cmp -s wanted got || { echo "# $shell: $line"; sed 's/^/#   /' got; }
    check test ! -e evil
  done
}

newline='
'
escape=$(printf '\033]0;x\007')
right=$(printf '\342\200\256')
# each COMMAND...: with every kind of $name
each()
{
  for name in 'a;touch evil' 'a$(touch evil)' 'a`touch evil`' "it's" \
    'a"b"' 'a\b' 'a!!b' '*' '~' '#a' '&touch evil' "a${newline}touch evil" \
    "a${escape}b" "a${right}b%s" '-x' '--all' 'a b' 'é'; do
    "$@"
  done
}

json_name()
{
  printf '%s' "$name" | awk '{ gsub(/[\\"]/, "\\\\&")
    gsub(/\033/, "\\u001b"); gsub(/\007/, "\\u0007")
    printf "%s%s", (NR > 1 ? "\\n" : ""), $0 }'
}

lists()
{
  forget
  fault "$(printf '{"path": "%s", "method": "GET", "times": 9, "body": "%s"}' \
    "$accounts" "$(printf '[{"metadata":{"id":"%s","name":"%s"},"spec":{"groupIDs":[]}}]' "$ci" \
      "$(json_name)" | sed 's/[\\"]/\\&/g')")"
}

rotates()
{
  lists
  fault '{"method": "POST", "cut": "before"}'
  run sa rotate --yes -- "$name"
  expect_status 8
  case $name in
    -*) pasted 'rotate again with ' '' serviceaccounts rotate "--id=$name" \
          --org "$org" ;;
    *) pasted 'rotate again with ' '' serviceaccounts rotate "$name" \
         --org "$org" ;;
  esac
}

test_case 'rotate again'
each rotates
shells='sh'

updates()
{
  lists
  fault '{"method": "PUT", "cut": "before"}'
  run sa update --id="$name" --description new --yes
  expect_status 8
  case $name in
    -*) pasted 'repeat it: ' '' serviceaccounts get "--id=$name" \
          --org "$org" ;;
    *) pasted 'repeat it: ' '' serviceaccounts get "$name" --org "$org" ;;
  esac
}

test_case 'look before you repeat it'
each updates

paths()
{
  forget
  fault '{"method": "POST", "cut": "before"}'
  run api -X POST --yes -- "/api/v1/x/$name"
  [ "$status" -eq 8 ] || return 0 # such a path is not sent
  pasted 'repeat it: ' '' api "/api/v1/x/$name"
}

test_case 'look at a path'
each paths

words()
{
  run sa list -- "$name"
  expect_status 2
  case $name in
    -*) stderr_lacks hint: ;;
    *) pasted 'did you mean ' '?' serviceaccounts get "$name" ;;
  esac
  case $name in
    -*) ;;
    *) run sa help "$name"
       expect_status 2
       pasted 'did you mean ' '?' help serviceaccounts "$name"
       run create sa "$name"
       expect_status 10
       pasted 'second: ' '' sa create "$name" ;;
  esac
}

test_case 'a word in the wrong place'
each words

means()
{
  lists
  run sa get -- "${name}x"
  expect_status 3
  line=$(sed -n 's/^hint: did you mean \(.*\)?$/\1/p' stderr)
  [ -n "$line" ] || line=$(sed -n 's/^hint: there are: //p' stderr)
  [ -n "$line" ] || fail "no hint: $(cat stderr)"
  printf '<%s>\n' "$name" >wanted
  PATH=$work/bin:$PATH sh -c "nscale $line" >got 2>&1
  check cmp -s wanted got
}

test_case 'did you mean, and there are'
each means

end_tests
