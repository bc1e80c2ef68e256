#!/bin/sh
# Where each published member is: the current header keeps the layout of 1.0,
# for every word size that the compiler has; and what breaks it is seen.
. "${abs_top_srcdir:-.}/tests/functions.sh"
: "${CC:=cc}"
requires 'no compiler' command -v "${CC%% *}"

abi=$abs_top_srcdir/tests/abi
current=$abs_top_srcdir/sdk/include
cd "$work" || exit 99

# compile INCLUDE OPTION...: layout.c against that header
compile()
{
  compile_include=$1
  shift
  # shellcheck disable=SC2086 # CC may be several words
  run_command $CC -std=c11 -Wall -Wextra -Werror -I"$compile_include" "$@" \
    -c -o layout.o "$abi/layout.c"
}

# doctor SED-COMMAND: a copy of the current header in ./doctored
doctor()
{
  mkdir -p doctored/nscale
  cp -R "$current/nscale/plugin" doctored/nscale
  sed "$1" "$current/nscale/plugin.h" >doctored/nscale/plugin.h
  if cmp -s doctored/nscale/plugin.h "$current/nscale/plugin.h"; then
    fail "nothing was changed by: $1"
  fi
}

# refused TEXT: by the compiler, with that text
refused()
{
  compile doctored
  [ "$status" -ne 0 ] || fail 'it was not refused'
  stderr_has "$1"
}

test_case 'the frozen headers are those that were published'
expect_equal '2876428492 32232' "$(cksum <"$abi/1.0/nscale/plugin.h")"
expect_equal '87966567 42036' "$(cksum <"$abi/1.1/nscale/plugin.h")"

test_case 'the lists have every member and constant of the frozen headers'
for minor in 0 1; do
  compile "$abi/1.$minor" "-DFROZEN=$minor"
  expect 0 </dev/null
  # Those under NSCALE_TARGET_MINOR stand among the older ones.
  sed -n 's/^#define \(NSCALE_[A-Z_]*\) [0-9][0-9]*u\{0,1\}\( .*\)\{0,1\}$/\1/p' \
    "$abi/1.$minor/nscale/plugin.h" | grep -v _MINOR | sort >constants
  cat "$abi"/layout-1.[0-$minor].h |
    sed -n 's/^CONSTANT(\(NSCALE_[A-Z_]*\),.*/\1/p' | sort >listed
  check cmp constants listed
  check test "$(wc -l <constants)" -gt $((50 + 7 * minor))
done

test_case 'the current header keeps the layout'
compile "$current"
expect 0 </dev/null

test_case 'so it does for plugins of every minor'
for minor in 0 1 2; do
  compile "$current" "-DNSCALE_TARGET_MINOR=$minor"
  expect 0 </dev/null
done

test_case 'a plugin that targets an older minor has the structures of that'
for minor in 0 1; do
  compile "$current" "-DNSCALE_TARGET_MINOR=$minor" "-DFROZEN=$minor"
  expect 0 </dev/null
done

test_case 'and so on words of 32 bits'
# With no C library for 32 bits the compiler's own headers will do.
# shellcheck disable=SC2086
if ! echo 'int x;' | $CC -m32 -c -o x.o -x c - 2>/dev/null; then
  skip_case 'the compiler knows no -m32'
else
  compile "$current" -m32 -ffreestanding
  expect 0 </dev/null
  for minor in 0 1; do
    compile "$abi/1.$minor" -m32 -ffreestanding "-DFROZEN=$minor"
    expect 0 </dev/null
  done
fi

test_case 'a target newer than the header is refused'
compile "$current" -DNSCALE_TARGET_MINOR=99
check test "$status" -ne 0
stderr_has "NSCALE_TARGET_MINOR is newer than this header: upgrade nscale's SDK"

test_case 'a member that was inserted is seen'
doctor 's|^  const char \*letter; |  uint32_t inserted; &|'
refused 'nscale_flag.letter has moved'

test_case 'two members that were exchanged are seen'
doctor 's|^\(  int32_t (\*request_\)segment|\1swap|
  s|^\(  int32_t (\*request_\)query|\1segment|
  s|^\(  int32_t (\*request_\)swap|\1query|'
refused 'nscale_host.request_segment has moved'

test_case 'a member that was removed is seen'
doctor '/^  const char \*replacement; .* of a deprecated verb/d'
refused "no member named"

test_case 'a member that grew is seen'
doctor 's|^  uint16_t min_minor;|  uint32_t min_minor;|'
refused 'nscale_plugin.'

test_case 'a constant that changed is seen'
doctor 's|^#define NSCALE_FLAG_REQUIRED 2u|#define NSCALE_FLAG_REQUIRED 3u|'
refused 'NSCALE_FLAG_REQUIRED has changed'

test_case 'a member that was appended is none of these'
doctor '/^struct nscale_host {/,/^};/s|^};|  void (*appended)(void);\
};|'
compile doctored
expect 0 </dev/null

end_tests
