#!/bin/sh
# check-fuzz.sh - a short run of each fuzz target
#
# FUZZ_SECONDS says how long all of them together look for new inputs (30): a
# new target takes its share of that, and the gate no longer.  The gate looks
# for the same inputs each time, so that what it finds is new in the code;
# tests/fuzz/run.sh looks for others, for as long as one likes.
set -u

: "${abs_top_srcdir:=$(pwd)}"
[ -z "${SANITIZERS-}" ] || {
  echo 'skipped: the targets are built with sanitizers of their own'
  exit 77
}
work=$(mktemp -d "${TMPDIR:-/tmp}/nscale-fuzz.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
FUZZ_SEED=1
export FUZZ_SEED
set -- "$abs_top_srcdir"/tests/fuzz/fuzz-*.c
sh "$abs_top_srcdir/tests/fuzz/run.sh" $((${FUZZ_SECONDS-30} / $#))
result=$?
# What was found is worth keeping.
for find in fuzz-work/finds/*; do
  [ -f "$find" ] || continue
  echo "# $find:"
  od -A d -t x1 "$find" | head -n 200 | sed 's/^/#   /'
done
exit "$result"
