#!/bin/sh
# test-jq.sh - filters give what the jq program gives, to the byte
#
# Random filters over random payloads, by -q's own code and by jq, which runs
# many filters at a time; each pair is compared with its error.  The rest
# compares the programs themselves.  QUERY_SEED, QUERY_FILTERS and
# QUERY_PAYLOADS choose another or a longer run.
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'jq is not installed' command -v jq
sandbox_start

tools=$abs_top_builddir/tests/query
# Sanitizers take three times as long for each.
[ -z "${SANITIZERS-}" ] || : "${QUERY_FILTERS:=100}"
: "${QUERY_SEED:=5}" "${QUERY_FILTERS:=250}" "${QUERY_PAYLOADS:=60}"
batch=50

# program FILE: one jq program that runs each filter of FILE, as evaluate does
program()
{
  sed 's/.*/"\\u001e", (try (&\
  ) catch "\\u001f\\(.)")/; $!s/$/,/' "$1"
}

test_case "$QUERY_FILTERS random filters over $QUERY_PAYLOADS random payloads"
"$tools/generate" filters "$QUERY_SEED" "$QUERY_FILTERS" >"$work/filters"
"$tools/generate" payloads "$QUERY_SEED" "$QUERY_PAYLOADS" >"$work/payloads"
expect_equal "$QUERY_FILTERS" "$(wc -l <"$work/filters" | tr -d ' ')"
expect_equal "$QUERY_PAYLOADS" "$(wc -l <"$work/payloads" | tr -d ' ')"
from=1
while [ "$from" -le "$QUERY_FILTERS" ]; do
  sed -n "$from,$((from + batch - 1))p" "$work/filters" >"$work/some"
  program "$work/some" >"$work/program"
  jq -rc -f "$work/program" "$work/payloads" >"$work/wanted" ||
    fail "jq refuses the filters from $from on"
  "$tools/evaluate" "$work/some" "$work/payloads" >"$work/got" \
    2>>"$work/decided" || fail "evaluate: $(tail -n 3 "$work/decided")"
  cmp "$work/wanted" "$work/got" >"$work/difference" 2>&1 ||
    fail "filters from $from on: $(cat "$work/difference")"
  from=$((from + batch))
done

test_case 'of simple filters a third of the pairs need no libjq'
counts=$(awk '{ done += $1; all += $3 } END { print done + 0, all + 0 }' \
  "$work/decided")
echo "# ${counts% *} of ${counts#* }"
check [ "${counts% *}" -gt $((${counts#* } / 3)) ]

# same FILTER...: for each filter, nscale, whose reply is $work/payload, and jq
# print the same and end alike.  A list of things goes the way of lists; what a
# list leaves out is for nscale api, which takes any JSON.  jq ends with 5 where
# a filter fails, with 2 where it cannot read the JSON, with 3 where a filter
# does not compile; and nscale prints nothing then but the error.
same()
{
  {
    printf '{"method": "GET", "raw": "'
    base64 <"$work/payload" | tr -d '\n'
    printf '"}'
  } >"$work/fault"
  set -- "$@" --
  jq -e 'type == "array" and all(.[]; type == "object")' "$work/payload" \
    >"$work/judged" 2>&1
  case $(cat "$work/judged") in
    false) from="api /api/v1/organizations/$NSCALE_ORGANIZATION_ID/serviceaccounts" ;;
    *) from='sa list' ;;
  esac
  while [ "$1" != -- ]; do
    filter=$1
    shift
    forget
    fault "@$work/fault"
    # shellcheck disable=SC2086 # words
    run $from -q "$filter"
    got=$status
    mv "$work/stdout" "$work/got"
    mv "$work/stderr" "$work/said"
    run_command jq -rc "$filter" "$work/payload"
    case $status in
      0) wanted=0 ;;
      3) wanted=2 ;;
      *) wanted=1 ;;
    esac
    expect_equal "$filter: $wanted" "$filter: $got"
    if [ "$wanted" -eq 0 ]; then
      check cmp "$work/stdout" "$work/got"
      check [ ! -s "$work/said" ]
      continue
    fi
    check [ ! -s "$work/got" ]
    [ "$status" -eq 5 ] || continue
    words=$(sed -n '1s/^jq: error (at [^)]*): //p' "$work/stderr" |
      sed 's/["\\]/\\&/g')
    check grep -qF "$words" "$work/said"
  done
}

test_case 'the programs print the same and end alike'
cat >"$work/payload" <<'TEXT'
[{"metadata": {"name": "a\/b\u0026c", "id": 1, "tags": [{"a": 1.50}]},
  "b": null, "b": {"z": -0, "a": 12345678901234567890}},
 {"metadata": {"name": "\ud83d\ude00 \u00e9\u0000", "id": 1e1000},
  "b": "plain"}, [1, [2, []]], null, {}, "\u007fé"]
TEXT
same . '.[]' '.[0]' '.[-1]' '.[99]' '.[-99]' '.[0].metadata.name' \
  '.[1].metadata' '.[0].b' '.[0].b.a' '.[]?' '.[]|.metadata?' '.[2][1][0]' \
  '.[2][]' '.[0][]' '.[0] | .metadata | ."name"' '.[3].a.b[0]' '.[4]["a b"]' \
  '.[0].metadata.tags[0].a' '.[:2] | .[].metadata.id' 'length' \
  '.[0:2][] | .metadata.name' '.[] | select(type == "object") | .metadata' \
  '.[]|tojson' '.[].a?.b?' '.[] | objects | keys'

test_case 'errors of filters are those of jq'
same '.a' '.[].metadata' '.[].a.b' '.[5].x' '.[0].metadata.name[]' '.[3][]' \
  '.[99][]' '.[-1][0]' '.[] | .a' '.["a"]' '.[]|error' '.[0].b[0]' '.[2].a'

test_case 'what does not compile ends with 2'
same '.[' '.a.' '.a[' '..a' '.[]|' '|.a' '.a b' '.[0' '."a' 'nosuch' '.[] |' \
  '.[] | def f: 1;' '{' '.a..b' '.["a"' '.9a' '[.[]'

test_case 'a surrogate alone in a string is for jq to judge'
printf '[{"a":1},{"a":"\\ud800"},{"a":"\\udc00x"}]' >"$work/payload"
same . '.[]' '.[].a' '.[1].a' '.[-1].a' '.[] | .a' length
printf '[{"a":1},{"a":"\\udc00x"}]' >"$work/payload"
same . '.[].a' '.[0].a' '.[1].a'
printf '[{"a":1},{"a":"\\ud83d\\ude00"},"\\udbff\\udfff"]' >"$work/payload"
same . '.[].a?' '.[1].a' '.[-1]'

test_case 'a list of many pieces'
awk 'BEGIN {
  printf "["
  for (i = 0; i < 3000; i++)
    printf "%s{\"a\":{\"b\":\"row %d\",\"c\":[%d,%d.5]},\"d\":\"\\u00e9\"}\n",
      i ? "," : "", i, i, i
  print "]"
}' >"$work/payload"
same . '.[]' '.[].a.b' '.[2999].a' '.[-1]' '.[0]' '.[].a.c[]' '.[3000]' \
  '.[] | .d' '.[] | select(.a.c[0] > 2990).a.b' 'map(.a.c[1]) | add' '.[1].d'

end_tests
