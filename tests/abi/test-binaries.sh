#!/bin/sh
# Plugins as they were compiled in the days of 1.0 and 1.1: all six verbs, with
# what people see and what is sent.
. "${abs_top_srcdir:-.}/tests/functions.sh"
runs_here()
{
  [ "$(uname -m)" = x86_64 ] && [ -z "${EMULATOR-}" ] &&
    ldd --version 2>&1 | grep -q -i -e glibc -e 'GNU libc' &&
    od -A n -t x1 -j 4 -N 1 "$NSCALE" | grep -q 02
}
requires 'the plugins are for x86-64 and glibc' runs_here
requires 'the old plugins are in the repository, and not in a tarball' \
  test -f "$abs_top_srcdir/tests/abi/1.0/serviceaccounts.x86_64"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

umask 022
cd "$work" || exit 99
accounts=/api/v1/organizations/$(fixture acme '' id)/serviceaccounts
echo '{"metadata": {"name": "made"}, "spec": {"groupIDs": []}}' >made.json
echo '{"metadata": {"description": "new"}}' >new.json

for minor in 0 1; do
  mkdir "of-1.$minor"
  cp "$abs_top_srcdir/tests/abi/1.$minor/serviceaccounts.x86_64" \
    "of-1.$minor/serviceaccounts.so"
  NSCALE_PLUGIN_PATH=$work/of-1.$minor
  export NSCALE_PLUGIN_PATH

  test_case "a plugin of 1.$minor is taken, and has no fault"
  run plugins list
  expect_status 0
  edit 's/  */ /g'
  stdout_has "serviceaccounts 1.0.0 1.$minor serviceaccount sa ok $NSCALE_PLUGIN_PATH"
  run plugins check "$NSCALE_PLUGIN_PATH/serviceaccounts.so"
  expect 0 <<TEXT
$NSCALE_PLUGIN_PATH/serviceaccounts.so: serviceaccounts 1.0.0, plugin ABI 1.$minor: nothing is wrong
TEXT

  test_case "1.$minor: list"
  run sa list
  expect 0 <<'TEXT'
ID                                    NAME     GROUPS  EXPIRES               AGE                   STATUS
49407c8b-05f1-4293-a3bc-7ecf0d0fce4f  nightly  1       2026-05-29T12:00:00Z  2026-01-25T13:00:00Z  provisioned
bab0d809-8106-4d97-a8e4-439fb4b6707a  deploy   1       2026-06-10T12:00:00Z  2026-01-25T11:00:00Z  provisioned
ee55ea90-ec17-471d-99e7-53ee33df5703  ci       2       2026-08-24T12:00:00Z  2026-01-25T09:00:00Z  provisioned
TEXT

  test_case "1.$minor: create, with the token in a file alone"
  run sa create --file made.json --yes --token-file "token-$minor" \
    -q .metadata.name
  expect_status 0
  expect_stdout made
  last_request POST "$accounts"
  run sa get made -q .metadata.id
  id=$(output)
  expect_equal "$(token_of "$id")" "$(cat "token-$minor")"

  test_case "1.$minor: get, of a thing and of none"
  run sa get made -q '[.metadata.name, .spec.groupIDs]'
  expect 0 <<'JSON'
["made",[]]
JSON
  run sa get nobody
  expect_status 3
  stderr_has 'service account "nobody" not found'

  test_case "1.$minor: update"
  run sa update made --file new.json --yes -q .metadata.description
  expect_status 0
  expect_stdout new
  last_request PUT "$accounts/$id"

  test_case "1.$minor: rotate"
  run sa rotate made --yes --token-file "rotated-$minor" -q .metadata.name
  expect_status 0
  expect_stdout made
  last_request POST "$accounts/$id/rotate"
  expect_equal "$(token_of "$id")" "$(cat "rotated-$minor")"
  check test "$(cat "token-$minor")" != "$(cat "rotated-$minor")"

  test_case "1.$minor: unasked, nothing is deleted"
  forget
  run sa delete made
  expect_status 2
  expect_stdout ''
  only_reads

  test_case "1.$minor: delete"
  run sa delete made --yes
  expect_status 0
  last_request DELETE "$accounts/$id"
  run sa get made
  expect_status 3
done

end_tests
