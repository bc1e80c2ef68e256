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
"$NSCALE_SANDBOX" --env-file lines --port-file ready >out 2>&1 &
sandbox=$!
cleanup_fn eval 'kill "$sandbox" 2>/dev/null'
read -r port <ready
# shellcheck disable=SC2046 # words
run_command env $(cat outside) sh -c '. ./lines
  env | cut -d = -f 1 | grep -e BILLING -e PROFILE -e PROJECT -e REGION_ID
  echo "$NSCALE_STORAGE_SERVICE_API_ENDPOINT"'
expect 0 <<TEXT
http://127.0.0.1:$port/storage
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

end_tests
