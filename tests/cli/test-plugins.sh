#!/bin/sh
# Plugins that are built outside of the tree, found, listed and run; and those
# that are not trusted, broken or too new, which break nothing but themselves.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start
: "${CC:=cc}"
requires 'a C compiler' sh -c "command -v $CC"

fixtures=$(cd "$abs_top_srcdir/tests/fixtures/plugins" && pwd)
include=$(cd "$abs_top_srcdir/sdk/include" && pwd)
XDG_DATA_HOME=$work/data
export XDG_DATA_HOME
umask 022
cd "$work" || exit 99
mkdir one two
# A folder that has a symbolic link in its path is another.
here=$(pwd -P)

# build FOLDER NAME [SOURCE]
build()
{
  # shellcheck disable=SC2086
  $CC -I"$include" -shared -fPIC -o "$1/$2.so" "$fixtures/${3-$2}.c" \
    >built 2>&1 || { fail "$2 cannot be built"; sed 's/^/#   /' built; }
}

# listed NAME: what `nscale plugins list` says of it, with single blanks
listed()
{
  run plugins list
  expect_status 0
  expect_stderr ''
  sed -n "s|$here|HERE|g; s/  */ /g; /^$1 /p" stdout
}

# others_work: and stay silent
others_work()
{
  run sa list -q length
  expect 0 <<'TEXT'
3
TEXT
  run --version
  expect_status 0
  expect_stderr ''
  run --help
  expect_status 0
  expect_stderr ''
}

test_case 'one line builds a plugin'
build one tenants
NSCALE_PLUGIN_PATH=$here/one
export NSCALE_PLUGIN_PATH
check test -s one/tenants.so

test_case 'it is listed'
expect_equal \
  'tenants 0.3.1 1.2 tenant ten ok HERE/one/tenants.so' \
  "$(listed tenants)"
check test -n "$(listed serviceaccounts)"

test_case 'it is listed as JSON'
run plugins list --json
expect_status 0
expect_stderr ''
edit "s|$here|HERE|"
sed -n '2,14p' stdout >wanted
cat >first <<'TEXT'
  {
    "name": "tenants",
    "version": "0.3.1",
    "abi": "1.2",
    "aliases": [
      "tenant",
      "ten"
    ],
    "summary": "Show tenants",
    "status": "ok",
    "reason": null,
    "path": "HERE/one/tenants.so"
  },
TEXT
check cmp wanted first
if command -v jq >/dev/null; then
  check jq --exit-status 'map(.name) | index("serviceaccounts")' stdout \
    >list
fi

test_case 'it is in the help'
run --help
expect_status 0
stdout_has 'tenants          Show tenants (also: tenant ten)'
run tenants list --help
expect_status 0
stdout_has 'List the organizations that the token can see.'

test_case 'it runs, by its name and its aliases'
for name in tenants tenant ten; do
  run $name list
  expect 0 <<'TEXT'
ID                                    NAME
6cca903a-7454-4541-90de-92fb2fd53485  acme
9f13b4fd-0e96-4444-9419-37f2de74f496  globex
TEXT
done
run ten list -q '.[].metadata.name'
expect 0 <<'TEXT'
acme
globex
TEXT
run ten list --json
expect_status 0
stdout_has '"name": "acme",'

test_case 'its mistakes are told as those of any other'
run ten lst
expect_error 2 <<'TEXT'
nscale: tenants has no verb lst
hint: did you mean nscale tenants list?
TEXT
run tens list
expect_status 10
stderr_has 'tens is not a command, and no plugin provides it'
stderr_has 'hint: did you mean nscale ten list?'
forget
fault '{"status": 403, "body": ""}'
run ten list
expect_error 4 <<'TEXT'
nscale: the service token may not list organizations (HTTP 403)
TEXT

test_case '$XDG_DATA_HOME/nscale/plugins is looked in as well'
mkdir -p data/nscale/plugins
mv one/tenants.so data/nscale/plugins
run ten list -q length
expect 0 <<'TEXT'
2
TEXT
mv data/nscale/plugins/tenants.so one

test_case 'the first of two wins, and the other is listed as shadowed'
cp one/tenants.so two
NSCALE_PLUGIN_PATH=$here/one:$here/two
listed tenants >lines
expect_equal 'tenants 0.3.1 1.2 tenant ten ok HERE/one/tenants.so' \
  "$(sed -n 1p lines)"
expect_equal 'tenants 0.3.1 1.2 - shadowed by HERE/one/tenants.so HERE/two/tenants.so' \
  "$(sed -n 2p lines)"
run ten list -q length
expect_status 0
expect_stderr ''
NSCALE_PLUGIN_PATH=$here/one
rm two/tenants.so

test_case "the core's own commands always win"
sed 's/NSCALE_PLUGIN("tenants", "tenant ten"/NSCALE_PLUGIN("plugins", ""/' \
  "$fixtures/tenants.c" >plugins.c
# shellcheck disable=SC2086
check $CC -I"$include" -shared -fPIC -o one/plugins.so plugins.c
expect_equal 'plugins 0.3.1 1.2 - shadowed by a command of nscale itself HERE/one/plugins.so' \
  "$(listed plugins)"
rm one/plugins.so

# ---- Not trusted. -------------------------------------------------------

# unused FOLDER REASON: what is in the folder is not run
unused()
{
  NSCALE_PLUGIN_PATH=$1
  run tenants list
  expect_error 10 <<TEXT
nscale: plugin "tenants" is not used: $1: $2
hint: a folder of plugins is an absolute path, belongs to root or to you, and only its owner and group write to it
TEXT
  run plugins list
  expect_status 0
  stdout_has "untrusted: $2"
  others_work
  NSCALE_PLUGIN_PATH=$here/one
}

test_case 'a folder that everyone may write to'
chmod 777 one
unused "$here/one" 'everyone may write to it'
chmod 755 one

test_case 'a folder that is named relatively'
unused one 'it is not an absolute path'
unused ./one 'it is not an absolute path'

test_case 'a file that everyone may write to'
chmod 666 one/tenants.so
run tenants list
expect_error 10 <<TEXT
nscale: plugin "tenants" is not trusted: everyone may write to it ($here/one/tenants.so)
hint: plugins and their directories belong to root or to you, and only their owner and group write to them
TEXT
others_work
chmod 644 one/tenants.so

test_case "a folder and a file of somebody else's"
if [ "$(id -u)" -eq 0 ]; then
  chown 65534 one
  unused "$here/one" 'it belongs to neither root nor you'
  chown 0 one
  chown 65534 one/tenants.so
  run tenants list
  expect_status 10
  stderr_has 'is not trusted: it belongs to neither root nor you'
  chown 0 one/tenants.so
else
  skip_case 'only root can give a folder away'
fi

test_case 'a folder that is not there, a file as folder, an empty name'
for path in "$here/none:$here/one" "$here/plugins.c:$here/one" \
            ":$here/one:" "::$here/one/"; do
  NSCALE_PLUGIN_PATH=$path
  run ten list -q length
  expect 0 <<'TEXT'
2
TEXT
done
NSCALE_PLUGIN_PATH=$here/one

# ---- Broken. ------------------------------------------------------------

# broken NAME REASON: NAME.so is in folder two
broken()
{
  NSCALE_PLUGIN_PATH=$here/two
  run "$1" list
  expect_status 10
  expect_stdout ''
  expect_equal "nscale: plugin \"$1\" is broken: $2 ($here/two/$1.so)" \
    "$(sed -n 1p stderr)"
  case $(listed "$1") in
    *" broken: $2 HERE/two/$1.so") ;;
    *) fail "listed as: $(listed "$1")" ;;
  esac
  others_work
  rm -f "two/$1.so"
  NSCALE_PLUGIN_PATH=$here/one
}

test_case 'a link that leads nowhere is said to be broken'
ln -s nowhere two/lost.so
broken lost 'it is a symbolic link that leads nowhere'

test_case 'a file that is not ELF'
echo 'echo I am a script' >two/script.so
broken script 'it is not a shared object'
: >two/empty.so
run_command env NSCALE_PLUGIN_PATH="$here/two" "$NSCALE" empty list
expect_status 10
expect_stdout ''
rm two/empty.so

test_case 'an ELF file that is cut short'
head -c 100 one/tenants.so >two/tenants.so
NSCALE_PLUGIN_PATH=$here/two
run tenants list
expect_status 10
expect_stdout ''
stderr_has 'nscale: plugin "tenants" is broken: '
others_work
rm two/tenants.so

test_case 'a folder, and a pipe, in the place of a file'
mkdir two/folder.so
NSCALE_PLUGIN_PATH=$here/two
run folder list
expect_status 10
stderr_has 'it is not a regular file'
others_work
rmdir two/folder.so
if mkfifo two/pipe.so 2>/dev/null; then
  run pipe list
  expect_status 10
  stderr_has 'it is not a regular file'
  others_work
  rm two/pipe.so
fi

test_case 'a shared object that is no plugin'
build two no-manifest
broken no-manifest 'it has no plugin manifest'

test_case 'a plugin under another name'
build two misnamed
broken misnamed 'its manifest names another plugin, "another"'

test_case 'a plugin without a descriptor is refused'
build two no-descriptor
NSCALE_PLUGIN_PATH=$here/two
run no-descriptor list
expect_status 10
stderr_has 'plugin "no-descriptor" is broken: it exports no nscale_plugin_v1'
others_work

test_case 'a plugin for another machine is refused'
# Bytes 18 and 19 of an ELF file say for which; 243 is RISC-V.
{ head -c 18 one/tenants.so
  printf '\363\363'
  tail -c +21 one/tenants.so; } >two/tenants.so
NSCALE_PLUGIN_PATH=$here/two
run tenants list
expect_status 10
expect_stdout ''
stderr_has 'nscale: plugin "tenants" is broken: it is built for another machine ('
others_work
rm two/tenants.so

test_case 'a plugin whose note lies is refused'
build two liar
NSCALE_PLUGIN_PATH=$here/two
run liar list
expect_status 10
expect_equal 'nscale: plugin "liar" is broken: its manifest and its descriptor differ in version' \
  "$(sed -n 1p stderr)"
others_work
rm two/liar.so

test_case 'a plugin looks for the token in vain'
build two nosy
run nosy list -q length
expect 0 <<'TEXT'
2
TEXT
rm two/nosy.so

test_case 'a plugin that crashes when it is opened ends its own command alone'
build two crash
run crash list
expect_error 10 <<'TEXT'
nscale: the plugin crash crashed while it was opened
TEXT
others_work

test_case 'a plugin that crashes when it is opened is only looked at'
build two crash
others_work
for words in --help -h help 'help environment' 'help sa' 'sa --help' \
  'sa list --help' 'plugins list' 'plugins list --json' '__complete cra' \
  '__complete plugins' '__complete sa list' '__complete sa l' \
  '__complete help cra' 'completion bash' 'sa list'; do
  # shellcheck disable=SC2086 # a list of words
  run $words
  expect_status 0
  expect_stderr ''
  case $words in
    'plugins list' | '__complete cra' | --help) stdout_has 'crash' ;;
  esac
done
rm -f two/*.so

# ---- Too new. -----------------------------------------------------------

test_case 'a plugin of a newer minor says who must upgrade'
build two newer-minor
NSCALE_PLUGIN_PATH=$here/two
run newer-minor list
expect_error 10 <<TEXT
nscale: plugin "newer-minor" needs plugin ABI 1.7, this nscale provides 1.2: upgrade nscale
hint: the plugin is $here/two/newer-minor.so
TEXT
run newer-minor list --json
expect_error 10 <<TEXT
{"error":{"kind":"plugin","message":"plugin \"newer-minor\" needs plugin ABI 1.7, this nscale provides 1.2: upgrade nscale","status":null,"trace_id":null,"hint":"the plugin is $here/two/newer-minor.so","exit_code":10}}
TEXT
case $(listed newer-minor) in
  'newer-minor 1.0 1.7 - incompatible: needs plugin ABI 1.7, this nscale provides 1.2: upgrade nscale '*) ;;
  *) fail "listed as: $(listed newer-minor)" ;;
esac
others_work

test_case 'one whose descriptor alone is newer'
build two late-minor
run late-minor list
expect_status 10
expect_equal 'nscale: plugin "late-minor" needs plugin ABI 1.7, this nscale provides 1.2: upgrade nscale' \
  "$(sed -n 1p stderr)"
others_work

test_case 'a plugin of another major ABI is refused'
build two other-major
run other-major list
expect_status 10
stderr_has 'plugin "other-major" needs plugin ABI 2.0, this nscale provides 1.2: '
others_work

test_case 'a plugin that describes nothing that can be done'
build two no-plan
run no-plan list
expect_status 10
expect_stdout ''
stderr_has 'plugin "no-plan" is broken: '
others_work

end_tests
