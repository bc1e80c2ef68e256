#!/bin/sh
# test-dist.sh - `make distcheck`: what the tarball holds is enough to
# configure, build, test, install and uninstall nscale from a folder that
# cannot be written to, in another one, and nothing is left behind
#
# The unit tests and one command-line test run there: each build finds with
# them whether what tests need is in the tarball; all tests ran before.
. "${abs_top_srcdir:-.}/tests/functions.sh"
: "${MAKE:=make}"
[ -z "${SANITIZERS-}" ] || skip_all 'distcheck builds without sanitizers'
requires 'flock is not installed' command -v flock
cd "$work" || exit 99

units=$(cd "$abs_top_srcdir" && echo tests/unit/test-*.c |
  sed 's/[.]c\( \|$\)/\1/g')
if ! pkg-config --exists check; then units=tests/unit/missing.sh; fi

# Every file of the tree that git knows, but for the few that only it uses, and
# for plugins of old days, which are no sources.
test_case 'the tarball holds every file of the tree'
. "$abs_top_srcdir/tests/packaging/dist.sh"
make_dist "$work"
tar tf "$tarball" | sed "s|^nscale-$version/||" | grep -v '/$' |
  sort >packed
if (cd "$abs_top_srcdir" && git ls-files) >known 2>&1; then
  grep -v -x -E '[.]ci/.*|[.]git.*|.*/[.]gitignore|.*[.]x86_64' known |
    sort >wanted
  expect_equal '' "$(comm -13 packed wanted)"
else
  skip_case 'this is no checkout'
fi
echo "# $(wc -l <packed) files"

test_case 'make distcheck'
cd "$abs_top_builddir" || exit 99
# What it leaves when it fails may not be written to.
cleanup_fn sh -c '[ ! -d nscale-distcheck ] ||
  { chmod -R u+w nscale-distcheck && rm -rf nscale-distcheck; }'
env MAKEFLAGS= "$MAKE" distcheck distdir=nscale-distcheck \
  DISTCHECK_CONFIGURE_FLAGS='CFLAGS=-O0 --disable-hardening' \
  TESTS="$units tests/cli/test-list.sh" >"$work/distcheck.log" 2>&1 \
  </dev/null || fail 'it fails:'
if ! grep -q 'nscale-distcheck archives ready' "$work/distcheck.log"; then
  fail 'it does not come to its end:'
  grep -E '^(FAIL|ERROR)|rror:|[*][*][*]' "$work/distcheck.log" | tail -n 30 |
    sed 's/^/#   /'
fi
rm -f nscale-distcheck.tar.xz
grep -E '^# (TOTAL|PASS|SKIP|FAIL|ERROR):' "$work/distcheck.log"
check grep -q -x '# FAIL:  0' "$work/distcheck.log"
check grep -q -x '# ERROR: 0' "$work/distcheck.log"
check test "$(sed -n 's/^# PASS:  //p' "$work/distcheck.log")" -gt 20

end_tests
