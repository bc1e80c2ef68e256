#!/bin/sh
# check-links.sh - what the pages of this repository lead to is there
#
# In each *.md file: a link to a file, and to a heading of it; and whatever is
# written as `code` and reads like a path of this tree or the name of a test.
# First it proves that it finds what is missing.
set -u

LC_ALL=C
export LC_ALL

cd "${abs_top_srcdir:-.}" || exit 99
sources=$(pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/nscale-links.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

# links FILE: the targets of its links, a line each, without those of the web
links()
{
  awk '
  /^ *```/ { fenced = !fenced }
  fenced || /^    / { next }
  {
    while (match($0, /\]\([^()]*\)/)) {
      print substr($0, RSTART + 2, RLENGTH - 3)
      $0 = substr($0, RSTART + RLENGTH)
    }
  }' "$1" | grep -v -E '^(https?|mailto):'
}

# code FILE: what stands between backquotes, a line each
code()
{
  awk '
  /^ *```/ { fenced = !fenced; next }
  fenced || /^    / { next }
  {
    while (match($0, /`[^`]+`/)) {
      print substr($0, RSTART + 1, RLENGTH - 2)
      $0 = substr($0, RSTART + RLENGTH)
    }
  }' "$1"
}

# headings FILE: as the hosts of repositories name them
headings()
{
  sed -n 's/^##* *//p' "$1" | tr '[:upper:] ' '[:lower:]-' |
    sed 's/[^a-z0-9_-]//g'
}

# lacks_link FILE LINK: says what is missing; fails where nothing is
lacks_link()
{
  path=${2%%#*}
  heading=${2#"$path"}
  target=$(dirname "$1")/$path
  [ -n "$path" ] || target=$1
  if [ ! -e "$target" ]; then
    echo "$1: there is no $path"
  elif [ -n "$heading" ] &&
    ! headings "$target" | grep -q -F -x "${heading#?}"; then
    echo "$1: ${target#./} has no heading ${heading#?}"
  else
    return 1
  fi
}

# lacks_path FILE CODE: likewise; the path of a program that is built is that
# of its source, and NAME in capitals stands for any
lacks_path()
{
  case $2 in
    *[!A-Za-z0-9_./-]* | *NAME* | */tmp/*) return 1 ;;
    core/*/* | plugins/*/* | sdk/*/* | tests/*) path=$2 ;;
    test-*.sh | check-*.sh)
      find "$sources/tests" -name "$2" | grep -q . && return 1
      echo "$1: there is no test $2"
      return 0 ;;
    *) return 1 ;;
  esac
  for there in "$path" "$path.c" "$path.sh" "${path%.so}.c"; do
    [ ! -e "$sources/$there" ] || return 1
  done
  echo "$1: there is no $path"
}

# missing FILE: prints what is missing, and fails where nothing is
missing()
{
  {
    links "$1" | while IFS= read -r link; do lacks_link "$1" "$link"; done
    code "$1" | while IFS= read -r text; do lacks_path "$1" "$text"; done
  } | grep .
}

# must TEXT: the page is refused with it; without one it is accepted
must()
{
  found=$(missing "$work/page.md")
  if [ "$found" = "${1:+$work/page.md: $1}" ]; then
    echo "ok - finds ${1:-nothing where nothing is missing}"
  else
    echo "# $found"
    echo "not ok - finds ${1:-nothing where nothing is missing}"
    failed=1
  fi
}

: >"$work/there"
printf '# A page, and `code`\n[a](there) [b](https://x/y) `tests/run`\n' \
  >"$work/page.md"
printf '[c](#a-page-and-code) `test-list.sh`\n    [no](block)\n' \
  >>"$work/page.md"
must ''
echo 'See ![a picture](gone.svg).' >"$work/page.md"
must 'there is no gone.svg'
echo '[a](page.md#none)' >"$work/page.md"
must "${work#./}/page.md has no heading none"
echo '`tests/cli/test-nothing.sh`' >"$work/page.md"
must 'there is no tests/cli/test-nothing.sh'
echo '`test-nothing.sh`' >"$work/page.md"
must 'there is no test test-nothing.sh'

for page in *.md core/*.md plugins/*.md plugins/*/*.md sdk/*.md sdk/*/*.md \
            tests/*.md tests/*/*.md; do
  [ -f "$page" ] || continue
  if missing "$page" >"$work/missing"; then
    sed 's/^/# /' "$work/missing"
    echo "not ok - links of $page"
    failed=1
  else
    echo "ok - links of $page"
  fi
done
exit "$failed"
