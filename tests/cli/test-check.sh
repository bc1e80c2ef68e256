#!/bin/sh
# test-check.sh - `sa check --offline`: what the token at hand says of itself
# (test-whoami.sh has what the service says of it); and `sa check --all`
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
# ci has 84 days left, deploy 9, nightly expired 3 days ago.
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$NSCALE_ORGANIZATION_ID
deploy=$(fixture acme serviceaccounts deploy)
nightly=$(fixture acme serviceaccounts nightly)
accounts=/api/v1/organizations/$org/serviceaccounts
token=$(control GET "token/$deploy?form=jwt")

# coded: stdin in base64url
coded()
{
  base64 | tr '+/' '-_' | tr -d '=\n'
}

# jwt JSON: a token with these claims; its signature is SIGNATURE
jwt()
{
  printf '%s.%s.%s' "$(printf '{"alg":"none"}' | coded)" \
    "$(printf '%s' "$1" | coded)" "$(printf 'SIGNATURE' | coded)"
}

# check_token TOKEN ARGUMENT...: sa check --offline with this token, where
# nobody serves
check_token()
{
  test_token=$1
  shift
  test_command="nscale sa check --offline $*, with a token"
  NSCALE_SERVICE_TOKEN=$test_token \
    NSCALE_IDENTITY_SERVICE_API_ENDPOINT=http://127.0.0.1:9 \
    "$NSCALE" sa check --offline "$@" </dev/null >"$work/stdout" 2>"$work/stderr"
  status=$?
  # Neither the token nor its signature is ever shown.
  if [ -n "$test_token" ]; then
    stdout_lacks "${test_token##*.}"
    stderr_lacks "${test_token##*.}"
    stdout_lacks "$test_token"
    stderr_lacks "$test_token"
  fi
}

test_case 'the server refuses a token that has expired: it says when'
with_token "$(jwt '{"exp": 1700000000}')" sa list
hide
expect_error 4 <<'TEXT'
nscale: the service token was refused: token validation failed (HTTP 401, trace TRACE)
hint: it expired 2023-11-14T22:13:20Z: set NSCALE_SERVICE_TOKEN to a valid one
TEXT
for claims in '{"exp": 4102444800}' '{"exp": "soon"}' '{"exp": 1e300}' '[]'; do
  with_token "$(jwt "$claims")" sa list
  expect_status 4
  stderr_has 'hint: it may have expired, been rotated or been deleted: '
done

test_case 'subject, organization and expiry; nothing is sent'
forget
check_token "$token"
edit 's/20..-..-..T..:..:..Z/TIME/'
expect 0 <<TEXT
Subject:       $deploy
Kind:          service
Organization:  $org
Issued:        TIME
Expires:       TIME
TEXT
with_token "$token" sa check --offline
expect_status 0
expect_requests 0

test_case 'times are those of the claims'
check_token "$(jwt '{"sub": "me", "org": "us", "iat": 0, "exp": 4102444800}')"
expect 0 <<'TEXT'
Subject:       me
Organization:  us
Issued:        1970-01-01T00:00:00Z
Expires:       2100-01-01T00:00:00Z
TEXT

test_case '--json is all the claims, and what they mean'
check_token "$(jwt '{"sub": "me", "org": "us", "a": [1, {"b": null}], "exp": 4102444800.5}')" --json
expect 0 <<'TEXT'
{
  "sub": "me",
  "org": "us",
  "a": [
    1,
    {
      "b": null
    }
  ],
  "exp": 4102444800.5,
  "subject": "me",
  "organizations": [
    "us"
  ],
  "organization": "us",
  "expiry": "2100-01-01T00:00:00Z"
}
TEXT

test_case '-q works on them'
check_token "$token" -q .sub -q '.exp - .iat'
expect 0 <<TEXT
$deploy
7776000
TEXT

test_case 'the organizations may stand in another claim'
check_token "$(jwt '{"sub": "me", "https://unikorn-cloud.org/authz": {"acctype": "user", "orgIds": ["one", "two"]}}')" -q .organizations -q .kind -q .organization
expect 0 <<'TEXT'
["one","two"]
user
null
TEXT

test_case 'within: 1, and the claims all the same'
check_token "$token" --within 10d -q .sub
expect_status 1
expect_stdout "$deploy"
expect_stderr <<'TEXT'
{"error":{"kind":"failed","message":"the service token expires within 10d","status":null,"trace_id":null,"hint":"nscale serviceaccounts rotate --self makes a new one","exit_code":1}}
TEXT
check_token "$token" --within 8d -q .sub
expect 0 <<TEXT
$deploy
TEXT

test_case 'expired: 4, with --within too'
for within in --within=1d --within=0s --debug; do
  check_token "$(control GET "token/$nightly?form=jwt")" "$within"
  expect_status 4
  stdout_has "$nightly"
  expect_stderr <<'TEXT'
nscale: the service token has expired
hint: nscale serviceaccounts rotate makes a new one, with another token that is valid
TEXT
done

test_case 'no expiry: it never expires'
check_token "$(jwt '{"sub": "me"}')" --within 36500d
expect 0 <<'TEXT'
Subject:  me
TEXT

test_case 'an expiry that is no number'
check_token "$(jwt '{"sub": "me", "exp": "soon"}')"
expect_status 1
expect_stdout 'Subject:  me
Expires:  soon'
expect_stderr 'nscale: the service token has an expiry that is not a number'

test_case 'no token: 4'
check_token ''
expect_error 4 <<'TEXT'
nscale: no service token
hint: set NSCALE_SERVICE_TOKEN, or NSCALE_SERVICE_TOKEN_FILE to a file that holds it
TEXT
check_token '' --json
expect_error 4 <<'TEXT'
{"error":{"kind":"auth","message":"no service token","status":null,"trace_id":null,"hint":"set NSCALE_SERVICE_TOKEN, or NSCALE_SERVICE_TOKEN_FILE to a file that holds it","exit_code":4}}
TEXT

test_case 'the token of a file'
printf '%s\n' "$token" >"$work/token"
run_command env NSCALE_SERVICE_TOKEN_FILE="$work/token" NSCALE_SERVICE_TOKEN= \
  "$NSCALE" sa check --offline -q .sub
expect 0 <<TEXT
$deploy
TEXT

test_case 'two tokens that differ: 2'
run_command env NSCALE_SERVICE_TOKEN_FILE="$work/token" "$NSCALE" sa check \
  --offline
expect_error 2 <<'TEXT'
nscale: NSCALE_SERVICE_TOKEN and NSCALE_SERVICE_TOKEN_FILE are both set, and hold different tokens
hint: unset one of them
TEXT

test_case 'a token that is no JWT: one clear sentence, and nothing of it'
for each in secret-text a.b secret..text .. a.@@@@.c a.e30.b.c \
  "a.$(printf '[1]' | coded).c" "a.$(printf '"x"' | coded).c" \
  "a.$(printf '{"sub": "me"' | coded).c" \
  "a.$(printf '{"a":1} {}' | coded).c" \
  "a.$(printf '\377\376' | coded).c" \
  "a.$(awk 'BEGIN { for (i = 0; i < 9000; i++) printf "[" }' | coded).c"; do
  run_command env NSCALE_SERVICE_TOKEN="$each" "$NSCALE" sa check --offline
  test_command="nscale sa check --offline, with the token $each"
  expect_error 1 <<'TEXT'
nscale: the service token is not a JWT, so its claims cannot be read
TEXT
done

test_case 'an encrypted one cannot be read'
check_token a.b.c.d.eeee
expect_error 1 <<'TEXT'
nscale: the service token is encrypted, so nobody but the service can read what it says
TEXT
check_token "$(token_of "$deploy")"
expect_error 1 <<'TEXT'
nscale: the service token is encrypted, so nobody but the service can read what it says
TEXT
expect_requests 0

# ---- All accounts. ------------------------------------------------------

test_case 'a gate for the fleet: 1 where a token does not last, with those'
forget
run sa check --all --within 20d -q '.[].metadata.name'
expect_stdout <<'TEXT'
nightly
deploy
TEXT
expect_stderr <<'TEXT'
{"error":{"kind":"failed","message":"2 service accounts meet --within 20d","status":null,"trace_id":null,"hint":null,"exit_code":1}}
TEXT
expect_status 1
only_request GET "$accounts"
run sa check --all --within 0s
expect_status 1
expect_equal 2 "$(wc -l <"$work/stdout" | tr -d ' ')"
stdout_has 'ID                                    NAME     GROUPS  EXPIRES'
expect_stderr <<'TEXT'
nscale: 1 service account meets --within 0s
TEXT
run sa check --all --within 0s --json
expect_status 1
stdout_has '"name": "nightly"'

test_case 'what it has no room for, --json shows: it takes no --columns'
COLUMNS=50 run sa check --all --within 0s --color=always
edit -e "s/$(printf '\033')[^m]*m//g" -e 's/[0-9]*d  provisioned/AGE  provisioned/'
expect_stdout <<'TEXT'
NAME     GROUPS  EXPIRES     AGE   STATUS
nightly  1       expired 3d  AGE  provisioned
TEXT
expect_stderr <<'TEXT'
hint: no room for ID; --json shows it
nscale: 1 service account meets --within 0s
TEXT

test_case 'and 0 where every one does'
control POST "expire/$nightly?in=9999999" >/dev/null
run sa check --all --within 1d
expect_error 0 <<'TEXT'
No matching service accounts.
TEXT
run sa check --all --within 1d --json
expect_stdout '[]'
expect_status 0

test_case 'one that cannot be judged is not passed as good'
served '[{"metadata": {"id": "1", "name": "odd"}, "status": {"expiry": "soon"}}]'
run sa check --all --within 1d
expect_status 1
stderr_has 'odd'

test_case 'what --all needs here, and does not go with'
forget
run sa check --all
expect_error 2 <<'TEXT'
nscale: --all needs a condition
hint: add --within DURATION
TEXT
run sa check --all --within 1d --offline
expect_error 2 <<'TEXT'
nscale: --all and --offline cannot be used together
TEXT
expect_requests 0

# ---- What a token says that can be read. --------------------------------

test_case 'claims that would steer a terminal are escaped'
check_token "$(jwt '{"sub": "\u001b[31m", "exp": 1e300}')"
stdout_has 'Subject:  \x1b[31m'

test_case 'what is wrong in the command line: 2'
check_token "$token" --within 7
expect_error 2 <<'TEXT'
nscale: --within 7 is not a duration
hint: a duration is a number with a unit, s m h d or w, such as 14d or 1d12h, up to 36500d
TEXT
check_token "$token" -q '.['
expect_status 2
expect_stdout ''
refuses --id=x --self --dry-run --yes --token-file=x -- sa check --offline

end_tests
