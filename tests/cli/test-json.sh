#!/bin/sh
# test-json.sh - --json: the server's payload, every field, indented
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z --accounts 2000
. "$abs_top_srcdir/tests/cli/fixtures.sh"

accounts=/api/v1/organizations/$(fixture acme '' id)/serviceaccounts

# The indentation of `jq .`, done independently: for JSON without blanks
# outside of strings.
pretty()
{
  awk '
  function line(depth,   i) {
    printf "\n"
    for (i = 0; i < depth; i++) printf "  "
  }
  {
    n = length($0)
    for (at = 1; at <= n; at++) {
      c = substr($0, at, 1)
      if (quoted) {
        printf "%s", c
        if (c == "\\") printf "%s", substr($0, ++at, 1)
        else if (c == "\"") quoted = 0
      } else if (c == "\"") {
        quoted = 1
        printf "%s", c
      } else if (c == "{" || c == "[") {
        printf "%s", c
        next_c = substr($0, at + 1, 1)
        if (next_c == "}" || next_c == "]") { printf "%s", next_c; at++ }
        else line(++depth)
      } else if (c == "}" || c == "]") {
        line(--depth)
        printf "%s", c
      } else if (c == ",") {
        printf ","
        line(depth)
      } else if (c == ":") {
        printf ": "
      } else {
        printf "%s", c
      }
    }
  }
  END { printf "\n" }'
}

raw()
{
  curl --silent --fail --noproxy '*' \
    --header "Authorization: Bearer $NSCALE_SERVICE_TOKEN" \
    ${SSL_CERT_FILE:+--cacert "$SSL_CERT_FILE"} \
    "$NSCALE_SANDBOX_URL$1"
}

test_case 'a list is the reply, byte for byte but for the white space'
raw "$accounts" >"$work/raw"
run sa list --json
expect_status 0
expect_stderr ''
expect_equal 2000 "$(grep -c '^  {' "$work/stdout")"
pretty <"$work/raw" | cmp -s - "$work/stdout" ||
  fail 'the output is not the indented reply'

test_case 'white space of the server is not kept'
served ' [ {"b" : 1 ,"a": [ ] } ,{ } , {"c" :[ [ ] , 1 ],"d": null,"e":"x" } ] '
run sa list --json
expect 0 <<'TEXT'
[
  {
    "b": 1,
    "a": []
  },
  {},
  {
    "c": [
      [],
      1
    ],
    "d": null,
    "e": "x"
  }
]
TEXT

test_case 'key order, numbers and escapes are the server'"'"'s'
served '[{"z":1.50,"a":1e3,"m":-0,"big":123456789012345678901234567890,"t":"\u00e9\/é\t\"\\","z2":{"y":true,"x":null}}]'
run sa list --json
expect 0 <<'TEXT'
[
  {
    "z": 1.50,
    "a": 1e3,
    "m": -0,
    "big": 123456789012345678901234567890,
    "t": "\u00e9\/é\t\"\\",
    "z2": {
      "y": true,
      "x": null
    }
  }
]
TEXT

test_case 'fields that this nscale does not know are there'
served '[{"metadata":{"id":"1","name":"x","future":{"deep":[{"er":[1,2]}]}},"extra":0}]'
run sa get x --json
expect 0 <<'TEXT'
{
  "metadata": {
    "id": "1",
    "name": "x",
    "future": {
      "deep": [
        {
          "er": [
            1,
            2
          ]
        }
      ]
    }
  },
  "extra": 0
}
TEXT

test_case 'an empty list is []'
served '[]'
run sa list --json
expect_stdout '[]'
expect_status 0

test_case 'errors leave stdout empty and are one object on stderr'
run sa list --json --org nowhere
expect_error 3 <<'TEXT'
{"error":{"kind":"not_found","message":"organization \"nowhere\" not found","status":null,"trace_id":null,"hint":"there are: acme, globex","exit_code":3}}
TEXT
with_token 0123456789 sa list --json
hide
expect_error 4 <<'TEXT'
{"error":{"kind":"auth","message":"the service token was refused: unrecognized bearer token format","status":401,"trace_id":"TRACE","hint":"it may have expired, been rotated or been deleted: set NSCALE_SERVICE_TOKEN to a valid one","exit_code":4}}
TEXT
run sa lst --json
expect_error 2 <<'TEXT'
{"error":{"kind":"usage","message":"serviceaccounts has no verb lst","status":null,"trace_id":null,"hint":"did you mean nscale serviceaccounts list?","exit_code":2}}
TEXT
run nosuch list --json
expect_status 10
expect_stdout ''
stderr_has '{"error":{"kind":"plugin","message":"nosuch is not a command, and no plugin provides it"'

test_case 'a reply that is not JSON leaves stdout empty'
for text in '[{"a":1},' '[{"a":1}]x' '[1,]' '[{"a":1' "['a']" '[NaN]' \
            '[{"a":1}{"b":2}]'; do
  served "$text"
  run sa list --json
  expect_stdout ''
  expect_equal 1 "$(grep -c '^{"error":{"kind":".*}}$' "$work/stderr")"
  [ "$status" -ne 0 ] || fail "exit status 0 for $text"
done

test_case 'a reply that is no list'
served '{"a":1}'
run sa list --json
expect_status 1
expect_stdout ''

end_tests
