#!/bin/sh
# run.sh - lets libFuzzer look for inputs that break a property
#
#   tests/fuzz/run.sh SECONDS [NAME...]
#
# Builds the targets with clang, in fuzz-work/ of the folder that it is
# started from, and runs each (or those that are named) for that long, as
# many at a time as there are processors.  With FUZZ_SEED, a number, two runs
# look for the same inputs.  What is found is kept as fuzz-work/finds/NAME-*;
# once fixed it belongs into tests/fuzz/corpus/NAME.
# Ends with 1 when something was found, and with 77 where clang has no
# libFuzzer.
set -u

seconds=${1:-5}
[ $# -eq 0 ] || shift
source=$(cd "$(dirname "$0")/../.." && pwd) || exit 99
: "${CLANG:=clang}"
sanitize='-fsanitize=fuzzer-no-link,address,undefined
  -fno-sanitize-recover=undefined'
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || jobs=2

mkdir -p fuzz-work/finds || exit 99
work=$(cd fuzz-work && pwd)
echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void)
  { return 0; }' >"$work/probe.c"
"$CLANG" -fsanitize=fuzzer,address "$work/probe.c" -o "$work/probe" \
  >"$work/probe.log" 2>&1 || {
  echo 'skipped: clang with libFuzzer is not installed'
  exit 77
}
cflags=$(pkg-config --cflags json-c libcurl) || exit 99
libs=$(pkg-config --libs json-c libcurl) || exit 99

# ---- Building -----------------------------------------------------------

# One object a source; transport and query are modules of their own; of them
# these are also the core's, or read what a server sends.
cd "$source" || exit 99
{
  find core plugins/serviceaccounts tests/fuzz -name '*.c' \
    ! -path 'core/main.c' ! -path 'core/transport/*' ! -path 'core/jq/query.c' \
    ! -name replay.c
  printf 'core/transport/%s.c\n' gunzip link memory receive redirect
} >"$work/sources"
# shellcheck disable=SC2086 # lists of flags
compile()
{
  object=$work/$(echo "$1" | tr / -).o
  "$CLANG" -std=c11 -g -O1 -D_XOPEN_SOURCE=700 -I. -Isdk/include $cflags \
    -DPACKAGE_VERSION=\"fuzz\" -DPLUGIN_DIR=\"/nonexistent\" \
    -DMODULE_DIR=\"/nonexistent\" -DPROVIDER_FILE=\"/nonexistent\" \
    -DRELEASE_DATE=\"today\" -DLIBCURL_CRYPTO=\"\" \
    -DBUG_ADDRESS=\"\" -DHOME_PAGE=\"\" \
    $sanitize -c "$1" -o "$object"
}

# in_parallel COMMAND: runs it once for each line of stdin, some at a time.
in_parallel()
{
  running=0 result=0
  while read -r line; do
    "$1" "$line" &
    running=$((running + 1))
    pids="${pids-} $!"
    if [ "$running" -ge "$jobs" ]; then
      # The oldest, so that the number of processes stays bounded.
      # shellcheck disable=SC2086 # a list of numbers
      set -- "$1" $pids
      wait "$2" || result=1
      pids=$(echo "$pids" | sed 's/^ *[0-9]*//')
      running=$((running - 1))
    fi
  done
  for pid in ${pids-}; do
    wait "$pid" || result=1
  done
  pids=''
  return "$result"
}

in_parallel compile <"$work/sources" || exit 1

shared=$(grep -v '^tests/fuzz/fuzz-' "$work/sources" | tr / - |
  sed "s|.*|$work/&.o|")
# shellcheck disable=SC2046 # names without spaces
[ $# -gt 0 ] || set -- $(sed -n 's|^tests/fuzz/fuzz-\(.*\)\.c$|\1|p' \
  "$work/sources" | sort)
for name in "$@"; do
  # shellcheck disable=SC2086 # lists of words
  "$CLANG" -fsanitize=fuzzer,address,undefined \
    "$work/tests-fuzz-fuzz-$name.c.o" $shared $libs -ldl \
    -o "$work/fuzz-$name" || exit 1
done

# ---- Running ------------------------------------------------------------

# New inputs go to a corpus of the work folder, which the next run begins
# with; the one in the source is small on purpose.
run()
{
  mkdir -p "$work/corpus/$1" || return 1
  dictionary=$source/tests/fuzz/$1.dict
  set -- "$1" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 \
    -max_len=65536 -print_final_stats=1 -verbosity=0 \
    -seed="${FUZZ_SEED-0}" -artifact_prefix="$work/finds/$1-"
  [ ! -f "$dictionary" ] || set -- "$@" -dict="$dictionary"
  name=$1
  shift
  "$work/fuzz-$name" "$@" "$work/corpus/$name" \
    "$source/tests/fuzz/corpus/$name" >"$work/fuzz-$name.log" 2>&1
  status=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' \
    "$work/fuzz-$name.log")
  if [ "$status" -eq 0 ]; then
    echo "ok - fuzz $name: ${runs:-0} inputs in $seconds s"
    return 0
  fi
  sed 's/^/# /' "$work/fuzz-$name.log" | tail -n 60
  echo "not ok - fuzz $name: see $work/finds"
  return 1
}

printf '%s\n' "$@" >"$work/names"
in_parallel run <"$work/names"
