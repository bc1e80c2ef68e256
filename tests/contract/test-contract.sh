#!/bin/sh
# test-contract.sh - nscale and the sandbox keep to the published description
#
# A validating proxy (prism) stands between them: it refuses a request that
# the API's OpenAPI description does not allow, and turns a reply that it
# does not allow into an error.  $NSCALE_OPENAPI names the description, which
# is no part of this project; those of compute and region are looked for beside
# it, and each service has a proxy of its own.  The proxies come from npm, in the versions that
# package-lock.json pins, and is installed in the build folder; the cases are
# skipped where the registry cannot be reached.
set -u

: "${abs_top_srcdir:=$(pwd)}" "${abs_top_builddir:=$(pwd)}"
proxy=$abs_top_builddir/tests/contract/work

skip()
{
  echo "skipped: $1"
  exit 77
}

install_proxy()
{
  source=$abs_top_srcdir/tests/contract
  cmp -s "$source/package-lock.json" "$proxy/installed" && return 0
  rm -rf "$proxy"
  mkdir -p "$proxy" &&
    cp "$source/package.json" "$source/package-lock.json" "$proxy" &&
    (cd "$proxy" && npm ci --no-audit --no-fund --ignore-scripts \
      --loglevel=error) &&
    cp "$proxy/package-lock.json" "$proxy/installed"
}

# The first run only: inside the sandbox there is nothing left to prepare.
if [ -z "${test_in_sandbox-}" ]; then
  [ -n "${NSCALE_OPENAPI-}" ] ||
    skip 'NSCALE_OPENAPI does not name the OpenAPI description'
  descriptions=$(dirname "$NSCALE_OPENAPI")
  for file in "$NSCALE_OPENAPI" "$descriptions/compute-openapi.json" \
    "$descriptions/region-openapi.json"; do
    [ -f "$file" ] || skip "there is no file $file"
  done
  [ -x "$abs_top_builddir/nscale-sandbox" ] ||
    skip 'nscale-sandbox was not built'
  command -v npm >/dev/null 2>&1 || skip 'npm is not installed'
  install_proxy || {
    npm ping --fetch-retries=0 --fetch-timeout=20000 >/dev/null 2>&1 ||
      skip 'the npm registry cannot be reached'
    echo 'not ok - npm installs the proxy'
    exit 1
  }
fi

. "$abs_top_srcdir/tests/functions.sh"
descriptions=$(dirname "$NSCALE_OPENAPI")
sandbox_start --accounts 2 --deletion-lists 1 --any-status

# start_proxy FD SERVICE DESCRIPTION UPSTREAM: starts a proxy on a free port
start_proxy()
{
  mkfifo "$work/$2"
  "$proxy/node_modules/.bin/prism" proxy --errors -p 0 "$3" "$4" \
    >"$work/$2" 2>&1 &
  proxy_pids="${proxy_pids-} $!"
  eval "exec $1<\"\$work/$2\""
}

# await_proxy FD SERVICE: waits until it says where it listens, in $endpoint
await_proxy()
{
  endpoint=''
  while [ -z "$endpoint" ] && read -r line <&"$1"; do
    printf '%s\n' "$line" >>"$work/$2.log"
    endpoint=$(printf '%s\n' "$line" |
      sed -n 's|.*listening on \(http://127\.0\.0\.1:[0-9]*\).*|\1|p')
  done
  cat <&"$1" >>"$work/$2.log" &
  [ -n "$endpoint" ] || {
    sed 's/^/# /' "$work/$2.log"
    echo "not ok - the proxy of $2 starts"
    tests_ended=1
    exit 1
  }
}

# try STATUS ARGUMENT...: nscale through the proxy, which answers 422 or 500
# to what the description does not allow
try()
{
  wanted=$1
  shift
  run "$@"
  expect_status "$wanted"
}

# objections: what the proxy found, once it has ended
objections()
{
  # shellcheck disable=SC2086 # words
  kill $proxy_pids
  wait
  proxy_pids=''
  cat "$work"/*.log | grep -i -e 'violation' -e 'prism/errors#' |
    sed 's/^[^›]*› *//'
}

cleanup_fn eval 'kill $proxy_pids 2>/dev/null'
start_proxy 3 identity "$NSCALE_OPENAPI" "$NSCALE_IDENTITY_SERVICE_API_ENDPOINT"
start_proxy 4 compute "$descriptions/compute-openapi.json" \
  "$NSCALE_COMPUTE_SERVICE_API_ENDPOINT"
start_proxy 5 region "$descriptions/region-openapi.json" \
  "$NSCALE_REGION_SERVICE_API_ENDPOINT"
await_proxy 4 compute
NSCALE_COMPUTE_SERVICE_API_ENDPOINT=$endpoint
await_proxy 5 region
NSCALE_REGION_SERVICE_API_ENDPOINT=$endpoint
await_proxy 3 identity
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$endpoint
nobody=00000000-0000-4000-8000-000000000000

cat >"$work/new.json" <<'TEXT'
{
  "metadata": {
    "name": "contract-test",
    "description": "made by a test",
    "tags": [{ "name": "team", "value": "ci" }]
  },
  "spec": { "groupIDs": [] }
}
TEXT
echo '{ "metadata": { "description": "changed" } }' >"$work/change.json"

test_case 'the proxy refuses a wrong request'
run_command curl --silent --noproxy '*' \
  --header "Authorization: Bearer $NSCALE_SERVICE_TOKEN" \
  --header 'Content-Type: application/json' --data '{"metadata":{}}' \
  "$endpoint/api/v1/organizations/$NSCALE_ORGANIZATION_ID/serviceaccounts"
stdout_has "must have required property 'spec'"

test_case 'the proxy refuses a wrong reply'
fault '{"status": 200, "body": "[{}]"}'
try 1 sa list
stderr_has 'HTTP 500'

test_case 'list'
try 0 sa list
try 0 sa list --json

test_case 'create'
try 0 sa create -f "$work/new.json" --yes \
  -q .metadata.id -q .status.accessToken
id=$(output | sed -n 1p)
token=$(output | sed -n 2p)
[ -n "$id" ] || fail 'no id'
[ -n "$token" ] || fail 'no token'

test_case 'create with a name that is taken makes another account, if asked to'
try 5 sa create -f "$work/new.json" --yes
try 0 sa create -f "$work/new.json" --yes --allow-duplicate -q .metadata.id
try 0 sa delete --id "$(output | sed -n 1p)" --yes --wait

test_case 'list by the name of the organization'
try 0 sa list --org acme --json

test_case "list what is another's"
try 1 sa list --org "$nobody"

test_case 'get'
try 0 sa get "$id" -q .metadata.name
expect_stdout contract-test

test_case 'get what is not there'
try 3 sa get "$nobody"

test_case 'the new token lists'
admin_token=$NSCALE_SERVICE_TOKEN
NSCALE_SERVICE_TOKEN=$token
try 0 sa list --json
NSCALE_SERVICE_TOKEN=$admin_token

test_case 'update'
try 0 sa update "$id" -f "$work/change.json" --yes -q .metadata.description
expect_stdout changed

test_case 'update with what get printed'
run sa get "$id" --json
output >"$work/same.json"
try 0 sa update "$id" -f "$work/same.json" --yes
stderr_has 'No changes.'

test_case 'update what is not there'
try 3 sa update "$nobody" -f "$work/new.json" --replace --yes

test_case 'rotate'
try 0 sa rotate "$id" --yes -q .status.accessToken
new_token=$(output)
[ "$new_token" != "$token" ] || fail 'the token is still the same'

test_case 'a token that was rotated is refused'
NSCALE_SERVICE_TOKEN=$token
try 4 sa list
NSCALE_SERVICE_TOKEN=$new_token
try 0 sa list --json
NSCALE_SERVICE_TOKEN=$admin_token

test_case 'rotate what is not there'
try 3 sa rotate "$nobody" --yes

test_case 'list what meets conditions'
try 0 sa list --group deployers --json
try 0 sa list --expiring-within 14d -q '.[].metadata.name'
expect_stdout deploy
run sa list --group nosuch
expect_status 3

test_case 'rotate only what expires'
try 0 sa rotate "$id" --if-expiring-within 7d --yes
stderr_has 'Nothing to do: '
control POST "expire/$id?in=500000" >/dev/null
try 0 sa rotate "$id" --if-expiring-within 7d --yes -q .metadata.id
expect_stdout "$id"

test_case 'rotate all that expire'
try 0 sa rotate --all --expiring-within 14d --yes --output-dir "$work/tokens"
expect_equal 'deploy' "$(ls "$work/tokens")"

# The description does not have userinfo: the proxy keeps it back, as a gateway
# may, and the one account that the token sees is its own.
test_case 'check, and the account of the token at hand'
NSCALE_SERVICE_TOKEN=$(control GET "token/$id")
try 0 sa check -q .subject
expect_stdout "$id"
try 0 sa rotate --self --yes --token-file "$work/own" -q .metadata.id
expect_stdout "$id"
NSCALE_SERVICE_TOKEN=$(control GET "token/$id?form=jwt")
try 0 sa check --offline -q .sub
NSCALE_SERVICE_TOKEN=$admin_token

test_case 'delete, which the list shows for a moment'
try 0 sa delete "$id" --yes --wait --wait-timeout 60s
try 0 sa delete "$nobody" --yes --ignore-not-found

test_case 'delete what is not there'
try 3 sa delete "$nobody" --yes

test_case 'organizations and groups'
try 0 org list --json
try 0 org get "$NSCALE_ORGANIZATION_ID" -q .metadata.name
expect_stdout acme
try 0 groups list --json
group=$(output | sed -n 's/^ *"id": "\(.*\)",$/\1/p' | head -n 1)
try 0 groups get "$group" -q .metadata.name
expect_stdout deployers
try 3 groups get "$nobody"

test_case 'any request through nscale api'
try 0 api '/api/v1/organizations/{org}/roles' -q '.[0].metadata.name'
try 0 api -X POST '/api/v1/organizations/{org}/serviceaccounts' \
  -f "$work/new.json" --yes -q .metadata.id
try 0 api -X DELETE "/api/v1/organizations/{org}/serviceaccounts/$(output)" \
  --yes

# ---- Projects and instances, by the example plugins of the SDK. ----------

umask 022
mkdir "$work/plugins"
for name in projects instances; do
  # shellcheck disable=SC2086 # CC may be several words
  ${CC:-cc} -I"$abs_top_srcdir/sdk/include" -shared -fPIC \
    -o "$work/plugins/$name.so" "$abs_top_srcdir/sdk/example/$name.c" ||
    fail "the example $name cannot be built"
done
NSCALE_PLUGIN_PATH=$work/plugins
export NSCALE_PLUGIN_PATH

test_case 'list projects'
try 0 projects list --json
try 0 projects list -q '.[].metadata.name'
expect_stdout 'website
training'

test_case 'create a project'
echo '{ "metadata": { "name": "contract-test" }, "spec": { "groupIDs": [] } }' \
  >"$work/project.json"
try 0 projects create -f "$work/project.json" --yes -q .metadata.id
id=$(output)

test_case 'create a project with a name that is taken'
try 8 projects create -f "$work/project.json" --yes

test_case 'get a project'
try 0 projects get contract-test -q .metadata.id
expect_stdout "$id"

test_case 'replace a project'
try 0 api "/api/v1/organizations/$NSCALE_ORGANIZATION_ID/projects/$id" \
  --method PUT --file "$work/new.json" --yes -q .metadata.tags
expect_stdout '[{"name":"team","value":"ci"}]'

test_case 'delete a project'
try 0 projects delete "$id" --yes
try 3 projects get "$id"
try 3 projects delete "$id" --yes

test_case 'list instances, and what is in a project, a region and a network'
try 0 instances list --json
try 0 instances list --org acme --project website --region europe-west4 \
  --network default --tag a=b --json
expect_stdout '[]'
try 0 instances get web-1

test_case 'create an instance, and wait'
try 0 instances create contract --project website --region europe-west4 \
  --flavor c.2 --image debian-13 --network default --public-ip true \
  --security-group ssh --tag team=ci --description 'made by a test' \
  --user-data '#!/bin/sh' --wait --yes -q .status.powerState
expect_stdout Running

test_case 'change, stop, start, reboot it'
try 0 instances update contract --flavor c.8 --wait --yes
try 0 instances stop contract --wait --yes
try 0 instances start contract --yes
try 0 instances reboot contract --hard --wait --yes

test_case 'what it says, and how to log in'
try 0 instances console contract --lines 5
try 0 instances ssh-key contract
instance=$(run instances get contract -q .metadata.id && output)
try 0 api --service compute "/api/v2/instances/$instance/consolesession"

test_case 'snapshots'
try 0 instances snapshots create before --instance contract --wait --yes
try 0 instances snapshots list --region europe-west4
try 0 instances snapshots delete before --region europe-west4 --wait --yes

test_case 'delete it, and wait'
try 0 instances delete contract --wait --yes
try 3 instances get "$instance"
try 3 instances ssh-key "$nobody"

test_case 'flavors, images and regions of compute'
try 0 api --service compute '/api/v1/organizations/{org}/regions' \
  -q '.[0].metadata.id'
region=$(output)
try 0 api --service compute \
  "/api/v1/organizations/{org}/regions/$region/flavors"
try 0 api --service compute \
  "/api/v1/organizations/{org}/regions/$region/images"
try 3 api --service compute \
  "/api/v1/organizations/{org}/regions/$nobody/images"

# post COLLECTION SPEC: makes one thing of region, whose id is $id
post()
{
  printf '{"metadata":{"name":"contract"},"spec":{%s}}' "$2" \
    >"$work/body.json"
  try 0 api --service region -X POST "/api/v2/$1" -f "$work/body.json" --yes \
    -q .metadata.id
  id=$(output)
}

# goes_round COLLECTION SPEC: it is listed, read, replaced and deleted
goes_round()
{
  try 0 api --service region "/api/v2/$1?organizationID=$NSCALE_ORGANIZATION_ID"
  try 0 api --service region "/api/v2/$1/$id"
  printf '{"metadata":{"name":"contract-2"},"spec":{%s}}' "$2" \
    >"$work/body.json"
  try 0 api --service region -X PUT "/api/v2/$1/$id" -f "$work/body.json" --yes
  try 0 api --service region -X DELETE "/api/v2/$1/$id" --yes
}

test_case 'networks and security groups'
project=$(run projects get website -q .metadata.id && output)
post networks "\"organizationId\":\"$NSCALE_ORGANIZATION_ID\",\"projectId\":\"$project\",\"regionId\":\"$region\",\"prefix\":\"10.1.0.0/16\",\"dnsNameservers\":[]"
network=$id
rules='"rules":[{"direction":"ingress","protocol":"tcp","port":443}]'
post securitygroups "\"networkId\":\"$network\",$rules"
goes_round securitygroups "$rules"
id=$network
goes_round networks '"dnsNameservers":["10.1.0.2"]'

test_case 'list after all that'
try 0 sa list --json

# ---- Where the service and its description differ. ----------------------

# through TOKEN METHOD PATH: a request to the proxy, which objects
through()
{
  curl --silent --noproxy '*' --output /dev/null --request "$2" \
    --header "Authorization: Bearer $1" "$endpoint$3" ||
    fail "no reply to $2 $3"
}

# Each line is an objection that the proxy has to have, and no other.
cat >"$work/differences" <<'TEXT'
status 200,401,403,404,500: a deletion may be 409, where a group is locked
status 200,401,403,500: the list of an unknown organization is 404
status 201,401,403,500: a creation may be 409, where a group is locked
NO_PATH_MATCHED_ERROR: userinfo is not in the description
TEXT

test_case 'the service answers what the description does not list'
root=/api/v1/organizations
accounts=$root/$NSCALE_ORGANIZATION_ID/serviceaccounts
id=$(control GET fixtures | sed 's/.*"deploy":"\([^"]*\)".*/\1/')
token=$(control GET "token/$id")
fault '{"method": "POST", "stop": "before"}'
try 8 sa create -f "$work/new.json" --yes
fault '{"method": "DELETE", "stop": "before"}'
through "$NSCALE_SERVICE_TOKEN" DELETE "$accounts/$id"
through "$token" GET "$root/$nobody/serviceaccounts"
through "$token" GET /oauth2/v2/userinfo

test_case 'the proxy found nothing else'
# Two cases at the start broke the rules on purpose.
objections >"$work/objections"
{
  sed -n 's/.*returned status code.* the document: /status /p' \
    "$work/objections"
  sed -n 's/.*prism\/errors#\([A-Z_]*\).*/\1/p' "$work/objections"
} | sort -u >"$work/stdout"
test_command='prism proxy'
: >"$work/stderr"
{
  cut -d : -f 1 "$work/differences"
  printf '%s\n' UNPROCESSABLE_ENTITY VIOLATIONS
} | sort | expect_stdout
grep -v -e 'returned status code' -e 'prism/errors#' "$work/objections" \
  >"$work/stdout"
expect_stdout ''

end_tests
