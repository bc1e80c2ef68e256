#!/bin/sh
# test-completion.sh - what the word at the cursor can become
#
# What the scripts of the shells ask (`nscale __complete`), and what it costs:
# no network where none is needed, at most two seconds, a private cache.
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --accounts 3
. "${abs_top_srcdir:-.}/tests/cli/fixtures.sh"

XDG_CACHE_HOME=$work/cache
export XDG_CACHE_HOME
cache=$XDG_CACHE_HOME/nscale
tab=$(printf '\t')

at_cursor()
{
  run __complete "$@"
  expect_stderr ''
  expect_status 0
}

# words: the values alone
words()
{
  sed '1d' "$work/stdout" | cut -f 1
}

ci=$(fixture acme serviceaccounts ci)
acme=$(fixture acme '' id)
globex=$(fixture globex '' id)

test_case 'commands come from the manifests'
at_cursor ''
expect_equal 'api
completion
groups
help
organizations
plugins
profiles
serviceaccounts
version' "$(words | sort)"
stdout_has "serviceaccounts${tab}Manage service accounts"
at_cursor ser
expect_stdout <<TEXT
values
serviceaccounts${tab}Manage service accounts
TEXT

test_case 'an alias, where no name begins like it'
at_cursor sa
expect_stdout <<TEXT
values
sa${tab}Manage service accounts
TEXT

test_case 'a command completes its verbs'
at_cursor sa ''
expect_equal 'check
create
delete
get
list
rotate
update' "$(words | sort)"
at_cursor sa de
expect_stdout <<TEXT
values
delete${tab}Delete a service account and its token.
TEXT
at_cursor plugins ''
expect_equal 'check
list' "$(words | sort)"
at_cursor completion f
expect_stdout <<TEXT
values
fish${tab}Print the completion of fish.
TEXT

test_case 'flags are those of the verb, as help lists them'
for verb in list get create update rotate delete; do
  at_cursor sa "$verb" -
  words | sort >"$work/offered"
  "$NSCALE" sa "$verb" --help |
    sed -n 's/^  \(-.,\)\{0,1\} *\(--[a-z-]*\).*/\2/p' | sort >"$work/listed"
  check cmp "$work/offered" "$work/listed"
done
at_cursor sa get --org x --
check test -z "$(words | grep -e '^--org$')"
at_cursor sa get -q x --qu
stdout_has '--query'

test_case 'without a command the flags of nscale itself are offered'
at_cursor --ti
expect_stdout <<TEXT
values
--timeout${tab}Give up on a request after this time (default 60).
TEXT
at_cursor --debug s
stdout_has serviceaccounts
at_cursor sa list --color a
expect_stdout <<TEXT
values
auto
always
TEXT

test_case 'files and what a shell knows best'
at_cursor sa create --file ''
expect_stdout "files$tab"
at_cursor sa create -f a
expect_stdout "files$tab"
at_cursor sa create --file=a
expect_stdout "files$tab--file="
at_cursor --ca-cert ''
expect_stdout "files$tab"
at_cursor plugins check ''
expect_stdout "files$tab"

test_case 'columns, one behind the other, and backwards'
at_cursor sa list --columns ''
words >"$work/offered"
check grep -q '^name$' "$work/offered"
check grep -q '^created-by$' "$work/offered"
run sa list --columns "$(paste -s -d , "$work/offered")" --no-headers
expect_status 0
forget
at_cursor sa list --columns name,expi
expect_stdout <<TEXT
values
name,expires${tab}EXPIRES
TEXT
at_cursor sa list --sort-by -nam
expect_stdout <<TEXT
values
-name${tab}NAME
TEXT
at_cursor sa list --columns=id,nam
expect_stdout <<TEXT
values
--columns=id,name${tab}NAME
TEXT

test_case 'help completes commands, verbs and topics'
at_cursor help ex
expect_stdout <<TEXT
values
exit-status${tab}Exit statuses, and what errors look like.
TEXT
at_cursor help sa ro
expect_stdout <<TEXT
values
rotate${tab}Replace a service account's token and print the new one.
TEXT
at_cursor help --m
stdout_has --mdoc

test_case 'where nothing fits there is silence'
for line in 'sa nosuch x' 'nosuch x' 'sa get a b' 'zz' \
  'sa list --timeout 3' 'help sa get x' 'sa get --nosuch=x' 'version x'; do
  # shellcheck disable=SC2086
  at_cursor $line
  expect_stdout ''
done

test_case 'none of that asks the server, or keeps anything'
expect_requests 0
check test ! -e "$cache"

test_case 'ids of accounts, described by their names'
at_cursor sa get ''
expect_equal 3 "$(words | grep -c .)"
stdout_has "$ci${tab}ci"
only_request GET "/api/v1/organizations/$acme/serviceaccounts"

test_case 'and names, where one is typed'
at_cursor sa get c
expect_stdout <<TEXT
values
ci${tab}$ci
TEXT
at_cursor sa rotate --id=c
expect_stdout <<TEXT
values
--id=ci${tab}$ci
TEXT
at_cursor sa delete --id c
stdout_has "ci${tab}$ci"
at_cursor sa get --json -- c
stdout_has "ci${tab}$ci"

test_case 'from what is kept, for a minute'
expect_requests 1
touch -d '-40 seconds' "$cache"/* 2>/dev/null ||
  skip_case 'touch knows no relative times'
at_cursor sa get c
stdout_has "ci${tab}$ci"
expect_requests 1
if touch -d '-61 seconds' "$cache"/* 2>/dev/null; then
  at_cursor sa get c
  stdout_has "ci${tab}$ci"
  expect_requests 2
fi

test_case 'organizations, and groups within the one that is named'
forget
at_cursor sa list --org ''
expect_stdout <<TEXT
values
$(printf '%s\tacme\n%s\tglobex\n' "$acme" "$globex" | sort)
TEXT
at_cursor sa list --org=gl
expect_stdout <<TEXT
values
--org=globex${tab}$globex
TEXT
at_cursor sa list --group dep
expect_stdout <<TEXT
values
deployers${tab}$(fixture acme groups deployers)
TEXT
expect_requests 2
at_cursor sa get --org globex ''
last_request GET "/api/v1/organizations/$globex/serviceaccounts"
at_cursor sa get --org "$globex" ''
expect_requests 3
at_cursor api --org gl
stdout_has globex
expect_requests 3

test_case 'the cache is private, and the token is not in it'
expect_equal drwx------ "$(find "$cache" -prune -exec ls -ld {} + | cut -c 1-10)"
for file in "$cache"/*; do
  expect_equal -rw------- "$(find "$file" -exec ls -l {} + | cut -c 1-10)"
  check test -z "$(grep -F -e "$NSCALE_SERVICE_TOKEN" "$file")"
done
expect_equal '' "$(find "$cache" | grep -F -e "$NSCALE_SERVICE_TOKEN")"

test_case 'another token, or another endpoint, is another list'
forget
other=$(token_of "$ci")
NSCALE_SERVICE_TOKEN=$other "$NSCALE" __complete sa get '' >"$work/stdout"
expect_requests 1
NSCALE_SERVICE_TOKEN=$other "$NSCALE" __complete sa get '' >"$work/stdout"
expect_requests 1
elsewhere=$(echo "$NSCALE_SANDBOX_URL" | sed 's/127\.0\.0\.1/localhost/')
check test "$elsewhere" != "$NSCALE_SANDBOX_URL"
run_command env NSCALE_IDENTITY_SERVICE_API_ENDPOINT="$elsewhere" \
  "$NSCALE" __complete sa get c
expect_status 0
stdout_has "ci${tab}$ci"
expect_requests 2

test_case 'old files go when one is written'
before=$(find "$cache" -type f | wc -l)
if touch -d '-5 minutes' "$cache"/* 2>/dev/null; then
  at_cursor sa get c
  expect_equal 1 "$(find "$cache" -type f | wc -l | tr -d ' ')"
  check test "$before" -gt 1
else
  skip_case 'touch knows no relative times'
fi

test_case 'a failure is silent, and remembered'
rm -rf "$cache"
forget
fault '{"status":500,"times":9}'
at_cursor sa get ''
expect_stdout ''
expect_requests 1
at_cursor sa get ''
expect_stdout ''
expect_requests 1
forget
at_cursor sa get ''
expect_stdout ''
expect_requests 0

test_case 'so is a server that does not answer, after two seconds'
rm -rf "$cache"
fault '{"hang":true,"times":9}'
start=$(date +%s)
at_cursor sa get ''
end=$(date +%s)
expect_stdout ''
check test $((end - start)) -le 4
check test $((end - start)) -ge 1
expect_requests 1
at_cursor sa get ''
expect_stdout ''
expect_requests 1
forget
rm -rf "$cache"

test_case 'nothing is asked for without a token, or with one from a pipe'
forget
run_command env -u NSCALE_SERVICE_TOKEN "$NSCALE" __complete sa get ''
expect 0 </dev/null
mkfifo "$work/pipe"
run_command env -u NSCALE_SERVICE_TOKEN \
  NSCALE_SERVICE_TOKEN_FILE="$work/pipe" "$NSCALE" __complete sa get ''
expect 0 </dev/null
expect_requests 0
check test ! -e "$cache"

test_case 'without an organization it is the only one, and several are none'
rm -rf "$cache"
forget
fault "{\"path\": \"/api/v1/organizations\", \"status\": 200,
  \"body\": \"[{\\\"metadata\\\":{\\\"id\\\":\\\"$NSCALE_ORGANIZATION_ID\\\"}}]\"}"
run_command env -u NSCALE_ORGANIZATION_ID "$NSCALE" __complete sa get 'c'
expect_status 0
stdout_has "ci${tab}$ci"
expect_requests 2
rm -rf "$cache"
forget
run_command env -u NSCALE_ORGANIZATION_ID "$NSCALE" __complete sa get ''
expect 0 </dev/null
only_request GET /api/v1/organizations
rm -rf "$cache"

test_case 'a folder that others may write to is no cache'
mkdir -p "$cache"
chmod 777 "$cache"
at_cursor sa get c
stdout_has "ci${tab}$ci"
expect_equal '' "$(find "$cache" -type f)"
chmod 700 "$cache"
if [ "$(id -u)" -eq 0 ]; then
  chown 65534 "$cache"
  at_cursor sa get c
  expect_equal '' "$(find "$cache" -type f)"
fi
rm -rf "$cache"
# A link may lead to it, but none of somebody else.
mkdir "$work/elsewhere"
ln -s ../elsewhere "$cache"
[ "$(id -u)" -ne 0 ] || give_link "$cache"
at_cursor sa get c
stdout_has "ci${tab}$ci"
[ "$(id -u)" -ne 0 ] || expect_equal '' "$(ls "$work/elsewhere")"
rm "$cache"
ln -s ../elsewhere "$cache"
at_cursor sa get c
check test -n "$(ls "$work/elsewhere")"
rm "$cache"
XDG_CACHE_HOME=/dev/null/x
at_cursor sa get c
stdout_has "ci${tab}$ci"
XDG_CACHE_HOME=$work/cache

test_case 'a file of others in the cache is not believed'
at_cursor sa get c
file=$(find "$cache" -type f)
printf 'known\nevil\tevil\n' >"$file"
chmod 644 "$file"
at_cursor sa get ''
stdout_lacks evil

# hostile JSON: the list of accounts as the server gives it once
hostile()
{
  rm -rf "$cache"
  forget
  fault "{\"method\":\"GET\",\"body\":\"$(printf '%s' "$1" |
    sed 's/[\\"]/\\&/g')\"}"
}
test_case 'what could steer a terminal is not offered, and described escaped'
hostile "[$(account 'a\u001b[31mb' x),$(account 'a\nb' x),$(account 'ok' \
  'n\u001b[31m\u202ee'),$(account 'tab\tb' x),$(account '' x)]"
at_cursor sa get ''
expect_stdout <<TEXT
values
ok${tab}n\\x1b[31m\\u202ee
TEXT
hostile "[$(account 'é' 'ü')]"
at_cursor sa get ''
stdout_has "é${tab}ü"
run_command env LC_ALL=C "$NSCALE" __complete sa get ''
expect 0 </dev/null

test_case 'two things of one name are not offered by name, one id but once'
hostile "[$(account i1 same),$(account i2 same),$(account i3 other),$(account \
  i3 other),$(account i4 -flag)]"
at_cursor sa get s
expect_stdout ''
at_cursor sa get i
expect_equal 'i1
i2
i3
i4' "$(words)"
at_cursor sa get o
expect_stdout ''

test_case 'what is not a reply is not believed'
for body in '' '{}' '[' '[1,2]' '[{"metadata":{}}]' 'null' '<html>'; do
  hostile "$body"
  at_cursor sa get ''
  expect_stdout ''
done

test_case 'a plugin is opened for its verbs alone'
: "${FIXTURE_DIR:=$abs_top_builddir/tests/fixtures/plugins}"
mkdir "$work/plugins"
cp "$FIXTURE_DIR/crash.so" "$work/plugins"
NSCALE_PLUGIN_PATH=$work/plugins
export NSCALE_PLUGIN_PATH
at_cursor c
stdout_has crash
at_cursor cr
stdout_has crash
unset NSCALE_PLUGIN_PATH

test_case 'the scripts are those that are installed'
for shell in bash:nscale.bash zsh:_nscale fish:nscale.fish; do
  run completion "${shell%%:*}"
  expect 0 <"$abs_top_srcdir/core/completion/${shell#*:}"
done
run completion
expect_status 2
stderr_has 'nscale: completion needs a verb'
run completion bsh
expect_error 2 <<'TEXT'
nscale: completion has no verb bsh
hint: did you mean nscale completion bash?
TEXT

test_case '--profile completes the profiles of the file'
mkdir -p "$work/.config/nscale"
config=$work/.config/nscale/config
printf '[default]\norganization = x\n[staging]\n[stable]\n' >"$config"
at_cursor sa list --profile sta
expect_stdout <<'TEXT'
values
staging
stable
TEXT
at_cursor --profile=d
expect_stdout <<'TEXT'
values
--profile=default
TEXT
at_cursor profiles list --profile stag
expect_equal staging "$(words)"
echo nonsense >"$config"
at_cursor sa list --profile ''
expect_equal '' "$(words)"
rm "$config"

end_tests
