#!/bin/sh
# test-install.sh - what is installed works and goes again, and what the
# tarball holds stays where it was unpacked, also for another machine's sake
. "${abs_top_srcdir:-.}/tests/functions.sh"
: "${CC:=cc}"
[ -z "${SANITIZERS-}" ] || skip_all 'these builds have no sanitizers'
requires 'flock is not installed' command -v flock
. "$abs_top_srcdir/tests/packaging/dist.sh"
MAKEFLAGS='' compiler=$CC
export MAKEFLAGS compiler
unset CC
build_again_and_again
cd "$work" || exit 99
make_dist "$work"
tar xf "$tarball" || exit 99
tree=$work/nscale-$version
prefix=$work/prefix
pages='man1/nscale-groups.1 man1/nscale-organizations.1
  man1/nscale-serviceaccounts.1 man1/nscale.1 man7/nscale-environment.7'

# within COMMAND...: in the tree; on failure the end of what it said
within()
{
  (cd "$tree" && "$@") >log 2>&1 </dev/null || give_up "$* fails" log
}

# What make has to find: the files of the tarball, with their sums.
sums()
{
  (cd "$tree" && find . -type f -exec cksum {} +) | sort -k 3
}
sums >unpacked

test_case 'make installcheck runs what was installed'
# shellcheck disable=SC2086 # a list of words
within ./configure "CC=$compiler" --prefix="$prefix" $cheaply
within "$MAKE" -j2
within "$MAKE" install
# Nothing of the build may be of help.
rm -f "$tree/nscale" "$tree/nscale-sandbox" "$tree"/*/*.so
within env TMPDIR="$work" "$MAKE" installcheck
grep '^ok' log | sed 's/^/# /'
expect_equal 5 "$(grep -c '^ok' log)"
check test -z "$(grep '^not ok' log)"

test_case "the SDK's page is installed, with what it links to"
page=$prefix/share/doc/nscale/sdk/README.md
check test -s "$page"
sed -n 's/.*](\([^):#]*\)[#)].*/\1/p' "$page" >links
while read -r link; do
  check test -e "${page%/*}/$link"
done <links

test_case 'it fails where a plugin is missing'
mv prefix/lib/nscale/plugins/groups.so .
(cd "$tree" && "$MAKE" installcheck) >log 2>&1 && fail 'it does not'
check grep -q 'not ok - each plugin is found where it was installed' log
mv groups.so prefix/lib/nscale/plugins

test_case 'below DESTDIR it is skipped, and says why'
(cd "$tree" && "$MAKE" installcheck DESTDIR="$work/root") >log 2>&1
check grep -q '^skipped: what is below DESTDIR' log

test_case 'make uninstall leaves no file and no folder of its own'
find prefix -name '*nscale*' | wc -l | sed 's/^/# /'
within "$MAKE" uninstall
expect_equal '' "$(find prefix ! -type d -o -name '*nscale*')"

test_case 'but what others put there stays'
within "$MAKE" install
: >prefix/lib/nscale/plugins/projects.so
within "$MAKE" uninstall
expect_equal 'prefix/lib/nscale
prefix/lib/nscale/plugins
prefix/lib/nscale/plugins/projects.so' "$(find prefix -path '*nscale*' | sort)"

test_case 'make distclean leaves what the tarball holds, and only that'
within "$MAKE" distclean
sums >cleaned
check diff unpacked cleaned

test_case 'a second build has its manual pages'
# shellcheck disable=SC2086 # a list of words
within ./configure "CC=$compiler" --prefix="$prefix" $cheaply
within "$MAKE" -j2
within "$MAKE" install DESTDIR="$work/second"
for page in $pages; do
  check test -s "$work/second$prefix/share/man/$page"
done
within "$MAKE" clean
for page in $pages; do
  check test -n "$(find "$tree" -name "${page##*/}")"
done
within "$MAKE" distclean

# A compiler whose executables say that they are for arm64, which cannot be
# true: nothing that is built for another machine may be run.
cat >foreign-cc <<'TEXT'
#!/bin/sh
$compiler "$@" || exit
output='' shared=0
for argument in "$@"; do
  case $argument in -c | -shared | -E) shared=1 ;; esac
  [ "$output" != next ] || output=$argument
  [ "$argument" != -o ] || output=next
done
[ "$shared" -eq 1 ] || [ ! -x "$output" ] ||
  printf '\267\000' | dd of="$output" bs=1 seek=18 conv=notrunc 2>/dev/null
TEXT
chmod +x foreign-cc

# foreign FOLDER WHERE: what is built there for another machine, with its pages
foreign()
{
  mkdir -p "$1"
  # shellcheck disable=SC2086 # a list of words
  (cd "$1" && "$tree/configure" --host=aarch64-linux-gnu \
    --build="$("$tree/.build-aux/config.guess")" CC="$work/foreign-cc" AR=ar \
    RANLIB=ranlib PKG_CONFIG="$(command -v pkg-config)" --prefix=/usr \
    $cheaply &&
    "$MAKE" -j2 && "$MAKE" install DESTDIR="$work/$2") >log 2>&1 </dev/null ||
    give_up 'it fails' log
  "$1/nscale" --version >ran 2>&1 && fail 'the foreign nscale runs'
  for page in $pages; do
    check cmp "$work/$2/usr/share/man/$page" "second$prefix/share/man/$page"
  done
}

test_case 'so does a build for another machine, in the tree that was cleaned'
foreign "$tree" third

test_case 'and one outside of the tree'
within "$MAKE" distclean
sums >cleaned
check diff unpacked cleaned
foreign outside fourth

end_tests
