#!/bin/sh
# What the host holds plugins to while they run: tests/fixtures/plugins/rogue.c
# breaks a rule in each verb; nothing of that is sent, and it is named.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
: "${CC:=cc}"
requires 'a C compiler' command -v "${CC%% *}"

umask 022
cd "$work" || exit 99
mkdir plugins
NSCALE_PLUGIN_PATH=$work/plugins XDG_CACHE_HOME=$work/cache
export NSCALE_PLUGIN_PATH XDG_CACHE_HOME

# build OPTION...: plugins/rogue.so
build()
{
  # shellcheck disable=SC2086 # CC may be several words
  run_command $CC -I"$abs_top_srcdir/sdk/include" "$@" -shared -fPIC \
    -o plugins/rogue.so "$abs_top_srcdir/tests/fixtures/plugins/rogue.c"
  expect 0 </dev/null
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
expect_stderr <<TEXT
nscale: plugin "rogue" plans DELETE for end, a verb that only reads
$hint
TEXT
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

end_tests
