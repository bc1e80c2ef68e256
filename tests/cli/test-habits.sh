#!/bin/sh
# What fingers bring from kubectl, gh, docker or aws is never taken for what it
# may mean here: it ends in one sentence that says what to type, and nothing is
# sent.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start

# says STATUS SENTENCE HINT ARGUMENT...
says()
{
  says_status=$1 says_sentence=$2 says_hint=$3
  shift 3
  run "$@"
  expect_error "$says_status" <<TEXT
nscale: $says_sentence
hint: $says_hint
TEXT
}

# no_verb WORD MEANT
no_verb()
{
  says 2 "serviceaccounts has no verb $1" \
    "did you mean nscale serviceaccounts $2?" sa "$1"
}

# no_command WORD HINT [ARGUMENT...]
no_command()
{
  no_word=$1 no_hint=$2
  shift 2
  says 10 "$no_word is not a command, and no plugin provides it" "$no_hint" \
    "$no_word" "$@"
}

# no_flag VERB FLAG HINT [ARGUMENT...]
no_flag()
{
  no_where=$1 no_name=$2 no_hint=$3
  shift 3
  says 2 "serviceaccounts $no_where has no flag $no_name" "$no_hint" \
    sa "$no_where" "$@" "$no_name"
}

token='the token goes in NSCALE_SERVICE_TOKEN, or in a file that NSCALE_SERVICE_TOKEN_FILE names'
whoami='nscale serviceaccounts check asks the service whose the token is'
once='a token can be read once, when its account is created or nscale serviceaccounts rotate replaces it'
select="-q takes a jq filter, as in -q '.[] | select(.metadata.name == \"ci\")'"
output='--json prints JSON, -q the results of a jq filter; without either the output is for people to read'

test_case 'verbs that are called otherwise'
no_verb ls list
for word in show describe view info; do
  no_verb "$word" get
done
for word in new add; do
  no_verb "$word" create
done
for word in edit set patch apply rename; do
  no_verb "$word" update
done
for word in renew regenerate refresh; do
  no_verb "$word" rotate
done
for word in rm remove del; do
  no_verb "$word" delete
done
no_verb create-account create
says 2 'serviceaccounts has no verb describe' \
  'did you mean nscale serviceaccounts get ci?' sa describe ci --id x
says 2 'serviceaccounts has no verb edit' \
  "did you mean nscale serviceaccounts update 'a b'?" sa edit 'a b' c

test_case 'what the plugin knows to be meant'
says 2 'serviceaccounts has no verb whoami' "$whoami" sa whoami
says 2 'serviceaccounts has no verb revoke' \
  'nscale serviceaccounts rotate replaces a token, and nscale serviceaccounts delete ends it with its account' \
  sa revoke ci
for word in token keys get-token rotate-token; do
  says 2 "serviceaccounts has no verb $word" "$once" sa "$word" ci
done
says 2 'serviceaccounts has no verb add-group' \
  'nscale serviceaccounts update takes --add-group and --remove-group' \
  sa add-group ci readers
says 2 'organizations has no verb use' \
  '--org, NSCALE_ORGANIZATION_ID or a profile names the organization of a command' \
  org use acme
for flag in --ttl --expiry --duration --expires-in=30d; do
  says 2 "serviceaccounts create has no flag ${flag%=*}" \
    'the service says how long a token is valid: nscale serviceaccounts list shows when each expires' \
    sa create ci "$flag"
done
for flag in --role --policy --scopes; do
  no_flag create $flag \
    'rights come from groups: --group ID|NAME takes one, and nscale groups list shows which there are'
done

test_case 'a verb that means what this command does not have'
says 2 'groups has no verb rm' 'its verbs are: list, get' group rm
says 2 'groups has no verb show' 'did you mean nscale groups get?' group show

test_case 'help in the place of a verb'
says 2 'serviceaccounts has no verb help' \
  'did you mean nscale help serviceaccounts?' sa help
says 2 'serviceaccounts has no verb help' \
  'did you mean nscale help serviceaccounts list?' sa help list
says 2 'serviceaccounts list takes no argument help' \
  'did you mean nscale help serviceaccounts list?' sa list help
says 2 'serviceaccounts get takes one service account, and help is a second' \
  'did you mean nscale help serviceaccounts get?' sa get ci help

test_case 'a verb before its command is told to come second'
says 10 'get is not a command, and no plugin provides it' \
  'the verb comes second: nscale sa get' get sa
says 10 'ls is not a command, and no plugin provides it' \
  'the verb comes second: nscale sa list' ls sa --json=1
says 10 'describe is not a command, and no plugin provides it' \
  'the verb comes second: nscale serviceaccounts get ci' \
  describe serviceacounts ci
says 10 'get is not a command, and no plugin provides it' \
  "nscale api '/api/v1/organizations/{org}/projects' lists the projects" \
  get projects
says 10 'get is not a command, and no plugin provides it' \
  'the verb comes second: nscale COMMAND get, and nscale --help lists the commands' \
  get pods
says 10 'list is not a command, and no plugin provides it' \
  'the verb comes second: nscale COMMAND list, and nscale --help lists the commands' \
  list

test_case 'whoever tries to log in is told about the token'
for word in login auth configure; do
  no_command "$word" "nscale has no login: $token"
done
for word in whoami get-caller-identity; do
  no_command "$word" "$whoami"
done
for word in config contexts use-context; do
  no_command "$word" 'profiles name settings: nscale profiles list shows which there are and where'
done

test_case 'a thing in the place of a command'
no_command orgs 'did you mean nscale org list?' list
no_command service-accounts "did you mean nscale serviceaccounts get 'a b'?" \
  get 'a b' --yes
no_command iam 'did you mean nscale serviceaccounts list?' accounts list
no_command tokens "$once" list
for word in project projects; do
  no_command $word \
    "nscale api '/api/v1/organizations/{org}/projects' lists the projects" list
done
no_command regions \
  "nscale api --service compute '/api/v1/organizations/{org}/regions' lists the regions"
no_command users \
  "nscale api '/api/v1/organizations/{org}/users' lists the users" list
no_command roles \
  "nscale api '/api/v1/organizations/{org}/roles' lists the roles" list
no_command switch \
  '--org, NSCALE_ORGANIZATION_ID or a profile names the organization of a command' acme

says 2 'serviceaccounts list has no flag --token' "$token" \
  sa list --token secret
stderr_lacks secret
says 2 'serviceaccounts list has no flag --token' "$token" \
  sa list --token=secret

test_case 'another way to ask for JSON or a table'
says 2 'serviceaccounts list has no flag -o' "$output" sa list -o json
says 2 'serviceaccounts list has no flag -ojson' 'did you mean --json?' \
  sa list -ojson
says 2 'serviceaccounts list has no flag --output' "$output" \
  sa list --output=table
says 2 'serviceaccounts get has no flag --format' "$output" \
  sa get ci --format json
says 2 'serviceaccounts list has no flag --jq' '-q FILTER takes a jq filter' \
  sa list --jq .
says 2 'serviceaccounts delete has no flag -o' \
  'nscale serviceaccounts delete --help lists its flags' sa delete ci -o json

test_case 'flags of other programs are answered with ours'
no_flag list -n '--org names the organization'
no_flag create -n '--name gives it a name, and --org names the organization'
no_flag create -g 'did you mean --group?'
no_flag create --label '--tag KEY=VALUE labels it'
no_flag create --display-name 'did you mean --name?'
no_flag create --from-file 'did you mean --file?'
no_flag update --add-label '--tag KEY=VALUE labels it' ci
no_flag list --organization-id '--org names the organization'
no_flag list --org-id 'did you mean --org?'
no_flag list --expiring 'did you mean --expiring-within?'
no_flag list --sort '--sort-by COLUMN sorts by a column'
no_flag list --limit "a list has all that there are: -q '.[:10]' takes the first ten"
no_flag list -A 'a command is about one organization, which --org names'
no_flag list --selector "$select"
says 2 'serviceaccounts list has no flag --name' "$select" sa list --name ci
no_flag list --watch \
  'it is read once: watch, a program of its own, repeats a command'
no_flag list --endpoint-url \
  'a variable or a profile names the endpoint: nscale help environment'
no_flag list --context \
  '--profile NAME takes a profile, and nscale profiles list shows which there are'
says 2 'serviceaccounts get has no flag --name' \
  'the argument is its id or its name' sa get --name ci
no_flag delete --all 'run it once for each'
no_flag delete --auto-approve '--yes answers the question' ci
says 2 'api has no flag --data' \
  '--file FILE sends a JSON document, and --stdin one that comes in' \
  api --data '{}' /api
says 2 '--dry-run takes no value, but --dry-run=client has one' \
  'give --dry-run alone, or leave it out' sa create ci --dry-run=client
says 2 'serviceaccounts delete has no flag --force' \
  '--yes answers the question' sa delete ci --force
says 2 'serviceaccounts list has no flag --force' \
  'nscale serviceaccounts list --help lists its flags' sa list --force
says 2 'serviceaccounts list has no flag -k' \
  '--ca-cert FILE names an authority to trust' sa list -k
says 2 'nscale has no flag -v' \
  '--version shows the version, and --debug says what is sent and answered' -v

test_case 'the flag of a command before it'
behind="put a command's flags after it, as in nscale version --json; nscale --help lists those that may come first"
says 2 'nscale has no flag --yes' "$behind" --yes sa delete ci
run --version --json
expect_error 2 <<TEXT
{"error":{"kind":"usage","message":"nscale has no flag --json","status":null,"trace_id":null,"hint":"$behind","exit_code":2}}
TEXT

test_case 'the version with --json is an object'
run version
plain=$(output)
run version --json
expect_status 0
expect_stderr ''
expect_equal "$plain" "nscale $(sed -n 's/^  "version": "\(.*\)",$/\1/p' \
  "$work/stdout") (plugin ABI $(sed -n 's/^  "plugin_abi": "\(.*\)"$/\1/p' \
  "$work/stdout"))"
json=$(output)
run sa list --version --json
expect 0 <<TEXT
$json
TEXT

test_case 'several things at once, or a name behind list'
says 2 'serviceaccounts delete takes one service account, and b is a second' \
  'run it once for each' sa delete a b c --yes
says 2 'serviceaccounts list takes no argument ci' \
  'did you mean nscale serviceaccounts get ci?' sa list ci
says 2 'api takes no argument /api' 'usage: nscale api PATH' api look /api
says 2 'api takes no argument /api' 'did you mean nscale api -X GET /api?' \
  api get /api
says 2 'api takes no argument /api' 'did you mean nscale api -X PUT /api?' \
  api PUT /api
says 2 'serviceaccounts update takes one service account, and name=x is a second' \
  'did you mean --name x?' sa update ci name=x
says 2 'serviceaccounts update takes one service account, and a.json is a second' \
  'did you mean --file a.json?' sa update ci a.json

test_case 'a file, or a second, in the place of a name for what is made'
says 2 'serviceaccounts create takes a name, and account.json is that of a file' \
  'did you mean nscale serviceaccounts create --file account.json?' \
  sa create account.json
says 2 'serviceaccounts create takes a name, and ./a b is that of a file' \
  "did you mean nscale serviceaccounts create --file './a b'?" \
  sa create './a b'
says 2 'serviceaccounts create takes one name, and b is a second' \
  'run it once for each' sa create a b --yes
run sa create a --name b --yes
expect_error 2 <<'TEXT'
nscale: --name b and the argument a name different things
TEXT

test_case 'a shell without a completion is refused'
says 2 'completion has no verb tcsh' 'its verbs are: bash, zsh, fish' \
  completion tcsh

test_case 'nothing of all this was sent'
expect_requests 0

test_case 'what the hints say to type does what they say'
says_list()
{
  run api "/api/v1/organizations/{org}/$1" -q '.[0].metadata.name'
  expect_status 0
}
says_list projects
says_list users
says_list roles
run sa list -q '.[] | select(.metadata.name == "ci")' -q '.[:10]'
expect_status 0
run sa check
expect_status 0
run profiles list
expect_status 0

test_case 'the argument of create is the name of what it makes'
run sa create build --dry-run
expect_status 0
stdout_has '"name": "build"'
run sa create build --name build --dry-run -q .metadata.name
expect_status 0
expect_stdout build
echo '{"metadata":{"name":"other","description":"x"}}' >"$work/doc"
run sa create --file "$work/doc" --dry-run -q .metadata.name -- -x
expect_status 2
run sa create build --file "$work/doc" --dry-run -q .metadata.name \
  -q .metadata.description
expect_status 0
expect_stdout <<'TEXT'
build
x
TEXT
run sa create made --yes -q .metadata.name
expect_status 0
stdout_has made
run sa create made --yes
expect_status 5

end_tests
