#!/bin/sh
# test-elements.sh - arrays of objects and maps by flags, documents and
# prompts; tests/fixtures/plugins/fabric.c has those of the published
# operations
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/plugin.sh"
test_case 'the plugin is built, and nothing is wrong with it'
plugin_build fabric
run plugins check plugins/fabric.so
expect_status 0
fabrics=/api/v1/organizations/$NSCALE_ORGANIZATION_ID/fabrics
id=00000000-0000-4000-8000-000000000001

# woven FLAG...: the spec of a create; the one line on stdin
woven()
{
  run fabric create --name net --dry-run -q .spec "$@"
  expect_stdout
  expect_status 0
}

# refused SENTENCE FLAG...
refused()
{
  refused_text=$1
  shift
  run fabric create --name net --dry-run --yes "$@"
  expect_error 2 <<TEXT
nscale: $refused_text
TEXT
}

# there SPEC: the thing that an update finds, and what it would send
there()
{
  forget
  fault "{\"path\": \"$fabrics\", \"status\": 200, \"times\": 9, \"body\": \"[{\\\"metadata\\\": {\\\"id\\\": \\\"$id\\\", \\\"name\\\": \\\"net\\\"}, \\\"spec\\\": $(printf %s "$1" | sed 's/"/\\"/g')}]\"}"
}
changed()
{
  run fabric update $id --dry-run -q .spec "$@"
  expect_stdout
  expect_status 0
}

# ---- Each of the operations. ---------------------------------------------

test_case 'rules of security groups, each member of the type of its field'
forget
woven --rule direction=ingress,protocol=tcp,port=443,prefix=0.0.0.0/0 \
  --rule direction=egress,protocol=any <<'TEXT'
{"rules":[{"direction":"ingress","protocol":"tcp","port":443,"prefix":"0.0.0.0/0"},{"direction":"egress","protocol":"any"}]}
TEXT

test_case 'routes of networks, subjects of groups'
woven --route prefix=10.0.0.0/8,nexthop=10.0.0.1 \
  --subject 'id=ci, issuer=https://ci.example/?a=b' <<'TEXT'
{"routes":[{"prefix":"10.0.0.0/8","nexthop":"10.0.0.1"}],"subjects":[{"id":"ci","issuer":"https://ci.example/?a=b"}]}
TEXT

test_case 'listeners of load balancers: members of members, arrays in them'
woven --listener 'name=web,protocol=tcp,port=443,allowedCidrs=10.0.0.0/8,allowedCidrs=11.0.0.0/8,pool.proxyProtocolV2=true,pool.members=[{"address":"10.0.0.5","port":8443},{"address":"10.0.0.6","port":8443}],pool.healthCheck.intervalSeconds=5' <<'TEXT'
{"listeners":[{"name":"web","protocol":"tcp","port":443,"allowedCidrs":["10.0.0.0/8","11.0.0.0/8"],"pool":{"proxyProtocolV2":true,"members":[{"address":"10.0.0.5","port":8443},{"address":"10.0.0.6","port":8443}],"healthCheck":{"intervalSeconds":5}}}]}
TEXT

test_case 'policies of snapshots and of endpoints, versions of images'
echo '{"Version": "2012"}' >note
woven --snapshot-policy name=d,schedule.interval=daily,retention.keep=7 \
  --policy 'name=read,document={"Effect": "Allow", "Action": ["a", "b"]},note=@note' \
  --software-version kubernetes=1.30 --software-version cuda=v12 \
  --limit cpu=3 <<'TEXT'
{"snapshotPolicies":[{"name":"d","schedule":{"interval":"daily"},"retention":{"keep":7}}],"identityPolicies":[{"name":"read","document":{"Effect":"Allow","Action":["a","b"]},"note":"eyJWZXJzaW9uIjogIjIwMTIifQo="}],"softwareVersions":{"kubernetes":"1.30","cuda":"v12"},"limits":{"cpu":3}}
TEXT

test_case 'taints of node pools: a comma, a backslash, what stands for the absent'
woven --taint 'key=a,value=x\,y\\z=1,effect=NoSchedule,propagation=Always' \
  --taint key=b,effect=NoExecute,propagation=OnInitialization \
  --taint key=b,effect=NoExecute,propagation=OnInitialization <<'TEXT'
{"taints":[{"key":"a","value":"x,y\\z=1","effect":"NoSchedule","propagation":"Always"},{"key":"b","effect":"NoExecute","propagation":"OnInitialization","value":""}]}
TEXT

test_case 'tags are an array of names and values, and a flag adds to a document'
echo '{"metadata": {"name": "net", "tags": [{"name": "a", "value": "1"}]},
  "spec": {"limits": {"cpu": 1}, "listeners": [{"name": "web", "protocol":
  "tcp", "port": 80, "pool": {"members": []}}]}}' >net.json
run fabric create --file net.json --tag b=x=y --limit disk=2 \
  --listener name=web,port=443 --dry-run -q '[.metadata.tags, .spec]'
expect_stdout <<'TEXT'
[[{"name":"a","value":"1"},{"name":"b","value":"x=y"}],{"limits":{"cpu":1,"disk":2},"listeners":[{"name":"web","protocol":"tcp","port":443,"pool":{"members":[]}}]}]
TEXT

test_case 'what is in a file, be it nothing, and a text that begins with an @'
: >empty
woven --taint key=a,value=@empty,effect=NoExecute,propagation=Always \
  --taint key=a,value=@@home,effect=NoExecute,propagation=Always <<'TEXT'
{"taints":[{"key":"a","value":"","effect":"NoExecute","propagation":"Always"},{"key":"a","value":"@home","effect":"NoExecute","propagation":"Always"}]}
TEXT

test_case 'an element may be JSON as a whole'
woven --rule ' {"direction": "ingress", "protocol": "udp"}' <<'TEXT'
{"rules":[{"direction":"ingress","protocol":"udp"}]}
TEXT
expect_requests 0

# ---- What is refused. ----------------------------------------------------

test_case 'what is wrong is told by flag, element, member and what may be'
refused '--rule direction=ingress,protocol=tcp,port=70000: port "70000" is not valid: a whole number from 1 to 65535' \
  --rule direction=ingress,protocol=tcp,port=70000
refused '--rule direction=in,protocol=tcp: direction "in" is not valid: one of ingress, egress' \
  --rule direction=in,protocol=tcp
refused '--rule direction=egress,protocol=tcp,port=many: port must be a whole number, not a string' \
  --rule direction=egress,protocol=tcp,port=many
refused '--rule direction=egress,protocol=tcp,prefix=all: prefix "all" is not valid: an address and a length' \
  --rule direction=egress,protocol=tcp,prefix=all
refused '--rule protocol=tcp: direction is missing' --rule protocol=tcp
refused '--listener {"name": "web", "protocol": "tcp", "port": 1, "pool": {"members": [{"address": "a"}]}}: pool.members[0].port is missing' \
  --listener '{"name": "web", "protocol": "tcp", "port": 1, "pool": {"members": [{"address": "a"}]}}'
refused '--rule direction=egress,direction=egress: direction is given twice' \
  --rule direction=egress,direction=egress
refused '--rule is empty' --rule ''
refused '--rule {}: direction is missing' --rule '{}'
refused '--rule {"direction": 1}: direction must be a string, not a number' \
  --rule '{"direction": 1}'
refused '--rule {"port": 1, "port": 2}: line 1, column 13: the object has a member of this name already' \
  --rule '{"port": 1, "port": 2}'
refused '--policy name=a,document={: document: line 1, column 2: the text ends inside an object' \
  --policy 'name=a,document={'
refused '--policy name=a,document={}x: document is followed by something other than a comma' \
  --policy 'name=a,document={}x'
refused '--listener name=a,pool=b,pool.members=[]: pool.members contradicts what is before it' \
  --listener 'name=a,pool=b,pool.members=[]'
refused '--listener port=1: name is missing' --listener port=1

test_case 'so is a file that is none, or no text'
printf 'a\377b' >odd
refused '--taint key=a,value=@odd: what is in odd is not UTF-8' \
  --taint key=a,value=@odd
refused '--taint: cannot read nowhere: No such file or directory' \
  --taint key=a,value=@nowhere

test_case 'so is what is no member'
run fabric create --name net --dry-run --rule direction=egress,protocl=tcp
expect_error 2 <<'TEXT'
nscale: --rule direction=egress,protocl=tcp: unknown field protocl
hint: did you mean protocol?
TEXT
run fabric create --name net --dry-run --route via=10.0.0.1
expect_error 2 <<'TEXT'
nscale: --route via=10.0.0.1: unknown field via
hint: known fields: prefix, nexthop
TEXT
run fabric create --name net --dry-run --rule tcp,443
expect_error 2 <<'TEXT'
nscale: --rule tcp,443: "tcp" is not MEMBER=VALUE
hint: its members: direction, protocol, port, portMax, prefix, groupID
TEXT

test_case 'a map takes what its values may be'
refused '--software-version: spec.softwareVersions.k8s "new" is not valid: numbers with points' \
  --software-version k8s=new
refused '--limit: spec.limits.cpu must be a whole number, not a string' \
  --limit cpu=many
refused '--limit cpu is given twice, with different values' \
  --limit cpu=1 --limit cpu=2
run fabric create --name net --dry-run --limit =3
expect_error 2 <<'TEXT'
nscale: --limit =3 has no key
hint: --limit KEY=VALUE
TEXT

test_case 'documents are held to the same'
echo '{"metadata": {"name": "net"}, "spec": {"rules": [{"direction": "egress",
  "protocol": "tcp", "port": 0}]}}' >bad.json
run fabric create --file bad.json --dry-run
expect_error 2 <<'TEXT'
nscale: bad.json: spec.rules[0].port "0" is not valid: a whole number from 1 to 65535
TEXT
for wrong in 'cpu": "1|cpu must be a whole number, not a string' \
  'disk": 10|disk "10" is not valid: a whole number from 1 to 9' \
  'x y": null|"x y" must be a whole number, not null'; do
  case $wrong in *'"1|'*) end='"' ;; *) end= ;; esac
  printf '{"metadata": {"name": "net"}, "spec": {"limits": {"%s%s}}}' \
    "${wrong%%|*}" "$end" >bad.json
  run fabric create --file bad.json --dry-run
  expect_error 2 <<TEXT
nscale: bad.json: spec.limits.${wrong#*|}
TEXT
done

# ---- Updates. ------------------------------------------------------------

two='{"rules": [{"direction": "ingress", "protocol": "tcp", "port": 22, "id": "r1"}, {"direction": "ingress", "protocol": "tcp", "port": 80}]}'

test_case 'one rule is added, one taken away, or all replaced'
there "$two"
changed --add-rule direction=egress,protocol=any \
  --add-rule direction=ingress,protocol=tcp,port=80 --remove-rule port=22 <<'TEXT'
{"rules":[{"direction":"ingress","protocol":"tcp","port":80},{"direction":"egress","protocol":"any"}]}
TEXT
there "$two"
changed --rule direction=egress,protocol=any <<'TEXT'
{"rules":[{"direction":"egress","protocol":"any"}]}
TEXT

test_case 'what is removed must be told from the others, or is not there'
there "$two"
run fabric update $id --remove-rule protocol=tcp --dry-run
expect_error 2 <<'TEXT'
nscale: --remove-rule protocol=tcp means 2 of those that are there
hint: name more of its members, which tell it from the others
TEXT
there "$two"
run fabric update $id --remove-rule port=23 --add-rule direction=egress,protocol=any --dry-run -q '.spec.rules | length'
expect_stdout 3
stderr_has 'nscale: --remove-rule port=23: it is not there to be removed'
run fabric update $id --rule direction=egress,protocol=any --remove-rule port=22 --dry-run
expect_error 2 <<'TEXT'
nscale: --rule and --remove-rule cannot be used together
TEXT

test_case 'of what has keys the others stay, and so do members that are not named'
there '{"listeners": [{"name": "web", "protocol": "tcp", "port": 80, "pool": {"members": [], "id": "p1"}}, {"name": "old", "protocol": "tcp", "port": 1, "pool": {"members": []}}]}'
changed --listener name=web,port=443,pool.proxyProtocolV2=true \
  --listener name=dns,protocol=udp,port=53,pool.members=[] \
  --remove-listener old <<'TEXT'
{"listeners":[{"name":"web","protocol":"tcp","port":443,"pool":{"members":[],"id":"p1","proxyProtocolV2":true}},{"name":"dns","protocol":"udp","port":53,"pool":{"members":[]}}]}
TEXT
there '{"listeners": []}'
run fabric update $id --listener name=dns,port=53 --dry-run
expect_error 2 <<'TEXT'
nscale: --listener name=dns,port=53: protocol is missing
TEXT
run fabric update $id --listener name=web,port=1 --remove-listener web --dry-run
expect_error 2 <<'TEXT'
nscale: --listener name=web,port=1 and --remove-listener web contradict each other
TEXT

test_case 'so it is with a map'
there '{"limits": {"cpu": 1, "gpu": 2, "odd": "kept"}}'
changed --limit cpu=4 --limit disk=5 --remove-limit gpu --remove-limit net <<'TEXT'
{"limits":{"cpu":4,"odd":"kept","disk":5}}
TEXT
stderr_has 'nscale: --remove-limit net: it is not there to be removed'
echo '{"spec": {"limits": {"gpu": null}}}' >less.json
there '{"limits": {"cpu": 1, "gpu": 2}}'
changed --file less.json <<'TEXT'
{"limits":{"cpu":1}}
TEXT

# ---- Names for ids. ------------------------------------------------------

deployers=$(fixture acme groups deployers)

test_case 'a name in an element is looked up, in flags and documents'
forget
woven --rule direction=egress,protocol=any,groupID=deployers \
  --rule direction=egress,protocol=tcp,groupID="$deployers" <<TEXT
{"rules":[{"direction":"egress","protocol":"any","groupID":"$deployers"},{"direction":"egress","protocol":"tcp","groupID":"$deployers"}]}
TEXT
expect_requests 1
echo '{"metadata": {"name": "net"}, "spec": {"rules": [{"direction": "egress",
  "protocol": "any", "groupID": "deployers"}], "ownerID": "readers"}}' >net.json
run fabric create --file net.json --dry-run -q .spec
expect_stdout <<TEXT
{"rules":[{"direction":"egress","protocol":"any","groupID":"$deployers"}],"ownerID":"$(fixture acme groups readers)"}
TEXT
stderr_has "group \"deployers\" is $deployers"
there '{"rules": [{"direction": "egress", "protocol": "any", "groupID": "'"$deployers"'"}, {"direction": "egress", "protocol": "tcp", "groupID": "of-old"}]}'
changed --remove-rule groupID=deployers \
  --add-rule direction=ingress,protocol=any,groupID=deployers <<TEXT
{"rules":[{"direction":"egress","protocol":"tcp","groupID":"of-old"},{"direction":"ingress","protocol":"any","groupID":"$deployers"}]}
TEXT

test_case 'what the thing has already is no name'
echo '{"spec": {"rules": [{"direction": "ingress", "protocol": "tcp",
  "groupID": "of-old"}]}}' >less.json
changed --file less.json <<'TEXT'
{"rules":[{"direction":"ingress","protocol":"tcp","groupID":"of-old"}]}
TEXT

test_case 'none of the name, or two: one wording, wherever it stands'
groups=/api/v1/organizations/$NSCALE_ORGANIZATION_ID/groups
for twins in no yes; do
  forget
  case $twins in
    yes)
      fault "{\"path\": \"$groups\", \"status\": 200, \"times\": 9, \"body\": \"[{\\\"metadata\\\": {\\\"id\\\": \\\"g1\\\", \\\"name\\\": \\\"twin\\\"}}, {\\\"metadata\\\": {\\\"id\\\": \\\"g2\\\", \\\"name\\\": \\\"twin\\\"}}]\"}"
      wanted_status=2 sentence='2 groups are named "twin": g1, g2'
      hint='name one by its id' ;;
    no)
      wanted_status=3 sentence='group "twin" not found'
      hint='there are: deployers, readers, admins' ;;
  esac
  sed 's/deployers/twin/' net.json >twin.json
  run fabric create --file twin.json --dry-run
  expect_error "$wanted_status" <<TEXT
nscale: $sentence
hint: $hint
TEXT
  run fabric create --name net --rule direction=egress,protocol=any,groupID=twin --dry-run
  expect_error "$wanted_status" <<TEXT
nscale: $sentence
hint: $hint
TEXT
  run fabric create --name net --owner twin --dry-run
  case $twins in yes) hint='name one by its id: --owner ID' ;; esac
  expect_error "$wanted_status" <<TEXT
nscale: $(printf '%s\n' "$sentence" | sed 's/^group /owner /')
hint: $hint
TEXT
  run sa create --name net --group twin --dry-run
  case $twins in yes) hint='name one by its id: --group ID' ;; esac
  expect_error "$wanted_status" <<TEXT
nscale: $sentence
hint: $hint
TEXT
done

# ---- What is said of it. -------------------------------------------------

test_case 'help has the members, and the manual too'
run fabric update --help
expect_status 0
stdout_has '--add-rule MEMBER=VALUE,...'
stdout_has '--remove-listener KEY'
stdout_has '--limit KEY=VALUE'
tr -s ' \n' ' ' <"$work/stdout" >flat
check grep -qF 'What may pass. Members: direction, protocol, port, portMax, prefix, groupID. Repeatable; replaces those that are there.' flat
check grep -qF 'Where it listens. Members: name, protocol, port, allowedCidrs, pool.proxyProtocolV2, pool.members, pool.healthCheck.intervalSeconds. Repeatable; keeps the others.' flat
check grep -qF 'spec.limits object of whole numbers: a whole number from 1 to 9' flat

# ---- Prompts. ------------------------------------------------------------

. "$abs_top_srcdir/tests/cli/terminal.sh"
requires 'pty was not built' test -x "$test_pty"
TERM=dumb
export TERM

test_case 'one element after another, each member as what it is'
forget
fault "{\"method\": \"POST\", \"path\": \"$fabrics\", \"status\": 201, \"body\": \"{\\\"metadata\\\": {\\\"name\\\": \\\"net\\\"}}\"}"
play fabric create <<'PLAY'
wait Name: 
send net
wait Number (Enter: no change): 
send Add one
wait Number: 
send ingress
wait Number: 
send tcp
wait Port
send 70000
wait Port
send 443
wait Last port
send
wait Prefix
send
wait Number (Enter: no change): 
send deployers
wait Number (Enter: no change): 
send
wait Policies:
wait Number (Enter: no change): 
send Add one
wait Policy: 
send day
wait Number: 
send daily
wait Keep
send 7
wait Number (Enter: no change): 
send Add one
wait Policy: 
send day
wait Number: 
send weekly
wait Keep
send 4
wait Policy [day]: 
send week
wait Number (Enter: no change): 
send
wait Keep
send
wait Number (Enter: no change): 
send
wait Versions
send k8s=new
wait Versions
send k8s=1.30, cuda=12
wait Continue? [y/N] 
send y
PLAY
expect_status 0
expect_stderr ''
stdout_has '  1) direction=ingress,protocol=tcp,port=443,groupID=deployers'
stdout_has 'Port (a whole number from 1 to 65535): 70000'
stdout_has 'name "day" is there already'
stdout_has '  2) name=week,schedule.interval=weekly,retention.keep=4'
stdout_has 'the answer: spec.softwareVersions.k8s "new" is not valid: numbers with points'
last_body '{"metadata":{"name":"net"},"spec":{"rules":[{"direction":"ingress","protocol":"tcp","port":443,"groupID":"'"$(fixture acme groups deployers)"'"}],"snapshotPolicies":[{"name":"day","schedule":{"interval":"daily"},"retention":{"keep":7}},{"name":"week","schedule":{"interval":"weekly"},"retention":{"keep":4}}],"softwareVersions":{"k8s":"1.30","cuda":"12"}}}'

test_case 'of an update each may be changed or removed'
there '{"rules": [{"direction": "ingress", "protocol": "tcp", "port": 22, "id": "r1"}, {"direction": "ingress", "protocol": "udp"}]}'
fault "{\"method\": \"PUT\", \"path\": \"$fabrics/$id\", \"status\": 200, \"body\": \"{}\"}"
play fabric update $id <<'PLAY'
wait Name [net]: 
send
wait Number (Enter: no change): 
send 2
wait Number (Enter: no change): 
send Remove it
wait Number (Enter: no change): 
send 1
wait Number (Enter: no change): 
send 1
wait Number (Enter: no change): 
send egress
wait Number (Enter: no change): 
send
wait Port
send 2222
wait Last port
send
wait Prefix
send
wait Number (Enter: no change): 
send
wait Number (Enter: no change): 
send
wait Policies:
wait Number (Enter: no change): 
send
wait Versions
send
wait Continue? [y/N] 
send y
PLAY
expect_status 0
last_body '{"metadata":{"name":"net"},"spec":{"rules":[{"direction":"egress","protocol":"tcp","port":2222,"id":"r1"}]}}'

test_case 'on screens there is a way back, and nothing is half added'
if command -v tmux >/dev/null; then
  forget
  unset TERM
  . "$abs_top_srcdir/tests/cli/screen.sh"
  NSCALE_PATH=${NSCALE%/*}
  export NSCALE_PATH
  cleanup_fn screen_end
  cat >editor <<'TEXT'
#!/bin/sh
sed -i 's/nobody/deployers/; s/"port": 443$/&, "groupID": "nobody"/' "$1"
TEXT
  chmod +x editor
  EDITOR=$work/editor
  export EDITOR
  screen_start 70 24
  fresh 'nscale fabric create --name net' 70 24
  expect_screen <<'TEXT'
$ nscale fabric create --name net
Name: net
Rules
  Add one
> That is all
  Enter: next. Esc: quit.
TEXT
  keys Up Enter
  shows 'Direction'
  keys Enter
  shows 'Protocol'
  keys Escape
  expect_screen <<'TEXT'
$ nscale fabric create --name net
Name: net
Rules, 1:
Direction:
> ingress
  egress
  2 of 2
  Enter: next. Esc: back.
TEXT
  keys Escape
  shows '> That is all'
  keys Up Enter Enter Enter
  shows 'Port:'
  text 443
  keys Enter Enter Enter
  shows '> None'
  keys Enter
  expect_screen <<'TEXT'
$ nscale fabric create --name net
Name: net
Rules
  direction=ingress,protocol=any,port=443
  Add one
> That is all
  Enter: next. Esc: quit.
TEXT
  keys Enter
  shows 'Policies'
  keys Up Enter
  shows 'Policy:'
  text day
  keys Enter Enter
  shows 'Keep:'
  text 7
  keys Enter
  shows '  name=day,schedule.interval=hourly,retention.keep=7'
  keys Up Enter
  shows 'Policy:'
  text day
  keys Enter Enter
  shows 'Keep:'
  text 1
  keys Enter
  shows 'name "day" is there already'
  shows 'Policy: day'
  keys Escape
  shows '> That is all'
  keys Enter
  shows 'Versions:'
  keys Enter
  shows 'Rules: direction=ingress,protocol=any,port=443'
  shows 'Yes, create it'
  # A name that is edited in is looked up at once, while it can be mended.
  keys Down Down Enter
  shows 'Edit again'
  shows 'group "nobody" not found'
  keys Enter
  shows 'Rules: direction=ingress,protocol=any,port=443,groupID=deployers'
  keys Escape
  shows 'Versions:'
else
  skip_case 'tmux is not installed'
fi

# ---- Completion. ---------------------------------------------------------

. "$abs_top_srcdir/tests/cli/shells.sh"

test_case 'members, then what each can be'
forget
run __complete fabric create --rule ''
expect 0 <<TEXT
values
direction=${tab}one of ingress, egress
protocol=${tab}one of any, icmp, tcp, udp, vrrp
port=${tab}a whole number from 1 to 65535
portMax=${tab}a whole number from 1 to 65535
prefix=${tab}an address and a length
groupID=
TEXT
run __complete fabric create --rule direction=ingress,pro
expect 0 <<TEXT
values
direction=ingress,protocol=${tab}one of any, icmp, tcp, udp, vrrp
TEXT
run __complete fabric update net --add-rule=direction=e
expect 0 <<'TEXT'
values
--add-rule=direction=egress
TEXT
run __complete fabric create --rule direction=egress,d
expect 0 </dev/null
run __complete fabric create --listener name=web,allowedCidrs=x/1,pool.p
expect 0 <<'TEXT'
values
name=web,allowedCidrs=x/1,pool.proxyProtocolV2=
TEXT
run __complete fabric create --listener name=web,pool.proxyProtocolV2=
expect 0 <<'TEXT'
values
name=web,pool.proxyProtocolV2=true
name=web,pool.proxyProtocolV2=false
TEXT
run __complete fabric create --listener name=web,allowedCidrs=x/1,all
expect_status 0
stdout_has 'name=web,allowedCidrs=x/1,allowedCidrs='
run __complete fabric create --rule groupID=deploy
expect 0 <<TEXT
values
groupID=deployers${tab}$(fixture acme groups deployers)
TEXT
for nothing in '{"dir' 'port=' 'nosuch=x' 'a=\,d'; do
  run __complete fabric create --rule "$nothing"
  expect 0 </dev/null
done
for flag in --remove-listener --limit --tag; do
  run __complete fabric update $flag ''
  expect 0 </dev/null
done

test_case 'in bash, which splits words at a ='
cat >press.bash <<'BASH'
source "$completion/nscale.bash"
compopt() { printf 'compopt %s\n' "$*"; }
COMP_LINE=$1 COMP_POINT=${#1}
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_nscale
printf '%s\n' "${COMPREPLY[@]}"
BASH
export completion
press()
{
  run_command bash --norc press.bash "$@"
}
press 'nscale fabric create --rule dir' nscale fabric create --rule dir
expect 0 <<'TEXT'
compopt -o nospace
direction=
TEXT
press 'nscale fabric create --rule direction=in' \
  nscale fabric create --rule direction = in
expect 0 <<'TEXT'
ingress
TEXT
press 'nscale fabric create --rule=direction=ingress,pro' \
  nscale fabric create --rule = direction = ingress,pro
expect 0 <<'TEXT'
compopt -o nospace
ingress,protocol=
TEXT

test_case 'in bash, with its keys'
printf '%s\n' "PS1='ready> '" "bind 'set bell-style none'" \
  "bind 'set enable-bracketed-paste off'" \
  "source '$completion/nscale.bash'" >bashrc
at_shell bash --rcfile bashrc --noprofile -i <<'TEXT'
wait ready> 
type nscale fabric create --name net --dry-run --rule dirTAB
wait ection=
type egTAB
wait ress 
type --rule=direction=ingress,proTAB
wait tocol=
type vTAB
wait rrp 
send
wait protocol is missing
wait ready> 
send exit
TEXT
expect_stderr ''

test_case 'in zsh, with its keys'
if command -v zsh >/dev/null; then
  printf '%s\n' 'unsetopt prompt_sp prompt_cr beep' 'zle_highlight=(none)' \
    "PS1='ready> '" "fpath=($completion \$fpath)" 'autoload -U compinit' \
    'compinit -u -D' >.zshrc
  ZDOTDIR=$work at_shell env TERM=vt100 zsh -i <<'TEXT'
wait ready> 
type nscale fabric create --name net --dry-run -q .spec --rule dirTAB
wait ection=
type inTAB
wait gress 
send
wait protocol is missing
wait ready> 
send exit
TEXT
  expect_stderr ''
else
  skip_case 'zsh is not installed'
fi

test_case 'in fish'
if command -v fish >/dev/null; then
  cp "$completion/nscale.fish" .
  XDG_RUNTIME_DIR=$work run_command fish --no-config -c \
    'source nscale.fish; complete -C "nscale fabric create --rule direction=ingress,pro"'
  expect 0 <<TEXT
direction=ingress,protocol=${tab}one of any, icmp, tcp, udp, vrrp
TEXT
else
  skip_case 'fish is not installed'
fi

end_tests
