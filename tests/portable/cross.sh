#!/bin/sh
# cross.sh - the unit tests on a processor of another kind
#
#   cross.sh arm64|armhf|s390x
#
# Installs a compiler for it and its libraries, builds, and runs the unit
# tests and the corpus of the fuzz targets with qemu.  armhf is where words
# have 32 bits, and in Debian 12 times as well; on s390x the most significant
# byte comes first.
#
# It is meant for a root of its own, where systems.sh runs it as root; the
# last line says how many cases passed.
set -eu

case ${1-} in
  arm64) triplet=aarch64-linux-gnu processor=aarch64 ;;
  armhf) triplet=arm-linux-gnueabihf processor=arm ;;
  s390x) triplet=s390x-linux-gnu processor=s390x ;;
  *) sed -n 's/^#   //p' "$0" >&2; exit 2 ;;
esac
cd "$(dirname "$0")/../.."

export DEBIAN_FRONTEND=noninteractive
packages="autoconf automake ca-certificates make pkg-config qemu-user
  gcc-$triplet libc6-dev:$1 check:$1 libcurl4-openssl-dev:$1
  libgnutls28-dev:$1 libjq-dev:$1 libjson-c-dev:$1 libmicrohttpd-dev:$1"
{
  dpkg --add-architecture "$1"
  apt-get -q update
  # shellcheck disable=SC2086 # words
  apt-get -q -y install --no-install-recommends $packages

  ./autogen.sh
  # No library of this machine's own is to be found.
  PKG_CONFIG_LIBDIR=/usr/lib/$triplet/pkgconfig:/usr/share/pkgconfig
  export PKG_CONFIG_LIBDIR
  ./configure --host="$triplet" PKG_CONFIG=pkg-config
  make -j "$(getconf _NPROCESSORS_ONLN)"
  file=$("$triplet-readelf" -h nscale | sed -n 's/^ *Machine: *//p')
  echo "nscale is for $file"
} >&2

EMULATOR=qemu-$processor
export EMULATOR
result=0
make -j "$(getconf _NPROCESSORS_ONLN)" check \
  TESTS='$(unit_tests) tests/fuzz/test-corpus.sh' >&2 || result=1
[ "$result" -eq 0 ] || grep -l -r '^:global-test-result: *\(FAIL\|ERROR\)' \
  --include='*.trs' . | while read -r trs; do
    printf '==== %s\n' "${trs%.trs}"
    grep -v '^ok' "${trs%.trs}.log" | tail -n 60
  done
make -s test-summary TESTS='$(unit_tests) tests/fuzz/test-corpus.sh' ||
  result=1
exit "$result"
