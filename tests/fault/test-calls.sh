#!/bin/sh
# test-calls.sh - a rotate in each form of output, with each call of write,
# fsync, close, open, ... made to fail in turn: no token is lost
#
# check-tokens.sh does so with malloc too, and with create.
. "${abs_top_srcdir:-.}/tests/fault/fault.sh"

drive -x malloc -c rotate
