#!/bin/sh
# check-format.sh - every C file stands as clang-format and the .clang-format
# of this folder lay it out
#
# Another release of clang-format lays some lines out in another way, so only
# the one that the files were formatted with is asked: that of Debian 12.
# What is frozen for plugins of ABI 1.0 is left as it was released.
. "${abs_top_srcdir:-.}/tests/functions.sh"

is_wanted_release()
{
  clang-format --version | grep -q 'version 14\.'
}
requires 'clang-format 14 is not installed' is_wanted_release

cd "$abs_top_srcdir" || exit 99
cp .clang-format "$work" || exit 99

test_case 'finds a file that is laid out in another way'
printf 'int  x;\n' >"$work/a.c"
run_command clang-format --dry-run -Werror "$work/a.c"
expect_status 1

find core plugins sdk tests -name '*.[ch]' ! -path tests/abi/1.0/\* \
  ! -path tests/tmp/\* ! -path tests/contract/node_modules/\* |
  sort >"$work/files"
# Most often none is, which many of them tell at once.
xargs -n 100 clang-format --dry-run -Werror <"$work/files" >"$work/all" 2>&1
all=$?
[ ! -s "$work/all" ] || all=1
while read -r file; do
  test_case "$file"
  [ "$all" -ne 0 ] || continue
  run_command clang-format --dry-run -Werror "$file"
  expect 0 </dev/null
done <"$work/files"

end_tests
