# fault.sh - what the tests of this folder have in common
# shellcheck shell=sh
#
#   drive OPTION...   runs drive.c's program in a sandbox of its own, started
#                     with $sandbox_options; it reports each case, counts,
#                     and its failure is this script's

set -u

: "${abs_top_builddir:=$(pwd)}"
[ -x "$abs_top_builddir/nscale-sandbox" ] || {
  echo 'skipped: nscale-sandbox was not built'
  exit 77
}
[ -z "${SANITIZERS-}" ] || {
  echo 'skipped: sanitizers replace malloc themselves'
  exit 77
}
INJECT_LIBRARY=$abs_top_builddir/tests/fault/inject.so
export INJECT_LIBRARY

work=$(mktemp -d "${TMPDIR:-/tmp}/nscale-fault.XXXXXX") || exit 99
result=0
trap 'rm -rf "$work"; exit "$result"' EXIT
trap 'exit 130' HUP INT TERM
number=0 sandbox_options=''

drive()
{
  number=$((number + 1))
  # shellcheck disable=SC2086 # a list of words
  "$abs_top_builddir/nscale-sandbox" --accounts 16 $sandbox_options -- \
    "$abs_top_builddir/tests/fault/drive" -w "$work/$number" "$@" \
    "$abs_top_builddir/nscale" || result=1
}
