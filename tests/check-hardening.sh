#!/bin/sh
# check-hardening.sh - what was built has the protection that configure adds
#
# $test_executables and $test_shared list what is looked at; $test_hardened
# tells whether it was asked for, $test_cflags whether the compiler optimizes.
set -u

: "${READELF:=readelf}"
command -v "$READELF" >/dev/null 2>&1 || {
  echo 'skipped: readelf is not installed'
  exit 77
}
[ -z "${SANITIZERS-}" ] || {
  echo 'skipped: sanitizers watch the same functions'
  exit 77
}
[ "${test_hardened-yes}" != no ] || {
  echo 'skipped: configured with --disable-hardening'
  exit 77
}
cd "${abs_top_builddir:-.}" || exit 99

work=$(mktemp -d "${TMPDIR:-/tmp}/nscale-hardening.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

ok()
{
  echo "ok - hardening: $1"
}

not_ok()
{
  echo "not ok - hardening: $1"
  failed=1
}

# has FILE WHAT PATTERN: a line of what readelf says of the file matches
has()
{
  if grep -q -E -e "$3" "$work/elf"; then
    ok "$1 $2"
  else
    not_ok "$1 $2"
  fi
}

has_not()
{
  if [ ! -s "$work/elf" ] || grep -q -E -e "$3" "$work/elf"; then
    not_ok "$1 $2"
  else
    ok "$1 $2"
  fi
}

# The features that every file must have.
check_file()
{
  "$READELF" -W -h -l -d --dyn-syms "$1" >"$work/elf" 2>&1
  has "$1" 'may lie at any address' '^ *Type: +DYN'
  has "$1" 'has RELRO' '^ *GNU_RELRO'
  has "$1" 'is bound at the start' 'BIND_NOW|FLAGS_1.* NOW'
  has "$1" 'has a stack that is not executed' '^ *GNU_STACK .* RW +0x'
  has_not "$1" 'has no library path' 'RPATH|RUNPATH'
  has_not "$1" 'needs no text relocation' 'TEXTREL'
  # A shared object without arrays on its stack has no need of it.
  case $1 in
    plugins/*) return ;;
  esac
  has "$1" 'watches its stack' '__stack_chk_fail'
  case " ${test_cflags-} " in
    *' -O'[1-9sg]*) has "$1" 'has _FORTIFY_SOURCE' '__[a-z]+_chk(@| |$)' ;;
    *) ok "$1 has _FORTIFY_SOURCE # SKIP not optimized" ;;
  esac
}

for file in ${test_executables:?}; do
  check_file "$file"
  has "$file" 'is an executable' 'Requesting program interpreter'
done
for file in ${test_shared-}; do
  check_file "$file"
done
exit "$failed"
