#!/bin/sh
# check-sanitizers.sh - the whole suite under AddressSanitizer, with its
# search for leaks, and UndefinedBehaviorSanitizer
#
# Builds what `make dist` would pack, in a folder of its own.  What is run
# there alone (sanitizer_tests in local.mk) is reported case by case, what is
# in `make check` too as one case a test.
set -u

: "${abs_top_builddir:=$(pwd)}" "${MAKE:=make}"
[ -z "${SANITIZERS-}" ] || {
  echo 'skipped: this is a build with sanitizers already'
  exit 77
}
unset MAKEFLAGS MFLAGS MAKELEVEL TESTS
: "${sanitizer_tests:=}"

work=$(mktemp -d "${TMPDIR:-/tmp}/nscale-sanitizers.XXXXXX") || exit 99
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || jobs=2

# step NAME COMMAND...
step()
{
  step_name=$1
  shift
  if "$@" >"$work/log" 2>&1 </dev/null; then
    echo "ok - sanitizers: $step_name"
  else
    tail -n 60 "$work/log" | sed 's/^/# /'
    echo "not ok - sanitizers: $step_name"
    exit 1
  fi
}

mkdir "$work/build"
cd "$work/build" || exit 99
echo 'int main(void) { return 0; }' >probe.c
if ! "${CC:-cc}" -fsanitize=address,undefined probe.c -o probe 2>/dev/null ||
  ! ./probe; then
  echo 'skipped: the compiler has no sanitizers'
  exit 77
fi
step 'pack' "$MAKE" -C "$abs_top_builddir" distdir distdir="$work/source"
step 'configure' "$work/source/configure" --enable-sanitizers \
  --enable-gcc-warnings
step 'build' "$MAKE" -j "$jobs"

TEST_TIMEOUT=1200
export TEST_TIMEOUT
"$MAKE" -k -j "$jobs" check-sanitized >"$work/log" 2>&1 </dev/null
find tests -name '*.trs' | sort >"$work/results"
[ -s "$work/results" ] || {
  tail -n 60 "$work/log" | sed 's/^/# /'
  echo 'not ok - sanitizers: no test was run'
  exit 1
}
failed=0
for name in $sanitizer_tests; do
  [ -f "${name%.sh}.trs" ] || {
    tail -n 60 "$work/log" | sed 's/^/# /'
    echo "not ok - sanitizers: $name was not run"
    failed=1
  }
done
while read -r file; do
  name=${file%.trs}
  case $(sed -n 's/^:global-test-result: *//p' "$file") in
    PASS)
      case " $sanitizer_tests " in
        *" $name.sh "*) grep '^ok' "$name.log" ;;
      esac
      echo "ok - sanitizers: $name" ;;
    SKIP) echo "ok - sanitizers: $name # SKIP $(sed 1q "$name.log")" ;;
    *)
      grep -v '^ok' "$name.log" | tail -n 60 | sed 's/^/# /'
      echo "not ok - sanitizers: $name"
      failed=1 ;;
  esac
done <"$work/results"
exit "$failed"
