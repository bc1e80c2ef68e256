#!/bin/sh
# test-musl.sh - nscale with the C library musl, see libc-alone.sh
. "${abs_top_srcdir:-.}/tests/functions.sh"
CC=musl-gcc
requires 'musl-gcc is not installed (Debian: musl-tools)' $CC --version
. "$abs_top_srcdir/tests/portable/libc-alone.sh"

libc_alone

test_case 'it is musl that runs them'
run_command readelf -l "$NSCALE"
stdout_has '/ld-musl-'

end_tests
