#!/bin/sh
# installcheck.sh - what `make install` put somewhere works there: nscale,
# its modules, its plugins and the sandbox, none of them from the build folder
#
# `make installcheck` says in variables where everything is.
. "${abs_top_srcdir:-.}/tests/functions.sh"
[ -z "${DESTDIR-}" ] ||
  skip_all 'what is below DESTDIR is not where it looks for its parts'
NSCALE=$bindir/nscale NSCALE_SANDBOX=$bindir/nscale-sandbox
requires 'nscale-sandbox is not installed' test -x "$NSCALE_SANDBOX"
sandbox_enter --tls
cd "$work" || exit 99

test_case 'the main job is done with the installed programs'
run_command sh -c 'cd "$1" && exec sh "$2"' - "$bindir" \
  "$abs_top_srcdir/tests/demo.sh"
expect_status 0
stdout_has 'HTTP 401'

test_case 'a filter runs in the installed module'
run sa list -q 'map(.metadata.name) | length | . > 0'
expect 0 <<'TEXT'
true
TEXT

test_case 'each plugin is found where it was installed'
for plugin in $installed_plugins; do
  echo "$plugindir/${plugin##*/}"
done | sort >plugins
run plugins list --json
expect_status 0
expect_stderr ''
awk -F '"' '$2 == "status" { status = $4 }
  $2 == "path" && status == "ok" { print $4 }' stdout | sort >found
expect_equal '' "$(comm -23 plugins found)"

test_case 'nscale-plugin-abi reads them'
if command -v "${READELF:-readelf}" >/dev/null 2>&1; then
  while read -r plugin; do
    run_command "$bindir/nscale-plugin-abi" "$plugin"
    expect_status 0
    stdout_has nscale-plugin-abi-1.
  done <plugins
else
  skip_case 'there is no readelf'
fi

test_case 'the examples of the SDK are built with what pkg-config says, and run'
PKG_CONFIG_PATH=$pkgconfigdir
export PKG_CONFIG_PATH
if command -v pkg-config >/dev/null 2>&1; then
  NSCALE_PLUGIN_PATH=$work
  export NSCALE_PLUGIN_PATH
  for name in projects instances; do
    # shellcheck disable=SC2046,SC2086 # lists of words
    run_command $CC $(pkg-config --cflags nscale-plugin) -shared -fPIC \
      -o "$name.so" \
      "$(pkg-config --variable=exampledir nscale-plugin)/$name.c"
    expect_status 0
    run "$name" list -q length
    expect_status 0
  done
else
  skip_case 'there is no pkg-config'
fi

end_tests
