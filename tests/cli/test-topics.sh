#!/bin/sh
# test-topics.sh - the topics of help: whole, and true to the sources
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"

topics='environment exit-status query plugins'

test_case 'nscale help lists the topics, and each is there'
run help
expect_equal "$topics" "$(sed -n '/^Help topics:$/,/^$/s/^  \([a-z-]*\) .*/\1/p' \
  "$work/stdout" | tr '\n' ' ' | sed 's/ $//')"
for topic in $topics; do
  run help "$topic"
  expect_status 0
  expect_stderr ''
  expect_equal '' "$(awk 'length > 79' "$work/stdout")"
done

test_case 'nscale help exit-status lists each status'
run help exit-status
expect 0 <<'TEXT'
Exit statuses, and what errors look like.

Statuses:
  0    Done.
  1    Failed, or declined at the question. Also: interrupted between two of
       several changes; standard error says which were made.
  2    Wrong usage, a bad document or filter, or a missing --yes: nothing was
       sent. With --all also: --deliver-check refused some.
  3    Not found.
  4    No token, or it was refused (HTTP 401, 403).
  5    Conflict.
  6    Rate-limited.
  7    Network, TLS or timeout: nothing was applied.
  8    A change was sent and its outcome is unknown, or nscale did not see its
       end.
  9    A change was made, but its result could not be delivered (a full disk, a
       reader that went away). It was saved: see standard error.
  10   A plugin is missing, broken or incompatible. An unknown command counts
       as a missing plugin.
  130  Interrupted before anything was sent.

Errors:
An error is one sentence on standard error and, if there is a way out, a second
line that begins with "hint:". Under --json or -q it is one JSON object there,
{"error": {...}}, with the members kind, message, status, trace_id, hint and
exit_code, on the last line; standard output stays empty. Lines before it are
notes. status is the server's HTTP status, or null if it did not answer.

Each kind has one exit status, and neither ever changes:
  failed           1
  usage            2
  not_found        3
  auth             4
  conflict         5
  rate_limited     6
  network          7
  unknown_outcome  8
  undelivered      9
  plugin           10
  interrupted      130

Examples:
  nscale sa get ci >/dev/null || echo "it ended with $?"
TEXT

test_case 'the statuses and kinds are all those that a process ends with'
rows=$abs_top_srcdir/core/base/exit_status.h
expect_equal "$(sed -n 's/^  ROW(EXIT_[A-Z_]*, \([0-9]*\), .*/\1/p' "$rows")" \
  "$(sed -n '/^Statuses:$/,/^$/s/^  \([0-9][0-9]*\) .*/\1/p' "$work/stdout")"
expect_equal "$(sed -n 's/^  ROW(EXIT_[A-Z_]*, \([0-9]*\), "\([a-z_]*\)",.*/\1 \2/p' "$rows")" \
  "$(sed -n 's/^  \([a-z_]*\)  *\([0-9][0-9]*\)$/\2 \1/p' "$work/stdout")"

test_case 'the members of an error are those that an error has'
run sa list --json --nosuch
sed -e 's/{"error"://' -e 's/[{,]"/\
"/g' "$work/stderr" | sed -n 's/^"\([a-z_]*\)":.*/\1/p' >"$work/members"
run help exit-status
while read -r member; do
  stdout_has "$member"
done <"$work/members"
expect_equal 6 "$(grep -c . "$work/members")"

test_case 'every variable that the sources read is in the topic'
run help environment
expect_status 0
# What is read by a macro or a table ends in a name, too; a base URL has a
# variable a service.
find "$abs_top_srcdir/core" -name '*.c' -exec cat {} + |
  sed -n 's/.*"\([A-Z][A-Z0-9_]*\)".*/\1/p' |
  grep -E '^(NSCALE_[A-Z_]*|XDG_[A-Z_]*|SSL_CERT_[A-Z]*|CURL_CA_BUNDLE|HOME|TMPDIR|TERM|NO_COLOR|FORCE_COLOR|CLICOLOR|CLICOLOR_FORCE|LC_ALL|LC_CTYPE|LANG|EDITOR|VISUAL|PAGER|COLUMNS|LINES)$' |
  sort -u >"$work/variables"
check grep -q '^NSCALE_SERVICE_TOKEN$' "$work/variables"
check grep -q '^NSCALE_PLUGIN_PATH$' "$work/variables"
check grep -q '^XDG_STATE_HOME$' "$work/variables"
while read -r variable; do
  stdout_has "$variable"
done <"$work/variables"

test_case 'help and topics need no code of a plugin'
# The plugin crash ends whatever opens it.
: "${FIXTURE_DIR:=$abs_top_builddir/tests/fixtures/plugins}"
mkdir "$work/plugins"
cp "$FIXTURE_DIR/crash.so" "$work/plugins"
NSCALE_PLUGIN_PATH=$work/plugins
export NSCALE_PLUGIN_PATH
run crash list
stderr_has 'the plugin crash crashed while it was opened'
run --help
expect_status 0
stdout_has '  crash '
for topic in $topics; do
  run help "$topic"
  expect_status 0
done
unset NSCALE_PLUGIN_PATH

test_case 'a topic takes no further words'
run help query x
expect_error 2 <<'TEXT'
nscale: help query takes no argument x
TEXT

end_tests
