#!/bin/sh
# test-fields.sh - what the values of fields may be, wherever they come from:
# flags, documents and prompts; tests/fixtures/plugins/foundry.c
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"
. "$abs_top_srcdir/tests/cli/plugin.sh"
test_case 'the plugin is built'
plugin_build foundry
mkdir before
plugin_folder=before plugin_build foundry -DFOUNDRY_MINOR=1
NSCALE_PROJECT_ID=$(fixture acme projects website)
export NSCALE_PROJECT_ID
org=$NSCALE_ORGANIZATION_ID
castings=/api/v1/organizations/$org/projects/$NSCALE_PROJECT_ID/castings
molds=/api/v1/organizations/$org/projects/$NSCALE_PROJECT_ID/molds

# cast MEMBERS [COPIES]: a dry run of a create with these members of its spec
cast()
{
  printf '{"metadata": {"name": "bell"}, "spec": {"copies": %s, "hot": true%s}}' \
    "${2-1}" "${1:+, $1}" >document.json
  run foundry create --file document.json --dry-run
}

# refused MEMBERS SENTENCE [COPIES]
refused()
{
  cast "$1" "${3-1}"
  expect_error 2 <<TEXT
nscale: document.json: $2
TEXT
}

# ---- Documents and flags. -----------------------------------------------

test_case 'a whole number is one, and within its bounds'
forget
for wrong in '1.5|1.5' '1e3|1e3' '2.0|2.0' '"1"|a string'; do
  refused '' "spec.copies must be a whole number, not ${wrong#*|}" \
    "${wrong%%|*}"
done
for wrong in 0 65 -1 99999999999999999999999; do
  refused '' "spec.copies \"$wrong\" is not valid: a whole number from 1 to 64" \
    "$wrong"
done
for right in 1 64; do
  cast '' "$right"
  expect_status 0
  stdout_has "\"copies\": $right"
done

test_case 'so are the elements of an array'
refused '"ports": [80, 70000]' 'spec.ports[1] "70000" is not valid: a whole number from 1 to 65535'
refused '"ports": [80.5]' 'spec.ports[0] must be a whole number, not 80.5'
refused '"ports": 80' 'spec.ports must be an array of whole numbers, not a number'
cast '"ports": [80, 443]'
expect_status 0

test_case 'a pattern holds for numbers, as they are written'
refused '"weight": -2.5' 'spec.weight "-2.5" is not valid: a number without a sign'
cast '"weight": 2.50'
stdout_has '"weight": 2.50'

test_case 'words hold in documents as they do for flags'
refused '"metal": "gold"' 'spec.metal "gold" is not valid: one of iron, bronze'
refused '"metal": ""' 'spec.metal "" is not valid: one of iron, bronze'
refused '"size": 3' 'spec.size "3" is not valid: one of 1, 2, 4'
cast '"metal": "iron", "size": 4'
expect_status 0

test_case 'flags are held to the same'
run foundry create --name bell --copies 65 --hot true --dry-run
expect_error 2 <<'TEXT'
nscale: --copies: spec.copies "65" is not valid: a whole number from 1 to 64
TEXT
run foundry create --name bell --copies many --hot true --dry-run
expect_error 2 <<'TEXT'
nscale: --copies: spec.copies must be a whole number, not a string
TEXT
run foundry create --name bell --copies 2 --hot maybe --dry-run
expect_error 2 <<'TEXT'
nscale: --hot does not take maybe
hint: it takes one of: true, false
TEXT
run foundry create --name bell --copies 2 --hot true --weight -1 --dry-run
expect_error 2 <<'TEXT'
nscale: --weight: spec.weight "-1" is not valid: a number without a sign
TEXT
run foundry create --name bell --copies 2 --hot false --weight 1.5 --dry-run
expect_status 0
expect_stdout <<'TEXT'
{
  "metadata": {
    "name": "bell"
  },
  "spec": {
    "copies": 2,
    "weight": 1.5,
    "hot": false
  }
}
TEXT
expect_requests 0

test_case 'help says what they take'
run foundry create --help
expect_status 0
stdout_has 'true or false, required'
stdout_has 'whole number, required: a whole number from 1 to 64'
stdout_has 'text: one of iron, bronze'
stdout_has '--copies NUMBER'
stdout_has '--hot true|false'

test_case 'a plugin for an earlier minor keeps what it had'
NSCALE_PLUGIN_PATH=$work/before
cast '"metal": "gold", "size": 3, "weight": -2.5' 1.5
expect_status 0
NSCALE_PLUGIN_PATH=$work/plugins

# ---- From a file, and for one verb alone. -------------------------------

# bell FLAG...: a dry run of a create
bell()
{
  run foundry create --name bell --copies 1 --hot true --dry-run "$@"
}

test_case 'a value may be in a file, and is encoded where the API wants it'
printf '#!/bin/sh\n\377\001' >recipe
bell --recipe @recipe -q .spec.recipe
expect_status 0
expect_stdout IyEvYmluL3NoCv8B
for text in a ab abc; do
  bell --recipe $text -q '.spec.recipe | @base64d'
  expect_stdout $text
done
bell --recipe @@home -q '.spec.recipe | @base64d'
expect_stdout @home
printf 'two\nlines\n' >note
bell --note @note -q .spec.note
expect_status 0
expect_stdout <<'TEXT'
two
lines

TEXT

test_case 'what cannot be read, or is no text'
bell --recipe @nowhere
expect_error 2 <<'TEXT'
nscale: --recipe: cannot read nowhere: No such file or directory
TEXT
bell --recipe @.
expect_error 2 <<'TEXT'
nscale: --recipe: cannot read .: Is a directory
TEXT
printf 'a\0b' >zero
bell --note @zero
expect_error 2 <<'TEXT'
nscale: --note: what is in zero is not a text
TEXT
dd if=/dev/zero of=large bs=1024 count=1025 2>dd.log
bell --recipe @large
expect_error 2 <<'TEXT'
nscale: --recipe: large is larger than 1 MiB
TEXT

test_case 'what only a new thing has, or only one that is there'
bell --polish high
expect_status 2
stderr_has 'nscale: foundry create has no flag --polish'
bell --shape round -q .spec.shape
expect_stdout round
run foundry update --help
stdout_lacks shape
stdout_has 'spec.polish'
id=00000000-0000-4000-8000-000000000001
there="{\\\"metadata\\\": {\\\"id\\\": \\\"$id\\\", \\\"name\\\": \\\"bell\\\"}, \\\"spec\\\": {\\\"copies\\\": 1, \\\"hot\\\": true, \\\"shape\\\": \\\"round\\\"}}"
fault "{\"path\": \"$castings\", \"status\": 200, \"times\": 9, \"body\": \"[$there]\"}"
run foundry update $id --shape flat --dry-run
expect_status 2
stderr_has 'nscale: foundry update has no flag --shape'
echo '{"spec": {"shape": "round", "polish": "high"}}' >same.json
run foundry update $id --file same.json --dry-run -q .spec.polish
expect_status 0
expect_stdout high
echo '{"spec": {"shape": "flat"}}' >other.json
run foundry update $id --file other.json --dry-run
expect_status 2
stderr_has 'nscale: other.json: unknown field spec.shape'
forget

# ---- Prompts. -----------------------------------------------------------

requires 'pty was not built' test -x "$test_pty"
TERM=dumb
export TERM

# answers BODY: to the next list of molds, and the next POST
answers()
{
  forget
  for body in "$@"; do
    fault "{\"path\": \"$molds\", $body}"
  done
  fault "{\"method\": \"POST\", \"path\": \"$castings\", \"status\": 201, \"body\": \"{\\\"metadata\\\": {\\\"name\\\": \\\"bell\\\"}}\"}"
}
two='"status": 200, "body": "[{\"metadata\": {\"id\": \"m1\", \"name\": \"round\"}}, {\"metadata\": {\"id\": \"m2\", \"name\": \"square\"}}]"'

test_case 'each is asked for as what it is, and again where it does not fit'
answers "$two"
play foundry create <<'PLAY'
wait Name: 
send bell
wait Number (Enter: no change): 
send square
wait Number (Enter: no change): 
send
wait Size
send 3
wait Size
send 4
wait Copies
send 65
wait Copies
send two
wait Copies
send 2
wait Weight
send -1
wait Weight
send 2.5
wait Number: 
send perhaps
wait Number: 
send No
wait Number (Enter: no change): 
send Yes
wait Ports
send 80, x
wait Ports
send 80, 443
wait Marks
send A,b
wait Marks
send A,B
wait Colour
send
wait Layers
send
wait Continue? [y/N] 
send y
PLAY
expect 0 <<TEXT
Name: bell
Mold:
  1) round  (m1)
  2) square  (m2)
* 3) None
Number (Enter: no change): square
Metal:
  1) iron
  2) bronze
* 3) None
Number (Enter: no change): 
Size (one of 1, 2, 4): 3
one of 1, 2, 4
Size (one of 1, 2, 4): 4
Copies (a whole number from 1 to 64): 65
a whole number from 1 to 64
Copies (a whole number from 1 to 64): two
not a whole number
Copies (a whole number from 1 to 64): 2
Weight (a number without a sign): -1
a number without a sign
Weight (a number without a sign): 2.5
Hot:
1) Yes  (true)
2) No  (false)
Number: perhaps
There is no "perhaps" in the list.
Number: No
Hollow:
  1) Yes  (true)
  2) No  (false)
* 3) None
Number (Enter: no change): Yes
Ports (separated by commas): 80, x
not a whole number
Ports (separated by commas): 80, 443
Marks (separated by commas): A,b
the answer: spec.marks[1] "b" is not valid: one capital
Marks (separated by commas): A,B
Colour: 
Layers (a whole number): 
Create casting "bell" in organization "acme"
+ metadata.name: "bell"
+ spec.moldId: "m2" (square)
+ spec.size: 4
+ spec.copies: 2
+ spec.weight: 2.5
+ spec.hot: false
+ spec.hollow: true
+ spec.ports: 80
+ spec.ports: 443
+ spec.marks: A
+ spec.marks: B
Continue? [y/N] y
Name:  bell
Cast "bell".
TEXT
check test -n "$(requests | grep '"size\\":4,\\"copies\\":2,\\"weight\\":2.5')"

# rest: the answers from the second question on
rest()
{
  cat <<'PLAY'
wait Metal
wait Number
send
wait Size
send
wait Copies
send 2
wait Weight
send
wait Hot
wait Number
send 1
wait Hollow
wait Number
send
wait Ports
send
wait Marks
send
wait Colour
send
wait Layers
send
wait Continue? [y/N] 
send y
PLAY
}

test_case 'a list that cannot be read costs no answer'
answers '"status": 500, "body": "{\"error_description\": \"not now\"}"' "$two"
{
  echo 'wait Name: 
send bell
wait Try again? [y/N] 
send y
wait Number
send round'
  rest
} >answers
play foundry create <answers
expect_status 0
stdout_has 'Try again? [y/N] y'
stdout_has '+ spec.moldId: "m1" (round)'
stdout_has 'Cast "bell".'
answers '"status": 403, "body": "{\"error_description\": \"no\"}"'
play foundry create <<'PLAY'
wait Name: 
send bell
wait Try again? [y/N] 
send n
PLAY
expect_status 4
stdout_has 'Name: bell'
last_request GET "$molds"

test_case 'what an object must have is asked for once there is one'
answers '"status": 200, "body": "[]"'
{
  echo 'wait Name: 
send bell'
  rest | sed '/Continue/,$d' | sed '$d'
  echo 'send 2
wait Colour
send
wait must not be empty
send red
wait Continue? [y/N] 
send y'
} >answers
play foundry create <answers
expect_status 0
stdout_has '+ spec.coat.colour: "red"'
stdout_has '+ spec.coat.layers: 2'

test_case 'a project that nobody names is asked for before the fields'
answers '"status": 200, "body": "[]"'
unset NSCALE_PROJECT_ID
{
  echo 'wait Project:
wait Number: 
send website
wait Name: 
send bell'
  rest
} >answers
play foundry create <answers
expect_status 0
stdout_has 'Cast "bell".'
last_request POST "$castings"
answers
{
  echo 'wait Project:
wait Number: 
send website
wait Hot:
wait Number: 
send Yes
wait Continue? [y/N] 
send y'
} >answers
play -o printed foundry create --name bell --copies 1 <answers
expect_status 0
last_request POST "$castings"

# ---- What a plugin's author is told. ------------------------------------

test_case 'plugins check: nothing is wrong with the fields of 1.2'
run plugins check plugins/foundry.so
expect_status 0
stdout_has 'nothing is wrong'

test_case 'plugins check: what does not hold for those of an earlier minor'
run plugins check before/foundry.so
stdout_has 'has a field .spec.metal whose pattern or words do not hold in documents, since it is made for a minor before 1.2'
stdout_has 'has a field .spec.weight whose pattern or words do not hold'

test_case 'plugins check: what can never apply, and what nobody asks for'
sed -e 's/\^\[0-9\.\]+\$/(/' -e '/FIELD(field_hot,/s/,/, .pattern = "yes",/' \
  -e '/FIELD(field_hollow,/s/,/, .choices = \&metals,/' \
  -e '/FIELD(field_weight,/s/,/, .minimum = 1,/' \
  -e 's/"1", "2", "4"/"1", "small"/' -e 's/ .prompt = "Copies",//' \
  "$abs_top_srcdir/tests/fixtures/plugins/foundry.c" >wrong.c
mkdir wrong
# shellcheck disable=SC2086 # CC may be several words
run_command $CC -I"$abs_top_srcdir/sdk/include" -shared -fPIC \
  -o wrong/foundry.so wrong.c
expect 0 </dev/null
run plugins check wrong/foundry.so
expect_status 10
expect_stdout <<'TEXT'
wrong/foundry.so: it has a field .spec.size of numbers with a word that is none, "small"
wrong/foundry.so: it has a field .spec.copies that must be there, and no prompt for it
wrong/foundry.so: it has a field .spec.weight with bounds, which only whole numbers have
wrong/foundry.so: it has a field .spec.weight whose pattern is not a regular expression
wrong/foundry.so: it has a field .spec.hot whose pattern can never apply: its values are neither texts nor numbers
wrong/foundry.so: it has a field .spec.hot whose pattern no rule puts in words
wrong/foundry.so: it has a field .spec.hollow whose words can never apply: its values are neither texts nor numbers
TEXT

test_case 'what no prompt asks for is told before the first question'
NSCALE_PLUGIN_PATH=$work/wrong
forget
show foundry create
expect 2 <<'TEXT'
nscale: create needs --copies
hint: add --copies NUMBER, or name it in a document: --file FILE or --stdin
TEXT
expect_requests 0

end_tests
