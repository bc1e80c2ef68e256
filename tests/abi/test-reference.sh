#!/bin/sh
# The reference: what the header has, the manual page has, and no more; the
# header says of everything since which minor it is there.
. "${abs_top_srcdir:-.}/tests/functions.sh"

page=$abs_top_srcdir/sdk/nscale-plugin.3
cd "$work" || exit 99

# The header with its parts.
header=$work/plugin.h
cat "$abs_top_srcdir/sdk/include/nscale/plugin.h" \
  "$abs_top_srcdir/sdk/include/nscale/plugin"/*.h >"$header"

# The functions of the header, with the minor that each is under.
# shellcheck disable=SC2016 # awk's
awk '
  /^#if NSCALE_TARGET_MINOR >= / { minor = $4; depth = 1; next }
  depth && /^#if/ { depth++ }
  depth && /^#endif/ { if (--depth == 0) minor = 0 }
  /^static inline/ || (pending && /^nscale_/) {
    pending = !match($0, /nscale_[a-z_]*\(/)
    if (!pending)
      print substr($0, RSTART, RLENGTH - 1), minor + 0
  }
' "$header" | sort >functions

test_case 'the manual page has every function, and no other'
check test "$(wc -l <functions)" -ge 34
sed 's/ .*//' functions >wanted
sed -n 's/^\.It Fn \(nscale_[a-z_]*\) .*/\1/p' "$page" | sort >found
run_command diff wanted found
expect 0 </dev/null

test_case 'it says which came after 1.0'
sed -n 's/ \([1-9][0-9]*\)$/ \1/p' functions >wanted
# shellcheck disable=SC2016 # awk's
awk '
  /^\.It Fn nscale_/ { name = $3 }
  /since 1\.[1-9]/ && name {
    match($0, /since 1\.[0-9]+/)
    print name, substr($0, RSTART + 8, RLENGTH - 8)
    name = ""
  }' "$page" | sort >found
run_command diff wanted found
expect 0 </dev/null

test_case 'it has every structure that a plugin describes'
for name in plugin noun verb flag column field choices; do
  check grep -q "^\.It Vt struct nscale_$name\$" "$page"
done

test_case 'what came after 1.0 says so in the header'
# Every part under a later minor has a comment for it.
# shellcheck disable=SC2016 # awk's
run_command awk '
  /^#if NSCALE_TARGET_MINOR >= / { minor = $4; said = 0; start = NR; next }
  minor && $0 ~ "[Ss]ince" { said = 1 }
  minor && /^#endif/ {
    if (!said) print start ": nothing says since when this is there"
    minor = 0
  }' "$header"
expect 0 </dev/null
check grep -q 'All since 1.0 unless they say otherwise' "$header"

test_case 'every function has a comment'
# A function stands behind its comment, or behind another of the same comment.
# shellcheck disable=SC2016 # awk's
run_command awk '
  /^static inline/ && previous !~ /\*\/$/ && previous != "}" {
    print NR ": no comment"
  }
  { previous = $0 }' "$header"
expect 0 </dev/null

test_case 'every member of what a plugin describes has a comment'
# On its line or before it; sizes and what is reserved explain themselves.
# shellcheck disable=SC2016 # awk's
run_command awk '
  /^\/\* ---- What a plugin describes/ { part = 1 }
  /^\/\* ---- What the host offers/ { part = 0 }
  /^struct nscale_[a-z]* \{/ { inside = 1 }
  /^};/ { inside = 0 }
  part && inside && /^  [a-z].*;/ && !/ (struct_size|reserved);/ {
    members++
    if (!/\/\*/ && previous !~ /\*\/$/) print NR ": no comment: " $0
  }
  !/^#/ { previous = $0 }
  END { if (members < 60) print "only " members + 0 " members were seen" }
  ' "$header"
expect 0 </dev/null

test_case 'the manual page is well formed'
if command -v mandoc >/dev/null; then
  run_command mandoc -T lint -W warning "$page"
  expect 0 </dev/null
else
  skip_case 'mandoc is not installed'
fi

test_case 'the example of the page is that of the header'
sed -n '/A whole plugin/,/built with/s/^ \*     //p' "$header" |
  sed '/^$/d' >wanted
sed -n '/^A plugin with one verb:/,/^\.Ed/p' "$page" |
  sed -e '1,2d' -e '/^\.Ed/d' -e 's/^\\&//' -e 's/\\e/\\/g' | sed '/^$/d' \
  >found
run_command diff wanted found
expect 0 </dev/null

end_tests
