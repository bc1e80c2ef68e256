#!/bin/sh
# test-sdk.sh - a plugin from the installed SDK alone, as a third party
# builds one: the header's own example, and one that is run
. "${abs_top_srcdir:-.}/tests/functions.sh"
: "${CC:=cc}" "${MAKE:=make}"
requires 'no compiler' command -v "${CC%% *}"
requires 'no pkg-config' command -v pkg-config
requires 'no make' command -v "$MAKE"
sandbox_start --tls

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
