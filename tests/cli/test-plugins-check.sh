#!/bin/sh
# nscale plugins check: all that is wrong about plugins, at once, whatever
# their code does.
. "${abs_top_srcdir:-.}/tests/functions.sh"
: "${CC:=cc}"
requires 'a C compiler' command -v "${CC%% *}"

include=$abs_top_srcdir/sdk/include
umask 022
cd "$work" || exit 99

# build NAME: NAME.so of NAME.c
build()
{
  # shellcheck disable=SC2086 # CC may be several words
  $CC -I"$include" -shared -fPIC -o "$1.so" "$1.c" >built 2>&1 || {
    fail "$1 cannot be built"
    sed 's/^/#   /' built
  }
}

# parts NAME: the rest of a plugin that nothing is wrong about
parts()
{
  cat <<TEXT
#include <nscale/plugin.h>

static int32_t plan_list(struct nscale_call *call)
{
  const char *const path[] = { "api", "v1", "regions", NULL };
  return nscale_plan(call, nscale_request(call, "GET", path));
}
static const struct nscale_column name = {
  .struct_size = sizeof name, .title = "NAME", .path = ".name",
};
static const struct nscale_column *const columns[] = { &name, NULL };
static const struct nscale_verb list = {
  .struct_size = sizeof list, .name = "list", .summary = "List them.",
  .examples = "nscale $1 list", .effect = NSCALE_EFFECT_READ,
  .reply = NSCALE_REPLY_LIST, .plan = plan_list,
};
static const struct nscale_verb *const verbs[] = { &list, NULL };
static const struct nscale_noun noun = {
  .struct_size = sizeof noun, .singular = "region", .plural = "regions",
  .service = "region", .verbs = verbs, .columns = columns,
};
NSCALE_PLUGIN("$1", "", "1.0", "Regions", &noun);
TEXT
}

# plugin NAME [CODE]: builds one, with that code at its end
plugin()
{
  { parts "$1"; printf '%s\n' "${2-}"; } >"$1.c"
  build "$1"
}

# A plugin that does not come back, looked at meanwhile.
plugin sleeper '#include <unistd.h>
__attribute__((constructor)) static void start(void) { for (;;) pause(); }'
"$NSCALE" plugins check sleeper.so >slept 2>&1 </dev/null &
sleeper=$!

test_case 'nothing is wrong about one that is right'
plugin regions
run plugins check regions.so
expect 0 <<TEXT
regions.so: regions 1.0, plugin ABI 1.2: nothing is wrong
TEXT
run plugins check ./regions.so "$work/regions.so"
expect 0 <<TEXT
./regions.so: regions 1.0, plugin ABI 1.2: nothing is wrong
$work/regions.so: regions 1.0, plugin ABI 1.2: nothing is wrong
TEXT

test_case 'nor about those of this tree'
for name in ${test_plugins-}; do
  run plugins check "$abs_top_builddir/$name"
  expect_status 0
  expect_stderr ''
  stdout_has ': nothing is wrong'
done

test_case '--json has the findings as members'
run plugins check --json regions.so
expect 0 <<'TEXT'
[
  {
    "path": "regions.so",
    "name": "regions",
    "version": "1.0",
    "abi": "1.2",
    "problems": []
  }
]
TEXT

test_case 'it needs a file'
run plugins check
expect_status 2
expect_stdout ''
stderr_has 'nscale plugins check FILE...'

test_case 'what is wrong is told at once'
cat >bad.c <<'TEXT'
#include <nscale/plugin.h>
static int32_t plan(struct nscale_call *call) { (void)call; return 0; }
int helper(void);
int helper(void) { return 1; }
static const struct nscale_flag org = {
  .struct_size = sizeof org, .name = "org", .value = "ORG",
  .summary = "Which.",
};
static const struct nscale_flag quiet = {
  .struct_size = sizeof quiet, .name = "quiet", .letter = "q",
  .attributes = NSCALE_FLAG_SWITCH, .summary = "Quietly",
};
static const struct nscale_flag size = {
  .struct_size = sizeof size, .name = "size", .summary = "How big.",
};
static const struct nscale_flag *const flags[] = { &org, &quiet, &size,
                                                   NULL };
static const struct nscale_verb list = {
  .struct_size = sizeof list, .name = "list", .examples = "nscale bad list",
  .effect = NSCALE_EFFECT_READ, .reply = NSCALE_REPLY_LIST, .flags = flags,
};
static const struct nscale_verb drop = {
  .struct_size = sizeof drop, .name = "delete", .summary = "Delete it",
  .effect = NSCALE_EFFECT_DELETE, .plan = plan,
};
static const struct nscale_column name = {
  .struct_size = sizeof name, .title = "NAME", .path = ".name",
};
static const struct nscale_column *const columns[] = { &name, NULL };
static const struct nscale_verb make = {
  .struct_size = sizeof make, .name = "make", .summary = "Make one.",
  .examples = "nscale bad make", .effect = NSCALE_EFFECT_CREATE,
  .reply = NSCALE_REPLY_OBJECT, .secret = ".key", .columns = columns,
  .plan = plan,
};
static const struct nscale_verb *const verbs[] = { &list, &drop, &make,
                                                   NULL };
static const struct nscale_noun noun = {
  .struct_size = sizeof noun, .plural = "things", .service = "Region",
  .verbs = verbs,
};
#undef NSCALE_MANIFEST_
#define NSCALE_MANIFEST_(name, aliases, version, summary)                  \
  "name=" name "\naliases=bads\nversion=2.0\nsummary=Others\nabi=1.0\n"
NSCALE_PLUGIN("bad", "", "1.0", "Things", &noun);
TEXT
build bad
cat >wanted.txt <<'TEXT'
bad.so: it exports more than nscale_plugin_v1: helper (compile with -fvisibility=hidden)
bad.so: it has no singular
bad.so: it has a service "Region" that is not made of lower case letters, digits and '-'
bad.so: verb "list" has no summary
bad.so: verb "list" has no plan
bad.so: verb "list" has a flag --org, which is one of nscale's own
bad.so: verb "list" has a flag --quiet with the letter -q, which is one of nscale's own
bad.so: verb "list" has no columns to show its reply in, nor has its noun
bad.so: its manifest and its descriptor differ in version
bad.so: its manifest and its descriptor differ in aliases
bad.so: its manifest and its descriptor differ in summary
bad.so: verb "list" has a flag --quiet whose summary ends without a full stop
bad.so: verb "list" has a flag --size without a word for its value in help
bad.so: verb "delete" has a summary without a full stop
bad.so: verb "delete" has no done, and would succeed without a message
bad.so: verb "make" has a secret .key in no column, and would have to save it to a file
bad.so: its manifest and its descriptor differ in the ABI, 1.0 and 1.2
TEXT
run plugins check bad.so
expect_stdout "$(cat wanted.txt)"
expect_stderr 'nscale: problems in 1 of 1 plugins'
expect_status 10

test_case 'each of several files is reported'
run plugins check regions.so bad.so none.so
expect_status 10
expect_stderr 'nscale: problems in 2 of 3 plugins'
stdout_has 'regions.so: regions 1.0, plugin ABI 1.2: nothing is wrong'
stdout_has 'bad.so: verb "list" has no plan'
stdout_has 'none.so: it cannot be opened: No such file or directory'

test_case 'as JSON, with the error as JSON as well'
plugin odd
sed 's/"List them."/"List them"/' odd.c >tidy.c
mv tidy.c odd.c
build odd
run plugins check --json odd.so none.so
expect_stdout <<'TEXT'
[
  {
    "path": "odd.so",
    "name": "odd",
    "version": "1.0",
    "abi": "1.2",
    "problems": [
      {
        "kind": "advice",
        "rule": "nscale_verb.summary",
        "text": "verb \"list\" has a summary without a full stop"
      }
    ]
  },
  {
    "path": "none.so",
    "name": "none",
    "version": null,
    "abi": null,
    "problems": [
      {
        "kind": "broken",
        "rule": null,
        "text": "it cannot be opened: No such file or directory"
      }
    ]
  }
]
TEXT
expect_stderr '{"error":{"kind":"plugin","message":"problems in 2 of 2 plugins","status":null,"trace_id":null,"hint":null,"exit_code":10}}'
expect_status 10

# wrong FILE TEXT: this is all that is wrong about it
wrong()
{
  run plugins check "$1"
  expect_stdout "$1: $2"
  expect_status 10
}

test_case 'files that are no plugins'
echo text >text.so
wrong text.so 'it is not a shared object'
wrong regions.c "its file's name does not end with .so"
mkdir folder.so
wrong folder.so 'it is not a regular file'
wrong nowhere/x.so 'it cannot be opened: No such file or directory'
cp regions.so other.so
run plugins check other.so
expect_status 10
stdout_has 'other.so: its manifest names another plugin, "regions"'

test_case 'a file that everyone may write to'
cp regions.so open.so
chmod 666 open.so
wrong open.so 'it is not trusted: everyone may write to it'
rm open.so

test_case 'section headers that lead nowhere are passed over'
# At 40 and 60 of the header of 64 bits: where they are, and how many.
if [ "$(getconf LONG_BIT)" = 64 ]; then
  for place in 40 47 60 62; do
    cp regions.so mended.so
    printf '\377' | dd of=mended.so bs=1 seek="$place" conv=notrunc 2>dd.log
    mv mended.so regions.so
    run plugins check regions.so
    expect 0 <<'TEXT'
regions.so: regions 1.0, plugin ABI 1.2: nothing is wrong
TEXT
    build regions
  done
else
  skip_case 'the header is one of 32 bits'
fi

test_case 'a plugin of a later minor'
sed '1a\
#undef NSCALE_TARGET_MINOR\
#define NSCALE_TARGET_MINOR 7' regions.c >later.c
sed 's/"regions", ""/"later", ""/' later.c >edited && mv edited later.c
build later
wrong later.so 'it needs plugin ABI 1.7, this nscale provides 1.2: upgrade nscale'

test_case 'a plugin that needs what nobody has'
plugin needy 'void nowhere(void);
__attribute__((constructor)) static void start(void) { nowhere(); }'
run plugins check needy.so
expect_status 10
stdout_has 'needy.so: it cannot be loaded: '
stdout_has 'nowhere'

test_case 'a plugin with the name of a command of the core'
plugin version
wrong version.so "it has the name of one of nscale's own commands, which wins"

test_case 'a plugin that crashes when it is opened, or closed'
plugin crash '#include <signal.h>
__attribute__((constructor)) static void start(void) { raise(SIGSEGV); }'
wrong crash.so 'it crashed while it was opened: Segmentation fault'
plugin crash '#include <stdlib.h>
__attribute__((destructor)) static void end(void) { abort(); }'
wrong crash.so 'it crashed while it was closed: Aborted'

test_case 'a plugin that ends the process'
plugin quit '#include <unistd.h>
__attribute__((constructor)) static void start(void) { _exit(0); }'
wrong quit.so 'it calls _exit, and a plugin never ends the process
quit.so: it ended the process, with status 0, while it was opened'

test_case 'others are checked beside it'
run plugins check quit.so regions.so
expect_status 10
stdout_has 'regions.so: regions 1.0, plugin ABI 1.2: nothing is wrong'

test_case 'a plugin sees no token, and what it prints is not seen'
plugin spy '#include <stdio.h>
#include <stdlib.h>
extern char **environ;
__attribute__((constructor)) static void start(void)
{
  FILE *file = fopen("seen", "w");
  char **each;
  for (each = environ; *each; each++) fprintf(file, "%s\n", *each);
  fclose(file);
  puts("I am here");
  fputs("I am here\n", stderr);
  fflush(NULL);
}'
echo a-token-that-is-secret >token
run_command env NSCALE_SERVICE_TOKEN=a-token-that-is-secret \
  NSCALE_SERVICE_TOKEN_FILE="$work/token" "$NSCALE" plugins check spy.so
expect 0 <<'TEXT'
spy.so: spy 1.0, plugin ABI 1.2: nothing is wrong
TEXT
check grep -q '^HOME=' seen
if grep -q a-token-that-is-secret seen; then
  fail 'the token was in its environment'
fi
if grep -q NSCALE_SERVICE_TOKEN seen; then
  fail 'its environment says where the token is'
fi

test_case 'names that could steer a terminal are escaped'
run plugins check "$(printf 'a\033[2Jb.so')"
expect_status 10
expect_stdout 'a\x1b[2Jb.so: '"its file's name is not made of lower case letters, digits and '-'"

test_case 'a plugin that does not come back'
wait "$sleeper"
expect_equal 10 $?
run_command cat slept
expect_stdout 'sleeper.so: it did not come back within 10 seconds while it was opened
nscale: problems in 1 of 1 plugins'

end_tests
