#!/bin/sh
# What the host holds plugins to while they run: tests/fixtures/plugins/rogue.c
# breaks a rule in each verb; nothing of that is sent, and it is named.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/plugin.sh"
XDG_CACHE_HOME=$work/cache
export XDG_CACHE_HOME

# build OPTION...: plugins/rogue.so
build()
{
  plugin_build rogue "$@"
}

# refused REST: this is said of the plugin, and nothing was sent
refused()
{
  expect_stdout ''
  expect_stderr "nscale: plugin \"rogue\" $1"
  expect_status 10
  expect_requests 0
}

hint='hint: its author must say what the verb does: nscale_verb.effect in nscale/plugin.h'

# ---- A verb that reads sends nothing but GET. ---------------------------

test_case 'a plugin that does not say what a verb does is refused'
build -DEFFECT=0
forget
run rogue list
expect_error 10 <<TEXT
nscale: plugin "rogue" is broken: verb "list" does not say what it does: it has no effect
hint: the plugin is $work/plugins/rogue.so; install a release of it that fits, or remove the file
TEXT
expect_requests 0

test_case 'and plugins check names each such verb'
run plugins check plugins/rogue.so
expect_status 10
for verb in list fetch find pick await end choose head climb; do
  stdout_has "rogue.so: verb \"$verb\" does not say what it does: it has no effect"
done

test_case 'before 1.2 that meant to read, and reads alone are sent'
build -DEFFECT=0 -DNSCALE_TARGET_MINOR=1
run rogue list
refused "plans DELETE for list, a verb that only reads
$hint"
fault '{"status": 200, "body": "{\"name\": \"saw\"}"}'
run rogue choose
expect 0 <<'TEXT'
Name:  saw
TEXT
forget

test_case 'and what reads now is nothing that a plugin of then could say'
build -DEFFECT=5 -DNSCALE_TARGET_MINOR=1
run rogue list
expect_status 10
expect_stdout ''
stderr_has 'plugin "rogue" is broken: verb "list" has an unknown effect'

test_case 'a plan of a verb that reads has GET alone'
build
run rogue list
refused "plans DELETE for list, a verb that only reads
$hint"
run rogue list --json
expect_status 10
expect_stdout ''
stderr_has '"message":"plugin \"rogue\" plans DELETE for list, a verb that only reads"'
expect_requests 0

test_case 'what a plan reads it reads with GET'
run rogue fetch
refused 'reads with DELETE, and only GET may read'
run rogue find x
refused 'reads with POST, and only GET may read'

test_case 'what is picked from, and what is awaited, is read with GET'
run rogue pick x
refused 'reads with PATCH, and only GET may read'
run rogue await
refused 'reads with PUT, and only GET may read'

test_case 'a finish function sends nothing'
fault '{"status": 200, "body": "{\"name\": \"saw\"}"}'
run rogue end
expect_status 10
expect_stdout 'Name:  saw'
expect_stderr \
  'nscale: plugin "rogue" plans a request in finish, and only plan may'
expect_requests 1
forget

# completed LINES: what both lists come to
completed()
{
  for words in find 'choose --kind'; do
    # shellcheck disable=SC2086 # a list of words
    run __complete rogue $words ''
    expect_status 0
    expect_stderr ''
    expect_equal "$1" "$(sed 1d stdout | cut -f 1)"
  done
}

test_case 'completion sends nothing but GET either'
completed ''
expect_requests 0
rm -rf cache
build -DMETHOD='"GET"'
fault '{"status": 200, "times": 2, "body": "[{\"id\": \"1\", \"metadata\": {\"id\": \"1\"}}]"}'
completed 1
expect_requests 2

# ---- What a request may say. ---------------------------------------------

newline='
'

test_case 'the value of a header is a line of ASCII'
forget
for value in '' ' ' "x${newline}X-Other: y" "$(printf 'a\177b')" 'ä'; do
  run rogue head --header Prefer --value "$value"
  refused 'plans a header Prefer whose value is not a line of ASCII'
done
for value in '' "text/plain${newline}X-Other: y"; do
  run rogue body --value "$value" --yes
  refused 'plans a body whose media type is none'
done

test_case 'a header that steers a gateway is refused, and the plugin named'
for name in X-HTTP-Method-Override X-Method-Override User-Agent; do
  run rogue head --header "$name" --value DELETE
  refused "plans a header that no plugin may set: $name"
done

test_case 'a segment of dots is refused, and the plugin named'
run rogue climb
refused 'plans a request with the path segment "..", which leads elsewhere'

# ---- The last word plans nothing. ---------------------------------------

made='{"status": 201, "body": "{\"name\": \"saw\", \"key\": \"s3cret\"}"}'
plugin_build reckless

test_case 'finish remarks, and plans nothing'
fault "$made"
run reckless make --how note --yes -q .key
expect_status 0
expect_stdout s3cret
expect_stderr 'nscale: it is made'
forget
for how in plan answer; do
  fault "$made"
  run reckless make --how $how --yes --json
  expect_status 10
  expect_stdout <<'TEXT'
{
  "name": "saw",
  "key": "s3cret"
}
TEXT
  case $how in
    plan) stderr_has 'plugin \"reckless\" plans a request in finish, and only plan may' ;;
    *) stderr_has 'plugin \"reckless\" answers in finish, and only plan may' ;;
  esac
  expect_requests 1
  forget
done

test_case 'what was planned, and shown, is what is sent'
run reckless pair --dry-run
edit "s|$NSCALE_SANDBOX_URL|URL|"
expect_status 0
expect_stdout <<'TEXT'
{
  "size": 1
}
TEXT
expect_stderr 'Dry run, nothing is sent: PUT URL/api/reckless/things'
fault "$made"
run reckless pair --yes -q .name
expect_status 10
expect_stdout saw
stderr_has 'plugin \"reckless\" changes a request after it was planned'
check test -n "$(requests | grep -F '"query":null')"
check test -n "$(requests | grep -F '"body":"{\"size\":1}"')"
forget

# ---- A plugin that does not come back. ----------------------------------

# fell WORDS REST: the plugin, in that function, is what ended the process
fell()
{
  # shellcheck disable=SC2086 # a list of words
  run reckless $1
  expect_status 10
  case $1 in
    *-q*) expect_stderr "{\"error\":{\"kind\":\"plugin\",\"message\":\"the plugin reckless $2\",\"status\":null,\"trace_id\":null,\"hint\":null,\"exit_code\":10}}" ;;
    *) expect_stderr "nscale: the plugin reckless $2" ;;
  esac
}

test_case 'a plugin that crashes in plan is named'
for how in abort trap; do
  fell "look --how $how" 'crashed in plan'
  expect_stdout ''
done
fell 'look --how abort -q .name' 'crashed in plan'
expect_requests 0

test_case 'one that ends the process has not succeeded'
for how in exit quick; do
  fell "look --how $how" 'ended the process in plan'
  expect_stdout ''
done
expect_requests 0

test_case 'so it is for a list of choices, also at completion'
run __complete reckless look --how abort --kind ''
expect_status 10
expect_stdout ''
expect_stderr 'nscale: the plugin reckless crashed in a list of choices'

test_case 'and for finish, after the result was delivered'
for how in abort exit; do
  case $how in
    abort) what=crashed ;;
    *) what='ended the process' ;;
  esac
  fault '{"status": 200, "body": "{\"name\": \"saw\"}"}'
  fell "get --how $how" "$what in finish, after the result was delivered"
  expect_stdout 'Name:  saw'
  fault "$made"
  fell "make --how $how --yes -q .name --token-file token" \
    "$what in finish, after the result was delivered"
  expect_stdout saw
  check test s3cret = "$(cat token)"
  rm -f token
done
forget

test_case 'a signal ends a finish that does not come back'
for name in INT TERM HUP; do
  rm -f mark token pid
  fault "$made"
  (until [ -e mark ]; do :; done
    kill -"$name" "$(cat pid)") &
  run_command "$abs_top_builddir/tests/signals" sh -c \
    'echo $$ >pid; exec "$@"' sh "$NSCALE" reckless make --how hang --yes \
    --token-file token -q .name
  wait
  expect_status 1
  expect_stdout saw
  stderr_has '"message":"interrupted, after the result was delivered"'
  check test s3cret = "$(cat token)"
done
forget

test_case 'a plugin in C++ that throws is named'
if ! command -v g++ >/dev/null; then
  skip_case 'g++ is not installed'
else
  cat >thrower.cc <<'TEXT'
#include <nscale/plugin.h>
#include <stdexcept>
static int32_t plan(struct nscale_call *)
{
  throw std::runtime_error("thrown");
}
static struct nscale_verb look;
static const struct nscale_verb *const verbs[] = { &look, NULL };
static struct nscale_noun noun;
__attribute__((constructor)) static void fill()
{
  look.struct_size = sizeof look;
  look.name = "look";
  look.summary = "Look.";
  look.effect = NSCALE_EFFECT_READ;
  look.plan = plan;
  noun.struct_size = sizeof noun;
  noun.singular = noun.plural = "thing";
  noun.service = "identity";
  noun.verbs = verbs;
}
NSCALE_PLUGIN("thrower", "", "1.0", "Throw", &noun);
TEXT
  run_command g++ -I"$abs_top_srcdir/sdk/include" -shared -fPIC \
    -o plugins/thrower.so thrower.cc
  expect 0 </dev/null
  run thrower look
  expect_status 10
  expect_stdout ''
  stderr_has 'nscale: the plugin thrower crashed in plan'
fi

end_tests
