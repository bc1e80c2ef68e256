#!/bin/sh
# test-sdk.sh - a plugin from the installed SDK alone, as a third party
# builds one: the header's own example, and one that is run
. "${abs_top_srcdir:-.}/tests/functions.sh"
: "${CC:=cc}" "${MAKE:=make}"
requires 'no compiler' command -v "${CC%% *}"
requires 'no pkg-config' command -v pkg-config
requires 'no make' command -v "$MAKE"
sandbox_enter --tls

root=$work/root
cd "$work" || exit 1

test_case 'make install puts the SDK where DESTDIR says'
run_command env MAKEFLAGS= "$MAKE" -C "$abs_top_builddir" install \
  "DESTDIR=$root"
expect_status 0
header=$(find "$root" -name plugin.h)
pc=$(find "$root" -name nscale-plugin.pc)
check test -n "$header"
check test -n "$pc"

PKG_CONFIG_PATH=${pc%/*} PKG_CONFIG_SYSROOT_DIR=$root
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR

# build NAME: NAME.so of NAME.c with the README's line
build()
{
  # shellcheck disable=SC2046,SC2086 # lists of words
  run_command $CC $(pkg-config --cflags nscale-plugin) -shared -fPIC \
    -o "$1.so" "$1.c"
  expect 0 </dev/null
}

NSCALE_PLUGIN_PATH=$work
export NSCALE_PLUGIN_PATH
chmod go-w "$work"

test_case 'the plugin at the top of the header is a whole plugin'
sed -n '/A whole plugin/,/built with/s/^ \*     //p' "$header" >regions.c
check test -s regions.c
build regions
run plugins list
expect_status 0
stdout_has "$work/regions.so"
run regions list --help
expect_status 0
stdout_has 'List the regions.'
run regions list
expect 0 <<'TEXT'
NAME
europe-west4
europe-north1
TEXT

test_case 'a plugin from outside the tree is found, listed and run'
cp "$abs_top_srcdir/tests/fixtures/plugins/tenants.c" .
build tenants
run tenants list -q '.[].metadata.name'
expect 0 <<'TEXT'
acme
globex
TEXT

# ---- The example. -------------------------------------------------------

cp "$(dirname "$(find "$root" -path '*/examples/projects.c')")"/*.c .

test_case 'the example is short, and nothing is wrong about it'
check test "$(wc -l <projects.c)" -lt 200
build projects
run plugins check projects.so
expect 0 <<'TEXT'
projects.so: projects 0.1.0, plugin ABI 1.0: nothing is wrong
TEXT

test_case 'its own test passes, without a network'
if pkg-config json-c check; then
  # shellcheck disable=SC2046,SC2086 # lists of words
  run_command $CC -std=c11 -Wall -Wextra -Werror \
    $(pkg-config --cflags nscale-plugin) \
    $(env -u PKG_CONFIG_SYSROOT_DIR pkg-config --cflags json-c check) \
    -o test-projects test-projects.c projects.c \
    $(env -u PKG_CONFIG_SYSROOT_DIR pkg-config --libs json-c check)
  expect 0 </dev/null
  run_command env -i ./test-projects
  expect_status 0
  stdout_has '100%: Checks: 9, Failures: 0, Errors: 0'
else
  skip_case 'json-c or check is not installed'
fi

test_case 'the example lists things'
run projects list
edit 's/  */ /g'
expect 0 <<'TEXT'
ID NAME DESCRIPTION AGE STATUS
7495edd9-9fd9-41d4-b2cb-2bec15dc465b website The website. 2026-01-16T09:00:00Z provisioned
d3ecff81-e6ee-4c37-a197-2dad91320430 training Model training. 2026-01-17T09:00:00Z provisioned
TEXT

test_case 'the example creates a thing'
echo '{"metadata":{"name":"lab","colour":"red"}}' >lab.json
run projects create -f lab.json --yes
expect_error 2 <<'TEXT'
nscale: lab.json: unknown field metadata.colour
hint: known fields: metadata.name, metadata.description, spec.groupIDs
TEXT
echo '{"metadata":{"name":"lab"},"spec":{"groupIDs":[]}}' >lab.json
run projects create -f lab.json --yes -q .metadata.name
expect_status 0
expect_stdout lab
run projects create -f lab.json --yes
expect_status 8
stderr_has 'project "lab" may or may not have been created: the server reports'

test_case 'the example shows one thing'
run projects get lab -q .spec.groupIDs
expect_stdout '[]'
expect_status 0

test_case 'the example deletes a thing'
run projects delete lab --dry-run
expect_status 0
stdout_has DELETE
run projects delete lab --yes
expect_error 0 <<'TEXT'
Deleted project "lab".
TEXT
run projects delete lab --yes
expect_error 3 <<'TEXT'
nscale: project "lab" not found
hint: nscale projects list shows what there is
TEXT

# ---- The second example: instances of compute. ---------------------------

sandbox=$NSCALE_SANDBOX_URL/compute/api/v2/instances

# hidden ARGUMENT...: `nscale instances` with the address and ids as words
hidden()
{
  run instances "$@"
  edit -e "s|$sandbox|INSTANCES|g" -e 's/trace [0-9a-f]*/trace TRACE/' \
    -e 's/[0-9a-f]\{8\}-[0-9a-f-]\{27\}/ID/g' -e 's/  */ /g' -e 's/ $//'
}

test_case 'the second example is short, and nothing is wrong about it'
check test "$(wc -l <instances.c)" -lt 400
# shellcheck disable=SC2046,SC2086 # lists of words
run_command $CC -std=c11 -pedantic -Wall -Wextra -Werror \
  $(pkg-config --cflags nscale-plugin) -shared -fPIC -o instances.so \
  instances.c
expect 0 </dev/null
run plugins check instances.so
expect 0 <<'TEXT'
instances.so: instances 0.1.0, plugin ABI 1.2: nothing is wrong
TEXT

test_case 'it lists what is anywhere, or in what is named'
run instances list --columns name,state
edit 's/  */ /g'
expect 0 <<'TEXT'
NAME STATE
web-1 Running
web-2 Stopped
trainer Running
TEXT
run instances list --project website --region europe-west4 \
  --network default --columns name --no-headers
expect 0 <<'TEXT'
web-1
web-2
TEXT
run instances list --region nowhere
expect_status 3
run __complete instances get w
stdout_has 'web-2'
run __complete instances update trainer --flavor g
stdout_has 'gpu.h100.1'

test_case 'it shows one, with the names of what it is made of'
hidden get web-1
expect 0 <<'TEXT'
ID: ID
Name: web-1
Organization: ID
State: Running
Address: 10.0.0.10
Flavor: c.2 (ID)
Image: ubuntu-24.04 (ID)
Network: default (ID)
Created: 2026-01-18T09:00:00Z
Status: provisioned
Health: healthy
TEXT

test_case 'it creates one of names and a script, and waits until it runs'
printf '#!/bin/sh\necho hello\n' >boot.sh
set -- create web-3 --project website --region europe-west4 --flavor c.2 \
  --image debian-13 --network default --security-group ssh --public-ip true \
  --user-data @boot.sh
hidden "$@" --dry-run
expect_status 0
expect_stdout <<TEXT
{
 "metadata": {
 "name": "web-3"
 },
 "spec": {
 "flavorId": "ID",
 "imageId": "ID",
 "networkId": "ID",
 "networking": {
 "publicIP": true,
 "securityGroups": [
 "ID"
 ]
 },
 "userData": "$(base64 <boot.sh)",
 "organizationId": "ID",
 "projectId": "ID"
 }
}
TEXT
run instances "$@" --wait --yes -q .status.powerState -q .spec.userData
expect 0 <<TEXT
Running
$(base64 <boot.sh)
TEXT
run instances "$@" --yes
expect_status 5
hidden create web-4 --project website --region europe-west4 --flavor c.3 \
  --image debian-13 --network default --yes
expect_error 3 <<'TEXT'
nscale: flavor "c.3" not found
hint: did you mean c.2?
TEXT

test_case 'it changes one, with names that are looked up where that is'
run instances update web-3 --flavor c.8 --wait --yes \
  -q .metadata.provisioningStatus
expect 0 <<'TEXT'
provisioned
TEXT
run instances get web-3 --json
output >same.json
run instances update web-3 -f same.json --yes
stderr_has 'No changes.'
hidden update web-3 --name web-4 --yes
expect_error 1 <<'TEXT'
nscale: the server refused the request: metadata.name cannot be changed (HTTP 422, trace TRACE)
TEXT

test_case 'it stops, starts and reboots one'
for verb in stop start reboot; do
  run instances "$verb" web-3 --wait --yes
  expect_status 0
  expect_stdout ''
done
hidden reboot web-3 --hard --dry-run
expect_stdout 'POST INSTANCES/ID/reboot?hard=true'

test_case 'it prints a console as it is, and a key to a file of its own'
run instances console web-3
expect_status 0
stdout_has "$(printf '[\033[0;32m  OK  \033[0m] Reached target')"
run instances console web-3 --lines 1
expect_equal 'web-3 login: ' "$(output)"
run instances ssh-key web-3
expect_status 0
expect_equal '-----END OPENSSH PRIVATE KEY-----' "$(output | tail -n 1)"
mv stdout key
run instances ssh-key web-3 --output web-3.pem
expect 0 </dev/null
check cmp key web-3.pem
expect_equal -rw------- "$(find web-3.pem -exec ls -ld {} + | cut -c 1-10)"

test_case 'a snapshot is made of an instance by its name, and is an image'
run instances snapshots create before --instance web-3 --wait --yes \
  -q .status.state
expect 0 <<'TEXT'
ready
TEXT
hidden snapshots create before --instance web-9 --yes
expect_error 3 <<'TEXT'
nscale: instance "web-9" not found
hint: did you mean web-1?
TEXT
hidden snapshots create x --instance 00000000-0000-4000-8000-000000000000 -y
expect_error 3 <<'TEXT'
nscale: instance "ID" not found (HTTP 404, trace TRACE)
TEXT
run instances create web-4 --project website --region europe-west4 \
  --flavor c.2 --image before --network default --yes -q .metadata.name
expect_stdout web-4
run instances snapshots list --region europe-west4 --columns name,state
edit 's/  */ /g'
expect 0 <<'TEXT'
NAME STATE
before ready
TEXT
run instances snapshots delete before --region europe-west4 --wait --yes
expect_error 0 <<'TEXT'
Deleted snapshot "before".
TEXT
run instances snapshots delete before --region europe-west4 --yes
expect_error 3 <<'TEXT'
nscale: snapshot "before" not found
hint: nscale instances snapshots list shows what there is
TEXT

test_case 'it deletes one, and waits until it is gone'
run instances delete web-3 --wait --yes
expect_error 0 <<'TEXT'
Deleted instance "web-3".
TEXT
run instances delete web-3 --yes --ignore-not-found
expect_error 0 <<'TEXT'
Nothing to do: instance "web-3" is not there.
TEXT

test_case 'nothing installed knows the build folder or a run-time path'
for file in $(find "$root" -type f -name '*.so') "$root"/*/*/bin/nscale \
  "$root"/*/bin/nscale; do
  [ -e "$file" ] || continue
  check test -z "$(readelf -d "$file" | grep -E 'RPATH|RUNPATH')"
  case $file in
    */bin/nscale)
      check test -z "$(strings "$file" | grep -F "$abs_top_builddir/plugins")"
      ;;
  esac
done

test_case 'plugindir is told by pkg-config'
run_command pkg-config --variable=plugindir nscale-plugin
expect_status 0
check test -e "$root/$(output | sed "s|^$root||")/serviceaccounts.so"

test_case 'make uninstall leaves nothing behind'
run_command env MAKEFLAGS= "$MAKE" -C "$abs_top_builddir" uninstall \
  "DESTDIR=$root"
expect_status 0
check test -z "$(find "$root" -type f)"

end_tests
