#!/bin/sh
# The manifest's ELF note in what compilers, linkers and packagers make of a
# plugin: it is found, and the plugin runs.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_enter
requires 'gcc is not installed' command -v gcc

include=$abs_top_srcdir/sdk/include
source=$abs_top_srcdir/tests/fixtures/plugins/tenants.c
umask 022
cd "$work" || exit 99
NSCALE_PLUGIN_PATH=$work
export NSCALE_PLUGIN_PATH

# build COMPILER OPTION...: tenants.so
build()
{
  run_command "$@" -I"$include" -shared -fPIC -o tenants.so "$source"
  expect_status 0
}

# works: it is listed with what its manifest says, and runs
works()
{
  run plugins list
  edit "s|$work|HERE|; s/  */ /g"
  stdout_has \
    'tenants 0.3.1 1.2 tenant ten ok HERE/tenants.so'
  run ten list -q '.[].metadata.name'
  expect 0 <<'TEXT'
acme
globex
TEXT
}

# has COMMAND: skips the case without it
has()
{
  command -v "$1" >/dev/null 2>&1 && return 0
  skip_case "$1 is not installed"
  return 1
}

# changed COMMAND...: tenants.so by a command that ends with its name
changed()
{
  has "$1" || return 0
  build gcc -g
  before=$(cksum <tenants.so)
  run_command "$@" tenants.so
  expect_status 0
  if [ "$before" = "$(cksum <tenants.so)" ]; then
    fail "$* changed nothing"
  fi
  works
}

# ---- As it is built. ----------------------------------------------------

for options in '-O2 -g' '-O2 -flto' '-O2 -flto -ffat-lto-objects' \
  '-O2 -ffunction-sections -fdata-sections -Wl,--gc-sections' \
  '-O2 -flto -fdata-sections -Wl,--gc-sections -Wl,--as-needed -s' \
  '-Wl,--build-id=sha1 -Wl,-z,relro,-z,now -Wl,-z,separate-code' \
  '-Wl,-z,noseparate-code -Wl,--build-id=none' '-Wl,-z,defs -nostartfiles'; do
  test_case "gcc $options"
  # shellcheck disable=SC2086 # a list of words
  build gcc $options
  works
done

for options in -O2 '-O2 -fdata-sections -Wl,--gc-sections' \
  '-fuse-ld=lld -O2 -fdata-sections -Wl,--gc-sections' \
  '-fuse-ld=lld -O2 -flto'; do
  test_case "clang $options"
  has clang || continue
  # shellcheck disable=SC2086 # a list of words
  if ! echo 'int x;' | clang $options -shared -fPIC -x c -o x.so - \
    2>/dev/null; then
    skip_case 'clang cannot link so'
    continue
  fi
  # shellcheck disable=SC2086 # a list of words
  build clang $options
  works
done

# ---- As it is packaged. -------------------------------------------------

for command in strip 'strip --strip-unneeded' 'strip --strip-debug' \
  'strip --remove-section=.comment --remove-section=.note' \
  eu-strip 'eu-strip --remove-comment --strip-sections' \
  'objcopy --strip-all' 'objcopy --compress-debug-sections' \
  'patchelf --set-rpath /nowhere' \
  'patchelf --set-soname a-rather-long-name-for-a-plugin.so' \
  'patchelf --add-needed libm.so.6'; do
  test_case "$command"
  # shellcheck disable=SC2086 # a list of words
  changed $command
done

test_case 'debug symbols in a file of their own'
build gcc -g
check objcopy --only-keep-debug tenants.so tenants.debug
check objcopy --strip-all --add-gnu-debuglink=tenants.debug \
  tenants.so
works

test_case 'all of these, one after the other'
if has eu-strip && has patchelf; then
  build gcc -g -O2 -flto -fdata-sections -Wl,--gc-sections
  check patchelf --set-rpath /nowhere tenants.so
  check objcopy --strip-debug tenants.so
  check eu-strip tenants.so
  check strip tenants.so
  works
fi

test_case 'a note that was removed is missed'
build gcc
check objcopy --remove-section=.note.nscale.plugin tenants.so
run tenants list
expect_error 10 <<TEXT
nscale: plugin "tenants" is broken: it has no plugin manifest ($work/tenants.so)
hint: install the plugin again, or remove the file
TEXT

end_tests
