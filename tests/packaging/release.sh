#!/bin/sh
# release.sh - `make release`: the tarball, its SBOM, checksums, a signature
#
# It runs in the build folder. $srcdir and $version are make's, $release_dir is
# the folder to make, $release_key the key to sign with, or empty.
set -eu

die()
{
  echo "make release: $*" >&2
  exit 1
}

# What is released is a commit, and its day that of all that is made.
if (cd "$srcdir" && git rev-parse --verify -q HEAD) >/dev/null 2>&1; then
  [ -z "$(cd "$srcdir" && git status --porcelain)" ] ||
    die 'there are changes that are not committed'
  : "${SOURCE_DATE_EPOCH:=$(cd "$srcdir" && git log -1 --format=%ct)}"
fi
[ -n "${SOURCE_DATE_EPOCH-}" ] ||
  die 'this is no clone: set SOURCE_DATE_EPOCH to the time of the release'
export SOURCE_DATE_EPOCH
if [ -n "$release_key" ]; then
  command -v gpg >/dev/null 2>&1 || die 'gpg, which signs, is not installed'
fi
[ ! -e "$release_dir" ] || die "$release_dir is there already"

tarball=nscale-$version.tar.xz
sbom=nscale-$version.spdx.json
sums=nscale-$version.sha256

"$MAKE" dist
mkdir -p "$release_dir"
mv "$tarball" "$release_dir/$tarball"
tarball=$release_dir/$tarball sh "$srcdir/tests/packaging/sbom.sh" \
  >"$release_dir/$sbom"
cd "$release_dir"
sha256sum "$tarball" "$sbom" >"$sums"
if [ -n "$release_key" ]; then
  for file in "$tarball" "$sums"; do
    gpg --batch --local-user "$release_key" --armor --detach-sign "$file" ||
      die "gpg does not sign with the key $release_key"
  done
fi
echo "make release: $release_dir has"
ls
