#!/bin/sh
# demo.sh - the main job, each command before its output
#
#   ./nscale-sandbox --tls -- sh tests/demo.sh
#
# The sandbox sets the API's address, the organization, a token and the
# certificate to trust, so the commands are those that one would type.
set -eu

PATH=$(pwd):$PATH
work=$(mktemp -d "${TMPDIR:-/tmp}/nscale-demo.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

# show COMMAND: as typed, then what it prints
show()
{
  printf '\n$ %s\n' "$1"
  eval "$1" 2>&1
}

# show_refused COMMAND: what must end with 4, not authenticated
show_refused()
{
  status=0
  show "$1" || status=$?
  printf '(exit status %s)\n' "$status"
  [ "$status" -eq 4 ]
}

# say TEXT: a remark between commands
say()
{
  printf '\n# %s\n' "$1"
}

cat >account.json <<'TEXT'
{
  "metadata": {
    "name": "ci-deploy",
    "description": "Deploys from the main branch",
    "tags": [{ "name": "team", "value": "platform" }]
  },
  "spec": { "groupIDs": [] }
}
TEXT
echo '{ "metadata": { "description": "Deploys releases" } }' >change.json

show 'nscale sa list'

show 'cat account.json'
say 'The token can be read this once, so it goes where it is needed.'
show 'token=$(nscale sa create -f account.json --yes -q .status.accessToken)'
show 'echo "$token" | sed "s/\(.\{8\}\).*\(.\{8\}\)/\1...\2/"'

show 'nscale sa get ci-deploy'
show 'NSCALE_SERVICE_TOKEN=$token nscale sa list -q length'

say 'An update changes what the document names and keeps the rest.'
show 'cat change.json'
show 'nscale sa update ci-deploy -f change.json --yes'

say 'Rotating gives a new token; the old one is refused from now on.'
show 'new=$(nscale sa rotate ci-deploy --yes -q .status.accessToken)'
show 'echo "$new" | sed "s/\(.\{8\}\).*\(.\{8\}\)/\1...\2/"'
show_refused 'NSCALE_SERVICE_TOKEN=$token nscale sa list'
show 'NSCALE_SERVICE_TOKEN=$new nscale sa list -q length'

show 'nscale sa delete ci-deploy --yes'
show 'nscale sa list'
