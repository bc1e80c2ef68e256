#!/bin/sh
# Mistakes on the command line: one clear sentence, the way out, status 2 (or
# 10 where no plugin has that name), and nothing is sent.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start

id=49407c8b-05f1-4293-a3bc-7ecf0d0fce4f

# usage SENTENCE ARGUMENT...: with the hint on stdin, if there is one
usage()
{
  usage_sentence=$1
  shift
  run "$@"
  { printf 'nscale: %s\n' "$usage_sentence"; cat; } >"$work/sentence"
  expect_error 2 <"$work/sentence"
}

# unknown SENTENCE ARGUMENT...: likewise, with 10
unknown()
{
  usage_sentence=$1
  shift
  run "$@"
  { printf 'nscale: %s\n' "$usage_sentence"; cat; } >"$work/sentence"
  expect_error 10 <"$work/sentence"
}

no_hint=/dev/null

test_case 'no command at all shows the help, on stderr'
run
expect_status 2
expect_stdout ''
stderr_has 'Usage: nscale COMMAND VERB [FLAGS]'
expect_equal 'nscale: no command was given' "$(tail -n 1 "$work/stderr")"

test_case 'no verb shows the help of the command'
run sa
expect_status 2
expect_stdout ''
stderr_has 'Usage: nscale serviceaccounts VERB [FLAGS]'
expect_equal 'nscale: serviceaccounts needs a verb' \
  "$(tail -n 1 "$work/stderr")"

test_case 'a command that does not exist'
unknown 'frobnicate is not a command, and no plugin provides it' frobnicate <<'X'
hint: nscale --help lists the commands, and nscale plugins list shows what is wrong with a plugin
X
unknown "'' is not a command, and no plugin provides it" '' <<'X'
hint: nscale --help lists the commands, and nscale plugins list shows what is wrong with a plugin
X
unknown 'SA is not a command, and no plugin provides it' SA list <<'X'
hint: nscale --help lists the commands, and nscale plugins list shows what is wrong with a plugin
X
unknown '../sa is not a command, and no plugin provides it' ../sa list <<'X'
hint: nscale --help lists the commands, and nscale plugins list shows what is wrong with a plugin
X

test_case 'a command that is nearly right'
unknown 'serviceacounts is not a command, and no plugin provides it' \
  serviceacounts list <<'X'
hint: did you mean nscale serviceaccounts list?
X
unknown 'plugin is not a command, and no plugin provides it' plugin list <<'X'
hint: did you mean nscale plugins list?
X
unknown 'versoin is not a command, and no plugin provides it' versoin <<'X'
hint: did you mean nscale version?
X

test_case 'a verb that does not exist, or is nearly right'
usage 'serviceaccounts has no verb frobnicate' sa frobnicate <<'X'
hint: its verbs are: list, get, create, update, rotate, delete, check
X
usage "serviceaccounts has no verb ''" sa '' <<'X'
hint: its verbs are: list, get, create, update, rotate, delete, check
X
usage 'serviceaccounts has no verb lst' sa lst <<'X'
hint: did you mean nscale serviceaccounts list?
X
usage 'serviceaccounts has no verb crate' serviceaccount crate <<'X'
hint: did you mean nscale serviceaccounts create?
X

test_case 'a flag that does not exist, or is nearly right'
usage 'serviceaccounts list has no flag --bogus' sa list --bogus <<'X'
hint: nscale serviceaccounts list --help lists its flags
X
usage 'serviceaccounts list has no flag -z' sa list -z <<'X'
hint: nscale serviceaccounts list --help lists its flags
X
usage 'serviceaccounts list has no flag --jsno' sa list --jsno <<'X'
hint: did you mean --json?
X
usage 'serviceaccounts list has no flag -org' sa list -org acme <<'X'
hint: did you mean --org?
X
usage 'serviceaccounts has no flag --qurey' sa --qurey . list <<'X'
hint: did you mean --query?
X
usage 'serviceaccounts list has no flag --qurey' sa list --qurey=. <<'X'
hint: did you mean --query?
X
usage 'nscale has no flag --debgu' --debgu sa list <<'X'
hint: did you mean --debug?
X
usage 'plugins list has no flag --jsn' plugins list --jsn <<'X'
hint: did you mean --json?
X

test_case 'a verb that does not exist comes before a flag behind it'
usage 'groups has no verb create' groups create --name ci <<'X'
hint: its verbs are: list, get
X
usage 'serviceaccounts has no flag --bogus' sa --bogus creat <<'X'
hint: nscale serviceaccounts --help lists its flags
X

test_case 'a flag of another verb is refused'
usage 'serviceaccounts list has no flag --id' sa list --id "$id" <<'X'
hint: nscale serviceaccounts list --help lists its flags
X
usage 'serviceaccounts list has no flag --yes' sa list -y <<'X'
hint: nscale serviceaccounts list --help lists its flags
X
usage 'serviceaccounts delete has no flag --token-file' \
  sa delete "$id" --yes --token-file x <<'X'
hint: nscale serviceaccounts delete --help lists its flags
X
run sa delete "$id" --yes --json
expect_error 2 <<'X'
{"error":{"kind":"usage","message":"serviceaccounts delete has no flag --json","status":null,"trace_id":null,"hint":"nscale serviceaccounts delete --help lists its flags","exit_code":2}}
X

test_case '--json and -q cannot be used together'
for verb in 'list' 'get ci' 'rotate ci --yes'; do
  # shellcheck disable=SC2086
  run sa $verb --json -q .
  expect_error 2 <<'X'
{"error":{"kind":"usage","message":"--json and --query cannot be used together","status":null,"trace_id":null,"hint":null,"exit_code":2}}
X
done

test_case 'a verb about one account needs an id that is not empty'
for words in '--id' '--id='; do
  case $words in
    *=) set -- "$words" ;;
    *) set -- "$words" '' ;;
  esac
  for verb in get rotate delete update; do
    case $verb in
      get) usage 'the id is empty' sa $verb "$@" ;;
      *) usage 'the id is empty' sa $verb --yes "$@" ;;
    esac <<'X'
hint: name it as the argument, or with --id ID|NAME
X
  done
done
usage 'the id is empty' sa get '' <<'X'
hint: name it as the argument, or with --id ID|NAME
X
usage 'get needs an id or a name' sa get <<'X'
hint: name it as the argument, or with --id ID|NAME
X
usage 'rotate needs an id or a name' sa rotate --yes <<'X'
hint: name it as the argument, or with --id ID|NAME; --self is the one whose token this is
X

test_case 'two ids are one too many'
usage '--id a and the argument b name different things' sa get --id a b <$no_hint
usage 'serviceaccounts get takes one service account, and b is a second' \
  sa get a b <<'X'
hint: run it once for each
X

test_case 'an empty organization is refused'
usage 'the organization is empty: --org and NSCALE_ORGANIZATION_ID take an id or a name' \
  sa list --org '' <$no_hint
organization=$NSCALE_ORGANIZATION_ID
NSCALE_ORGANIZATION_ID=
usage 'the organization is empty: --org and NSCALE_ORGANIZATION_ID take an id or a name' \
  sa list <$no_hint
NSCALE_ORGANIZATION_ID=$organization

test_case 'a value that is missing'
usage '--id needs a value: --id ID|NAME' sa get --id <$no_hint
usage '--org needs a value: --org ID|NAME' sa list --org --debug <$no_hint
usage '--file needs a value: --file FILE' sa create --yes -f <$no_hint
usage '--timeout needs a value: --timeout SECONDS' --timeout <$no_hint
usage '--file needs the name of a file' sa create --yes --file '' <$no_hint
usage '--token-file needs the name of a file' sa rotate ci --yes --token-file= <$no_hint
usage '--ca-cert needs the name of a file' sa list --ca-cert '' <$no_hint
run sa list -q
expect_error 2 <<'X'
{"error":{"kind":"usage","message":"--query needs a value: --query FILTER","status":null,"trace_id":null,"hint":null,"exit_code":2}}
X

test_case 'a value that is too much'
usage '--yes takes no value, but --yes=no has one' sa delete ci --yes=no <<'X'
hint: give --yes alone, or leave it out
X
usage '--debug takes no value, but --debug=1 has one' sa list --debug=1 <<'X'
hint: give --debug alone, or leave it out
X
usage '--yes takes no value, but -yf has one' sa create -yf x <<'X'
hint: give --yes alone, or leave it out
X

test_case 'a flag that is given twice may not differ'
usage '--org is given twice, with different values' \
  sa list --org acme --org globex <$no_hint
usage '--file is given twice, with different values' \
  sa create --yes -f a --file b <$no_hint
run sa delete "$id" --dry-run --dry-run --yes --id "$id"
expect_status 0

test_case 'arguments that a verb does not take are refused'
usage 'serviceaccounts list takes no argument ci' sa list ci <<'X'
hint: did you mean nscale serviceaccounts get ci?
X
usage 'serviceaccounts list takes no argument --json' sa list -- --json \
  <$no_hint
usage 'serviceaccounts create takes a name, and x.json is that of a file' \
  sa create --yes x.json <<'X'
hint: did you mean nscale serviceaccounts create --file x.json?
X
usage 'plugins list takes no argument x' plugins list x <$no_hint
usage 'version takes no argument x' version x <$no_hint

test_case 'nscale plugins needs one of its verbs'
run plugins
expect_status 2
expect_stdout ''
stderr_has 'Usage: nscale plugins VERB [FLAGS]'
stderr_has 'nscale: plugins needs a verb'
usage 'plugins has no verb lst' plugins lst <<'X'
hint: did you mean nscale plugins list?
X
usage 'plugins has no verb tidy' plugins tidy <<'X'
hint: its verbs are: list, check
X

test_case 'times that are no number of seconds are refused'
for seconds in abc 0 -1 1e3 0x10 1.2.3 . '1 ' nan inf 99999999 86400.001; do
  usage "--timeout $seconds is not a number of seconds from 0.001 to 86400" \
    sa list --timeout "$seconds" <$no_hint
done
usage "--timeout '' is not a number of seconds from 0.001 to 86400" \
  sa list --timeout '' <$no_hint
usage '--max-wait soon is not a number of seconds from 0 to 86400' \
  sa list --max-wait soon <$no_hint
usage '--timeout 0 is not a number of seconds from 0.001 to 86400' \
  --timeout 0 sa list <$no_hint

test_case 'a filter that does not compile'
for verb in 'list' 'rotate ci --yes'; do
  # shellcheck disable=SC2086
  run sa $verb -q . -q '.['
  expect_status 2
  expect_stdout ''
  stderr_has '"message":"the filter .[ does not compile: '
done
run sa list -q 'nonsense'
expect_status 2
stderr_has '"message":"the filter nonsense does not compile: '

test_case 'a document from two places, or from none'
usage '--file and --stdin cannot be used together' sa create --yes -f x --stdin \
  <$no_hint
usage 'create needs a document' sa create --yes <<'X'
hint: add --file FILE or --stdin, or flags such as --name
X
usage 'update needs a document' sa update ci --yes <<'X'
hint: add --file FILE or --stdin, or flags such as --name
X

test_case 'a question that nobody can answer'
for verb in rotate delete; do
  usage "$verb cannot ask: standard input and standard error are not both terminals" \
    sa $verb "$id" <<'X'
hint: add --yes, or look first with --dry-run
X
done
usage 'create cannot ask: standard input is the document' sa create --stdin \
  <<'X'
hint: add --yes, or look first with --dry-run
X
usage 'update cannot ask: standard input is the document' \
  sa update "$id" --file - <<'X'
hint: add --yes, or look first with --dry-run
X

test_case 'escapes in what was typed do not reach the terminal'
escape=$(printf '\033[31m')
usage 'serviceaccounts has no verb \x1b[31m' sa "$escape" <<'X'
hint: its verbs are: list, get, create, update, rotate, delete, check
X

test_case 'ten thousand flags before one that is wrong are read'
set --
for hundred in 1 2 3 4 5 6 7 8 9 10; do
  for ten in 1 2 3 4 5 6 7 8 9 10; do
    set -- "$@" --debug --debug --debug --debug --debug --debug --debug \
      --debug --debug --debug
  done
done
usage 'serviceaccounts list has no flag --bogus' sa list "$@" "$@" "$@" \
  "$@" "$@" "$@" "$@" "$@" "$@" "$@" --bogus <<'X'
hint: nscale serviceaccounts list --help lists its flags
X

test_case 'nothing of all this was sent'
expect_requests 0

end_tests
