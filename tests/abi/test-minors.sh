#!/bin/sh
# Plugins of every minor on hosts of every minor: one plugin, which uses all
# that the host offers, is compiled against the headers of 1.0 and 1.1, against
# the current one and against one that is seven minors later; each works, or
# is refused in one sentence.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
: "${CC:=cc}"
requires 'a C compiler' command -v "${CC%% *}"

workshop=$abs_top_srcdir/tests/fixtures/plugins/workshop.c
current=$abs_top_srcdir/sdk/include
frozen=$abs_top_srcdir/tests/abi/1.0
minor=$(sed -n 's/^#define NSCALE_ABI_MINOR //p' "$current/nscale/plugin.h")
later=$((minor + 7))
umask 022
cd "$work" || exit 99

# The header of that later minor: every structure has grown at its end; with
# LARGER it is larger for a plugin of this minor too.
mkdir -p later/nscale
cp -R "$current/nscale/plugin" later/nscale
sed "s/^#define NSCALE_ABI_MINOR .*/#define NSCALE_ABI_MINOR $later/
  /^struct nscale_[a-z]* {/,/^};/s/^};/\\
#if NSCALE_TARGET_MINOR >= $later || defined LARGER\\
  const char *later[2];\\
#endif\\
};/" "$current/nscale/plugin.h" >later/nscale/plugin.h
# And a plugin that fills what is new.
sed 's/  \.struct_size = sizeof [a-z_]*,/&\
  .later = { "later", "later" },/' "$workshop" >later.c

# build FOLDER SOURCE OPTION...
build()
{
  build_folder=$1 build_source=$2
  shift 2
  mkdir -p "$build_folder"
  # shellcheck disable=SC2086 # CC may be several words
  run_command $CC "$@" -shared -fPIC -o "$build_folder/workshop.so" \
    "$build_source"
  expect 0 </dev/null
}

# works SOURCE OPTIONS: passes all of test-host.sh on the host that was built
works()
{
  run_command env -u test_in_sandbox WORKSHOP="$1" PLUGIN_CPPFLAGS="$2" \
    sh "$abs_top_srcdir/tests/cli/test-host.sh"
  expect_status 0
  stdout_has 'ok - another service has another address'
  stdout_lacks 'not ok'
}

# refused FOLDER NEEDS PROVIDES
refused()
{
  run_command env NSCALE_PLUGIN_PATH="$work/$1" "$NSCALE" workshop show tool
  expect_error 10 <<TEXT
nscale: plugin "workshop" needs plugin ABI $2, this nscale provides $3: upgrade nscale
hint: the plugin is $work/$1/workshop.so
TEXT
}

# shows FOLDER: the plugin runs on $NSCALE
shows()
{
  fault '{"status": 200, "body": "{\"name\": \"saw\"}"}'
  run_command env NSCALE_PLUGIN_PATH="$work/$1" "$NSCALE" workshop show tool
  expect 0 <<'TEXT'
Name:  saw
TEXT
}

test_case 'a plugin of 1.0 works'
works "$workshop" "-I$frozen"

test_case 'a plugin of 1.1 works'
works "$workshop" "-I$abs_top_srcdir/tests/abi/1.1"

test_case 'a plugin of the current minor works'
works "$workshop" "-I$current"

test_case 'a plugin of the current header that targets 1.0 works'
works "$workshop" "-I$current -DNSCALE_TARGET_MINOR=0"

test_case 'a later plugin that targets this minor works, larger as it is'
works "$work/later.c" "-I$work/later -DNSCALE_TARGET_MINOR=$minor -DLARGER"

test_case 'a later plugin that targets 1.0 works'
works "$workshop" "-I$work/later -DNSCALE_TARGET_MINOR=0"

test_case 'a plugin that needs a later minor is refused'
build needs-later later.c -I"$work/later"
refused needs-later "1.$later" "1.$minor"

test_case 'a host that claims 1.0 refuses a plugin that needs more'
NSCALE=$abs_top_builddir/tests/abi/nscale-1.0
build needs-current "$workshop" -I"$current"
refused needs-current "1.$minor" 1.0
refused needs-later "1.$later" 1.0

test_case 'it runs the plugins of 1.0, and those that target it'
build of-1.0 "$workshop" -I"$frozen"
shows of-1.0
build targets-1.0 "$workshop" -I"$current" -DNSCALE_TARGET_MINOR=0
shows targets-1.0
build later-1.0 "$workshop" -I"$work/later" -DNSCALE_TARGET_MINOR=0
shows later-1.0

test_case 'and lists which are which'
run_command env NSCALE_PLUGIN_PATH="$work/targets-1.0:$work/needs-current" \
  "$NSCALE" plugins list
expect_status 0
expect_stderr ''
edit 's/  */ /g'
stdout_has 'workshop 1.0 1.0 ws ok'
stdout_has "shadowed by $work/targets-1.0/workshop.so"
run_command env NSCALE_PLUGIN_PATH="$work/needs-current" "$NSCALE" \
  plugins list --json
expect_status 0
stdout_has '"status": "incompatible"'
stdout_has "needs plugin ABI 1.$minor, this nscale provides 1.0: upgrade nscale"

# ---- Flags that a later minor took for nscale itself. -------------------

# The header's list of them: "Also taken since 1.1: ... since 1.2: ...".
sed -n '/Also taken since 1\.1:/,/\*\//p' "$current/nscale/plugin.h" |
  sed 's/.*since 1\.[0-9]*://; s/^ \*//; s/\..*//' | tr -s ' ' '\n' |
  sed '/^$/d' >taken

# A plugin that has a flag of each of these names, and sends what it says.
make_flags()
{
  echo '#include <nscale/plugin.h>'
  number=0
  while read -r name; do
    number=$((number + 1))
    cat <<TEXT
static const struct nscale_flag flag_$number = {
  .struct_size = sizeof flag_$number, .name = "$name", .value = "TEXT",
  .summary = "Its own.",
};
TEXT
  done <taken
  echo 'static const struct nscale_flag *const flags[] = {'
  seq -f '  &flag_%g,' "$number"
  cat <<'TEXT'
  NULL
};
static int32_t plan(struct nscale_call *call)
{
  const char *const path[] = { "api", "old", NULL };
  struct nscale_request *request = nscale_request(call, "GET", path);
  const struct nscale_flag *const *flag;

  for (flag = flags; *flag; flag++)
    nscale_request_query(call, request, (*flag)->name,
                         nscale_flag_value(call, (*flag)->name));
  return nscale_plan(call, request);
}
static const struct nscale_column name = {
  .struct_size = sizeof name, .title = "NAME", .path = ".name",
};
static const struct nscale_column *const columns[] = { &name, NULL };
static const struct nscale_verb list = {
  .struct_size = sizeof list, .name = "list", .summary = "List them.",
  .reply = NSCALE_REPLY_LIST, .flags = flags, .plan = plan,
};
static const struct nscale_verb drop = {
  .struct_size = sizeof drop, .name = "delete", .summary = "Delete it.",
  .effect = NSCALE_EFFECT_DELETE, .reply = NSCALE_REPLY_OBJECT,
  .flags = flags, .plan = plan,
};
static const struct nscale_verb *const verbs[] = { &list, &drop, NULL };
static const struct nscale_noun noun = {
  .struct_size = sizeof noun, .singular = "thing", .plural = "things",
  .service = "identity", .verbs = verbs, .columns = columns,
};
NSCALE_PLUGIN("workshop", "", "1.0", "Work", &noun);
TEXT
}

test_case 'a plugin of 1.0 keeps a flag that nscale took later'
NSCALE=$abs_top_builddir/nscale
check test "$(wc -l <taken)" -ge 8
make_flags >flags.c
build own-flags flags.c -I"$frozen"
arguments='' query=''
while read -r name; do
  arguments="$arguments --$name value"
  query="$query${query:+&}$name=value"
done <taken
for verb in list 'delete --yes'; do
  forget
  case $verb in
    list) fault '{"status": 200, "body": "[{\"name\":\"b\"},{\"name\":\"a\"}]"}' ;;
    *) fault '{"status": 200, "body": "{\"name\": \"b\"}"}' ;;
  esac
  # shellcheck disable=SC2086 # lists of words
  run_command env NSCALE_PLUGIN_PATH="$work/own-flags" "$NSCALE" workshop \
    $verb $arguments
  case $verb in
    list) printf '%s\n' NAME b a | expect 0 ;;
    *) echo 'Name:  b' | expect 0 ;;
  esac
  requests >sent
  check grep -F -q "\"query\":\"$query\"" sent
done

test_case 'one of the current minor is told that they are taken'
build new-flags flags.c -I"$current"
run_command "$NSCALE" plugins check new-flags/workshop.so
expect_status 10
while read -r name; do
  stdout_has "verb \"list\" has a flag --$name, which is one of nscale's own"
done <taken

end_tests
