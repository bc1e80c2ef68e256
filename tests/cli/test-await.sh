#!/bin/sh
# test-await.sh - what goes on after a reply: words that end it well or badly,
# states that are left; tests/fixtures/plugins/fleet.c
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/plugin.sh"
plugin_build fleet
id=00000000-0000-4000-8000-000000000001
machine=/api/v2/machines/$id

# machine PROVISIONING POWER [MEMBERS]: its JSON, as faults have it
machine()
{
  printf '{\\"metadata\\": {\\"id\\": \\"%s\\", \\"name\\": \\"web\\", \\"provisioningStatus\\": \\"%s\\"%s}, \\"status\\": {\\"powerState\\": \\"%s\\"}}' \
    "$id" "$1" "${3-}" "$2"
}

# shows STATE...: what the machine is, one look after the other; PROVISIONING
# or PROVISIONING/POWER
shows()
{
  for state in "$@"; do
    fault "{\"method\": \"GET\", \"path\": \"$machine\", \"status\": 200,
      \"body\": \"$(machine "${state%%/*}" "${state#*/}")\"}"
  done
}

# accepts [BODY]: the next change
accepts()
{
  forget
  fault "{\"method\": \"POST\", \"status\": 202, \"body\": \"${1-}\"}"
}

test_case 'several words end it well'
for word in Stopped Halted; do
  accepts
  shows provisioned/Running provisioned/Stopping "provisioned/$word"
  run fleet stop $id --yes --wait
  expect_error 0 <<TEXT
Stopped $id.
TEXT
  expect_equal "POST $machine/stop
GET $machine
GET $machine
GET $machine" "$(sent)"
done

test_case 'without --wait nothing is looked at'
accepts
run fleet stop $id --yes
expect_status 0
expect_requests 1

test_case 'a word of failure ends it at once with 1 and what the server says'
accepts "$(machine pending Pending)"
fault "{\"method\": \"GET\", \"path\": \"$machine\", \"status\": 200,
  \"body\": \"$(machine error Pending ', \"provisioningStatusDetail\": {\"reason\": \"Errored\", \"message\": \"no host has room\"}')\"}"
run fleet resize $id --yes --wait
expect_status 1
expect_stderr <<'TEXT'
nscale: machine "web": resize failed: provisioningStatus is "error": no host has room
hint: see what is there: nscale fleet list
TEXT
expect_requests 2
# What there is now is shown all the same.
expect_stdout <<TEXT
ID:     $id
Name:   web
Power:  Pending
TEXT

test_case 'where the server says nothing of it, the word alone'
accepts "$(machine pending Pending)"
shows error/Pending
run fleet resize $id --yes --wait --json
expect_status 1
stdout_has '"provisioningStatus": "error"'
expect_stderr '{"error":{"kind":"failed","message":"machine \"web\": resize failed: provisioningStatus is \"error\"","status":null,"trace_id":null,"hint":"see what is there: nscale fleet list","exit_code":1}}'

test_case 'the last look is the one document that is shown'
accepts "$(machine pending Pending)"
shows provisioning/Building provisioned/Running
run fleet resize $id --yes --wait -q .status.powerState
expect 0 <<'TEXT'
Running
TEXT
accepts "$(machine pending Pending)"
run fleet resize $id --yes -q .status.powerState
expect 0 <<'TEXT'
Pending
TEXT

test_case 'where the time passes: 8, and what was seen last'
accepts "$(machine pending Pending)"
shows provisioning/Building
run fleet resize $id --yes --wait --wait-timeout 0s -q .status.powerState
expect_status 8
expect_stdout Building
stderr_has 'machine \"web\": resize was accepted, but is not finished after 0 seconds'

test_case 'a reply that is none of the API is told, and not awaited'
accepts '<html>'
run fleet resize $id --yes --wait
expect_status 8
expect_requests 1

test_case 'a state is left, then comes back'
accepts
shows provisioned/Running provisioned/Running provisioned/Stopping \
  provisioned/Running
run fleet reboot $id --yes --wait
expect_error 0 <<TEXT
Rebooted $id.
TEXT
expect_requests 5

test_case 'one that is too brief to be seen is not awaited for ever'
accepts
shows provisioned/Running provisioned/Running provisioned/Running \
  provisioned/Running provisioned/Running provisioned/Running
run fleet reboot $id --yes --wait
expect_error 0 <<TEXT
Rebooted $id.
TEXT

test_case 'what is gone is gone'
forget
fault "{\"method\": \"DELETE\", \"status\": 202}"
shows deprovisioning/Stopped
fault "{\"method\": \"GET\", \"path\": \"$machine\", \"status\": 404, \"body\": \"{\\\"error\\\": \\\"not_found\\\"}\"}"
run fleet delete $id --yes
expect_error 0 <<TEXT
Deleted $id.
TEXT
expect_requests 3

test_case 'plugins check: nothing is wrong with it'
run plugins check plugins/fleet.so
expect 0 <<'TEXT'
plugins/fleet.so: fleet 1.0, plugin ABI 1.2: nothing is wrong
TEXT

test_case 'a wait without words in the verb is the mistake of the plugin'
sed '/^VERB(stop/,/;/s/ .waits = is_stopped,//' \
  "$abs_top_srcdir/tests/fixtures/plugins/fleet.c" >fleet.c
# shellcheck disable=SC2086 # CC may be several words
run_command $CC -I"$abs_top_srcdir/sdk/include" -shared -fPIC \
  -o plugins/fleet.so fleet.c
expect 0 </dev/null
forget
run fleet stop $id --yes --wait
expect_error 10 <<'TEXT'
nscale: plugin "fleet" waits, and its verb stop does not say for what
TEXT
expect_requests 0

end_tests
