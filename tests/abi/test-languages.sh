#!/bin/sh
# One plugin in C++17 and in Rust, without its standard library: found, checked
# and run as one in C is.
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'nm is not installed' command -v nm
requires 'the plugins of this build are for another machine' \
  test -z "${EMULATOR-}"
sandbox_start
languages=$abs_top_srcdir/tests/abi/languages
NSCALE_REGION_SERVICE_API_ENDPOINT=$NSCALE_SANDBOX_URL
export NSCALE_REGION_SERVICE_API_ENDPOINT
umask 022
cd "$work" || exit 99

list='[{"metadata":{"id":"11111111-1111-4111-8111-111111111111","name":"north"}},{"metadata":{"id":"22222222-2222-4222-8222-222222222222","name":"south"}}]'

# serve BODY: to the next request
serve()
{
  fault "$(printf '{"status": 200, "body": "%s"}' \
    "$(printf '%s' "$1" | sed 's/"/\\"/g')")"
}

# works: regions.so, whoever made it
works()
{
  NSCALE_PLUGIN_PATH=$work
  export NSCALE_PLUGIN_PATH
  run_command nm -D --defined-only regions.so
  edit 's/.* //'
  expect 0 <<'TEXT'
nscale_plugin_v1
TEXT
  run plugins check regions.so
  expect 0 <<TEXT
regions.so: regions 1.0, plugin ABI 1.$1: nothing is wrong
TEXT
  forget
  serve "$list"
  run region list
  expect 0 <<'TEXT'
ID                                    NAME
11111111-1111-4111-8111-111111111111  north
22222222-2222-4222-8222-222222222222  south
TEXT
  forget
  serve "$list"
  serve '{"metadata":{"id":"22222222-2222-4222-8222-222222222222","name":"south"}}'
  run regions get south
  expect 0 <<'TEXT'
ID:    22222222-2222-4222-8222-222222222222
Name:  south
TEXT
  expect_requests 2
  forget
  serve "$list"
  run regions get west
  expect_error 3 <<'TEXT'
nscale: region "west" not found
hint: nscale regions list shows what there is
TEXT
  rm regions.so
}

echo '{ global: nscale_plugin_v1; local: *; };' >plugin.map

for compiler in g++ clang++; do
  test_case "C++17, by $compiler"
  if command -v "$compiler" >/dev/null; then
    set -- "$compiler" -std=c++17 -pedantic-errors -Wall -Wextra -Werror \
      -Wconversion -fvisibility=hidden -I"$abs_top_srcdir/sdk/include" \
      -shared -fPIC -o regions.so "$languages/regions.cc"
    run_command "$@"
    expect 0 </dev/null
    run plugins check regions.so
    expect_status 10
    stdout_has '(link with a version script that has `local: *`)'
    run_command "$@" -Wl,--version-script=plugin.map
    expect 0 </dev/null
    works 2
  else
    skip_case "$compiler is not installed"
  fi
done

test_case 'Rust'
# One that leads to a toolchain, which may not be there for this HOME.
rustc=$(for each in rustc /usr/bin/rustc; do
  ! "$each" --version >/dev/null 2>&1 || { echo "$each" && break; }
done)
if [ -n "$rustc" ]; then
  run_command "$rustc" --edition 2021 -D warnings -O -C panic=abort \
    -C link-arg=-nostartfiles -o regions.so "$languages/regions.rs"
  expect 0 </dev/null
  works 0
else
  skip_case 'rustc is not installed'
fi

end_tests
