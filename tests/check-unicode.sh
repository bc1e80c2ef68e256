#!/bin/sh
# check-unicode.sh - holds the tables of width.c to Unicode's data
: "${abs_top_srcdir:=$(pwd)}"

base=$abs_top_srcdir/core/base
version=$(perl "$base/width.pl" version 2>/dev/null)
case $version in
  14.*) ;;
  *)
    echo "skipped: there is no perl with the data of Unicode 14"
    exit 77
    ;;
esac

work=$(mktemp -d "${TMPDIR:-/tmp}/nscale-unicode.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
failed=0
cd "$work" || exit 99
for table in none wide unseen; do
  perl "$base/width.pl" "$table" >"$table.wanted"
  sed -n "/^static const struct range $table\[\]/,/^};/p" "$base/width.c" |
    grep -o '{ 0x[0-9a-f]*, 0x[0-9a-f]* }' |
    sed 's/{ 0x//; s/, 0x/ /; s/ }//' >"$table.found"
  if [ -s "$table.found" ] && cmp -s "$table.wanted" "$table.found"; then
    echo "ok - $table: $(wc -l <"$table.found" | tr -d ' ') ranges"
  else
    diff "$table.found" "$table.wanted" | sed 's/^/# /'
    echo "not ok - $table is not what Unicode has"
    failed=1
  fi
done
exit "$failed"
