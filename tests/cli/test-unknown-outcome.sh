#!/bin/sh
# test-unknown-outcome.sh - 409, 500, 502 and a dropped connection, by verb:
# what may have been done, and which command tells; and reads that are behind
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

org=$(fixture acme '' id)
ci=$(fixture acme serviceaccounts ci)
deployers=$(fixture acme groups deployers)
readers=$(fixture acme groups readers)
nscale='nscale serviceaccounts'
in="--org $org"
fixed='the requested resource already exists'

# ends STATUS MESSAGE HINT WORD...: of what ran last, without the fixed text
ends()
{
  hide
  expect_error "$1" <<TEXT
nscale: $2
hint: $3
TEXT
  stderr_lacks "$fixed"
}

# each CAUSE of a change that may have been made, and what is said of it
causes()
{
  cat <<'TEXT'
"stop":"before","plain":true|the server reports a conflict (HTTP 409, trace TRACE)
"stop":"account","plain":true|the server reports a conflict (HTTP 409, trace TRACE)
"stop":"group","status":500|the server failed: an internal error has occurred, please contact support (HTTP 500, trace TRACE)
"status":502,"headers":{"Content-Type":"text/html"},"body":"<html>"|the server answered with a web page instead of JSON (HTTP 502)
"cut":"before"|127.0.0.1 closed the connection without a reply
"cut":"after"|127.0.0.1 closed the connection without a reply
TEXT
}

# ---- create. ------------------------------------------------------------

test_case 'create: it may have been made, and its token lost'
number=0
causes >"$work/causes"
while IFS='|' read -r fault said; do
  number=$((number + 1))
  name=lost-$number
  fault "{\"method\":\"POST\",$fault}"
  run sa create --name "$name" --group deployers --group readers --yes \
    --token-file "$work/token"
  edit 's/, trace [^)]*)/, trace TRACE)/; s/(HTTP 502, trace TRACE)/(HTTP 502)/'
  ends 8 "service account \"$name\" may or may not have been created: $said" \
    "it may have been made and its token lost; look before you repeat it: $nscale list $in; if it is there: $nscale rotate $name $in, or $nscale delete $name $in"
  check test ! -e "$work/token"
done <"$work/causes"

test_case 'one that was made is found by the commands of the hint'
run sa rotate lost-2 --org "$org" --yes -q .metadata.name
expect_stdout lost-2
expect_kept
expect_status 0

test_case 'as JSON'
fault '{"method":"POST","stop":"account","plain":true}'
run sa create --name again --group deployers --yes --json
hide
expect_error 8 <<TEXT
{"error":{"kind":"unknown_outcome","message":"service account \"again\" may or may not have been created: the server reports a conflict","status":409,"trace_id":"TRACE","hint":"it may have been made and its token lost; look before you repeat it: $nscale list $in; if it is there: $nscale rotate again $in, or $nscale delete again $in","exit_code":8}}
TEXT

# ---- rotate. ------------------------------------------------------------

test_case 'rotate: 409 is before anything was done'
token=$(token_of "$ci")
fault '{"path":"*/rotate","stop":"before"}'
run sa rotate ci --yes
ends 5 'service account "ci" could not be rotated: somebody else changed it at the same moment; nothing was rotated (HTTP 409, trace TRACE)' \
  'run the command again'
expect_equal "$token" "$(token_of "$ci")"

test_case 'rotate: all else may have lost the token'
fault '{"path":"*/rotate","stop":"done","status":500}'
run sa rotate ci --yes
ends 8 'service account "ci" may or may not have been rotated: the server failed: an internal error has occurred, please contact support (HTTP 500, trace TRACE)' \
  "the old token may no longer work and the new one was not received: rotate again with $nscale rotate ci $in"

# ---- update and delete. --------------------------------------------------

test_case 'update: it may be half done'
number=0
while IFS='|' read -r fault said; do
  number=$((number + 1))
  case $fault in *group*) fault='"stop":"done","status":500' ;; esac
  fault "{\"method\":\"PUT\",$fault}"
  run sa update ci --description "d $number" --yes
  edit 's/, trace [^)]*)/, trace TRACE)/; s/(HTTP 502, trace TRACE)/(HTTP 502)/'
  ends 8 "service account \"ci\" may or may not have been updated: $said" \
    "it may be half done; look before you repeat it: $nscale get ci $in"
done <"$work/causes"

test_case 'delete: likewise'
while IFS='|' read -r fault said; do
  case $fault in *after* | *group*) continue ;; esac
  fault "{\"method\":\"DELETE\",$fault}"
  run sa delete ci --yes
  edit 's/, trace [^)]*)/, trace TRACE)/; s/(HTTP 502, trace TRACE)/(HTTP 502)/'
  ends 8 "service account \"ci\" may or may not have been deleted: $said" \
    "it may be half done; look before you repeat it: $nscale list $in"
done <"$work/causes"

# ---- Reads. --------------------------------------------------------------

test_case 'a read in an organization that a person is not in'
initech=$(fixture initech '' id)
for words in 'list' 'get ci' 'rotate ci --yes' \
             'create --name x --group deployers --yes'; do
  # shellcheck disable=SC2086
  run sa $words --org "$initech"
  hide
  expect_error 1 <<'TEXT'
nscale: the server failed: an internal error has occurred, please contact support (HTTP 500, trace TRACE)
hint: a person's token is answered like this in an organization that it is not in: nscale org list shows those that it is in
TEXT
done

end_tests
