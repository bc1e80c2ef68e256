#!/bin/sh
# test-corpus.sh - each fuzz target holds for each file of its corpus
set -u

: "${abs_top_srcdir:=$(pwd)}" "${abs_top_builddir:=$(pwd)}"
failed=0

for target in "$abs_top_srcdir"/tests/fuzz/fuzz-*.c; do
  name=${target##*/fuzz-}
  name=${name%.c}
  ${EMULATOR:+"$EMULATOR"} "$abs_top_builddir/tests/fuzz/fuzz-$name" \
    "$abs_top_srcdir/tests/fuzz/corpus/$name"/* || {
    echo "not ok - fuzz $name: status $?"
    failed=1
  }
done
exit "$failed"
