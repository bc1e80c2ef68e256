#!/bin/sh
# check-tokens.sh - a create and a rotate in each form of output, with each
# call of malloc, write, fsync, close, open, ... made to fail in turn, and a
# signal before it: no token is lost
#
# What test-calls.sh does, in `make check`, is left out here.
#
# Before the request is sent there is no token, and of the thousands of
# mallocs there only some are made to fail; after it each is where it fails
# once and stdout takes the token, else one in three, and one in seven where a
# command gets the token (--deliver) or a signal comes; with FAULT_EVERY=1 all
# are, which takes an hour and more.  It is some 8000 runs, which take two and a
# half minutes of processor time between them.
. "${abs_top_srcdir:-.}/tests/fault/fault.sh"

every=''
[ -z "${FAULT_EVERY-}" ] || every=-a

# shellcheck disable=SC2086 # nothing, or one word
drive $every -k malloc
drive -x malloc -c create
# What TLS adds, which is the same for every form.
sandbox_options=--tls
# shellcheck disable=SC2086
drive $every -k malloc -c 'rotate: '
