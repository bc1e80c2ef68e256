#!/bin/sh
# check-symbols.sh - nothing but its one table is visible of a shared object
#
# $test_symbols lists FILE=SYMBOL, FILE= for an executable, which exports
# nothing; $test_plugins lists plugins.
set -u

NM=${NM:-nm}
command -v "$NM" >/dev/null 2>&1 || {
  echo 'skipped: nm is not installed'
  exit 77
}
[ -z "${SANITIZERS-}" ] || {
  echo 'skipped: sanitizers export symbols of their own'
  exit 77
}
cd "${abs_top_builddir:-.}" || exit 99

# Symbols with an @ are copies of the C library's data (stdout).
exported()
{
  "$NM" -D --defined-only "$1" 2>&1 | awk '$NF !~ /@/ { print $NF }' |
    sort | tr '\n' ' ' | sed 's/ $//'
}

failed=0

# expect_symbol FILE SYMBOL
expect_symbol()
{
  file=$1 wanted=$2
  got=$(exported "$file")
  if [ "$got" = "$wanted" ]; then
    echo "ok - $file exports ${wanted:-nothing}"
  else
    echo "# $file exports: $got"
    echo "not ok - $file exports ${wanted:-nothing}"
    failed=1
  fi
}

for pair in ${test_symbols:?}; do
  expect_symbol "${pair%%=*}" "${pair#*=}"
done
for plugin in ${test_plugins-}; do
  expect_symbol "$plugin" nscale_plugin_v1
done

# The check itself sees a symbol that is too many.
if [ "$(exported core/libcore.so)" = '' ]; then
  echo 'not ok - a file that cannot be read is no success'
  failed=1
else
  echo 'ok - a file that cannot be read is no success'
fi
exit "$failed"
