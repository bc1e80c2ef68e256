#!/bin/sh
# test-sandbox-services.sh - the sandbox: one address for each service, so that
# nothing that runs in it reaches another
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"

cd "$work" || exit 99

# hidden COMMAND...: what it says, with the sandbox's address as URL
hidden()
{
  run_command "$@"
  hide
}

# expect_words WORDS: the lines on standard input are these
expect_words()
{
  expect_equal "$1" "$(tr '\n' ' ' | sed 's/ *$//')"
}

test_case 'each service that is published has its address in the environment'
hidden sh -c 'env | grep "^NSCALE_[A-Z_]*_SERVICE_API_ENDPOINT=" | sort'
expect 0 <<'TEXT'
NSCALE_COMPUTE_SERVICE_API_ENDPOINT=URL/compute
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=URL
NSCALE_KUBERNETES_SERVICE_API_ENDPOINT=URL/kubernetes
NSCALE_NKS_CORE_SERVICE_API_ENDPOINT=URL/nks-core
NSCALE_REGION_SERVICE_API_ENDPOINT=URL/region
NSCALE_RESERVATION_SERVICE_API_ENDPOINT=URL/reservation
NSCALE_STORAGE_SERVICE_API_ENDPOINT=URL/storage
TEXT

test_case "what was there of another's address, profile or scope is not"
cat >outside <<'TEXT'
NSCALE_BILLING_SERVICE_API_ENDPOINT=https://billing.example
NSCALE_STORAGE_SERVICE_API_ENDPOINT=https://storage.example
NSCALE_PROFILE=production
NSCALE_PROJECT_ID=5a2d33d3-6b1a-4a8f-8bd4-5f1a5e6f4b11
NSCALE_REGION_ID=glo1
TEXT
# shellcheck disable=SC2046 # words
run_command env $(cat outside) "$NSCALE_SANDBOX" -- \
  sh -c 'env | cut -d = -f 1 | grep -e BILLING -e PROFILE -e PROJECT -e REGION_ID;
    echo "$NSCALE_STORAGE_SERVICE_API_ENDPOINT"'
edit 's|http://127.0.0.1:[0-9]*|URL|'
expect 0 <<'TEXT'
URL/storage
TEXT
mkfifo ready
"$NSCALE_SANDBOX" --env-file lines >ready 2>&1 &
sandbox=$!
cleanup_fn eval 'kill "$sandbox" 2>/dev/null'
read -r line <ready
# shellcheck disable=SC2046 # words
run_command env $(cat outside) sh -c '. ./lines
  env | cut -d = -f 1 | grep -e BILLING -e PROFILE -e PROJECT -e REGION_ID
  echo "$NSCALE_STORAGE_SERVICE_API_ENDPOINT"'
expect 0 <<TEXT
${line#*listening on }/storage
TEXT
kill "$sandbox"
wait "$sandbox"

# unserved SERVICE ARGUMENT...: nscale api says that it is not there
unserved()
{
  service=$1
  shift
  run api --service "$service" "$@"
  edit 's/trace [0-9a-f]*/trace TRACE/'
  expect_error 1 <<TEXT
nscale: the server refused the request: nscale-sandbox does not serve the service "$service" (HTTP 421, trace TRACE)
TEXT
}

test_case 'a service that it does not serve says so, and nothing was done'
echo '{}' >body.json
unserved storage /api/v2/filestorage
unserved storage /api/v2/filestorage -X POST -f body.json --yes
unserved storage /api/v2/filestorage/1 -X DELETE --yes
unserved reservation /api/v1/reservations
unserved kubernetes /api/v1/clusters
unserved nks-core /api/v1/clusters

test_case 'nor does one that nobody knows yet leave the sandbox'
unserved billing /api/v1/invoices
unserved a-new-one /api/v1/things
run api --service identity /api/v1/organizations -q length
expect 0 <<'TEXT'
2
TEXT
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=
export NSCALE_IDENTITY_SERVICE_API_ENDPOINT
run api --service identity /api/v1/organizations -q length
expect 0 <<'TEXT'
2
TEXT
NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$NSCALE_SANDBOX_URL

test_case 'what a profile says that nobody named does not count in it'
mkdir -p .config/nscale
chmod 700 .config .config/nscale
cat >.config/nscale/config <<'TEXT'
[default]
token_file = acting.token
endpoint.identity = https://identity.example
endpoint.billing = https://billing.example
project = another
TEXT
chmod 600 .config/nscale/config
run org list -q length
expect 0 <<'TEXT'
2
TEXT
unserved billing /api/v1/invoices
rm -r .config

test_case 'its address is one that a token may be sent to'
NSCALE_SANDBOX_URL=http://sandbox.example run api --service billing /api/v1/x
expect_error 2 <<'TEXT'
nscale: NSCALE_SANDBOX_URL is not https, and the service token goes there: http://sandbox.example
hint: set NSCALE_SANDBOX_URL to a URL such as https://HOST; http is for localhost alone
TEXT

test_case 'elsewhere each service is at its usual place'
unset NSCALE_SANDBOX_URL
run_command env -u NSCALE_STORAGE_SERVICE_API_ENDPOINT "$NSCALE" api \
  --service storage /api/v2/filestorage/1 -X DELETE --dry-run
stdout_has 'DELETE https://storage.nks.europe-west4.nscale.com/api/v2/'
run_command env -u NSCALE_KUBERNETES_SERVICE_API_ENDPOINT "$NSCALE" api \
  --service kubernetes /api/v1/clusters/1 -X DELETE --dry-run
stdout_has 'DELETE https://api.nks.europe-west4.nscale.com/api/v1/clusters/1'

# ---- Compute and region. -------------------------------------------------

NSCALE_SANDBOX_URL=${NSCALE_IDENTITY_SERVICE_API_ENDPOINT}
export NSCALE_SANDBOX_URL
person=$NSCALE_SERVICE_TOKEN
acme=$(fixture acme '' id)
website=$(fixture acme projects website)
web=$(fixture acme instances web-1)
network=$(fixture acme networks default)
instances=/compute/api/v2/instances
nobody=00000000-0000-4000-8000-000000000000

# texts NAME: the values of the members of that name, a line each
texts()
{
  # shellcheck disable=SC2020 # each of them
  tr ',{}' '\n\n\n' <"$work/stdout" | sed -n "s/^\"$1\":\"\\(.*\\)\"\$/\\1/p"
}

test_case 'a service answers for its own paths alone'
ask "$person" GET /region/api/v2/instances
refusal 404 not_found 'resource not found'
ask "$person" GET /compute/api/v2/networks
expect_status 404
ask "$person" GET /api/v2/instances
expect_status 404
ask "$person" GET /compute/api/version
expect_status 200

test_case 'regions, and the flavors and images of one'
ask "$person" GET "/compute/api/v1/organizations/$acme/regions"
expect_status 200
texts name | expect_words 'europe-west4 europe-north1'
region=$(texts id | sed -n 1p)
ask "$person" GET "/compute/api/v1/organizations/$acme/regions/$region/flavors"
texts name | expect_words 'c.2 c.8'
flavor=$(texts id | sed -n 1p)
ask "$person" GET "/compute/api/v1/organizations/$acme/regions/$region/images"
texts name | expect_words 'ubuntu-24.04 debian-13'
image=$(texts id | sed -n 1p)
ask "$person" GET "/compute/api/v1/organizations/$acme/regions/$nobody/images"
expect_status 404
ask "$person" GET "/compute/api/v1/organizations/$acme/regions/x/images"
expect_status 400

test_case 'a list has what the caller sees, and the query narrows it'
ask "$person" GET "$instances"
texts name | expect_words 'web-1 web-2 trainer dome-1'
for query in "organizationID=$acme|web-1 web-2 trainer" \
  "projectID=$website|web-1 web-2" "networkID=$network|web-1 web-2" \
  "regionID=$region|web-1 web-2 dome-1" "regionID=$nobody|" \
  "regionID=$nobody&regionID=$region&projectID=$website|web-1 web-2" \
  'tag=a%3Db|'; do
  ask "$person" GET "$instances?${query%|*}"
  texts name | expect_words "${query#*|}"
done
ask "$(token_of "$(fixture acme serviceaccounts ci)")" GET "$instances"
expect 200 <<'TEXT'
[]
TEXT
ask "$(token_of "$(fixture acme serviceaccounts ci)")" GET "$instances/$web"
refusal 403 forbidden \
  "operation is not allowed by rbac: operation 'read' on endpoint 'compute:instances' is not permitted"

# made NAME [MORE]: the body of a new instance
made()
{
  printf '{"metadata":{"name":"%s","tags":[{"name":"a","value":"b"}]},"spec":{"organizationId":"%s","projectId":"%s","networkId":"%s","flavorId":"%s","imageId":"%s"%s}}' \
    "$1" "$acme" "$website" "$network" "$flavor" "$image" "${2-}"
}

# phases METHOD PATH: what a thing says of itself, reply after reply
phases()
{
  ask "$person" GET "$1"
  while [ "$status" = 200 ]; do
    now="$(texts provisioningStatus) $(texts powerState)$(texts state)"
    [ "$now" != "${before-}" ] || break
    echo "$now"
    before=$now
    ask "$person" GET "$1"
  done
  before=
  [ "$status" = 200 ] || echo "$status"
}

test_case 'an instance is made, and takes a step with each reply'
ask "$person" POST "$instances" "$(made new)"
expect_status 201
expect_equal 'pending Pending' "$(texts provisioningStatus) $(texts powerState)"
id=$(texts id)
expect_equal "$region" "$(texts regionId)"
expect_equal 'provisioning Building
provisioned Running' "$(phases "$instances/$id")"
ask "$person" GET "$instances?tag=a%3Db"
texts name | expect_words 'new a'
for action in 'stop|Stopping Stopped' 'start|Pending Running' \
  'reboot|Stopping Pending Running' 'reboot?hard=true|Stopping Pending Running'
do
  ask "$person" POST "$instances/$id/${action%|*}"
  expect 202 </dev/null
  phases "$instances/$id" | sed 's/provisioned //' |
    expect_words "${action#*|}"
done

test_case 'an update replaces what a client may write, but for the name'
ask "$person" PUT "$instances/$id" "$(made new ',"userData":"aGk="')"
expect_status 202
stdout_has '"userData":"aGk="'
stdout_lacks '"userData":"aGk=","networkId"'
ask "$person" PUT "$instances/$id" "$(made other)"
refusal 422 unprocessable_content 'metadata.name cannot be changed'

test_case 'what is no instance is refused, and where it would be'
while IFS='|' read -r wanted text body; do
  ask "$person" POST "$instances" "$body"
  expect_status "$wanted"
  stdout_has "$text"
done <<TEXT
400|metadata is missing|{}
400|metadata.name must be a name|{"metadata":{"name":"-"},"spec":{}}
400|metadata.tags[0].value is missing|{"metadata":{"name":"x","tags":[{"name":"a"}]},"spec":{}}
400|spec.userData must be base64|$(made x ',"userData":"?"')
400|spec.networking.securityGroups[0] must be a string|$(made x ',"networking":{"securityGroups":[1]}')
400|spec.networking.publicIP must be a boolean|$(made x ',"networking":{"publicIP":1}')
422|spec.networkId: there is no such thing here|$(made x | sed "s/$network/$nobody/")
422|spec.flavorId: there is no such thing here|$(made x | sed "s/$flavor/$nobody/")
422|spec.networkId: there is no such thing here|$(made x | sed "s/$website/$nobody/")
403|operation 'create' on endpoint 'compute:instances'|$(made x | sed "s/$acme/$nobody/")
TEXT

test_case 'what is read of one: a key of several lines, the console'
ask "$person" GET "$instances/$id/sshkey"
expect_status 200
stdout_has '{"privateKey":"-----BEGIN OPENSSH PRIVATE KEY-----\u000a'
ask "$person" GET "$instances/$id/consoleoutput?length=1"
expect 200 <<'TEXT'
{"contents":"new login: "}
TEXT
ask "$person" GET "$instances/$id/consoleoutput"
stdout_has '[\u001b[0;32m  OK  \u001b[0m] Reached'
ask "$person" GET "$instances/$id/consolesession"
stdout_has '{"url":"https://console.example/'

test_case 'a snapshot is an image of the organization'
ask "$person" POST "$instances/$id/snapshot" '{"metadata":{"name":"before"}}'
expect_status 201
expect_equal creating "$(texts state)"
snapshot=$(texts id)
images="/region/api/v2/regions/$region/images?organizationID=$acme"
ask "$person" GET "$images&scope=owned"
texts name | expect_words before
ask "$person" GET "$images&scope=available&status=ready"
texts name | expect_words 'ubuntu-24.04 debian-13 before'
ask "$person" DELETE \
  "/region/api/v1/organizations/$acme/regions/$region/images/$snapshot"
expect_status 202
ask "$person" GET "$images&scope=owned"
ask "$person" GET "$images&scope=owned"
expect 200 <<'TEXT'
[]
TEXT

test_case 'networks and security groups'
ask "$person" POST /region/api/v2/networks '{"metadata":{"name":"n"},"spec":{"organizationId":"'"$acme"'","projectId":"'"$website"'","regionId":"'"$region"'","prefix":"10.1.0.0/16","dnsNameservers":[]}}'
expect_status 201
own=$(texts id)
expect_equal 10.1.0.0/16 "$(texts prefix)"
ask "$person" POST /region/api/v2/securitygroups '{"metadata":{"name":"g"},"spec":{"networkId":"'"$own"'","rules":[{"direction":"ingress","protocol":"tcp","port":443}]}}'
expect_status 201
expect_equal "$website" "$(texts projectId)"
phases "/region/api/v2/securitygroups/$(texts id)" |
  expect_words provisioned
ask "$person" POST /region/api/v2/securitygroups '{"metadata":{"name":"g"},"spec":{"networkId":"'"$own"'","rules":[{"direction":"ingress"}]}}'
refusal 400 invalid_request \
  'request body invalid: spec.rules[0].protocol is missing'

test_case 'what is deleted goes'
ask "$person" DELETE "$instances/$id"
expect 202 </dev/null
expect_equal 'deprovisioning Running
404' "$(phases "$instances/$id")"
ask "$person" DELETE "$instances/$id"
expect_status 404

end_tests
