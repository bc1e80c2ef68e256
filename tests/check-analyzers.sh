#!/bin/sh
# check-analyzers.sh - what clang-tidy, gcc -fanalyzer and cppcheck find
#
# Every C file is one case an analyzer, and must be clean; clang-tidy, which
# takes longest, leaves the tests to the others.  .clang-tidy says what it
# looks for; findings that are none stand, each with its reason, in
# tests/analyzers.supp.  An analyzer that is not installed is skipped.
set -u

: "${CLANG_TIDY:=clang-tidy}" "${CPPCHECK:=cppcheck}" "${GCC:=gcc}"
abs_top_srcdir=$(cd "${abs_top_srcdir:-.}" && pwd -P) || exit 99
[ -n "${test_cppflags-}" ] || {
  echo 'run this through make: make check TESTS=tests/check-analyzers.sh'
  exit 99
}
LC_ALL=C
export LC_ALL
work=$(mktemp -d "${TMPDIR:-/tmp}/nscale-analyzers.XXXXXX") &&
  work=$(cd "$work" && pwd -P) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || jobs=2
failed=0
root='' excuses=''

ok()
{
  echo "ok - analyzers: $1"
}

not_ok()
{
  echo "not ok - analyzers: $1"
  failed=1
}

# ---- One analyzer and one file ------------------------------------------

# Findings begin with FILE:LINE:COLUMN: KIND: and what belongs to one follows
# it.  Prints those that count; appends to `used` the lines of `excuses` that
# others were let pass for.
cat >"$work/findings.awk" <<'TEXT'
# Analyzers do not know, or not always, that a variable with the cleanup
# attribute is released at the end of its function.  Whether `name` is one,
# in the function that this line is in.
function is_released(line, name,   at, n, lines) {
  sub(/[^A-Za-z0-9_].*/, "", name)
  while ((getline lines[++n] < path) > 0)
    continue
  close(path)
  for (at = line; at > 0 && lines[at] !~ /^[{]/; at--)
    if (lines[at] ~ /CLEANUP/ &&
        lines[at] ~ "[^A-Za-z0-9_]" name "([^A-Za-z0-9_]|$)")
      return 1
  return 0
}
function is_cleaned_up(line, text) {
  return (sub(/.*leak of memory pointed to by '/, "", text) ||
          sub(/.* Memory leak: /, "", text) ||
          sub(/.* Variable '/, "", text) && text ~ /' is assigned a value that/) &&
         is_released(line, text)
}
# A path as the list has it: below the source, whatever it is called by.
function name_of(path) {
  if (path !~ /^[/]/)
    path = ENVIRON["PWD"] "/" path
  while (sub(/[/][.][/]/, "/", path) ||
         sub(/[/][^/]+[/][.][.][/]/, "/", path))
    continue
  if (index(path, root "/") == 1)
    path = substr(path, length(root) + 2)
  return path
}
function is_excused(text,   i, found) {
  for (i = 1; i <= count; i++)
    if ((files[i] == "*" || files[i] == file) && index(text, texts[i])) {
      print excuse[i] >used
      found = 1
    }
  return found
}
BEGIN {
  while ((getline line < excuses) > 0) {
    split(line, word, " ")
    if (word[1] != tool)
      continue
    excuse[++count] = line
    files[count] = word[2]
    texts[count] = substr(line, length(word[1]) + length(word[2]) + 3)
  }
}
/^[^ :]+:[0-9]+:[0-9]+: (fatal )?(error|warning|style|performance|portability): / {
  split($0, part, ":")
  path = part[1]
  file = name_of(path)
  counts = !is_cleaned_up(part[2] + 0, $0) && !is_excused($0)
}
counts
TEXT

# analyze.sh TOOL FILE: leaves NAME.done when the file is clean, and says in
# NAME.log why it is not.
cat >"$work/analyze.sh" <<'TEXT'
tool=$1 file=$2
name=$work/out/$tool-$(echo "$file" | tr / -)
eval "set -- $test_cppflags"
case $file in
  core/base/error.c) ;; # which defines what the header is about
  core/* | tests/abi/manifest-1.0.c)
    # Where a file asks for more than POSIX, that comes too late behind it.
    set -- "$@" -D_GNU_SOURCE= -include "$root/tests/analyzers.h" ;;
esac
case $tool in
  clang-tidy)
    # A function of many paths is followed for a tenth of what clang would,
    # which takes a quarter of the time and has found the same.
    set -- -std=c11 "$@"
    for word in max-nodes=20000 -Xclang -analyzer-config -Xclang; do
      set -- "$word" "$@"
    done
    "$CLANG_TIDY" --quiet --config-file="$root/.clang-tidy" "$root/$file" \
      -- "$@" >"$name.all" 2>&1 ;;
  gcc)
    "$GCC" -std=c11 "$@" -O1 -fanalyzer -fdiagnostics-plain-output \
      -c "$root/$file" -o "$name.o" >"$name.all" 2>&1 ;;
  cppcheck)
    for flag; do
      shift
      case $flag in -[DI]*) set -- "$@" "$flag" ;; esac
    done
    "$CPPCHECK" --quiet --std=c11 \
      --enable=warning,style,performance,portability \
      --template='{file}:{line}:{column}: {severity}: {message} [{id}]' \
      -D__GNUC__=12 "$@" "$root/$file" >"$name.all" 2>&1 ;;
esac
status=$?
awk -v tool="$tool" -v root="$root" -v excuses="$excuses" \
  -v used="$name.used" -f "$work/findings.awk" "$name.all" >"$name.log"
if [ "$status" -ne 0 ] && [ ! -s "$name.log" ]; then
  { tail -n 20 "$name.all"; echo "$tool ended with $status"; } >"$name.log"
fi
[ -s "$name.log" ] || : >"$name.done"
TEXT

# analyze TOOL: each file of stdin, some at a time
analyze()
{
  xargs -P "$jobs" -I '{}' sh "$work/analyze.sh" "$1" '{}'
}

# is_clean TOOL FILE
is_clean()
{
  [ -e "$work/out/$1-$(echo "$2" | tr / -).done" ]
}

# not_used TOOL: the lines of the list that let nothing pass
not_used()
{
  grep "^$1 " "$excuses" | sort >"$work/wanted"
  find "$work/out" -name "$1-*.used" -exec cat {} + | sort -u |
    comm -23 "$work/wanted" -
}

# ---- Whether an analyzer finds anything ---------------------------------

mkdir "$work/seed"
cp "$abs_top_srcdir/.clang-tidy" "$work/seed/"
# Of the two pointers the one that nothing frees leaks.
cat >"$work/seed/leak.c" <<'TEXT'
#include "core/base/cleanup.h"
int leak(int n);
int leak(int n)
{
  CLEANUP_FREE int *kept = malloc(sizeof *kept);
  int *lost = malloc(sizeof *lost);
  if (!kept || !lost)
    return 0;
  *kept = *lost = n;
  return *kept + *lost;
}
TEXT
sed '/lost = malloc/d; s/ || !lost//; s/ = \*lost//; s/ + \*lost//' \
  "$work/seed/leak.c" >"$work/seed/clean.c"
cat >"$work/seed/twice.c" <<'TEXT'
#include <stdlib.h>
void twice(int n);
void twice(int n)
{
  int *p = malloc(sizeof *p);
  if (!p)
    return;
  *p = n;
  free(p);
  if (n > 1)
    free(p);
}
TEXT
echo 'int broken(' >"$work/seed/broken.c"

# seed TOOL FILE EXCUSE: analyzes it with that one line in the list
seed()
{
  root=$work/seed excuses=$work/excuses
  rm -rf "$work/out"
  mkdir "$work/out"
  echo "$3" >"$excuses"
  echo "$2" | analyze "$1"
}

# expect_seed WHAT COMMAND...
expect_seed()
{
  what=$1
  shift
  if "$@"; then
    ok "$what"
  else
    cat "$work"/out/*.all | sed 's/^/# /'
    not_ok "$what"
  fi
}

# shellcheck disable=SC2317,SC2329 # expect_seed runs it
is_found()
{
  ! is_clean "$@"
}

# hears TOOL: it finds what it is there for, and no more is let pass than is
# listed
hears()
{
  seed "$1" clean.c "$1 other.c x"
  expect_seed "$1 passes what is clean" is_clean "$1" clean.c
  expect_seed "$1: a line that lets nothing pass is noticed" \
    test "$(not_used "$1")" = "$1 other.c x"
  seed "$1" leak.c "$1 clean.c leak"
  expect_seed "$1 finds a leak" is_found "$1" leak.c
  seed "$1" twice.c 'other twice.c free'
  expect_seed "$1 finds what is freed twice" is_found "$1" twice.c
  seed "$1" twice.c "$1 twice.c free"
  expect_seed "$1 lets pass what is listed" is_clean "$1" twice.c
  expect_seed "$1: a line that lets something pass is not named" \
    test -z "$(not_used "$1")"
  seed "$1" broken.c "$1 twice.c free"
  expect_seed "$1 fails where it cannot read a file" is_found "$1" broken.c
}

# ---- Every file ---------------------------------------------------------

# check TOOL FOLDER...: one case a file
check()
{
  tool=$1
  shift
  hears "$tool"
  root=$abs_top_srcdir excuses=$abs_top_srcdir/tests/analyzers.supp
  rm -rf "$work/out"
  mkdir "$work/out"
  (cd "$root" && find "$@" -name '*.c' ! -path 'tests/contract/*' \
    ! -path 'tests/tmp/*') |
    sort >"$work/files"
  [ -s "$work/files" ] || not_ok "$tool: there are no files"
  analyze "$tool" <"$work/files"
  while read -r file; do
    if is_clean "$tool" "$file"; then
      ok "$tool $file"
    else
      sed 's/^/# /' "$work/out/$tool-$(echo "$file" | tr / -).log"
      not_ok "$tool $file"
    fi
  done <"$work/files"
  not_used "$tool" >"$work/unused"
  while read -r line; do
    not_ok "no longer found, remove from tests/analyzers.supp: $line"
  done <"$work/unused"
}

# check_if COMMAND TOOL FOLDER...
check_if()
{
  if command -v "$1" >/dev/null 2>&1; then
    shift
    check "$@"
  else
    ok "$2 # SKIP $1 is not installed"
  fi
}

cd "${abs_top_builddir:-.}" && cd "$(pwd -P)" || exit 99
export work root excuses test_cppflags CLANG_TIDY CPPCHECK GCC
check_if "$CPPCHECK" cppcheck core plugins sdk tests
# clang answers to the name of gcc here and there, without this option.
echo 'int x;' >"$work/probe.c"
if "$GCC" -fanalyzer -c "$work/probe.c" -o "$work/probe.o" 2>/dev/null; then
  check gcc core plugins sdk tests
else
  ok 'gcc # SKIP it is not installed, or has no analyzer'
fi
check_if "$CLANG_TIDY" clang-tidy core plugins sdk
exit "$failed"
