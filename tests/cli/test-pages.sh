#!/bin/sh
# test-pages.sh - lists that are a part of a reply, or come in pages;
# tests/fixtures/plugins/fleet.c
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/plugin.sh"
plugin_build fleet
url=$NSCALE_SANDBOX_URL

# rack ID NAME: as JSON in JSON
rack()
{
  printf '{\\"metadata\\": {\\"id\\": \\"%s\\", \\"name\\": \\"%s\\"}}' "$1" "$2"
}

# page NEXT RACK...: what the next request for racks answers
page()
{
  page_next=$1 page_items=''
  shift
  for page_rack in "$@"; do
    page_items="$page_items${page_items:+, }$page_rack"
  done
  fault "{\"path\": \"/api/v2/racks\", \"status\": 200, \"body\": \"{\\\"metadata\\\": {\\\"items\\\": [7], \\\"continue\\\": $page_next}, \\\"items\\\": [$page_items ], \\\"kind\\\": [\\\"items\\\"]}\"}"
}

# asked: the path and query of each request
asked()
{
  requests | sed 's/},{"method"/}\
{"method"/g' | sed 's/.*"path":"\([^"]*\)","query":\("[^"]*"\|null\).*/\1?\2/; s/?null$//; s/"//g'
}

# three: racks on three pages, one of which is empty
three()
{
  forget
  page '\"a&b\"' "$(rack 1 one)" "$(rack 2 two)"
  page 7
  page null "$(rack 3 three)"
}

# ---- By a text. ------------------------------------------------------------

test_case 'all pages are one list'
three
run fleet racks list
expect 0 <<'TEXT'
ID  NAME   POWER
1   one    -
2   two    -
3   three  -
TEXT
expect_equal '/api/v2/racks
/api/v2/racks?continue=a%26b
/api/v2/racks?continue=7' "$(asked)"

test_case 'and one array, for programs and filters'
three
run fleet racks list --json
expect_status 0
check test 3 = "$(grep -c '"id"' stdout)"
expect_equal '[' "$(head -n 1 stdout)"
three
run fleet racks list -q 'map(.metadata.name) | join(" ")'
expect 0 <<'TEXT'
one two three
TEXT
forget
page null
run fleet racks list --json
expect_status 0
expect_stdout '[]'

test_case 'what else the user asks for stays with each page'
forget
fault "{\"path\": \"/api/v2/rows\", \"status\": 200, \"body\": \"[$(rack r1 north)]\"}"
page '\"x\"' "$(rack 1 one)"
page '\"\"' "$(rack 2 two)"
run fleet racks list --row north -q '.[].metadata.id'
expect 0 <<'TEXT'
1
2
TEXT
expect_equal '/api/v2/rows
/api/v2/racks?rowID=r1
/api/v2/racks?rowID=r1&continue=x' "$(asked)"

test_case 'a name is looked up on all pages, and a thing is none'
three
fault "{\"path\": \"/api/v2/racks/3\", \"status\": 200, \"body\": \"$(rack 3 three)\"}"
run fleet racks get three -q .metadata.id
expect 0 <<'TEXT'
3
TEXT
expect_requests 4
three
run fleet racks get tree
expect_error 3 <<'TEXT'
nscale: rack "tree" not found
hint: did you mean three?
TEXT

test_case 'a reply without the list, or that is cut short'
forget
fault "{\"status\": 200, \"body\": \"[$(rack 1 one)]\"}"
run fleet racks list
expect_error 1 <<'TEXT'
nscale: the reply has no list at .items
TEXT
forget
page '\"x\"' "$(rack 1 one)"
fault '{"status": 200, "body": "{\"items\": [", "truncate": 9}'
run fleet racks list --json
expect_status 7
expect_stdout ''
stderr_has 'was cut short'
forget
page '\"x\"' "$(rack 1 one)"
fault '{"status": 200, "body": "{\"items\": [1,]}"}'
run fleet racks list --json
expect_status 1
expect_stdout ''
stderr_has 'the reply is not valid JSON: line 1, column 14'

test_case 'a list without an end is no list'
forget
fault "{\"path\": \"/api/v2/racks\", \"times\": 99, \"status\": 200, \"body\": \"{\\\"metadata\\\": {\\\"continue\\\": \\\"x\\\"}, \\\"items\\\": [$(rack 1 one)]}\"}"
run fleet racks list
expect_error 1 <<'TEXT'
nscale: the list does not end: page 2 is followed by one that came before
TEXT
expect_requests 2
forget
for next in a b c d e c d e c d e c; do
  page "\\\"$next\\\"" "$(rack 1 one)"
done
run fleet racks list --json
expect_status 1
expect_stdout ''
stderr_has 'came before'

# ---- By a link. ------------------------------------------------------------

# row LINK RACK: what the next request for rows answers
row()
{
  fault "{\"path\": \"/api/v2/rows\", \"status\": 200, \"headers\": {\"Link\": \"$1\"}, \"body\": \"[$2]\"}"
}

test_case 'a link leads to the next page'
forget
row '</api/v2/rows?page=2>; rel=\"next\", <x>; rel=last' "$(rack r1 north)"
row "<$url/api/v2/rows?page=3>; rel=next" "$(rack r2 east)"
row '</api/v2/rows?page=1>; rel=prev' "$(rack r3 south)"
page null "$(rack 1 one)"
run fleet racks list --row south -q '.[].metadata.id'
expect 0 <<'TEXT'
1
TEXT
expect_equal '/api/v2/rows
/api/v2/rows?page=2
/api/v2/rows?page=3
/api/v2/racks?rowID=r3' "$(asked)"

test_case 'and to no other server, where the token would go with it'
for link in '<https://example.org/rows>; rel=next' '<//h/x>; rel=next' \
            "<${url%:*}:1/rows>; rel=next" '<ftp:x>; rel=next'; do
  forget
  row "$link" "$(rack r1 north)"
  run fleet racks list --row north
  expect_error 1 <<'TEXT'
nscale: the next page of the list has an address on another server, or none at all
hint: the service token goes to no other server than the one that was asked
TEXT
  expect_requests 1
done

end_tests
