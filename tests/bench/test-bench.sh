#!/bin/sh
# test-bench.sh - `make bench` makes its tables
#
# One round of the smallest: that the comparison works, not how it ends.
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"

test_case 'every table is made'
BENCH_SIZES='0 10' BENCH_ROUNDS=1 BENCH_PLUGINS='1 10'
export BENCH_SIZES BENCH_ROUNDS BENCH_PLUGINS
run_command sh "$abs_top_srcdir/tests/bench/bench.sh"
[ "$status" -ne 77 ] || skip_all 'nginx, openssl, curl or jq is missing'
expect_status 0
expect_stderr ''
for title in 'Start-up, 1 rounds' 'Lists of 0, 1 rounds' \
  'Lists of 10, 1 rounds' 'So many more plugins, lists of 10, 1 rounds'; do
  check grep -qxF "$title" "$work/stdout"
done
check [ "$(grep -c '^nscale list -q ' "$work/stdout")" -eq 14 ]
check [ "$(grep -c '^a fetch over ' "$work/stdout")" -eq 4 ]
check grep -q '^Over TLSv1\.3 with TLS_' "$work/stdout"
for peer in gojq gh hcloud; do
  check grep -q "$peer is not installed, and left out\|^[^ ].*$peer.* [0-9.]*$" \
    "$work/stdout"
done

test_case 'a command that fails ends the comparison'
printf 'no\tfalse\n' >"$work/table"
run_command "$abs_top_builddir/tests/bench/compare" 1 "$work/table"
expect_status 1
expect_stdout ''
expect_stderr 'compare: failed: no'
printf 'no!\tfalse\nyes\tWORD=a env\n' >"$work/table"
run_command "$abs_top_builddir/tests/bench/compare" 1 "$work/table"
expect_status 0
check [ "$(wc -l <"$work/stdout")" -eq 3 ]

end_tests
