#!/bin/sh
# check-style.sh - holds the C sources to the rules of the house
#
#   check-style.sh [FILE...]
#
# Without files: proves that each rule can fail, then checks every source.
# With files: checks these, prints FILE:LINE: what is wrong and ends with 1
# where something is.
set -u

LC_ALL=C
export LC_ALL

# Reads C files; strings and comments do not count where code is looked at.
check_files()
{
  awk '
  function wrong(line, text) {
    printf "%s:%d: %s\n", FILENAME, line, text
    bad = 1
  }
  # The line without comments and with empty strings; keeps in_comment.
  function code_of(line,   out, i, c, two, quote) {
    out = ""
    quote = ""
    for (i = 1; i <= length(line); i++) {
      c = substr(line, i, 1)
      two = substr(line, i, 2)
      if (in_comment) {
        if (two == "*/") { in_comment = 0; i++ }
      } else if (quote != "") {
        if (c == "\\") i++
        else if (c == quote) { quote = ""; out = out c }
      } else if (two == "/*") {
        in_comment = 1
        i++
      } else {
        if (c == "\"" || c == "\047") quote = c
        out = out c
      }
    }
    return out
  }
  function columns(line) {
    gsub(/[\200-\277]/, "", line)
    return length(line)
  }
  # How many the head of a function has.
  function parameters(head,   i, c, depth, count) {
    count = 1
    for (i = index(head, "("); i > 0 && i <= length(head); i++) {
      c = substr(head, i, 1)
      depth += (c == "(") - (c == ")")
      count += c == "," && depth == 1
      if (depth == 0) break
    }
    return count
  }
  function end_file() {
    if (file != "" && lines > limit)
      printf "%s:%d: more than %d lines\n", file, lines, limit
    if (file != "" && lines > limit)
      bad = 1
  }
  FNR == 1 {
    end_file()
    file = FILENAME
    in_comment = 0
    start = 0
    counted = FILENAME !~ /^tests\/|(^|\/)nscale\/[a-z-]*\.h$/
    limit = FILENAME ~ /(^|\/)nscale\/plugin\.h$/ ? 1200 : 600
  }
  {
    lines = FNR
    code = code_of($0)
    if (columns($0) > 79) wrong(FNR, "more than 79 columns")
    if (/\t/) wrong(FNR, "a tab")
    if (/[ \r]$/) wrong(FNR, "white space at the end")
    if (code ~ /\/\//) wrong(FNR, "a // comment")
    if (code ~ banned) wrong(FNR, "a function that is banned")
    if (code ~ /typedef[ ]+(struct|union|enum)/) wrong(FNR, "a typedef")
    if (/^[A-Za-z]/) { head = code; head_line = FNR } else head = head code
    if (/^\{/) {
      start = FNR
      if (counted && parameters(head) >= 6 && head !~ foreign)
        wrong(head_line, "a function of six or more parameters")
    }
    if (/^\}/ && start) {
      if (FNR - start - 1 > 60)
        wrong(start, "a function of more than 60 lines")
      start = 0
    }
  }
  END { end_file(); exit bad }
  ' foreign="(^|[^A-Za-z0-9_])($foreign)\\\\(" \
    banned="(^|[^A-Za-z0-9_])($banned)[ ]*\\\\(" "$@"
}

banned='strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|gets|system|popen'
banned="$banned|tmpnam|mktemp"
# Another library says what they take.
foreign='on_message|handle'

if [ $# -gt 0 ]; then
  check_files "$@"
  exit
fi

cd "${abs_top_srcdir:-.}" || exit 99
work=$(mktemp -d "${TMPDIR:-/tmp}/nscale-style.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

ok()
{
  echo "ok - style: $1"
}

not_ok()
{
  echo "not ok - style: $1"
  failed=1
}

# must WHAT: the file is refused with these words.
must()
{
  if check_files "$work/a.c" | grep -F -q "$1"; then
    ok "finds $1"
  else
    not_ok "finds $1"
  fi
}

many()
{
  awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) print "  f();" }'
}

cat >"$work/a.c" <<'TEXT'
/* A strcpy(a, b) in a comment, // too, system("x"). */
static const char *text = "sprintf(a) // not code, atoi(\"1\")";
static const char quote = '"'; /* gets(a) */
static void my_system(void)
{
  snprintf(a, b);
}
TEXT
if check_files "$work/a.c"; then
  ok 'finds nothing in comments and strings'
else
  not_ok 'finds nothing in comments and strings'
fi

for name in $(echo "$banned" | tr '|' ' '); do
  printf 'int x;\n  y = %s (z);\n' "$name" >"$work/a.c"
  if check_files "$work/a.c" >/dev/null; then
    not_ok "finds $name"
  fi
done
must 'a function that is banned'
printf 'int x; // y\n' >"$work/a.c"
must 'a // comment'
printf 'const char *x = "https://x"; // y\n' >"$work/a.c"
must 'a // comment'
printf '\tint x;\n' >"$work/a.c"
must 'a tab'
printf 'int x; \n' >"$work/a.c"
must 'white space at the end'
printf 'typedef struct x y;\n' >"$work/a.c"
must 'a typedef'
printf '/* %075d*/\n' 0 >"$work/a.c"
must 'more than 79 columns'
{ echo 'void f(void)'; echo '{'; many 61; echo '}'; } >"$work/a.c"
must 'a function of more than 60 lines'
{ echo 'void f(int a, int b, int c, int d,'; echo '       int e, int f)'
  echo '{'; echo '}'; } >"$work/a.c"
must 'a function of six or more parameters'
many 601 >"$work/a.c"
must 'more than 600 lines'

# The exact bounds are allowed.
{ printf '/* %074d*/\n' 0; echo 'void f(void)'; echo '{'; many 60; echo '}'
  many 536; } >"$work/a.c"
if check_files "$work/a.c"; then
  ok 'allows what is just within the bounds'
else
  not_ok 'allows what is just within the bounds'
fi

find core plugins sdk tests -name '*.[ch]' ! -path tests/tmp/\* |
  sort >"$work/files"
while read -r file; do
  if check_files "$file" >"$work/wrong"; then
    ok "$file"
  else
    sed 's/^/# /' "$work/wrong"
    not_ok "$file"
  fi
done <"$work/files"
exit "$failed"
