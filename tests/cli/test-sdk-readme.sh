#!/bin/sh
# Every command of sdk/README.md, from nothing to a package, with what
# `make install` installs and nothing else of this tree.
. "${abs_top_srcdir:-.}/tests/functions.sh"
: "${MAKE:=make}"
for tool in cc pkg-config "$MAKE" autoreconf dpkg-deb readelf; do
  requires "$tool is not installed" command -v "$tool"
done
requires 'nscale-sandbox was not built' test -x "$NSCALE_SANDBOX"
requires 'check or json-c is not installed' pkg-config check json-c
[ -z "${SANITIZERS-}" ] || skip_all 'the SDK is that of a plain build'

umask 022
root=$work/root
cd "$work" || exit 99

test_case 'the SDK is installed'
run_command env MAKEFLAGS= "$MAKE" -C "$abs_top_builddir" install \
  "DESTDIR=$root"
expect_status 0
pc=$(find "$root" -name nscale-plugin.pc)
prefix=$(sed -n 's/^prefix=//p' "$pc")
check test -n "$prefix"

# What was staged is used as if it were where it belongs; nscale itself finds
# its modules only there, so that the one that is run is that of the tree.
mkdir bin
cat >bin/pkg-config <<TEXT
#!/bin/sh
exec $(command -v pkg-config) --define-variable=prefix='$root$prefix' "\$@"
TEXT
chmod +x bin/pkg-config
ln -s "$NSCALE" bin/nscale
ln -s "$NSCALE_SANDBOX" bin/nscale-sandbox
PATH=$work/bin:$root$prefix/bin:$PATH
PKG_CONFIG_PATH=${pc%/*}${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
PKG_CONFIG=$work/bin/pkg-config
ACLOCAL_PATH=$root$prefix/share/aclocal
export PATH PKG_CONFIG_PATH PKG_CONFIG ACLOCAL_PATH
unset NSCALE_SERVICE_TOKEN NSCALE_ORGANIZATION_ID MAKEFLAGS

test_case 'the page has commands'
sed -n '/^```sh$/,/^```$/p' "$abs_top_srcdir/sdk/README.md" >blocks
check test "$(grep -c '^```sh$' blocks)" -ge 7
# All of them in one shell, which says before each block where it is.
awk '/^```sh$/ { print "echo \"== " ++n "\""; next } /^```$/ { next }
  { print }' blocks >commands.sh

test_case 'every command of it does what it says'
run_command sh -eu commands.sh
expect_status 0
stdout_has '== 7'
stdout_has 'projects.so: projects 0.1.0, plugin ABI 1.0: nothing is wrong'
stdout_has '100%: Checks: 9, Failures: 0, Errors: 0'
stdout_has '  website   The website. '
stderr_has 'Created project "lab".'
stderr_has 'Deleted project "lab".'
stdout_has 'PASS: test-projects'
stdout_has 'instances.so: instances 0.1.0, plugin ABI 1.2: nothing is wrong'
stderr_has 'Created instance "web-3".'
stderr_has 'Created snapshot "before".'
stdout_has '/projects.so'

test_case 'the package has the plugin, and depends on the ABI'
cd nscale-projects || exit 99
run_command dpkg-deb --field nscale-plugin-projects.deb Depends
expect_status 0
expect_stdout 'nscale-plugin-abi-1.0'
run_command sh -c 'dpkg-deb --contents nscale-plugin-projects.deb |
  sed -n "s|.* \./||p" | grep "[^/]\$"'
expect_status 0
expect_stdout "$(pkg-config --variable=plugindir nscale-plugin |
  sed 's|^/||')/projects.so"

test_case 'it exports its descriptor alone, and no run-time path'
so=$(find root -name projects.so)
run_command nm -D --defined-only "$so"
edit 's/.* //'
expect_stdout nscale_plugin_v1
run_command readelf -d "$so"
expect_status 0
stdout_lacks RPATH
stdout_lacks RUNPATH

test_case 'an SDK that is too old ends configure'
sed 's/NSCALE_PLUGIN_SDK(\[0\])/NSCALE_PLUGIN_SDK([99])/' configure.ac >new.ac
mv new.ac configure.ac
check autoreconf -f >autoreconf.log 2>&1
run_command ./configure
expect_status 1
stderr_has 'no SDK of nscale with plugin ABI 1.99 was found'

end_tests
