#!/bin/sh
# test-release.sh - `make release`, and what configure is told of the project
. "${abs_top_srcdir:-.}/tests/functions.sh"
: "${MAKE:=make}"
[ -z "${SANITIZERS-}" ] || skip_all 'releases have no sanitizers in them'
for tool in flock readelf jq; do
  requires "$tool is not installed" command -v "$tool"
done
. "$abs_top_srcdir/tests/packaging/dist.sh"
MAKEFLAGS=
export MAKEFLAGS
build_again_and_again
cd "$work" || exit 99

# A folder in which something was changed is no release; this test is to pass
# there, and takes the tree for one without git but where it says otherwise.
mkdir bin
cat >bin/git <<'TEXT'
#!/bin/sh
case $*-${git_says-} in
  *-) exit 128 ;;
  status*-dirty) echo ' M core/main.c' ;;
  log*) echo 1780304400 ;;
esac
TEXT
chmod +x bin/git
PATH=$work/bin:$PATH

# release FOLDER VARIABLE=VALUE...: in the build folder, one at a time
release()
{
  folder=$1
  shift
  flock "$abs_top_builddir/Makefile" "$MAKE" -C "$abs_top_builddir" release \
    "RELEASE_DIR=$work/$folder" "$@" >log 2>&1 </dev/null
}

test_case 'make release makes a tarball, its SBOM and their checksums'
release one || give_up 'it fails' log
version=$(jq -r .version <<TEXT
$("$NSCALE" version --json)
TEXT
)
name=nscale-$version
expect_equal "$name.sha256 $name.spdx.json $name.tar.xz" \
  "$(cd one && echo *)"
sed 's/^/# /' one/*.sha256
(cd one && sha256sum -c "$name.sha256") >log 2>&1 || fail 'a sum is wrong'

test_case 'a second one has the same bytes'
release two || give_up 'it fails' log
check diff -r one two

test_case 'it makes none over another one'
release one && fail 'it does'
check grep -q -x "make release: $work/one is there already" log

test_case 'nor of what is not committed'
export git_says=dirty
release three && fail 'it does'
check grep -q -x \
  'make release: there are changes that are not committed' log
check test ! -e three

test_case 'in a clone the day is that of the commit'
git_says=clean
(unset SOURCE_DATE_EPOCH; release three) || give_up 'it fails' log
check diff -r one three
unset git_says

test_case 'elsewhere it is to be told'
(unset SOURCE_DATE_EPOCH; release four) && fail 'it does not ask'
check grep -q -x 'make release: this is no clone: set SOURCE_DATE_EPOCH to the time of the release' log

test_case 'manual pages have the day of the tarball'
tar tf "one/$name.tar.xz" | grep '[.][1-9]$' | grep -v '/tests/' |
  sed 's|^[^/]*/||' >pages
check test "$(wc -l <pages)" -gt 7
while read -r page; do
  expect_equal '.Dd June 1, 2026' \
    "$(tar xJOf "one/$name.tar.xz" "$name/$page" </dev/null | sed -n '/^[.]Dd/p')"
done <pages

# ---- The bill of materials. ---------------------------------------------

sbom=one/$name.spdx.json
# told FILTER: what the SBOM says
told()
{
  jq -r "$1" "$sbom"
}

test_case 'the SBOM has what SPDX 2.3 demands'
expect_equal "SPDX-2.3 CC0-1.0 SPDXRef-DOCUMENT $name 2026-06-01T09:00:00Z" \
  "$(told '[.spdxVersion, .dataLicense, .SPDXID, .name,
    .creationInfo.created] | join(" ")')"
check grep -q '"documentNamespace": "https://spdx.org/spdxdocs/nscale-[^#"]*"' \
  "$sbom"
expect_equal true "$(told '[.packages[] | .SPDXID and .name and
  .downloadLocation] | all')"
expect_equal true "$(told '[.files[] | .fileName and
  (.checksums | map(.algorithm) | index("SHA1") != null)] | all')"
expect_equal true "$(told '[.packages[].SPDXID, .files[].SPDXID] |
  length == (unique | length)')"
expect_equal true "$(told '([.packages[].SPDXID, .files[].SPDXID] +
  ["SPDXRef-DOCUMENT"]) as $ids | [.relationships[] |
  .spdxElementId, .relatedSpdxElement] - $ids == []')"

test_case 'it names the tarball with its sum'
expect_equal "$name.tar.xz $(sha256sum "one/$name.tar.xz" | sed 's/ .*//')" \
  "$(told '.packages[] | select(.SPDXID == "SPDXRef-nscale") |
    "\(.packageFileName) \(.checksums[0].checksumValue)"')"

test_case 'it names what was built, with sums, and what each is linked with'
told '.files[].fileName' | sort >named
check grep -q -x ./core/nscale named
check grep -q -x ./core/transport.so named
for plugin in $test_plugins; do
  check grep -q -x "./$plugin" named
done
while read -r file; do
  expect_equal "$(sha256sum "$abs_top_builddir/$file" | sed 's/ .*//')" \
    "$(told ".files[] | select(.fileName == \"$file\") | .checksums[] |
      select(.algorithm == \"SHA256\") | .checksumValue")"
done <named
told '(.packages | map({ (.SPDXID): .name }) | add) as $names |
  .relationships[] | select(.relationshipType == "DYNAMIC_LINK") |
  "\(.spdxElementId) \($names[.relatedSpdxElement])"' >links
sed 's/^/# /' links
check grep -q '^SPDXRef-File-core-transport.so libcurl' links
check grep -q '^SPDXRef-File-core-query.so libjq' links
check grep -q '^SPDXRef-File-nscale-sandbox libmicrohttpd' links

test_case 'it invents no place of the project'
check test -z "$(grep -E 'homepage|git\+|[.]example' "$sbom")"

# ---- A signature. -------------------------------------------------------

test_case 'with a key the tarball and the sums are signed'
GNUPGHOME=$work/gnupg
export GNUPGHOME
mkdir -m 700 gnupg
if ! command -v gpg-agent >/dev/null 2>&1; then
  skip_case 'gpg and its agent are not installed'
elif [ ${#GNUPGHOME} -gt 85 ]; then
  skip_case 'the name of the folder is too long for the socket of gpg'
else
  cleanup_fn gpgconf --kill all
  gpg --batch --passphrase '' --quick-generate-key 'Test <test@test.example>' \
    default default never >log 2>&1 || give_up 'gpg makes no key' log
  release signed RELEASE_KEY=test@test.example || give_up 'it fails' log
  for file in "$name.tar.xz" "$name.sha256"; do
    check cmp "one/$file" "signed/$file"
    gpg --batch --verify "signed/$file.asc" "signed/$file" >log 2>&1 ||
      fail "the signature of $file is wrong"
  done
  rm -rf signed
  release signed RELEASE_KEY=nobody@test.example && fail 'without a key'
  check grep -q -x \
    'make release: gpg does not sign with the key nobody@test.example' log
fi

# ---- What configure is told. --------------------------------------------

tar xf "one/$name.tar.xz" || exit 99
cp -R "$name/tests/packaging" untold
test_case 'without addresses there is none in pages and packagings'
check test -z "$(grep -rniE 'homepage|^vcs|bugs' \
  untold/debian/control untold/nscale.spec "$name/core/nscale.1")"
check test ! -e untold/debian/watch

test_case 'configure refuses what is no address'
mkdir build
cd build || exit 99
for bad in 'a b' 'a"b' yes ''; do
  ../"$name"/configure --with-url="$bad" >log 2>&1 && [ -n "$bad" ] &&
    fail "it takes $bad"
done
../"$name"/configure --with-url >log 2>&1 && fail 'it takes none'
check grep -q -F \
  -- '--with-url takes an address, without blanks and quotes' log

test_case 'its addresses are in packagings, pages, pkg-config and SBOM'
# shellcheck disable=SC2086 # a list of words
(../"$name"/configure --with-url=https://nscale.test/ \
  --with-vcs=https://git.nscale.test/nscale.git \
  --with-bug-address=bugs@nscale.test $cheaply &&
  "$MAKE" release RELEASE_DIR=release) >log 2>&1 </dev/null ||
  give_up 'it fails' log
tar xf "release/$name.tar.xz"
diff -r ../untold "$name/tests/packaging" >differences
expect_equal "diff -r ../untold/debian/control $name/tests/packaging/debian/control
> Vcs-Git: https://git.nscale.test/nscale.git [tests/packaging]
> Homepage: https://nscale.test/
diff -r ../untold/debian/copyright $name/tests/packaging/debian/copyright
> Upstream-Contact: bugs@nscale.test
> Source: https://git.nscale.test/nscale.git
Only in $name/tests/packaging/debian: watch
diff -r ../untold/nscale.spec $name/tests/packaging/nscale.spec
> URL: https://nscale.test/
> VCS: git:https://git.nscale.test/nscale.git
> BugURL: bugs@nscale.test" "$(grep -v '^[0-9]' differences)"
expect_equal 'version=4
opts=mode=git,pgpmode=none \
  https://git.nscale.test/nscale.git refs/tags/v([\d.]+)' \
  "$(cat "$name/tests/packaging/debian/watch")"
check grep -q -x 'Report a bug to bugs@nscale.test\.' "$name/core/nscale.1"
check grep -q -x 'https://nscale.test/' "$name/core/nscale.1"
check grep -q -x 'URL: https://nscale.test/' sdk/nscale-plugin.pc
expect_equal "https://nscale.test/ git+https://git.nscale.test/nscale.git@v$version" \
  "$(jq -r '.packages[] | select(.SPDXID == "SPDXRef-nscale") |
    "\(.homepage) \(.downloadLocation)"' "release/$name.spdx.json")"
if command -v rpmspec >/dev/null 2>&1; then
  expect_equal 'https://nscale.test/ git:https://git.nscale.test/nscale.git bugs@nscale.test' \
    "$(rpmspec -q --srpm --qf '%{url} %{vcs} %{bugurl}' \
      "$name/tests/packaging/nscale.spec" 2>/dev/null)"
fi

end_tests
