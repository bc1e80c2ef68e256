#!/bin/sh
# check-leftovers.sh - nothing that a test leaves behind stays, however the
# test ends
#
# Here run-test runs scripts that leave files in TMPDIR, in a build folder of
# this script.  That all tests together leave nothing in /tmp is seen where
# /tmp is empty before, in tests/packaging/test-buildd.sh.
. "${abs_top_srcdir:-.}/tests/functions.sh"
cd "$work" || exit 99

# leave COMMAND: run-test runs a script that leaves files, and then COMMAND
leave()
{
  cat >leave.sh <<TEXT
echo "\$TMPDIR" >'$work/place'
mkdir -p "\$TMPDIR/folder" && >"\$TMPDIR/folder/file"
$1
TEXT
  run_command env abs_top_builddir="$work/build" \
    sh "$abs_top_srcdir/tests/run-test" leave.sh
}

# left: what is in the build folder
left()
{
  (cd build/tests/tmp && ls -A)
}

test_case 'a folder of the build folder is all that a test is given'
leave 'ls -ld "$TMPDIR" | cut -c 1-10'
expect 0 <<'TEXT'
drwx------
TEXT
expect_equal "$work/build/tests/tmp/leave.sh" "$(cat place)"
expect_equal '' "$(left)"

test_case 'its status is that of the test, and nothing stays'
leave 'exit 77'
expect 77 </dev/null
expect_equal '' "$(left)"

test_case 'a folder that cannot be written to goes as well'
leave 'chmod 500 "$TMPDIR/folder"; chmod 0 "$TMPDIR"'
expect 0 </dev/null
expect_equal '' "$(left)"

test_case 'so it is where the test is killed'
leave 'kill -KILL $$'
check test "$status" -ge 128
expect_equal '' "$(left)"

test_case 'and where it hangs, whatever signals it ignores'
if command -v timeout >/dev/null 2>&1; then
  TEST_TIMEOUT=0.2
  export TEST_TIMEOUT
  mkfifo never
  leave "read -r line <'$work/never'"
  unset TEST_TIMEOUT
  expect_equal 124 "$status"
  expect_equal '' "$(left)"
else
  skip_case 'there is no timeout'
fi

# run-test is killed; the script ends when it is told to.
test_case 'where run-test is killed, what stays goes with the next run'
mkfifo started end
cat >leave.sh <<TEXT
: >"\$TMPDIR/file"
echo >'$work/started'
read -r line <'$work/end'
TEXT
abs_top_builddir=$work/build sh "$abs_top_srcdir/tests/run-test" \
  leave.sh >killed.log 2>&1 &
runner=$!
read -r _ <started
kill -KILL "$runner"
wait "$runner" 2>/dev/null
expect_equal leave.sh "$(left)"
echo >end
leave 'ls -A "$TMPDIR"'
expect 0 <<'TEXT'
folder
TEXT
expect_equal '' "$(left)"

end_tests
