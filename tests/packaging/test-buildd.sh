#!/bin/sh
# test-buildd.sh - another system than this one: README's first command in a
# bare root; the source package of Debian, with its tests, where there is
# nothing but build-essential and what Build-Depends names; then the packages
# and their autopkgtest in a root that has nothing else
#
# It is Debian 13, or Debian 12 on Debian 13 itself: make check has run all
# tests with the libraries of this system already.  What takes long and does not
# depend on those is left out here: checks of the sources, faults in system
# calls, plugins of other minors, and recipes.
#
# The build is that of a build machine: no root, no home, no network.
. "${abs_top_srcdir:-.}/tests/functions.sh"
. "$abs_top_srcdir/tests/roots.sh"
[ -z "${SANITIZERS-}" ] || skip_all 'packages have no sanitizers in them'
requires 'flock is not installed' command -v flock
reason=$(why_no_root)
[ -z "$reason" ] || skip_all "$reason"
. "$abs_top_srcdir/tests/packaging/dist.sh"
cd "$work" || exit 99

# in_root ROOT FOLDER COMMAND...: with what it says in log
in_root()
{
  inside "$@" >log 2>&1 </dev/null
}

# no_network COMMAND...: as a user whom nothing belongs to, with a loopback
cat >no-network <<'TEXT'
#!/bin/sh
exec unshare --net sh -c 'perl -e "
  my \$up = pack(\"a16sx22\", \"lo\", 1);
  socket(S, 2, 2, 0) && ioctl(S, 0x8914, \$up) or die \$!" &&
  exec setpriv --reuid=1234 --regid=1234 --clear-groups \
    env HOME=/nonexistent "$@"' sh "$@"
TEXT

other=$(other_system)
test_case "a bare root of $other is made"
bootstrap "$other" "$work/build" >log 2>&1 </dev/null || {
  ! grep -q 'Failed getting release file' log ||
    skip_all 'the archive of Debian cannot be reached'
  give_up 'debootstrap fails' log
}
cp -a build bare
mkdir roots
cp -a build "roots/$other"

test_case "README's first command passes there"
run_command sh "$abs_top_srcdir/tests/systems.sh" --demo \
  --roots "$work/roots" "$other"
rm -rf roots
if [ "$status" -eq 77 ]; then
  skip_case "$(sed -n 's/^skipped: //p' "$work/stdout")"
elif [ "$status" -ne 0 ]; then
  fail 'systems.sh:'
  sed 's/^/#   /' "$work/stdout"
else
  expect_stderr ''
  check grep -q \
    "^$other  .* [1-9][0-9]*  *0  *[0-9]*  *[0-9]*m[0-9]*s\$" "$work/stdout"
fi

test_case 'Build-Depends are installed, and build-essential'
make_dist "$work/build/build"
source=/build/nscale-$version
tar xf "$tarball" -C build/build
mv "$tarball" "build/build/nscale_$version.orig.tar.xz"
cp -R "build$source/tests/packaging/debian" "build$source/debian"
cp -R "build$source" bare/src
in_root build "$source" env DEBIAN_FRONTEND=noninteractive sh -c \
  'apt-get -q update && apt-get -q -y --no-install-recommends build-dep ./' ||
  give_up 'they are not' log

tests=''
for name in $test_names; do
  case " $gate_names $sanitizer_tests " in *" $name "*) continue ;; esac
  case $name in
    tests/check-* | tests/pictures.sh | tests/fault/*) ;;
    tests/abi/test-minors.sh | tests/cli/test-recipes.sh) ;;
    *) tests="$tests${tests:+\\ }$name" ;;
  esac
done

test_case 'dpkg-buildpackage passes, and so does every test that depends on it'
install no-network build/usr/bin
chown -R 1234:1234 build/build
in_root build "$source" env MAKEFLAGS="TESTS=$tests" no-network \
  dpkg-buildpackage -us -uc || {
  # debhelper shows the log of each test that failed, among all others.
  grep -E '^(FAIL|ERROR):? ' log | sort -u | sed 's/^/# /'
  grep -B 20 '^not ok' log | grep -v '^ok' | head -n 60 | sed 's/^/# /'
  give_up 'it does not' log
}
grep -E '^# (TOTAL|PASS|SKIP|FAIL|ERROR):' log | sort -u
check grep -q -x '# FAIL:  0' log
check grep -q -x '# ERROR: 0' log
check test "$(sed -n 's/^# PASS:  //p' log | sort -n | tail -n 1)" -gt 120
check ls build/build/*.deb >/dev/null

test_case 'what is skipped needs what no package builds with'
grep -E '^SKIP: [^ ]*[.]sh$' log | sort -u >skipped
sed 's/^/# /' skipped
# A tarball has no plugin of old days in it.
expect_equal 'SKIP: tests/abi/test-binaries.sh' "$(cat skipped)"

# autopkgtest NAME: as debian/tests/control says, without another user's help
autopkgtest()
{
  in_root bare /src no-network env AUTOPKGTEST_TMP=/scratch \
    "debian/tests/$1" || give_up "debian/tests/$1 fails" log
}

test_case 'apt installs the packages in a bare root'
install no-network bare/usr/bin
install -d bare/packages
install -d -o 1234 -g 1234 bare/scratch
for deb in build/build/*.deb; do
  case $deb in *-dbgsym_*) ;; *) cp "$deb" bare/packages ;; esac
done
in_root bare /packages env DEBIAN_FRONTEND=noninteractive sh -c \
  'apt-get -q update && apt-get -q -y --no-install-recommends install ./*.deb' ||
  give_up 'it does not' log

test_case 'there the demo does every verb'
autopkgtest demo
check grep -q 'HTTP 401' log

end_tests
