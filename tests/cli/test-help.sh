#!/bin/sh
# test-help.sh - help at each level, and the version
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"

verbs='list get create update rotate delete check'

# What a verb's help lists before the global flags, as `-f --file`, sorted.
flags_of()
{
  "$NSCALE" sa "$1" --help |
    sed -n '/^Global flags:$/q; s/^  \(-.,\)\{0,1\} *\(--[a-z-]*\).*/\1 \2/p' |
    tr -d ',' | sed 's/^ //' | sort
}

# same_help WORDS...: prints what the last command did, on stdout with 0.
same_help()
{
  cat "$work/stdout" >"$work/before"
  run "$@"
  expect_stdout <"$work/before"
  expect_stderr ''
  expect_status 0
}

test_case 'nscale --help lists commands, flags and topics'
run --help
expect_stdout <<'TEXT'
The command line of the Nscale cloud.

Usage: nscale COMMAND VERB [FLAGS]

Commands:
  groups           Show groups and their members (also: group)
  organizations    Show organizations (also: organization org)
  serviceaccounts  Manage service accounts (also: serviceaccount sa)
  api              Send a request to any service of Nscale
  plugins          Show the plugins, which bring the commands
  profiles         Show the profiles, which name settings
  completion       Print the completion script of a shell
  help             Show help for a command or a topic
  version          Show the version

Help topics:
  environment  Variables that nscale reads.
  exit-status  Exit statuses, and what errors look like.
  query        Extract values with -q and jq filters.
  plugins      Where plugins come from.

Global flags:
  -h, --help              Show help and do nothing.
      --version           Show the version and do nothing.
      --debug             Show requests and replies on stderr, without secrets.
      --timeout SECONDS   Give up on a request after this time (default 60).
      --max-wait SECONDS  Wait at most this long when the server sends
                          Retry-After (default 60).
      --ca-cert FILE      Trust the certificate authorities in this PEM file.
      --profile NAME      Use this profile (default: NSCALE_PROFILE).
      --color WHEN        Use colours: auto, always or never (default auto).

Examples:
  nscale sa list
  nscale sa create --file account.json --dry-run
  nscale help environment

nscale help COMMAND, nscale help COMMAND VERB and nscale help TOPIC say more.
TEXT
expect_stderr ''
expect_status 0

test_case 'all the ways to ask for it'
same_help -h
same_help help
same_help --debug --help
same_help help --debug

test_case 'nscale alone: the same on stderr, with 2'
cat "$work/stdout" >"$work/before"
run
expect_error 2 <<TEXT
$(cat "$work/before")
nscale: no command was given
TEXT

test_case 'nscale sa --help lists the verbs'
run sa --help
expect_stdout <<'TEXT'
Manage service accounts, the machine identities of CI/CD.

Usage: nscale serviceaccounts VERB [FLAGS]
Also:  serviceaccount sa

A service account belongs to an organization and acts with the rights of its
groups. Its token, which NSCALE_SERVICE_TOKEN carries, can be read once, when
the account is created or its token is rotated.

Verbs:
  list        List the service accounts of an organization.
  get         Show one service account.
  create      Create a service account and print its token.
  update      Change a service account; its token stays valid.
  rotate      Replace a service account's token and print the new one.
  delete      Delete a service account and its token.
  check       Ask the service whose the service token at hand is.

nscale serviceaccounts VERB --help says more.
TEXT
expect_stderr ''
expect_status 0

test_case 'all the ways to ask for it'
same_help serviceaccounts --help
same_help serviceaccount -h
same_help help sa
same_help help serviceaccounts
same_help --help sa
same_help -h sa

test_case 'nscale sa alone: the same on stderr, with 2'
cat "$work/stdout" >"$work/before"
run sa
expect_error 2 <<TEXT
$(cat "$work/before")
nscale: serviceaccounts needs a verb
TEXT
run sa --json
expect_status 2
expect_stdout ''

test_case 'nscale sa create --help shows flags and document'
run sa create --help
expect_stdout <<'TEXT'
Create a service account and print its token.

Usage: nscale serviceaccounts create [NAME] [FLAGS]

The token can be read this once: keep it. Say what to create with flags, with a
JSON document, or with both: flags win. On a terminal what flags leave out is
asked for, unless with --yes. The service lets accounts share a name, nscale
does not: where there is one of the name it ends with 5.

Document:
  metadata.name          text, required: 1 to 63 letters, digits, '-', '_' or
                         '.', the first and the last a letter or digit
  metadata.description   text
  metadata.tags          list of objects
  metadata.tags[].name   text, required
  metadata.tags[].value  text, required: any text
  spec.groupIDs          list of texts, [] where it is absent

Flags:
      --org ID|NAME       The organization (default: NSCALE_ORGANIZATION_ID, or
                          the only one that the token sees).
      --name TEXT         Its name.
      --description TEXT  What it is for.
      --tag KEY=VALUE     Label it. Repeatable.
      --group ID|NAME     A group whose rights it has. Repeatable.
      --if-not-exists     If there is one of the name, say so, show it and
                          succeed; nothing is made then.
      --allow-duplicate   Do not look whether there is one of the name.

Document flags:
  -f, --file FILE  Read the JSON document from a file; - is standard input.
      --stdin      Read the JSON document from standard input.

Safety flags:
      --dry-run  Show what would be sent and send nothing.
  -y, --yes      Do not ask.

Output flags:
      --json                   Print the whole reply as JSON.
  -q, --query FILTER           Print the results of a jq filter; repeatable.
      --token-file FILE        Write the token to this new file (mode 0600)
                               instead of standard output.
      --deliver COMMAND        Hand the token to this command, on its standard
                               input, and try again until it ends with 0.
      --deliver-check COMMAND  Change nothing unless this command ends with 0
                               beforehand.
      --deliver-retries N      Run the command of --deliver up to N more times
                               where it fails (default 3).
      --deliver-timeout SECONDS
                               End these commands after this time (default 60).

Global flags:
  -h, --help              Show help and do nothing.
      --version           Show the version and do nothing.
      --debug             Show requests and replies on stderr, without secrets.
      --timeout SECONDS   Give up on a request after this time (default 60).
      --max-wait SECONDS  Wait at most this long when the server sends
                          Retry-After (default 60).
      --ca-cert FILE      Trust the certificate authorities in this PEM file.
      --profile NAME      Use this profile (default: NSCALE_PROFILE).
      --color WHEN        Use colours: auto, always or never (default auto).

Examples:
  nscale sa create build --group deployers
  nscale sa create --file account.json
  nscale sa create --file account.json --yes -q .status.accessToken
  nscale sa create --name build --if-not-exists
  nscale sa create --file account.json --dry-run
TEXT
expect_stderr ''
expect_status 0

test_case 'all the ways to ask for it'
same_help help sa create
same_help --help sa create
same_help sa --help create
same_help sa create -h
same_help sa create --stdin --yes --help

test_case 'help of each verb is on stdout, says how to call it and ends with 0'
for verb in $verbs; do
  run sa "$verb" --help
  expect_status 0
  expect_stderr ''
  stdout_has "Usage: nscale serviceaccounts $verb "
  stdout_has '--timeout SECONDS'
  stdout_has "  nscale sa $verb"
  same_help help sa "$verb"
  expect_equal '' "$(awk 'length > 79' "$work/stdout")"
done

test_case 'the flags of each verb are the documented ones'
expect_equal "$(printf '%s\n' --columns --expiring-within --group --json \
  --no-headers --org --sort-by '-q --query' | sort)" \
  "$(flags_of list)"
expect_equal "$(printf '%s\n' --id --json --org '-q --query' | sort)" \
  "$(flags_of get)"
deliver='--deliver --deliver-check --deliver-retries --deliver-timeout'
# shellcheck disable=SC2086 # a list of words
expect_equal "$(printf '%s\n' --allow-duplicate $deliver --description \
  --dry-run --group --if-not-exists --json --name --org --stdin --tag \
  --token-file '-f --file' '-q --query' '-y --yes' |
  sort)" "$(flags_of create)"
expect_equal "$(printf '%s\n' --add-group --description --dry-run --group \
  --id --json --name --org --remove-group --remove-tag --replace --stdin \
  --tag '-f --file' '-q --query' '-y --yes' | sort)" "$(flags_of update)"
# shellcheck disable=SC2086 # likewise
expect_equal "$(printf '%s\n' --all $deliver --dry-run --expiring-within --id \
  --fail-fast --if-expiring-within --json --org --output-dir --self --token-file --whatever-expiry \
  '-q --query' '-y --yes' | sort)" "$(flags_of rotate)"
expect_equal "$(printf '%s\n' --dry-run --id --ignore-not-found --org --wait \
  --wait-timeout '-y --yes' | sort)" "$(flags_of delete)"
expect_equal "$(printf '%s\n' --all --json --offline --org --within '-q --query' |
  sort)" "$(flags_of check)"

test_case 'help goes before everything else that is asked for'
run sa rotate --help --json -q '.['
expect_status 0
stdout_has 'Usage: nscale serviceaccounts rotate'
run sa get --help --version
expect_status 0
stdout_has 'Usage: nscale serviceaccounts get'

test_case 'but a flag that does not exist is said'
run sa list --help --nosuch
expect_status 2
expect_stdout ''
stderr_has 'nscale: serviceaccounts list has no flag --nosuch'

test_case 'the help of the core'"'"'s own commands'
run help help
expect_stdout <<'TEXT'
Show help for a command or a topic.

Usage: nscale help [TOPIC | COMMAND [VERB]] [FLAGS]

Flags:
      --mdoc  Print the manual page of a command, for mandoc or groff.

Global flags:
  -h, --help              Show help and do nothing.
      --version           Show the version and do nothing.
      --debug             Show requests and replies on stderr, without secrets.
      --timeout SECONDS   Give up on a request after this time (default 60).
      --max-wait SECONDS  Wait at most this long when the server sends
                          Retry-After (default 60).
      --ca-cert FILE      Trust the certificate authorities in this PEM file.
      --profile NAME      Use this profile (default: NSCALE_PROFILE).
      --color WHEN        Use colours: auto, always or never (default auto).

Examples:
  nscale help sa create
  nscale help environment
  nscale help --mdoc sa >nscale-serviceaccounts.1
TEXT
expect_stderr ''
expect_status 0
same_help help --help
same_help --help help
run help plugins
expect_status 0
stdout_has 'Usage: nscale plugins VERB'
same_help plugins --help
run help plugins list
expect_status 0
stdout_has 'Usage: nscale plugins list [FLAGS]'
same_help plugins list --help
run version --help
stdout_has 'Usage: nscale version [FLAGS]'
same_help help version

test_case 'help for what there is not'
run help nosuch
expect_error 2 <<'TEXT'
nscale: there is no help for nosuch, which is neither a command nor a topic
hint: nscale --help lists the commands and topics
TEXT
run --help nosuch
expect_error 2 <<'TEXT'
nscale: there is no help for nosuch, which is neither a command nor a topic
hint: nscale --help lists the commands and topics
TEXT
run help enviroment
expect_error 2 <<'TEXT'
nscale: there is no help for enviroment, which is neither a command nor a topic
hint: did you mean nscale help environment?
TEXT
run help sa nosuch
expect_status 2
expect_stdout ''
stderr_has 'nscale: serviceaccounts has no verb nosuch'
run help sa --stdin
expect_error 2 <<'TEXT'
nscale: help has no flag --stdin
hint: nscale help --help lists its flags
TEXT

test_case 'did you mean, at each level'
# suggests WANTED WORDS...: the words are wrong and WANTED is the hint
suggests()
{
  suggestion=$1
  shift
  run "$@"
  expect_stdout ''
  expect_equal "hint: did you mean $suggestion?" "$(tail -n 1 "$work/stderr")"
}
suggests 'nscale serviceaccounts list' serviceacounts list
suggests 'nscale plugins list' plugin list
suggests 'nscale serviceaccounts list' sa lst
suggests 'nscale plugins list' plugins lis
suggests '--json' sa list --jsn
suggests '--json' plugins list --jso
suggests '--debug' --debg sa list
suggests '--mdoc' help --mdco
suggests 'nscale help environment' help enviroment
suggests 'nscale help exit-status' help exit-statis
suggests 'nscale serviceaccounts create' help sa crate

test_case '--version prints one line, wherever it stands'
run --version
expect_status 0
expect_stderr ''
expect_equal 1 "$(grep -c \
  '^nscale [0-9]*\.[0-9]*\.[0-9]* (plugin ABI 1\.[0-9]*)$' "$work/stdout")"
expect_equal 1 "$(grep -c . "$work/stdout")"
same_help version
same_help sa --version
same_help sa list --version
same_help --version sa list

test_case 'help and version need no token, no home and no network'
run_command env -i PATH="$PATH" "$NSCALE" --help
expect_status 0
expect_stderr ''
run_command env -i "$NSCALE" sa rotate --help
expect_status 0
expect_stderr ''

test_case 'help that nobody can read is an error'
if [ -w /dev/full ]; then
  for words in --help --version 'sa --help' 'sa list --help'; do
    # shellcheck disable=SC2086
    "$NSCALE" $words >/dev/full 2>"$work/stderr" </dev/null
    status=$?
    test_command="nscale $words >/dev/full"
    expect_status 1
    stderr_has 'nscale: cannot write to standard output: '
  done
else
  skip_case 'there is no /dev/full'
fi

end_tests
