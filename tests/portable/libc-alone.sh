# libc-alone.sh - nscale for a C library that comes without others
# shellcheck shell=sh
#
# Debian has a C library for i386 and musl beside its own, but no json-c,
# libcurl, libjq and Check for them.  Their headers serve any, so that
# everything is compiled, with every warning an error.  What needs the C
# library alone is linked and run: the reader of notes, discovery and loading
# of plugins, texts, tables, streams, retries, and the executable as long as
# it touches no JSON.  check.h in this folder stands in for Check.
#
# A test sources functions.sh and this, sets $CC, and calls libc_alone.

# Those that open libjq or libcurl, or build trees with json-c, are missing.
portable_units='buffer describe details discover load manifest message note
  prompt provider retry secret stream suggest table text time url'
portable_fuzz='flags manifest retry-after'

# Links to the headers of libraries, and nothing else of this machine's.
link_headers()
{
  mkdir -p include
  for name in jq.h jv.h jv_alloc.h microhttpd.h curl gnutls json-c; do
    for folder in /usr/include "/usr/include/$(cc -print-multiarch)"; do
      [ ! -e "$folder/$name" ] || ln -sf "$folder/$name" include
    done
  done
}

# compile SOURCE: into objects/
compile()
{
  # shellcheck disable=SC2086 # lists of words
  $CC $CPPFLAGS $CFLAGS -c "$abs_top_srcdir/$1" \
    -o "objects/$(echo "${1%.c}" | tr / -).o" >compiled 2>&1 && return 0
  fail "$1:"
  sed 's/^/#   /' compiled
}

# link OUTPUT OBJECT...
link()
{
  # shellcheck disable=SC2086 # lists of words
  $CC $CFLAGS -Wl,--gc-sections -o "$@" objects/libunit.a objects/libcore.a \
    -ldl >linked 2>&1 && return 0
  fail "$1 is not linked:"
  sed 's/^/#   /' linked
}

# plugin SOURCE: into plugins/
plugin()
{
  name=${1##*/}
  # shellcheck disable=SC2086 # lists of words
  $CC $CPPFLAGS $CFLAGS -shared -fPIC -o "plugins/${name%.c}.so" "$1" \
    >compiled 2>&1 && return 0
  fail "$1:"
  sed 's/^/#   /' compiled
}

# ran COMMAND...: passes, in surroundings of its own; its cases are counted
ran()
{
  sh "$abs_top_srcdir/tests/run-test" "$@" >ran 2>&1 && return 0
  fail "$* fails:"
  grep -v '^ok' ran | sed 's/^/#   /'
}

# libc_alone: all of it; leaves $NSCALE and plugins/ for more
libc_alone()
{
  cd "$work" || exit 99
  chmod go-w .
  umask 022
  mkdir objects plugins
  link_headers
  CPPFLAGS="-D_XOPEN_SOURCE=700 -I$abs_top_srcdir/tests/portable
    -I$abs_top_srcdir -I$abs_top_srcdir/sdk/include -Iinclude
    -Iinclude/json-c -DPACKAGE_VERSION=\"0\" -DRELEASE_DATE=\"today\"
    -DBUG_ADDRESS=\"\" -DHOME_PAGE=\"\"
    -DPLUGIN_DIR=\"$work/plugins\" -DMODULE_DIR=\"$work\"
    -DPROVIDER_FILE=\"$work/providers\" -DLIBCURL_CRYPTO=\"\""
  CFLAGS='-std=c11 -O1 -ffunction-sections -fdata-sections -Wall -Wextra
    -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition
    -Wvla -Wwrite-strings -Wformat=2 -Werror'

  test_case 'everything is compiled without a warning'
  (cd "$abs_top_srcdir" && find core plugins sdk tests/unit tests/fuzz \
    -name '*.c' ! -name 'configure*') >sources
  while read -r source; do
    compile "$source"
  done <sources
  echo "# $(wc -l <sources) files"

  test_case 'what needs no other library is linked'
  ar cr objects/libunit.a objects/tests-unit-unit.o
  find objects -name 'core-*.o' ! -name core-main.o ! -name core-jq-query.o \
    ! -name 'core-transport-*' -exec ar cr objects/libcore.a {} +
  ar r objects/libcore.a objects/tests-fuzz-fuzz.o \
    objects/core-transport-memory.o \
    objects/plugins-serviceaccounts-*.o
  for unit in $portable_units; do
    link "$unit" "objects/tests-unit-test-$unit.o"
  done
  for name in $portable_fuzz; do
    link "fuzz-$name" "objects/tests-fuzz-fuzz-$name.o" \
      objects/tests-fuzz-replay.o
  done
  # A call of json-c ends the executable; what has such a name and is the
  # core's own stays.
  echo '#include <stdlib.h>' >missing.c
  nm -u objects/core-*.o | sed -n 's/^ *U \(json_.*\)/\1/p' | sort -u |
    sed 's/.*/void __attribute__((weak)) &(void) { abort(); }/' >>missing.c
  # shellcheck disable=SC2086 # lists of words
  check $CC $CFLAGS -Wno-missing-prototypes -c missing.c -o objects/missing.o
  NSCALE=$work/nscale
  link nscale objects/core-main.o objects/missing.o

  for source in "$abs_top_srcdir"/tests/fixtures/plugins/*.c; do
    plugin "$source"
  done
  mkdir fixtures
  mv plugins/*.so fixtures
  FIXTURE_DIR=$work/fixtures
  export FIXTURE_DIR
  for unit in $portable_units; do
    test_case "unit tests: $unit"
    ran "./$unit"
    echo "# $(grep -c '^ok' ran) of them"
    check test "$(grep -c '^ok' ran)" -gt 0
  done
  for name in $portable_fuzz; do
    test_case "corpus of fuzz-$name"
    ran "./fuzz-$name" "$abs_top_srcdir/tests/fuzz/corpus/$name"/*
  done

  test_case 'plugins are listed, loaded and asked for help'
  for source in "$abs_top_srcdir"/plugins/*/*.c \
    "$abs_top_srcdir"/tests/fixtures/plugins/good.c \
    "$abs_top_srcdir"/tests/fixtures/plugins/tenants.c; do
    plugin "$source"
  done
  run plugins list
  expect_status 0
  expect_stderr ''
  expect_equal "$(find plugins -name '*.so' | wc -l)" \
    "$(grep -c "  ok  *$work/plugins/" stdout)"
  for name in good tenants; do
    run "$name" list --help
    expect_status 0
    expect_stderr ''
    stdout_has "nscale $name list"
  done
  run good lst
  expect_error 2 <<'TEXT'
nscale: good has no verb lst
hint: did you mean nscale good list?
TEXT
}
