#!/bin/sh
# test-instructions.sh - commands take the instructions that were recorded
#
#   make record-instructions        takes the record anew
#
# Instructions, unlike times, are the same at every run, and valgrind counts
# them: more than 3 % above or below the record fails.  They depend on the
# compiler, its flags and the libraries as well.  Each line of the record,
# tests/bench/instructions, begins with the system and with a checksum of all
# those.  An update of the system's libraries changes that checksum and hardly
# the counts: the record still holds, and only a count that leaves it fails.
# Where the record does not know the system the cases are skipped.  What a
# change makes cheaper or dearer is recorded in the same commit.
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'valgrind is not installed' command -v valgrind
requires 'ldd is not installed' command -v ldd
requires 'sanitizers count as well' [ -z "${SANITIZERS-}" ]
requires 'nscale-sandbox was not built' [ -x "$NSCALE_SANDBOX" ]

record=$abs_top_srcdir/tests/bench/instructions
valgrind=$(command -v valgrind)

# libraries FILE...: the shared libraries behind them
libraries()
{
  for file in "$@"; do
    ldd "$file"
  done | tr -s '[:space:]' '\n' | grep '^/' | sort -u
}

# What a record is good for, updates of compiler and libraries apart.
system()
{
  compiler=gcc
  ! ${CC-cc} --version | grep -q clang || compiler=clang
  # shellcheck disable=SC2046,SC2086 # words; a rolling system has no version
  echo $(. /etc/os-release && echo "$ID-${VERSION_ID-rolling}") \
    $(uname -m) $(grep -o -w -m 1 avx2 /proc/cpuinfo) \
    "$compiler" ${test_cflags-} ${test_hardened-} | tr ' ' ,
}

surroundings()
{
  {
    ${CC-cc} --version | head -n 1
    echo "${test_cflags-} ${test_hardened-}"
    "$valgrind" --version
    # What processor valgrind shows depends on the true one.
    grep -o -w -m 1 avx2 /proc/cpuinfo
    libraries "$NSCALE" "$abs_top_builddir/core/transport.so" |
      while read -r library; do
        cksum <"$library"
      done
  } | cksum | tr ' ' - | sed "s/^/$(system) /"
}

# count WORD...: the instructions of nscale with these words, with nothing of
# the caller's in its environment, whose size counts too
count()
{
  env -i HOME=/nonexistent LC_ALL=C.UTF-8 \
    ${NSCALE_SERVICE_TOKEN+NSCALE_SERVICE_TOKEN="$NSCALE_SERVICE_TOKEN"} \
    ${NSCALE_SERVICE_TOKEN+NSCALE_ORGANIZATION_ID="$NSCALE_ORGANIZATION_ID"} \
    ${NSCALE_SERVICE_TOKEN+NSCALE_IDENTITY_SERVICE_API_ENDPOINT="$NSCALE_IDENTITY_SERVICE_API_ENDPOINT"} \
    ${NSCALE_SERVICE_TOKEN+SSL_CERT_FILE="$SSL_CERT_FILE"} \
    "$valgrind" --tool=callgrind --callgrind-out-file=/dev/null \
    "$NSCALE" "$@" 2>&1 >/dev/null | sed -n 's/.*Collected : *//p'
}

# Inside a sandbox of its own this script only counts.
if [ $# -gt 0 ]; then
  count "$@"
  tests_ended=1
  exit 0
fi

# count_in N WORD...: in a sandbox with N accounts
count_in()
{
  accounts=$1
  shift
  "$NSCALE_SANDBOX" --tls --now 2026-06-01T12:00:00Z --accounts "$accounts" \
    -- sh "$0" "$@"
}

here=$(surroundings)
{
  echo "$here version $(count --version)"
  echo "$here list-10 $(count_in 10 serviceaccounts list)"
  echo "$here list-1000 $(count_in 1000 serviceaccounts list)"
  echo "$here json-1000 $(count_in 1000 serviceaccounts list --json)"
  echo "$here ids-1000 $(count_in 1000 serviceaccounts list -q '.[].metadata.id')"
} >"$work/counts"

if [ -n "${RECORD-}" ]; then
  # One set for each system, the last.
  { [ ! -e "$record" ] || grep -v -F -e "$(system) " "$record"; } \
    >"$work/record"
  sort "$work/record" "$work/counts" >"$record"
  cat "$work/counts"
  tests_ended=1
  exit 0
fi

while read -r system sum name counted; do
  test_case "instructions of $name"
  recorded=$(awk -v where="$system" -v name="$name" \
    '$1 == where && $3 == name { print $4 }' "$record")
  echo "# $counted, recorded ${recorded:-nothing}"
  check [ "${counted:-0}" -gt 0 ]
  case $system:$recorded in
    *-rolling,* | *:) skip_case "there is no record for $system"; continue ;;
  esac
  [ $((counted * 100)) -le $((recorded * 103)) ] &&
    [ $((counted * 100)) -ge $((recorded * 97)) ] && continue
  fail "$counted, and $recorded were recorded: find out why, or run make \
record-instructions and commit it"
  grep -q -F -e "$system $sum $name " "$record" ||
    echo '# the record is of another compiler or of other libraries'
done <"$work/counts"

end_tests
