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
