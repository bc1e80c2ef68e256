#!/bin/sh
# check-includes.sh - who includes whom in core/: nobody from a floor above
# its own, and nobody in a circle.  core/README.md has the floors.
. "${abs_top_srcdir:-.}/tests/functions.sh"

# draw: a line FROM TO for each include in the folder core of the current one
draw()
{
  find core -name '*.[ch]' | sort | xargs awk '
    { from = FILENAME; sub(/\.[ch]$/, "", from) }
    /^#include "core\// {
      split($0, part, "\""); to = part[2]
      if (!sub(/\.h$/, "", to)) next
      if (from != to && !seen[from, to]++) print from, to
    }'
}

# arrows_up FLOORS: the includes, from stdin, that lead upwards or to a folder
# that is no floor
arrows_up()
{
  awk -v floors="$1" '
    function floor_of(path, part) {
      if (split(path, part, "/") < 3) return part[2] == "main" ? count + 1 : 0
      return rank[part[2]]
    }
    BEGIN { count = split(floors, name, " ")
            for (i = 1; i <= count; i++) rank[name[i]] = i }
    !floor_of($1) || !floor_of($2) || floor_of($1) < floor_of($2) {
      print $1, "includes", $2 }'
}

# circles: the files, from includes on stdin, that lead back to themselves.
# Whoever includes nothing that is left is taken away until nobody can be.
circles()
{
  awk '
    { from[NR] = $1; to[NR] = $2 }
    END {
      do {
        for (file in leads) delete leads[file]
        for (i = 1; i <= NR; i++)
          if (from[i] != "") leads[from[i]] = 1
        gone = 0
        for (i = 1; i <= NR; i++)
          if (from[i] != "" && !leads[to[i]]) { from[i] = ""; gone = 1 }
      } while (gone)
      for (i = 1; i <= NR; i++)
        if (from[i] != "") print from[i], "is in a circle or leads to one, by", to[i]
    }' | sort
}

floors=$(awk '/^```floors$/ { on = 1; next } /^```/ { on = 0 } on { print $1 }' \
  "$abs_top_srcdir/core/README.md" | tr '\n' ' ')

test_case 'finds an arrow upwards, a circle, and a folder without a floor'
mkdir -p "$work/seed/core/low" "$work/seed/core/high" "$work/seed/core/new"
cd "$work/seed" || exit 99
echo '#include "core/high/b.h"' >core/low/a.c
echo '#include "core/high/c.h"' >core/high/b.h
echo '#include "core/high/b.h"' >core/high/c.c
echo '#include "core/low/a.h"' >core/new/d.c
expect_equal 'core/low/a includes core/high/b
core/new/d includes core/low/a' "$(draw | arrows_up 'low high ')"
expect_equal 'core/high/b is in a circle or leads to one, by core/high/c
core/high/c is in a circle or leads to one, by core/high/b
core/low/a is in a circle or leads to one, by core/high/b
core/new/d is in a circle or leads to one, by core/low/a' "$(draw | circles)"

cd "$abs_top_srcdir" || exit 99
draw >"$work/includes"

test_case 'the floors are the folders of core'
expect_equal "$(cd core && find . -mindepth 1 -maxdepth 1 -type d \
  -exec sh -c 'ls "$1"/*.c' sh {} \; 2>/dev/null |
  sed 's|^\./||; s|/.*||' | sort -u)" \
  "$(echo "$floors" | tr ' ' '\n' | grep . | sort)"

test_case 'no file includes one of a floor above its own'
expect_equal '' "$(arrows_up "$floors" <"$work/includes")"

test_case 'no files include each other in a circle'
expect_equal '' "$(circles <"$work/includes")"

end_tests
