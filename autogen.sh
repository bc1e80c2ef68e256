#!/bin/sh
# autogen.sh - from a clean clone to configure, to a demonstration, or to
# tests that passed; see usage
set -eu

usage()
{
  cat <<'TEXT'
usage: ./autogen.sh            make configure
       ./autogen.sh --demo     install what is missing, build, and run the
                               main job against a sandbox on this machine
       ./autogen.sh --check    install what is missing, build, and run every
                               test of `make check`
       ./autogen.sh --gate     likewise those of `make check-gate`, which
                               take minutes or more tools

Missing packages are installed with apt-get, as root or through sudo.
TEXT
}

# What is missing, by package: PACKAGE is there when dpkg says so;
# PACKAGE:COMMAND when the command is, whoever installed it; and of A|B one
# is enough.
build_packages='
  autoconf:autoconf automake:automake gcc:cc libc6-dev make:make
  pkg-config:pkg-config'
library_packages='
  ca-certificates libcurl4-openssl-dev|libcurl4-gnutls-dev|libcurl4-nss-dev
  libgnutls28-dev libjq-dev libjson-c-dev libmicrohttpd-dev'
test_packages='
  bash:bash binutils:nm check curl:curl diffutils:diff fish:fish jq:jq
  mandoc:mandoc shellcheck:shellcheck
  strace:strace tmux:tmux xz-utils:xz zsh:zsh'
gate_packages='
  abigail-tools:abidiff build-essential ccache:ccache clang:clang
  clang-format:clang-format clang-tidy:clang-tidy cppcheck:cppcheck
  debhelper:dh
  debootstrap:debootstrap
  dpkg-dev:dpkg-buildpackage elfutils:eu-strip g++:g++ gcc-multilib
  libclang-rt-dev lintian:lintian musl-tools:musl-gcc nginx-light:nginx
  nodejs:node npm:npm openssl:openssl patchelf:patchelf
  gpg-agent:gpg-agent gpg:gpg pkgconf rpm:rpmbuild
  valgrind:valgrind'
libraries='json-c, libcurl, libjq, libmicrohttpd, gnutls, and check for tests'

log=autogen.log

say()
{
  printf 'autogen.sh: %s\n' "$*"
}

die()
{
  say "$@" >&2
  exit 1
}

# step WHAT COMMAND...: runs the command quietly; its output on failure.
step()
{
  say "$1"
  shift
  "$@" >>"$log" 2>&1 </dev/null && return 0
  tail -n 40 "$log" >&2
  die "that failed; the whole output is in $log"
}

# ---- Packages -----------------------------------------------------------

is_installed()
{
  dpkg-query -W -f '${Status}\n' "$1" 2>/dev/null |
    grep -q '^install ok installed'
}

# have WANTED: whether one of A|B:COMMAND|... is there
have()
{
  for alternative in $(echo "$1" | tr '|' ' '); do
    case $alternative in
      *:*) command -v "${alternative#*:}" >/dev/null 2>&1 && return 0 ;;
      *) is_installed "$alternative" && return 0 ;;
    esac
  done
  return 1
}

missing_packages()
{
  for wanted in "$@"; do
    have "$wanted" || echo "$wanted" | sed 's/[|:].*//'
  done | sort -u | tr '\n' ' ' | sed 's/ $//'
}

# Runs apt-get as root, asking nothing.
apt_get()
{
  set -- env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@"
  [ "$(id -u)" -eq 0 ] || set -- sudo "$@"
  "$@"
}

# Lists of packages may be missing (a fresh image) or old (404).
apt_install()
{
  if apt-cache show "$@" >/dev/null 2>&1 &&
    apt_get install --no-install-recommends "$@"; then
    return 0
  fi
  apt_get update
  apt_get install --no-install-recommends "$@"
}

install_packages()
{
  if ! command -v apt-get >/dev/null 2>&1 ||
    ! command -v dpkg-query >/dev/null 2>&1; then
    say "no apt-get here; going on with what there is. Needed: a C compiler,"
    say "make, autoconf, automake, pkg-config; $libraries"
    return 0
  fi
  packages=$(missing_packages "$@")
  [ -n "$packages" ] || return 0
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
    die "as root, run: apt-get install $packages"
  fi
  # shellcheck disable=SC2086 # a list of words
  step "installing with apt-get: $packages" apt_install $packages
}

# ---- Building -----------------------------------------------------------

bootstrap()
{
  for tool in autoconf automake pkg-config; do
    command -v "$tool" >/dev/null 2>&1 ||
      die "$tool is missing; ./autogen.sh --demo installs it, or on Debian:
  apt-get install autoconf automake gcc make pkg-config"
  done
  if [ $# -gt 0 ]; then
    "$@" 'making configure' autoreconf -fi
  else
    autoreconf -fi
  fi
}

build()
{
  : >"$log"
  # shellcheck disable=SC2086 # lists of words
  install_packages "$@"
  bootstrap step
  step 'running configure' ./configure
  jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || jobs=2
  step 'building' make -j "$jobs"
}

demo()
{
  # shellcheck disable=SC2086 # lists of words
  build $build_packages $library_packages
  [ -x ./nscale-sandbox ] || die "the sandbox was not built, see config.log"
  say 'starting the sandbox and running the main job in it'
  ./nscale-sandbox --tls -- sh tests/demo.sh
}

# run_tests TARGET SUMMARY: makes TARGET, shows what failed and what took
# longest, and counts.
run_tests()
{
  result=0
  # Some wait for what takes its time, in which another can run.
  [ "$1" != check ] || jobs=$((jobs + 1))
  TEST_TIMES=$(pwd)/times.log
  export TEST_TIMES
  : >"$TEST_TIMES"
  begun=$(date +%s)
  make -j "$jobs" "$1" >>"$log" 2>&1 </dev/null || result=1
  [ "$result" -eq 0 ] || show_failures >&2
  say "that took $(($(date +%s) - begun)) s; $(sort -rn "$TEST_TIMES" |
    sed -n 's/\(.*\) \(.*\)/\2 \1 s/p' | head -n 8 | paste -s -d , - |
    sed 's/,/, /g')"
  make -s "$2" 2>/dev/null || result=1
  return "$result"
}

check()
{
  # No result of an earlier run may count.
  find tests -name '*.trs' -exec rm -f {} +
  # shellcheck disable=SC2086 # lists of words
  build $build_packages $library_packages $test_packages
  say 'running the tests'
  run_tests check test-summary
}

gate()
{
  # shellcheck disable=SC2086 # lists of words
  build $build_packages $library_packages $test_packages $gate_packages
  say 'running the gate'
  run_tests check-gate test-summary-all
}

# What failed, test by test; or, when nothing ran, why.
show_failures()
{
  failures=$(find . -name '*.trs' -exec grep -l \
    '^:global-test-result: *\(FAIL\|ERROR\)' {} + 2>/dev/null) || :
  for trs in $failures; do
    printf '==== %s\n' "${trs%.trs}"
    grep -v '^ok' "${trs%.trs}.log" | tail -n 60
  done
  [ -n "$failures" ] || tail -n 40 "$log"
}

cd "$(dirname "$0")"
case $#,${1-} in
  0,) bootstrap; say 'now run ./configure and make' ;;
  1,--demo) demo ;;
  1,--check) check ;;
  1,--gate) gate ;;
  1,-h | 1,--help) usage ;;
  *) usage >&2; exit 2 ;;
esac
