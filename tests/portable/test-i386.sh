#!/bin/sh
# test-i386.sh - nscale where words have 32 bits, see libc-alone.sh
. "${abs_top_srcdir:-.}/tests/functions.sh"
CC='gcc -m32'
echo 'int main(void) { return sizeof(void *) != 4; }' >"$work/probe.c"
requires 'gcc -m32 makes no programs (Debian: gcc-multilib)' \
  sh -c "$CC -o '$work/probe' '$work/probe.c' && '$work/probe'"
. "$abs_top_srcdir/tests/portable/libc-alone.sh"

libc_alone

test_case 'a plugin for another word size is refused, and breaks nothing'
gcc -I"$abs_top_srcdir/sdk/include" -shared -fPIC -o plugins/good.so \
  "$abs_top_srcdir/tests/fixtures/plugins/good.c"
run good list
expect_error 10 <<TEXT
nscale: plugin "good" is broken: it is built for another machine (64-bit, least significant byte first, ELF machine 62) ($work/plugins/good.so)
hint: install the plugin again, or remove the file
TEXT
run tenants list --help
expect_status 0

end_tests
