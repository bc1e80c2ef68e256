#!/bin/sh
# Each header that is installed, alone, in every language that plugins are
# written in: C99, C11, C17, C++11, C++17 and C++20, by gcc and clang, with all
# warnings as errors; and from every such compiler a plugin that exports its
# descriptor and nothing else.
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'nm is not installed' command -v nm
requires 'no compiler of C is installed' sh -c 'command -v gcc clang'

include=$abs_top_srcdir/sdk/include
cd "$work" || exit 99

warnings='-pedantic-errors -Wall -Wextra -Werror -Wconversion
  -Wsign-conversion -Wcast-qual -Wundef -Wmissing-declarations'

# One plugin that is C99 and C++11: no designated initialisers.
cat >regions.c <<'TEXT'
#include <nscale/plugin.h>

static int32_t plan_list(struct nscale_call *call)
{
  const char *const path[] = { "api", "v1", "regions", NULL };
  struct nscale_request *request = nscale_request(call, "GET", path);
  struct nscale_json *json = nscale_fetch(call, request);

  nscale_note(call, nscale_json_string(call, json));
  return nscale_plan(call, request);
}

static struct nscale_column name;
static const struct nscale_column *const columns[] = { &name, NULL };
static struct nscale_verb list;
static const struct nscale_verb *const verbs[] = { &list, NULL };
static struct nscale_noun noun;

static void fill(void) __attribute__((constructor));
static void fill(void)
{
  name.struct_size = sizeof name;
  name.title = "NAME";
  name.path = ".name";
  list.struct_size = sizeof list;
  list.name = "list";
  list.summary = "List the regions.";
  list.effect = NSCALE_EFFECT_READ;
  list.reply = NSCALE_REPLY_LIST;
  list.plan = plan_list;
  noun.struct_size = sizeof noun;
  noun.singular = "region";
  noun.plural = "regions";
  noun.service = "region";
  noun.verbs = verbs;
  noun.columns = columns;
}

NSCALE_PLUGIN("regions", "region", "1.0", "Look at regions", &noun);
TEXT
headers=''
for header in "$include"/nscale/*.h; do
  header=${header##*/}
  headers="$headers alone-${header%.h}"
  echo "#include <nscale/$header>" >"alone-${header%.h}.c"
done
json=''
if pkg-config json-c; then
  json=$(pkg-config --cflags json-c)
else
  headers=$(echo "$headers" | sed 's/ alone-plugin-test//')
fi
echo '#include <nscale/plugin.h>
#include <nscale/plugin.h>
struct nscale_host host;' >twice.c

# compile COMPILER OPTION... : each file, without a word; then the plugin
compile()
{
  for file in $headers twice regions; do
    # shellcheck disable=SC2086 # lists of words
    run_command "$@" $warnings -I"$include" $json -fPIC -c -o "$file.o" \
      "$file.c"
    expect 0 </dev/null
  done
  run_command "$1" -shared -fPIC -o regions.so regions.o
  expect 0 </dev/null
  run_command nm -D --defined-only regions.so
  expect_status 0
  edit 's/.* //'
  expect_stdout nscale_plugin_v1
  run_command env NSCALE_PLUGIN_PATH="$work" "$NSCALE" regions list --help
  expect_status 0
  stdout_has 'List the regions.'
}

chmod go-w "$work"
for compiler in gcc clang g++ clang++; do
  case $compiler in
    # A function may have a structure's name, as in stat(2), but g++ would
    # call that a shadow.
    *++) options='-x c++' standards='c++11 c++17 c++20' ;;
    *) options=-Wshadow standards='c99 c11 c17' ;;
  esac
  for standard in $standards; do
    test_case "$compiler -std=$standard"
    if command -v "$compiler" >/dev/null; then
      # shellcheck disable=SC2086 # a list of words
      compile "$compiler" $options "-std=$standard"
    else
      skip_case "$compiler is not installed"
    fi
  done
done

test_case 'there are as many headers as plugins include'
expect_equal ' alone-plugin-test alone-plugin alone-resource' \
  "$(for file in alone-*.c; do printf ' %s' "${file%.c}"; done)"

test_case 'a warning would have been seen'
mkdir -p doctored/nscale
cp -R "$include/nscale/plugin" doctored/nscale
sed 's|^#ifdef __cplusplus|static int f(long x) { return x; }\
&|' "$include/nscale/plugin.h" >doctored/nscale/plugin.h
compiler=gcc
command -v gcc >/dev/null || compiler=clang
# shellcheck disable=SC2086 # a list of words
run_command $compiler -std=c99 $warnings -Idoctored -c -o alone.o \
  alone-plugin.c
check test "$status" -ne 0
stderr_has 'conversion'

end_tests
