#!/bin/sh
# test-query.sh - -q FILTER: as jq defines it
# shellcheck disable=SC1091,SC2016
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

accounts=/api/v1/organizations/$(fixture acme '' id)/serviceaccounts

test_case 'strings are raw, everything else is compact JSON, one a line'
run sa list -q '"a\"b", "c\nd", "é", "", 1, -2.5, null, true,
  [1, {"b": 1, "a": [ ]}], {"b": {"z": null}, "a": "x"}'
expect 0 <<'TEXT'
a"b
c
d
é

1
-2.5
null
true
[1,{"b":1,"a":[]}]
{"b":{"z":null},"a":"x"}
TEXT

test_case 'the order of filters is the order of results, each over the whole'
run sa list -q '.[].metadata.name' -q length -q '.[0].metadata.name'
expect 0 <<'TEXT'
nightly
deploy
ci
3
nightly
TEXT
run sa list -q '.[0].metadata.name' -q '.[].metadata.name' -q length
expect 0 <<'TEXT'
nightly
nightly
deploy
ci
3
TEXT

test_case '-q may be spelled in each way and stand anywhere'
for words in '-q length list' '-qlength list' '--query length list' \
             '--query=length list' 'list -qlength'; do
  # shellcheck disable=SC2086
  run sa $words
  expect 0 <<'TEXT'
3
TEXT
done
run sa -q 1 list --query 2 -q3 --query=4
expect 0 <<'TEXT'
1
2
3
4
TEXT

test_case 'one request, however many filters there are'
forget
run sa list -q . -q . -q length
expect_status 0
only_request GET "$accounts"

test_case 'the same filter twice is two filters'
run sa list -q length -q length
expect 0 <<'TEXT'
3
3
TEXT

test_case 'simple paths print what jq prints'
run sa list -q '.[2].metadata.name' -q '.[-1].metadata.name' -q '.[7]' \
  -q '.[].spec.groupIDs[0]' -q '.[0].nothing.more' -q '.[0]["metadata"].name' \
  -q '.[0].metadata."name"' -q '.[1:2][].metadata.name' -q '.[]?.x' \
  -q '.[2].metadata.tags[].value'
expect 0 <<TEXT
ci
ci
null
$(fixture acme groups readers)
$(fixture acme groups deployers)
$(fixture acme groups deployers)
null
nightly
nightly
deploy
null
null
null
platform
4711
TEXT

test_case '. and .[] are compact, with every field in its order'
run sa list -q '.[2]'
expect 0 <<'TEXT'
{"metadata":{"id":"ee55ea90-ec17-471d-99e7-53ee33df5703","name":"ci","description":"Runs the pipelines.","tags":[{"name":"team","value":"platform"},{"name":"cost-centre","value":"4711"}],"organizationId":"6cca903a-7454-4541-90de-92fb2fd53485","creationTime":"2026-01-25T09:00:00Z","createdBy":"ada@acme.example","provisioningStatus":"provisioned","healthStatus":"healthy"},"spec":{"groupIDs":["bb1c619a-1d3b-4620-923e-bf7f241e976c","b7357faa-5e82-49cc-acd8-a2e6dc1483b5"]},"status":{"expiry":"2026-08-24T12:00:00Z"}}
TEXT
run sa list -q '.[]'
expect_equal 3 "$(grep -c '^{"metadata":{"id":".*}$' "$work/stdout")"
run sa list -q .
expect_equal 1 "$(grep -c '^\[{"metadata":{"id":".*}\]$' "$work/stdout")"

test_case 'a filter is a program'
run sa list -q 'map(select(.spec.groupIDs | length > 1).metadata.name)' \
  -q 'def f(x): x + 1; f(length)' -q '[.[] | .metadata.name] | sort | @csv' \
  -q 'first(.[].metadata.tags[]?) | "\(.name)=\(.value)"' -q '. as $a | $a | length'
expect 0 <<'TEXT'
["ci"]
4
"ci","deploy","nightly"
team=platform
3
TEXT

test_case 'a filter that gives nothing prints nothing'
run sa list -q empty
expect 0 </dev/null
run sa list -q 'empty, 1'
expect_stdout 1

test_case 'no filter and a comment are what they are to jq'
run sa get ci -q .
cat "$work/stdout" >"$work/whole"
for filter in '' ' ' '# nothing'; do
  run sa get ci -q "$filter"
  if jq -n "$filter" >/dev/null 2>&1; then
    expect 0 <"$work/whole"
  else
    expect_error 2 <<TEXT
{"error":{"kind":"usage","message":"the filter $filter does not compile: Top-level program not given (try \".\")","status":null,"trace_id":null,"hint":"a filter is a jq program, such as '.[].metadata.name'; nothing was sent","exit_code":2}}
TEXT
  fi
done

test_case 'a filter that does not compile: 2, nothing sent, stdout empty'
forget
run sa list -q '.['
expect_error 2 <<'TEXT'
{"error":{"kind":"usage","message":"the filter .[ does not compile: syntax error, unexpected end of the filter","status":null,"trace_id":null,"hint":"a filter is a jq program, such as '.[].metadata.name'; nothing was sent","exit_code":2}}
TEXT
run sa list -q . -q 'nosuch'
expect_error 2 <<'TEXT'
{"error":{"kind":"usage","message":"the filter nosuch does not compile: nosuch/0 is not defined","status":null,"trace_id":null,"hint":"a filter is a jq program, such as '.[].metadata.name'; nothing was sent","exit_code":2}}
TEXT
for filter in '}' '(' '$nosuch' '.a b' '"' '.[] |' 'if . then 1'; do
  run sa list -q "$filter"
  expect_status 2
  expect_stdout ''
done
expect_requests 0

test_case 'a filter that fails at run time: 1, nothing of it printed'
run sa list -q length -q '.[].metadata.name.x'
edit 's/(\(\\"x\\"\))/\1/' # of jq 1.8
expect_error 1 <<'TEXT'
{"error":{"kind":"failed","message":"the filter .[].metadata.name.x failed on the reply: Cannot index string with string \"x\"","status":null,"trace_id":null,"hint":null,"exit_code":1}}
TEXT
run sa list -q '.[0].metadata.name, error("mine")'
expect_error 1 <<'TEXT'
{"error":{"kind":"failed","message":"the filter .[0].metadata.name, error(\"mine\") failed on the reply: mine","status":null,"trace_id":null,"hint":null,"exit_code":1}}
TEXT
run sa list -q '1, halt_error'
expect_status 1
expect_stdout ''

test_case 'the token is not in a filter'"'"'s environment'
run sa list -q '$ENV | has("NSCALE_SERVICE_TOKEN")' \
  -q 'env.NSCALE_SERVICE_TOKEN' -q 'env.NSCALE_ORGANIZATION_ID'
expect 0 <<TEXT
false
null
$(fixture acme '' id)
TEXT

test_case 'the .jq in HOME is not read'
printf 'def mine: 1;\n' >"$HOME/.jq"
run sa list -q mine
expect_status 2
stderr_has 'mine/0 is not defined'
rm "$HOME/.jq"
mkdir "$HOME/.jq"
printf 'def mine: 1;\n' >"$HOME/.jq/m.jq"
for filter in 'import "m" as m; m::mine' 'include "m"; mine'; do
  run sa list -q "$filter"
  expect_status 2
done

test_case 'what a filter says on stderr does no harm, in any of several'
run sa list -q length -q 'length | debug' -q 'length | debug | stderr'
expect_status 0
expect_stdout <<'TEXT'
3
3
3
TEXT
stderr_has '["DEBUG:",3]'

test_case 'where nscale help query says that it differs from jq'
# fails FILTER MESSAGE
fails()
{
  run sa list -q "$1"
  expect_status 1
  expect_stdout ''
  stderr_has "\"message\":\"the filter $1 failed on the reply: $2"
}
fails halt 'the filter halted"'
fails '.[0].metadata.name|halt_error' 'the filter halted: '
fails input ''
fails input_line_number ''
# shellcheck disable=SC2016
run sa list -q '[inputs]' -q input_filename -q '$ARGS.positional' \
  -q '$ENV.HOME' -q env.HOME -q '$__loc__.line'
expect 0 <<TEXT
[]
null
[]
$HOME
$HOME
1
TEXT
# shellcheck disable=SC2016
for filter in 'import "a" as a; .' 'include "a"; .' '$named'; do
  run sa list -q "$filter"
  expect_status 2
  expect_stdout ''
done
forget
run sa rotate ci --yes -q .status.accessToken -q halt
expect_status 9
expect_stdout ''
stderr_has '"hint":"the reply was saved to '
expect_requests 2
run help query
# shellcheck disable=SC2016
for word in input inputs input_line_number input_filename import include \
  '$ARGS' '$ENV' env debug stderr halt halt_error '$__loc__'; do
  stdout_has "$word"
done

test_case '-q and --json cannot be used together'
forget
run sa list --json -q .
expect_error 2 <<'TEXT'
{"error":{"kind":"usage","message":"--json and --query cannot be used together","status":null,"trace_id":null,"hint":null,"exit_code":2}}
TEXT
run sa list -q
expect_error 2 <<'TEXT'
{"error":{"kind":"usage","message":"--query needs a value: --query FILTER","status":null,"trace_id":null,"hint":null,"exit_code":2}}
TEXT
expect_requests 0

test_case 'errors are one JSON object on stderr'
with_token 0123456789 sa list -q .
hide
expect_error 4 <<'TEXT'
{"error":{"kind":"auth","message":"the service token was refused: unrecognized bearer token format","status":401,"trace_id":"TRACE","hint":"it may have expired, been rotated or been deleted: set NSCALE_SERVICE_TOKEN to a valid one","exit_code":4}}
TEXT

test_case 'what a program reads is not escaped'
fault "{\"path\":\"$accounts\",\"body\":\"[{\\\"a\\\":\\\"a\\\\u001b[31m\\\"}]\"}"
run sa list -q '.[0].a'
expect_stdout "$(printf 'a\033[31m')"
fault "{\"path\":\"$accounts\",\"body\":\"[{\\\"a\\\":\\\"a\\\\u001b[31m\\\"}]\"}"
run sa list -q .
expect_stdout '[{"a":"a\u001b[31m"}]'

test_case 'every element has a filter run over it, in a long list'
fault "{\"path\":\"$accounts\",\"body\":\"[$(awk 'BEGIN {
  for (i = 1; i <= 5000; i++)
    printf "%s{\\\"n\\\":%d}", (i > 1 ? "," : ""), i
}')]\"}"
run sa list -q '.[].n' -q length -q 'map(.n) | add'
expect_status 0
expect_equal "$(awk 'BEGIN { for (i = 1; i <= 5000; i++) print i
  print 5000; print 5000 * 5001 / 2 }' | cksum)" "$(output | cksum)"

end_tests
