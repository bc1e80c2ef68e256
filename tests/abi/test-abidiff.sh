#!/bin/sh
# The public structures by their debug information, with their types, as
# abidiff of libabigail sees them: appending passes, all else does not.
. "${abs_top_srcdir:-.}/tests/functions.sh"
: "${CC:=cc}"
requires 'no compiler' command -v "${CC%% *}"
requires 'abidiff (abigail-tools) is not installed' command -v abidiff

abi=$abs_top_srcdir/tests/abi
current=$abs_top_srcdir/sdk/include
cd "$work" || exit 99

# probe NAME INCLUDE OPTION...: NAME.so of the header there
probe()
{
  probe_name=$1 probe_include=$2
  shift 2
  # shellcheck disable=SC2086 # CC may be several words
  $CC -g -O0 -fno-lto -I"$probe_include" "$@" -shared -fPIC \
    -o "$probe_name.so" "$abi/probe.c" ||
    fail "$probe_name.so cannot be built"
}

# doctor SED-COMMAND: a probe of the current header after it
doctor()
{
  mkdir -p doctored/nscale/plugin
  for part in "$current/nscale/plugin"/*.h; do
    sed "$1" "$part" >"doctored/nscale/plugin/${part##*/}"
  done
  sed "$1" "$current/nscale/plugin.h" >doctored/nscale/plugin.h
  if cmp -s doctored/nscale/plugin.h "$current/nscale/plugin.h"; then
    fail "nothing was changed by: $1"
  fi
  probe doctored doctored
}

# compare NAME [FROZEN]: with 1.0, or that probe.  abidiff's own suppressions allow too much, so its
# report is read: prints each line that tells of more than a structure that
# has grown at its end, or of a new one; $status is 0 where there is none.
compare()
{
  run_command abidiff --leaf-changes-only --harmless "${2-frozen-0}.so" \
    "$1.so"
  # shellcheck disable=SC2016 # awk's
  awk '
    /^$/ || /^Leaf changes summary: / || /^Changed leaf types summary: / ||
    /^Removed.*ns summary: 0 Removed, 0 Changed, [0-9]* Added function/ ||
    /^Removed.*es summary: 0 Removed, 0 Changed, 0 Added variable/ ||
    /^[0-9]+ Added function/ || /^  \[A\] .function void probe_/ ||
    /^.struct nscale_[a-z]* at .* changed:$/ ||
    /^  [0-9]+ data member insertions?:$/ { next }
    /^  type size changed from [0-9]* to [0-9]* \(in bits\)$/ {
      size = $5
      next
    }
    /^    .*, at offset [0-9]+ \(in bits\) at / {
      at = $0
      sub(/.*, at offset /, "", at)
      if (at + 0 >= size + 0) next
    }
    { print; bad = 1 }
    END { exit bad }' stdout >broken
  status=$?
  mv broken stdout
}

# broken TEXT: the doctored header is told from 1.0, in these words
broken()
{
  compare doctored
  [ "$status" -ne 0 ] || fail 'nothing was found'
  stdout_has "$1"
}

appended='/^struct nscale_[a-z]* {/,/^};/s/^};/  const char *later[2];\
};/'

for minor in 0 1; do
  probe "frozen-$minor" "$abi/1.$minor"
done

test_case 'the probe takes every structure of the header'
sed -n 's/^struct \(nscale_[a-z]*\) {.*/\1/p' "$current/nscale/plugin.h" |
  sort >defined
sed -n 's/^PROBE(\(.*\))$/\1/p' "$abi/probe.c" | sort >probed
run_command diff defined probed
expect 0 </dev/null
check test "$(wc -l <probed)" -ge 9

test_case 'the current header is those frozen, but for what was appended'
probe current "$current"
for minor in 0 1; do
  compare current "frozen-$minor"
  expect 0 </dev/null
done

test_case 'for a plugin that targets them not even that differs'
for minor in 0 1; do
  probe target "$current" "-DNSCALE_TARGET_MINOR=$minor"
  run_command abidiff --harmless "frozen-$minor.so" target.so
  expect 0 </dev/null
done

test_case 'appending to every structure passes'
doctor "$appended"
compare doctored
expect 0 </dev/null

test_case 'and is seen by abidiff'
run_command abidiff frozen-0.so doctored.so
check test "$status" -ne 0
stdout_has 'const char* later[2]'

test_case 'inserting does not pass'
doctor 's|^  const char \*letter; |  uint32_t inserted; uint32_t more; &|'
broken "'uint32_t inserted'"

test_case 'nor does it beside appending'
doctor "s|^  const char \\*letter; |  uint32_t inserted, more; &|
  $appended"
broken "'uint32_t inserted'"

test_case 'removing does not pass'
doctor '/^  const char \*replacement; .* of a deprecated verb/d'
broken 'data member deletion'

test_case 'exchanging does not pass'
doctor 's|^  const char \*(\*scope)(.*|  const char *(*swap)(struct nscale_call *);|
  s|^  const char \*(\*id)(.*|  const char *(*scope)(struct nscale_call *, uint32_t);|
  s|(\*swap)|(*id)|'
broken "scope' offset changed"

test_case 'another type of the same size does not pass'
doctor 's|^  uint32_t priority;|  int32_t priority;|'
broken 'priority'

test_case 'another type of a result does not pass'
doctor 's|^  int32_t (\*json_type)|  uint32_t (*json_type)|
  s|return call->host->json_type|return (int32_t)call->host->json_type|'
broken 'json_type'

test_case 'another argument does not pass'
doctor 's|(\*json_type)(const|(*json_type)(int32_t, const|
  s|json_type(json)|json_type(0, json)|'
broken 'json_type'

end_tests
