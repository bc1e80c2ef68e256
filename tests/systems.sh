#!/bin/sh
# systems.sh - README's two commands on other systems than this one; see usage
set -u
. "$(dirname "$0")/roots.sh"

systems='debian-12 debian-13 debian-sid ubuntu-24.04 ubuntu-26.04
  arm64 armhf s390x'

usage()
{
  cat <<TEXT
usage: tests/systems.sh [--demo] [--roots DIR] [SYSTEM...]

Makes a bare root of each system with debootstrap, runs ./autogen.sh --demo
and ./autogen.sh --check there in a fresh clone of HEAD, and prints a table.
What failed is shown; the exit status is 1 then, and 77 where nothing can be
run: it takes root, debootstrap, git and unshare.

SYSTEM is one of (by default each):
  $systems
of which the last are processors: there tests/portable/cross.sh runs instead,
which builds for one on Debian and runs the unit tests with qemu.

--demo        leaves ./autogen.sh --check out
--roots DIR   the roots stay, as DIR/SYSTEM, and one that is there is used
              again; without it they are made in a new folder and removed
TEXT
}

skip()
{
  echo "skipped: $1"
  exit 77
}

# commands SYSTEM ROOT LOG: the last line says how many tests passed
commands()
{
  case $1${demo:+-demo} in
    *-*-demo)
      inside "$2" /src ./autogen.sh --demo >>"$3" 2>&1 </dev/null &&
        echo '1 passed, 0 failed' >>"$3" ;;
    *-*) inside "$2" /src ./autogen.sh --demo >>"$3" 2>&1 </dev/null &&
           inside "$2" /src ./autogen.sh --check >"$3" 2>&1 </dev/null ;;
    *) inside "$2" /src tests/portable/cross.sh "$1" >"$3" 2>&1 </dev/null ;;
  esac
}

# What the row of a system begins with, run inside.
facts='version=$(getconf GNU_LIBC_VERSION) || version="musl ?"
  for library in libcurl json-c; do
    version="$version $(pkg-config --modversion $library || echo -)"
  done
  jq=$(jq --version | sed s/^jq-//)
  echo ${version#* } "${jq:--}"'

row()
{
  printf '%-13s  %-5s  %-8s  %-6s  %-6s  %6s  %6s  %7s  %6s\n' "$@"
}

# try SYSTEM: appends a row to the table, and shows what failed
try()
{
  system=$1 started=$(date +%s) bad=0 counts=''
  root=$roots/$system
  log=$work/$system
  echo "systems.sh: $system"
  if [ ! -e "$root/usr/sbin/policy-rc.d" ]; then
    rm -rf "$root"
    bootstrap "$system" "$root" >"$log" 2>&1 || bad=1
  fi
  if [ "$bad" -eq 0 ]; then
    rm -rf "$root/src"
    git clone -q "$top" "$root/src" >>"$log" 2>&1 || bad=1
  fi
  if [ "$bad" -eq 0 ]; then
    commands "$system" "$root" "$log" || bad=1
    counts=$(tail -n 1 "$log" | sed -n \
      's/^\([0-9]*\) passed, \([0-9]*\) failed\(, \([0-9]*\) skipped\)*$/\1 \2 \4/p')
  fi
  # Whatever came before the tests, it is one failure.
  [ -n "$counts" ] || counts='0 1'
  if [ "$bad" -ne 0 ]; then
    result=1
    echo "systems.sh: $system failed:"
    # Skipped and passed cases aside, which may be thousands.
    grep -v '^ok' "$log" | tail -n 300
  fi
  took=$(($(date +%s) - started))
  # shellcheck disable=SC2046,SC2086 # words
  set -- $(inside "$root" /src sh -c "$facts" 2>/dev/null || echo - - - -) $counts
  row "$system" "$1" "$2" "$3" "$4" "$5" "$6" "${7-0}" \
    "$((took / 60))m$(printf %02d $((took % 60)))s" >>"$work/table"
  [ -n "$keep" ] || rm -rf "$root"
}

keep='' demo='' result=0
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --demo) demo=1 ;;
    --roots) [ $# -gt 1 ] || { usage >&2; exit 2; }
             keep=$2
             shift ;;
    -*) usage >&2; exit 2 ;;
    *) break ;;
  esac
  shift
done
for system in "$@"; do
  release "$system" >/dev/null || { usage >&2; exit 2; }
done
# shellcheck disable=SC2086 # words
[ $# -gt 0 ] || set -- $systems

cd "$(dirname "$0")/.." || exit 99
top=$(pwd)
reason=$(why_no_root)
[ -z "$reason" ] || skip "$reason"
command -v git >/dev/null 2>&1 || skip 'git is not installed'
git rev-parse --git-dir >/dev/null 2>&1 || skip 'there is no clone to clone'

work=$(mktemp -d "${TMPDIR:-/tmp}/nscale-systems.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
if [ -n "$keep" ]; then
  mkdir -p "$keep" || exit 99
  roots=$(cd "$keep" && pwd)
else
  roots=$work/roots
  mkdir "$roots" || exit 99
fi

row system libc curl json-c jq passed failed skipped time >"$work/table"
for each in "$@"; do
  try "$each"
done
echo
cat "$work/table"
exit "$result"
