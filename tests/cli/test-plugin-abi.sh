#!/bin/sh
# test-plugin-abi.sh - nscale-plugin-abi, which packagers read notes with
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'readelf is not installed' readelf --version
: "${CC:=cc}"

abi()
{
  run_command "$abs_top_builddir/sdk/nscale-plugin-abi" "$@"
}

usage='usage: nscale-plugin-abi [--rpm] PLUGIN...   what packages of these depend on
       nscale-plugin-abi [--rpm] --provides  what packages of nscale provide
       nscale-plugin-abi --names PLUGIN...   names and aliases of each
       nscale-plugin-abi --help | --version'

# build NAME MINOR [OPTION...]: a plugin for this minor
build()
{
  name=$1 minor=$2
  shift 2
  # shellcheck disable=SC2086 # a list of words
  run_command $CC -I"$abs_top_srcdir/sdk/include" "$@" -shared -fPIC \
    -DNSCALE_TARGET_MINOR="$minor" -o "$work/$name.so" \
    "$abs_top_srcdir/tests/fixtures/plugins/good.c"
}

build old 0
build new 1

test_case 'what a plugin needs stands in its note'
abi "$work/old.so"
expect 0 <<'TEXT'
nscale-plugin-abi-1.0
TEXT
abi --rpm "$work/old.so"
expect 0 <<'TEXT'
nscale-plugin-abi(1.0)
TEXT

test_case 'several plugins need each name once'
abi "$work/new.so" "$work/old.so" "$work/new.so"
expect 0 <<'TEXT'
nscale-plugin-abi-1.0
nscale-plugin-abi-1.1
TEXT

test_case 'nscale provides its own minor and all before it'
provided=$("$NSCALE" --version | sed -n 's/.*(plugin ABI \(.*\))/\1/p')
abi --provides
expect_status 0
expect_stderr ''
expect_equal nscale-plugin-abi-1.0 "$(output | sed -n 1p)"
expect_equal "nscale-plugin-abi-$provided" "$(output | sed -n '$p')"
expect_equal "$((${provided#*.} + 1))" "$(output | wc -l)"
abi --rpm --provides
expect_status 0
expect_equal "nscale-plugin-abi($provided)" "$(output | sed -n '$p')"

test_case 'names and aliases of plugins'
abi --names "$work/old.so" "$work/new.so"
expect 0 <<'TEXT'
good fine
good fine
TEXT

test_case 'a plugin of another word size is read too'
build narrow 0 -m32 -nostdlib
if [ "$status" -eq 0 ]; then
  abi "$work/narrow.so"
  expect 0 <<'TEXT'
nscale-plugin-abi-1.0
TEXT
else
  skip_case 'the compiler has one word size'
fi

test_case 'without section names nothing can be read, and that is said'
cp "$work/old.so" "$work/bare.so"
printf '\0\0\0\0\0\0\0\0' |
  dd of="$work/bare.so" bs=1 seek=40 conv=notrunc 2>"$work/dd"
abi "$work/bare.so"
expect_error 1 <<TEXT
nscale-plugin-abi: $work/bare.so is no plugin of nscale
TEXT

test_case 'what is no plugin ends it, and nothing is printed'
echo 'abi=1.0' >"$work/text.so"
for file in "$work/text.so" "$work/nothing.so" \
  "$abs_top_builddir/core/query.so"; do
  for option in '' --rpm --names; do
    # shellcheck disable=SC2086 # no word, or one
    abi $option "$work/old.so" "$file"
    expect_status 1
    [ "$option" = --names ] || expect_stdout ''
    expect_stderr "nscale-plugin-abi: $file is no plugin of nscale"
  done
done

test_case 'a readelf that is missing is said to be'
run_command env READELF=no-such-readelf \
  "$abs_top_builddir/sdk/nscale-plugin-abi" "$work/old.so"
expect_error 1 <<'TEXT'
nscale-plugin-abi: no-such-readelf is missing
TEXT

test_case 'wrong words are answered with its usage'
abi --help
expect_status 0
expect_stdout "$usage"
for words in '' --rpm --names '--provides x' --nosuch '--rpm --nosuch'; do
  # shellcheck disable=SC2086 # a list of words
  abi $words
  expect_status 2
  expect_stdout ''
  expect_stderr "$usage"
done
abi --version
expect_status 0
expect_equal "nscale-plugin-abi $("$NSCALE" --version |
  sed 's/^nscale \([^ ]*\).*/\1/')" "$(output)"

end_tests
