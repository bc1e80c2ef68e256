#!/bin/sh
# The examples in the comments of the SDK's headers are built and pass `nscale
# plugins check`: who copies one begins with a plugin in which nothing is
# wrong.  tests/abi/test-reference.sh holds nscale-plugin(3) to that of
# plugin.h, and test-sdk-readme.sh runs the commands of sdk/README.md.
. "${abs_top_srcdir:-.}/tests/functions.sh"
: "${CC:=cc}"
requires 'a C compiler' command -v "${CC%% *}"
include=$abs_top_srcdir/sdk/include
umask 022
cd "$work" || exit 99

# example HEADER: the indented part of its first comment
example()
{
  sed -n '/\*\//q; s/^ \*     //p; s/^ \*$//p' "$include/nscale/$1"
}

# passes NAME: the plugin NAME.c has no fault
passes()
{
  # shellcheck disable=SC2086 # CC may be several words
  run_command $CC -std=c11 -Wall -Wextra -Werror -I"$include" -shared -fPIC \
    -o "$1.so" "$1.c"
  expect 0 </dev/null
  run "plugins" check "$1.so"
  expect 0 <<TEXT
$1.so: $1 1.0, plugin ABI 1.2: nothing is wrong
TEXT
}

test_case 'that of plugin.h, which says how it is built'
example plugin.h | sed '/^cc /,$d' >regions.c
check grep -q '^NSCALE_PLUGIN("regions"' regions.c
passes regions

test_case 'that of resource.h'
example resource.h | sed '/^\/api\//d; /^{/d' >networks.c
check grep -q '^NSCALE_PLUGIN("networks"' networks.c
passes networks

test_case 'that of plugin-test.h'
if pkg-config json-c; then
  {
    echo '#include <assert.h>
#include <nscale/plugin-test.h>
int main(void)
{'
    example plugin-test.h | sed '/^cc /,$d'
    echo '}'
  } >test.c
  # shellcheck disable=SC2046,SC2086 # lists of words
  run_command $CC -std=c11 -Wall -Wextra -Werror -I"$include" \
    $(pkg-config --cflags json-c) -o test test.c \
    "$abs_top_srcdir/sdk/example/projects.c" $(pkg-config --libs json-c)
  expect 0 </dev/null
  run_command ./test
  expect 0 </dev/null
else
  skip_case 'json-c is not installed'
fi

end_tests
