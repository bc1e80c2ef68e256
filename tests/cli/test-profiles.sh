#!/bin/sh
# test-profiles.sh - named settings: --profile, NSCALE_PROFILE and [default]
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"

acme=$NSCALE_ORGANIZATION_ID
globex=$(fixture globex '' id)
ci=$(fixture acme serviceaccounts ci)
url=$NSCALE_SANDBOX_URL
token=$NSCALE_SERVICE_TOKEN
config=$work/.config/nscale/config
unset XDG_CONFIG_HOME NSCALE_PROFILE
cd "$work" || exit 99
mkdir -p .config/nscale
printf '%s\n' "$token" >.config/nscale/acting.token

# profiles: the file is what stands on stdin
profiles()
{
  cat >"$config"
}

# with VARIABLE=VALUE... -- ARGUMENT...: nscale with these variables and none of
# the sandbox's
with()
{
  set -- "$@"
  test_set=''
  while [ "$1" != -- ]; do
    test_set="$test_set '$1'"
    shift
  done
  shift
  eval "run_command env -u NSCALE_SERVICE_TOKEN -u NSCALE_ORGANIZATION_ID \
    -u NSCALE_SANDBOX_URL -u NSCALE_IDENTITY_SERVICE_API_ENDPOINT $test_set \"\$NSCALE\" \"\$@\""
  test_command="nscale $*, with$test_set"
}

# asked: the organization that was asked for a list
asked()
{
  sent | sed -n 's|^GET /api/v1/organizations/\([^/]*\)/serviceaccounts$|\1|p'
}

profiles <<TEXT
# Comments and blank lines are passed over.

[default]
organization = $acme
endpoint.identity = $url
token_file = acting.token

 [other]
	organization=$globex
endpoint.identity =	$url  
token_command = echo x >>'$work/ran'; cat '$work/.config/nscale/acting.token'

[bare]
organization = $globex
TEXT

# ---- Which one counts. --------------------------------------------------

test_case 'without variables the default profile says everything'
forget
with -- sa get ci -q .metadata.id
expect 0 <<TEXT
$ci
TEXT
expect_equal "$acme" "$(asked)"

test_case 'NSCALE_PROFILE names another, and --profile wins over it'
forget
with NSCALE_PROFILE=other -- sa list -q length
expect_status 0
expect_equal "$globex" "$(asked)"
forget
with NSCALE_PROFILE=other -- sa list --profile default -q length
expect_status 0
expect_equal "$acme" "$(asked)"
forget
with NSCALE_PROFILE=nowhere -- --profile other sa list -q length
expect_status 0
expect_equal "$globex" "$(asked)"

test_case 'variables win over NSCALE_PROFILE, and --profile over variables'
forget
with NSCALE_PROFILE=other "NSCALE_ORGANIZATION_ID=$acme" -- sa list -q length
expect_status 0
expect_equal "$acme" "$(asked)"
forget
with "NSCALE_ORGANIZATION_ID=$acme" -- sa list --profile other -q length
expect_status 0
expect_equal "$globex" "$(asked)"

test_case 'flags win over all of it'
forget
with -- sa list --profile other --org "$acme" -q length
expect_status 0
expect_equal "$acme" "$(asked)"

test_case 'nscale api and completion use it as well'
forget
with -- api '/api/v1/organizations/{org}/groups' -q length --profile other
expect_status 0
expect_equal "GET /api/v1/organizations/$globex/groups" "$(sent)"
with -- __complete sa get ''
stdout_has ci

test_case 'completion runs no command of a profile'
check test -s ran
rm ran
forget
with NSCALE_PROFILE=other -- __complete sa get ''
check test ! -e ran
expect_requests 0

# ---- The token of another place. ----------------------------------------

test_case 'a token variable beside a profile that leads elsewhere: 2'
forget
for variable in "NSCALE_SERVICE_TOKEN=$token" \
  NSCALE_SERVICE_TOKEN_FILE=.config/nscale/acting.token \
  'NSCALE_SERVICE_TOKEN_COMMAND=cat .config/nscale/acting.token'; do
  with "$variable" -- sa list
  expect_error 2 <<TEXT
nscale: ${variable%%=*} is set beside the profile "default", which has a token of its own
hint: unset it, or add --profile default to mean the profile
TEXT
done
expect_requests 0

test_case 'but not where the command line names the profile, which wins whole'
with NSCALE_SERVICE_TOKEN=dead -- sa get ci --profile default -q .metadata.id
expect 0 <<TEXT
$ci
TEXT
with NSCALE_SERVICE_TOKEN_COMMAND=false -- sa list --profile other -q length
expect_status 0

test_case 'nor where it brings neither an endpoint nor a token'
forget
with "NSCALE_SERVICE_TOKEN=$token" \
  "NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$url" NSCALE_PROFILE=bare -- \
  sa list -q length
expect_status 0
expect_equal "$globex" "$(asked)"

# ---- What is wrong. -----------------------------------------------------

test_case 'a profile that is not there'
forget
with -- sa list --profile othr
expect_error 2 <<TEXT
nscale: there is no profile "othr", which --profile names, in $config
hint: did you mean "other"?
TEXT
with NSCALE_PROFILE=nothing -- sa list
expect_error 2 <<TEXT
nscale: there is no profile "nothing", which NSCALE_PROFILE names, in $config
TEXT
expect_requests 0

test_case 'messages say that a profile named it'
profiles <<TEXT
[default]
endpoint.identity = $url
token_file = none
TEXT
with -- sa list --org "$acme"
expect_error 4 <<TEXT
nscale: cannot read $work/.config/nscale/none, which token_file of the profile "default" names: No such file or directory
TEXT
profiles <<TEXT
[default]
endpoint.identity = ftp://127.0.0.1
token_command = echo locked >&2; exit 5
TEXT
with -- sa list --org "$acme"
expect_status 2
stderr_has 'endpoint.identity of the profile "default"'
profiles <<TEXT
[default]
endpoint.identity = $url
token_command = echo locked >&2; exit 5
TEXT
with -- sa list --org "$acme"
expect_error 4 <<TEXT
nscale: the command of token_command of the profile "default" ended with status 5: locked
TEXT
profiles <<TEXT
[default]
ca_cert = ~/none.pem
TEXT
with -- sa list --org "$acme"
expect_error 2 <<TEXT
nscale: cannot read $work/none.pem, which ca_cert of the profile "default" names: No such file or directory
TEXT

test_case 'a line that is wrong is named'
while IFS='|' read -r line message hint; do
  printf '[default]\n%s\n' "$line" >"$config"
  with -- sa list
  {
    echo "nscale: $config, line 2: $message"
    [ -z "$hint" ] || echo "hint: $hint"
  } | expect_error 2
done <<'TEXT'
organisation = x|there is no setting "organisation"|did you mean "organization"?
token = x|there is no setting "token"|a profile holds no token: name a file with token_file, or a command with token_command
colour = x|there is no setting "colour"|there are organization, project, region, endpoint.SERVICE, ca_cert, token_file and token_command
endpoint. = x|there is no setting "endpoint."|there are organization, project, region, endpoint.SERVICE, ca_cert, token_file and token_command
organization|it is neither NAME = VALUE nor a section|
organization =|the value is missing|
[x|a section ends with ]|
[a b]|the name of a profile is made of letters, digits and -_.|
[]|the name of a profile is made of letters, digits and -_.|
[default]|the profile is there already|
TEXT
echo 'organization = x' >"$config"
with -- sa list
expect_error 2 <<TEXT
nscale: $config, line 1: it is in no profile: begin one with [default]
TEXT
printf '[default]\nregion = a\nregion = b\n' >"$config"
with -- sa list
expect_error 2 <<TEXT
nscale: $config, line 3: the profile has this setting already
TEXT

test_case 'a file that others may write to is not used'
printf '[default]\norganization = x\n' >"$config"
chmod 666 "$config"
with -- sa list
expect_error 2 <<TEXT
nscale: will not use $config: everyone may write to it
TEXT
chmod 600 "$config"
chmod 777 .config/nscale
with -- sa list
expect_status 2
stderr_has "nscale: will not use $config: everyone may write to it"
chmod 700 .config/nscale

test_case 'help and version do not read it'
echo nonsense >"$config"
for words in --help --version 'sa list --help' 'plugins list'; do
  # shellcheck disable=SC2086
  with -- $words
  expect_status 0
done

# ---- What there is. -----------------------------------------------------

test_case 'profiles list: each setting, and where it is from'
rm -f ran
profiles <<TEXT
[default]
organization = acme
[other]
endpoint.identity = https://id.example
token_command = touch ran
TEXT
with NSCALE_PROFILE=other \
  NSCALE_IDENTITY_SERVICE_API_ENDPOINT=https://else.example -- profiles list
expect_status 0
expect_stdout <<TEXT
PROFILE  SETTING            VALUE               FROM
default  organization       acme                $config:2
other    endpoint.identity  https://id.example  $config:4, but NSCALE_IDENTITY_SERVICE_API_ENDPOINT is set
other    token_command      touch ran           $config:5
TEXT
expect_stderr 'The profile "other" is used, which is named by NSCALE_PROFILE.'
with -- profiles list --json
expect 0 <<TEXT
[
  {
    "profile": "default",
    "setting": "organization",
    "value": "acme",
    "from": "$config:2",
    "used": true
  },
  {
    "profile": "other",
    "setting": "endpoint.identity",
    "value": "https://id.example",
    "from": "$config:4",
    "used": false
  },
  {
    "profile": "other",
    "setting": "token_command",
    "value": "touch ran",
    "from": "$config:5",
    "used": false
  }
]
TEXT
check test ! -e ran

test_case 'no file, no profiles, and nothing is missed'
rm -r .config/nscale
with -- profiles list
expect_error 0 <<'TEXT'
No profiles.
TEXT
with -- profiles list --json
expect 0 <<'TEXT'
[]
TEXT
run sa list -q length
expect 0 <<'TEXT'
3
TEXT
with -- sa list --profile x
expect_error 2 <<TEXT
nscale: there is no profile "x", which --profile names, in $config
TEXT

end_tests
