#!/bin/sh
# test-pasted.sh - a token that was pasted in the wrong place is not shown
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"

cd "$work" || exit 99
token=$NSCALE_SERVICE_TOKEN
# Its header is that of every other token; what follows is its own.
printf '%s\n' "${token#*.}" | fold -w 24 | grep '.\{24\}' >pieces
runs=0

# pasted ARG...: no stream has a piece of the token
pasted()
{
  runs=$((runs + 1))
  run "$@"
  if grep -q -F -f pieces stdout stderr; then
    fail "the token is shown by: nscale $(printf '%s ' "$@" |
      sed "s/$token/TOKEN/g")"
  fi
}

# flags COMMAND...: those that take a value
flags()
{
  "$NSCALE" "$@" --help |
    sed -n 's/^ *\(-[a-z], \)*\(--[a-z-]*\) [A-Z].*/\2/p' | sort -u
}

commands='groups list
groups get
organizations list
organizations get
serviceaccounts list
serviceaccounts get
serviceaccounts create
serviceaccounts update
serviceaccounts rotate
serviceaccounts delete
serviceaccounts check
api
plugins list
plugins check
completion
help
version
serviceaccounts'
# Sanitizers find nothing more in the fifth command than in the third.
least=400
[ -z "${SANITIZERS-}" ] || least=200 commands='serviceaccounts create
api
plugins check'

test_case 'as an argument, a flag, a noun, a verb'
while read -r command; do
  # shellcheck disable=SC2086
  for place in "$token" "x $token" "--$token" "--$token=1" "-$token" \
               "--json=$token" "--yes x $token"; do
    pasted $command $place
  done
done <<TEXT
$commands
TEXT
pasted "$token"
pasted "--$token" sa list
pasted "$token" list
pasted help "$token"
pasted help sa "$token"

test_case "as each flag's value"
while read -r command; do
  # shellcheck disable=SC2086
  for flag in $(flags $command) --file --query -q -f; do
    case $command in
      *create) set -- $command --name x ;;
      *update | *rotate | *delete | *get) set -- $command ci ;;
      *) set -- $command ;;
    esac
    pasted "$@" --dry-run $flag "$token"
    pasted "$@" --yes "$flag=$token"
  done
done <<TEXT
$commands
TEXT

test_case 'in a filter'
for filter in "$token" ".$token" ".\"$token\"" "\"$token" "error(\"$token\")" \
  ".[] | $token" "\$$token" "@$token" ".a.\"$token\""; do
  pasted sa list -q "$filter"
done

test_case 'in a document'
for document in "{\"$token\":1}" "{\"metadata\":{\"name\":\"$token\"}}" \
  "{\"metadata\":{\"name\":\"x\",\"description\":\"$token\"}}" \
  "{\"metadata\":{\"name\":\"x\",\"tags\":\"$token\"}}" \
  "{\"metadata\":{\"name\":\"x\",\"tags\":[{\"name\":\"$token\",\"value\":1}]}}" \
  "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"groupIDs\":[\"$token\"]}}" \
  "{\"metadata\":{\"id\":\"$token\"}}" "$token" "\"$token\"" "[\"$token\"]"; do
  printf '%s' "$document" >document
  for command in 'sa create' 'sa update ci' 'api /api/v1/x'; do
    for how in --yes --dry-run '--yes --json'; do
      # shellcheck disable=SC2086
      pasted $command --file document $how
    done
  done
done

test_case 'in an address'
for address in "$token" "/$token" "/api/v1/$token" "/api/v1/x?y=$token" \
  "https://$token/x"; do
  for how in '' --dry-run --debug; do
    # shellcheck disable=SC2086
    pasted api "$address" $how
  done
done

test_case 'in the environment'
for name in NSCALE_ORGANIZATION_ID NSCALE_IDENTITY_SERVICE_API_ENDPOINT \
  NSCALE_SERVICE_TOKEN_FILE NSCALE_PLUGIN_PATH HTTPS_PROXY SSL_CERT_FILE \
  XDG_STATE_HOME XDG_CACHE_HOME EDITOR TMPDIR; do
  for value in "$token" "https://$token" "/$token"; do
    for command in 'sa list' 'sa check' 'sa rotate ci --dry-run' \
      'plugins list' 'plugins list --json'; do
      # shellcheck disable=SC2086
      run_command env "$name=$value" "$NSCALE" $command
      ! grep -q -F -f pieces stdout stderr ||
        fail "the token is shown by $command with $name"
    done
  done
done

test_case 'cut short at either end, escaped, in base64'
for form in "$(printf '%s' "$token" | cut -c 1-300)" \
  "$(printf '%s' "$token" | cut -c 9-)" \
  "$(printf '%s' "$token" | sed 's/\./%2E/g; s/a/%61/g')" \
  "$(printf '%s' "$token" | sed 's/\./\\u002e/g; s/a/\\u0061/g')" \
  "$(printf '%s' "Bearer $token" | base64 | tr -d '\n')"; do
  for command in "sa" 'sa list --columns'; do
    # shellcheck disable=SC2086
    run $command "$form"
    printf '%s\n' "$form" | fold -w 24 | grep '.\{24\}' >own
    ! grep -q -F -f own stderr || fail "$command shows $form"
    stderr_has '[redacted]'
  done
done

test_case 'with no token of its own: by its shape'
run_command env -u NSCALE_SERVICE_TOKEN "$NSCALE" sa "$token"
expect_error 2 <<'TEXT'
nscale: serviceaccounts has no verb [redacted]
hint: its verbs are: list, get, create, update, rotate, delete, check
TEXT

test_case 'a token that is no JWT, of the environment and of its file'
opaque='Zq/7+hG3=kk8sJ2hYw0PqLmNbVcXzAsDfGhJkL'
NSCALE_SERVICE_TOKEN=$opaque
run sa list --columns "$opaque"
expect_status 2
stderr_lacks 'kk8sJ2hYw0PqLmNb'
printf '%s\n' "$opaque" >file
run_command env -u NSCALE_SERVICE_TOKEN NSCALE_SERVICE_TOKEN_FILE=file \
  "$NSCALE" sa get "$opaque"
expect_status 4
stderr_lacks 'kk8sJ2hYw0PqLmNb'
run_command env -u NSCALE_SERVICE_TOKEN NSCALE_SERVICE_TOKEN_FILE=file \
  "$NSCALE" sa "${opaque#??????}"
expect_status 2
stderr_has 'has no verb [redacted]'
stderr_lacks 'kk8sJ2hYw0PqLmNb'
NSCALE_SERVICE_TOKEN=$token

test_case 'one that would be sent is refused before that'
forget
run sa create --name x --description "see $token" --yes
expect_error 2 <<'TEXT'
nscale: spec.groupIDs is absent: sending []
nscale: a token stands in the body of the request, where others can read it
hint: nothing was sent; was it pasted in the wrong place?
TEXT
only_reads

check test "$runs" -gt "$least"
end_tests
